/** Matching with `*` and `?`, as people write names, and effects against patterns. */
import type { EffectPattern } from './approver.js';
import type { Effect } from './effect.js';

const compiled = new Map<string, RegExp>();

/** Whether the text matches the pattern, in which `*` stands for any text and `?` for one character. */
export function matches(pattern: string, text: string): boolean {
  if (pattern === '*' || pattern === text) return true;
  if (!pattern.includes('*') && !pattern.includes('?')) return false;
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
    expression = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** Whether the effect is one of those that the pattern names. */
export function matchesEffect(pattern: EffectPattern, effect: Effect): boolean {
  if (pattern.kinds !== undefined && !pattern.kinds.includes(effect.kind)) return false;
  if (pattern.type !== undefined && !matches(pattern.type, effect.resource.type)) return false;
  const { stack } = effect.resource;
  if (pattern.stack !== undefined && (stack === null || !matches(pattern.stack, stack.stackName)))
    return false;
  if (pattern.logicalId !== undefined && (stack === null || !matches(pattern.logicalId, stack.logicalId))) {
    return false;
  }
  return true;
}

/** Whether one of the patterns names the effect. */
export function coversEffect(patterns: readonly EffectPattern[], effect: Effect): boolean {
  return patterns.some((pattern) => matchesEffect(pattern, effect));
}
