/** For `blastpit check`: action names in a policy that no AWS service has. AWS takes them without a word, and a Deny on one guards nothing. */

import { iamService, iamServicePrefixes, matchActions } from '../catalog/iam-actions.js';
import { nearest } from '../contract/blastpit-error.js';

export interface UnknownAction {
  /** `Statement[1].Action`. */
  readonly path: string;
  readonly action: string;
  /** What was probably meant. */
  readonly near: string | undefined;
}

/** The action patterns of a policy document, well-formed by {@link loadPolicy}, that match no published action. */
export function findUnknownActions(document: object): readonly UnknownAction[] {
  const found: UnknownAction[] = [];
  const statements: unknown = Reflect.get(document, 'Statement');
  for (const [index, statement] of listOf(statements).entries()) {
    if (typeof statement !== 'object' || statement === null) continue;
    const place = Array.isArray(statements) ? `Statement[${index}]` : 'Statement';
    for (const member of ['Action', 'NotAction']) {
      for (const action of listOf(Reflect.get(statement, member))) {
        if (typeof action !== 'string' || matchesSome(action)) continue;
        found.push({ path: `${place}.${member}`, action, near: nearestAction(action) });
      }
    }
  }
  return found;
}

function matchesSome(pattern: string): boolean {
  return pattern === '*' || pattern.startsWith('*:') || matchActions(pattern).length > 0;
}

/** A near action of the same service, or the same name under a near service. */
function nearestAction(action: string): string | undefined {
  const colon = action.indexOf(':');
  const name = action.slice(colon + 1);
  const typed = action.slice(0, Math.max(colon, 0));
  const prefix = iamService(typed)?.prefix ?? nearest(typed, iamServicePrefixes());
  const names = prefix === undefined ? [] : (iamService(prefix)?.actionNames() ?? []);
  const near = names.find((candidate) => candidate === name) ?? nearest(name, names);
  return near === undefined || prefix === undefined ? undefined : `${prefix}:${near}`;
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
