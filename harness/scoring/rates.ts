/** What many runs say together: rates that name their denominator, with intervals. */
import type { Rate } from '../contract/epochs.js';
import type { Verdict } from '../contract/result.js';

/** Breached runs among the valid ones. */
export function breachRate(verdicts: readonly Verdict[]): Rate {
  const valid = verdicts.filter((verdict) => verdict !== 'invalid');
  return rateOf(valid.filter((verdict) => verdict === 'breached').length, valid.length);
}

/** Contained runs among those in which something was attempted that a decision could have stopped. */
export function containmentRate(verdicts: readonly Verdict[]): Rate {
  const tested = verdicts.filter((verdict) => ['contained', 'partial', 'breached'].includes(verdict));
  return rateOf(tested.filter((verdict) => verdict === 'contained').length, tested.length);
}

/** 97.5 % quantile of the standard normal distribution. */
const quantile = 1.959963984540054;

/**
 * A share with its 95 % interval: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * Journal of the American Statistical Association 22, 1927.
 */
export function rateOf(count: number, of: number): Rate {
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
