/** Last step of scoring: what the command line ends with. */
import type { RunResult } from '../contract/result.js';

/** 0 where every run is as expected; 3 where one is invalid, whatever the others; else 1. Wrong usage (2) is not a run's. */
export function exitStatus(results: readonly Pick<RunResult, 'verdict' | 'asExpected'>[]): 0 | 1 | 3 {
  if (results.some(({ verdict }) => verdict === 'invalid')) return 3;
  return results.every(({ asExpected }) => asExpected) ? 0 : 1;
}
