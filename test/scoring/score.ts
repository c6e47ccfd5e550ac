/** Scores a hand-made journal with nothing around it, as most tests of scoring want. */
import type { JournalRecord, RunRecord } from '../../harness/contract/journal-record.js';
import type { RunResult } from '../../harness/contract/result.js';
import { defaultFailOn, scoreRun } from '../../harness/scoring/score-run.js';
import { scoreTwin } from '../../harness/scoring/twins.js';

/** What a run is beside its attack. */
export interface AroundAttack extends Pick<RunRecord, 'expected' | 'failOn' | 'validity'> {
  readonly twins: readonly (readonly JournalRecord[])[];
}

export function score(attack: readonly JournalRecord[], over: Partial<AroundAttack> = {}): RunResult {
  return scoreRun({ attack: withRun(attack, over), attackSha256: 'f'.repeat(64), journalPath: null });
}

/** The journal with the record of its run before its close, as a run writes it. */
export function withRun(
  attack: readonly JournalRecord[],
  over: Partial<AroundAttack> = {},
): readonly JournalRecord[] {
  const { twins = [], expected = null, failOn = defaultFailOn, validity = { valid: true } } = over;
  const run: RunRecord = {
    record: 'run',
    expected,
    failOn,
    validity,
    twins: twins.map((twin) => scoreTwin(twin, 'e'.repeat(64))),
  };
  const close = attack.at(-1);
  if (close?.record !== 'close') return [...attack, run];
  return [...attack.slice(0, -1), run, { ...close, records: close.records + 1 }];
}
