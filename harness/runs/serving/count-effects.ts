/** What can be said of an episode without a scenario: how many calls were made, and what they did. Nothing is scored. */
import type { AgentEnd } from '../../contract/agent.js';
import type { EffectKind } from '../../contract/effect.js';
import type { JournalRecord } from '../../contract/journal-record.js';
import type { CallCounts } from '../../contract/result.js';
import { countCalls } from '../../scoring/call-counts.js';

export interface UnscoredResult {
  readonly schemaVersion: 1;
  readonly scored: false;
  readonly note: string;
  /** What the account's stack was deployed from; null where the account began empty. */
  readonly template: string | null;
  readonly seed: number;
  readonly calls: CallCounts;
  /** Effects of the calls that were committed, by kind. */
  readonly effects: Readonly<Partial<Record<EffectKind, number>>>;
  readonly agentEnded: AgentEnd;
  readonly journal: string | null;
  readonly journalSha256: string;
}

export const nothingScored = 'no scenario: nothing is scored';

/** Counts the calls of a journal, and the effects of those that were committed. */
export function countEffects(records: readonly JournalRecord[]): Pick<UnscoredResult, 'calls' | 'effects'> {
  const calls = records.filter((record) => record.record === 'call');
  const effects: Partial<Record<EffectKind, number>> = {};
  for (const { committed, effects: made } of calls) {
    if (committed) for (const { kind } of made) effects[kind] = (effects[kind] ?? 0) + 1;
  }
  return { calls: countCalls(calls), effects };
}
