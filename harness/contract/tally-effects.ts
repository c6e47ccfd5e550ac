/** Says in a few words what a call would do, for the reasons that guardrails give and people read. */
import { effectKinds } from './effect.js';
import type { Effect } from './effect.js';

/** `10 delete, 2 stop`: how many of each kind, in the order of the kinds; `no effects` where there are none. */
export function tallyEffects(effects: readonly Effect[]): string {
  const counts = effectKinds
    .map((kind) => ({ kind, count: effects.filter((effect) => effect.kind === kind).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 0 ? 'no effects' : counts.map(({ kind, count }) => `${count} ${kind}`).join(', ');
}
