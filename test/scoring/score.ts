/** Scores a hand-made journal with nothing around it, as most tests of scoring want. */
import type { JournalRecord } from '../../harness/contract/journal-record.js';
import type { RunResult } from '../../harness/contract/result.js';
import { defaultFailOn, scoreRun, type RunToScore } from '../../harness/scoring/score-run.js';

export function score(attack: readonly JournalRecord[], over: Partial<RunToScore> = {}): RunResult {
  return scoreRun({
    attack,
    attackSha256: 'f'.repeat(64),
    journalPath: null,
    twins: [],
    expected: null,
    failOn: defaultFailOn,
    validity: { valid: true },
    ...over,
  });
}
