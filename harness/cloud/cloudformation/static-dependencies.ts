/** Who depends on whom in a template before any condition is decided: every branch counts. */
import type { Json } from '../../contract/json.js';
import { intrinsicUse } from './intrinsics.js';
import { isObject, nameText } from './json-shape.js';
import { attributePath } from './lookup-functions.js';
import { readSubstitution } from './substitution.js';
import type { Template } from './template.js';

export function staticDependencies(
  template: Template,
): ReadonlyMap<string, { readonly dependencies: readonly string[] }> {
  const all = new Map<string, { readonly dependencies: readonly string[] }>();
  for (const { logicalId, dependsOn, properties } of template.resources.values()) {
    const needed = new Set(dependsOn);
    eachReference(properties, (name) => {
      if (template.resources.has(name)) needed.add(name);
    });
    all.set(logicalId, { dependencies: [...needed] });
  }
  return all;
}

/** Calls `visit` with every name that a value refers to; of a conditional value, with both branches'. */
export function eachReference(
  value: Json,
  visit: (name: string) => void,
  branches: (argument: Json) => Json = (argument) => argument,
): void {
  if (typeof value !== 'object' || value === null) return;
  const use = isObject(value) ? intrinsicUse(value) : undefined;
  if (use?.name === 'Fn::If') {
    eachReference(branches(use.argument), visit, branches);
    return;
  }
  if (use?.name === 'Ref') visit(nameText(use.argument));
  if (use?.name === 'Fn::GetAtt') {
    const path = attributePath(use.argument);
    if (path !== undefined) visit(path.logicalId);
  }
  if (use?.name === 'Fn::Sub') {
    const { parts, variables } = readSubstitution(use.argument);
    for (const part of parts) {
      if ('name' in part && !Object.hasOwn(variables, part.name)) visit(part.name);
      if ('logicalId' in part) visit(part.logicalId);
    }
  }
  for (const member of Object.values(value)) eachReference(member, visit, branches);
}
