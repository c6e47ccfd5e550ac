/** Fifth step of scoring: the least and the most that the response model says, over every corner of its ranges. */
import { lengthsAt, movable } from './parameter-values.js';
import type { Looked, Responder } from './response-model.js';
import type { Lengths } from './way-back.js';
import type { Reach, ResponsePlan } from './response-plan.js';

export interface ValueRange {
  readonly low: number;
  readonly high: number;
  /**
   * How it was found: `ends` where all parameters low and all high provably are the extremes; `corners` where every
   * corner was evaluated; `largest-corners` where there were too many, and only the parameters that move the value most
   * were combined freely, the others being all low or all high.
   */
  readonly found: 'ends' | 'corners' | 'largest-corners';
}

/** Parameters that are combined freely: 4,096 corners. */
const mostCombined = 12;

/**
 * The range of a value of the response model.
 *
 * Outages are sums, maxima and minima of lengths as long as what is possible does not change while people are at work:
 * then they never shrink where a length grows, and the ends are exact. Where something does change in that time (a
 * deadline passes, a backup expires, a resource fails later on), the next way may be a shorter one, and every corner
 * is evaluated.
 */
export function valueRange(
  plan: ResponsePlan,
  responder: Responder,
  reach: Reach,
  evaluate: (lengths: Lengths) => number,
): ValueRange {
  const lows = lengthsAt(plan.parameters, 'low');
  const highs = lengthsAt(plan.parameters, 'high');
  responder.forget();
  const low = evaluate(lows);
  const first = [...responder.looked.failed];
  const from = [...responder.looked.from];
  responder.forget();
  const high = evaluate(highs);
  if (isSteady(first, from, responder.looked, reach.turns)) return { low, high, found: 'ends' };
  const moved = movable(plan.parameters, reach.parameters);
  if (moved.length <= mostCombined) {
    return { ...corners(lows, highs, moved, lows, evaluate), found: 'corners' };
  }
  const likely = lengthsAt(plan.parameters, 'likely');
  const bySwing = moved
    .map((index) => ({ index, swing: Math.abs(swingOf(likely, lows, highs, index, evaluate)) }))
    .sort((left, right) => right.swing - left.swing || left.index - right.index);
  const combined = bySwing.slice(0, mostCombined).map(({ index }) => index);
  const below = corners(lows, highs, combined, lows, evaluate);
  const above = corners(lows, highs, combined, highs, evaluate);
  return {
    low: Math.min(below.low, above.low),
    high: Math.max(below.high, above.high),
    found: 'largest-corners',
  };
}

/** Whether nothing turns between the first look with all parameters low and the last one with all high. */
function isSteady(
  failed: readonly number[],
  from: readonly number[],
  looked: Looked,
  turns: readonly number[],
): boolean {
  if (failed.length !== looked.failed.length) return false;
  for (const [index, time] of failed.entries()) {
    if (looked.failed[index] !== time) return false;
    const earliest = from[index] ?? 0;
    const latest = looked.to[index] ?? 0;
    for (const turn of turns) if (turn > earliest && turn <= latest) return false;
  }
  return true;
}

/** The least and the most over every combination of low and high of some, with all others as given. */
function corners(
  lows: Lengths,
  highs: Lengths,
  combined: readonly number[],
  others: Lengths,
  evaluate: (lengths: Lengths) => number,
): { readonly low: number; readonly high: number } {
  const lengths = others.slice();
  for (const index of combined) lengths[index] = lows[index] ?? 0;
  let low = Infinity;
  let high = -Infinity;
  for (let corner = 0; corner < 2 ** combined.length; corner += 1) {
    for (const [bit, index] of combined.entries()) {
      lengths[index] = (Math.floor(corner / 2 ** bit) % 2 === 0 ? lows[index] : highs[index]) ?? 0;
    }
    const value = evaluate(lengths);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** How much a value grows from one parameter's low to its high, all others as in `likely`. */
function swingOf(
  likely: Lengths,
  lows: Lengths,
  highs: Lengths,
  index: number,
  evaluate: (lengths: Lengths) => number,
): number {
  const lengths = likely.slice();
  lengths[index] = lows[index] ?? 0;
  const atLow = evaluate(lengths);
  lengths[index] = highs[index] ?? 0;
  return evaluate(lengths) - atLow;
}
