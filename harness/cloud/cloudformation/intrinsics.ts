/** All intrinsic functions, and the working out of values that hold them. */
import type { Json, JsonObject } from '../../contract/json.js';
import { conditionFunctions } from './condition-functions.js';
import { isList, isObject } from './json-shape.js';
import { listFunctions } from './list-functions.js';
import { lookupFunctions } from './lookup-functions.js';
import type { Intrinsic, Scope, ScopeSources } from './scope.js';
import { textFunctions } from './text-functions.js';

const functions: ReadonlyMap<string, Intrinsic> = new Map(
  [...lookupFunctions, ...textFunctions, ...listFunctions, ...conditionFunctions].map((each) => [
    each.name,
    each,
  ]),
);

/** A function's use: an object whose one member has a function's name. */
export interface IntrinsicUse {
  readonly name: string;
  readonly argument: Json;
  /** Undefined for a name that looks like a function's and is none. */
  readonly intrinsic: Intrinsic | undefined;
}

/** The function that a value uses; undefined for plain values. */
export function intrinsicUse(value: JsonObject): IntrinsicUse | undefined {
  let only: string | undefined;
  for (const name in value) {
    if (only !== undefined) return undefined;
    only = name;
  }
  if (only === undefined) return undefined;
  const intrinsic = functions.get(only);
  // Policies have a member `Condition` too; a condition's name is text.
  if (
    intrinsic === undefined
      ? !only.startsWith('Fn::')
      : only === 'Condition' && typeof value[only] !== 'string'
  ) {
    return undefined;
  }
  return { name: only, argument: value[only] ?? null, intrinsic };
}

export function createScope(sources: ScopeSources): Scope {
  const scope: Scope = {
    ...sources,
    evaluate: (value) => {
      if (typeof value !== 'object' || value === null) return value;
      if (isList(value)) {
        const items: Json[] = [];
        for (const item of value) {
          const evaluated = scope.evaluate(item);
          if (evaluated !== undefined) items.push(evaluated);
        }
        return items;
      }
      const use = isObject(value) ? intrinsicUse(value) : undefined;
      if (use?.intrinsic !== undefined) return use.intrinsic.evaluate(use.argument, scope);
      const members: Record<string, Json> = {};
      for (const [name, member] of Object.entries(value)) {
        const evaluated = scope.evaluate(member);
        if (evaluated !== undefined) members[name] = evaluated;
      }
      return members;
    },
  };
  return scope;
}
