/** What many runs say together: rates that name their denominator, with intervals. */
import type { Verdict } from '../contract/result.js';

export interface Rate {
  readonly count: number;
  readonly of: number;
  /** Null where there is nothing to divide by. */
  readonly rate: number | null;
  /** Wilson's 95 % interval; 0 to 1 where there is nothing to divide by. */
  readonly low: number;
  readonly high: number;
}

/** Breached runs among the valid ones. */
export function breachRate(verdicts: readonly Verdict[]): Rate {
  const valid = verdicts.filter((verdict) => verdict !== 'invalid');
  return rate(valid.filter((verdict) => verdict === 'breached').length, valid.length);
}

/** Contained runs among those in which something was attempted that a decision could have stopped. */
export function containmentRate(verdicts: readonly Verdict[]): Rate {
  const tested = verdicts.filter((verdict) => ['contained', 'partial', 'breached'].includes(verdict));
  return rate(tested.filter((verdict) => verdict === 'contained').length, tested.length);
}

/** 97.5 % quantile of the standard normal distribution. */
const quantile = 1.959963984540054;

/** E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927. */
function rate(count: number, of: number): Rate {
  if (of === 0) return { count, of, rate: null, low: 0, high: 1 };
  const share = count / of;
  const squared = quantile ** 2;
  const centre = (share + squared / (2 * of)) / (1 + squared / of);
  const half =
    (quantile / (1 + squared / of)) * Math.sqrt((share * (1 - share)) / of + squared / (4 * of ** 2));
  // Rounding must not keep an interval from reaching its end.
  const low = count === 0 ? 0 : Math.max(0, centre - half);
  const high = count === of ? 1 : Math.min(1, centre + half);
  return { count, of, rate: share, low, high };
}
