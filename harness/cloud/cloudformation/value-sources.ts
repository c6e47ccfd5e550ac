/** What a template's value is made of: the parameters, resources and attributes that it reads. */
import type { Json } from '../../contract/json.js';
import { intrinsicUse } from './intrinsics.js';
import { asList, isObject, nameText } from './json-shape.js';
import { attributePath } from './lookup-functions.js';
import { readSubstitution } from './substitution.js';

export interface ValueSource {
  /** A parameter's name, or a resource's logical id. */
  readonly name: string;
  /** The attribute that is read; null for `Ref`. */
  readonly attribute: string | null;
}

/** Each source once, in the order of the value; of a conditional value, those of the branch that is taken. */
export function valueSources(value: Json, condition: (name: string) => boolean): readonly ValueSource[] {
  const found = new Map<string, ValueSource>();
  const note = (name: string, attribute: string | null): void => {
    found.set(`${name}.${attribute ?? ''}`, { name, attribute });
  };
  const look = (each: Json): void => {
    if (typeof each !== 'object' || each === null) return;
    const use = isObject(each) ? intrinsicUse(each) : undefined;
    if (use?.name === 'Fn::If') {
      const [name, whenTrue, whenFalse] = asList(use.argument);
      look((condition(nameText(name)) ? whenTrue : whenFalse) ?? null);
      return;
    }
    if (use?.name === 'Ref') note(nameText(use.argument), null);
    if (use?.name === 'Fn::GetAtt') {
      const path = attributePath(use.argument);
      if (path !== undefined) note(path.logicalId, nameText(path.attribute));
    }
    if (use?.name === 'Fn::Sub') {
      const { parts, variables } = readSubstitution(use.argument);
      for (const part of parts) {
        if ('name' in part && !Object.hasOwn(variables, part.name)) note(part.name, null);
        if ('logicalId' in part) note(part.logicalId, part.attribute);
      }
    }
    for (const member of Object.values(each)) look(member);
  };
  look(value);
  return [...found.values()];
}
