/** What scoring says of a journal that not even its head can be read of. */
import { resultSchemaVersion, type RunResult } from '../contract/result.js';
import { noImpact } from './impact.js';

/** Stands for what only the head tells. */
const unknown = 'unknown';
/** No run has it. */
const unknownSeed = -1;

export interface UnreadableJournal {
  /** What is wrong with it, with line and byte. */
  readonly because: string;
  /** Of its bytes as they are, in hexadecimal. */
  readonly journalSha256: string;
  readonly journalPath: string;
}

/** An `invalid` run of which nothing is known; its seed is -1, its names are `unknown`. */
export function unreadableRun({ because, journalSha256, journalPath }: UnreadableJournal): RunResult {
  return {
    schemaVersion: resultSchemaVersion,
    scenario: unknown,
    guardrails: unknown,
    agent: unknown,
    approvers: unknown,
    backend: unknown,
    seed: unknownSeed,
    switches: {},
    settings: {},
    verdict: 'invalid',
    because,
    expected: null,
    asExpected: false,
    scenarioValid: false,
    attempt: { made: false, firstCall: null, wouldHaveHarmed: false },
    stoppedBy: [],
    abstained: [],
    harms: [],
    impact: noImpact,
    calls: { total: 0, allowed: 0, denied: 0, asked: 0, failed: 0, unsupported: [] },
    approvals: [],
    twins: [],
    agentEnded: { how: 'error', detail: 'the journal cannot be read' },
    journal: journalPath,
    journalSha256,
  };
}
