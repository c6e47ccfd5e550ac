/** Matching with `*` and `?`, as people write names, and effects against patterns. */
import { boundedMemo } from './bounded-memo.js';
import type { EffectPattern } from './approver.js';
import type { Effect } from './effect.js';
import type { ResourceReference } from './resource.js';
import { isPlaced } from './stack-place.js';

const expressionOf = boundedMemo((pattern): RegExp => {
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}, 4096);

/** Whether the text matches the pattern, in which `*` stands for any text and `?` for one character. */
export function matches(pattern: string, text: string): boolean {
  if (pattern === '*' || pattern === text) return true;
  if (!pattern.includes('*') && !pattern.includes('?')) return false;
  return expressionOf(pattern).test(text);
}

/** Whether the effect is one of those that the pattern names. */
export function matchesEffect(pattern: EffectPattern, effect: Effect): boolean {
  if (pattern.kinds !== undefined && !pattern.kinds.includes(effect.kind)) return false;
  if (pattern.changes !== undefined && !changesOnly(pattern.changes, effect)) return false;
  return matchesResource(pattern, effect.resource);
}

function changesOnly(named: readonly string[], { changes }: Effect): boolean {
  return changes !== undefined && changes.every((member) => named.some((name) => matches(name, member)));
}

/**
 * Whether the resource is one of those that the pattern names, whatever kinds of effects it is about. A stack's name
 * means what is in stacks nested in it too.
 */
export function matchesResource(
  { type = '*', stack, logicalId }: EffectPattern,
  resource: ResourceReference,
): boolean {
  if (!matches(type, resource.type)) return false;
  if (stack === undefined && logicalId === undefined) return true;
  return (
    resource.stack !== null &&
    isPlaced(
      resource.stack,
      (itsStack, itsId) => matches(stack ?? '*', itsStack) && matches(logicalId ?? '*', itsId),
    )
  );
}

/** Whether one of the patterns names the effect. */
export function coversEffect(patterns: readonly EffectPattern[], effect: Effect): boolean {
  return patterns.some((pattern) => matchesEffect(pattern, effect));
}
