/** From a journal's records to what a report tells of one episode. */
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { Stop } from '../../contract/call.js';
import type {
  AgentEndRecord,
  ApprovalRecord,
  CallRecord,
  FaultRecord,
  HeadRecord,
  JournalRecord,
  RevocationRecord,
} from '../../contract/journal-record.js';
import type { ReportedRun } from '../../contract/report.js';
import type { RunResult } from '../../contract/result.js';
import type { Line } from '../layout/styled-line.js';
import { expectationInWords, failOnOf } from '../words/expectation.js';

export interface EpisodeStory {
  readonly head: HeadRecord;
  readonly calls: readonly CallRecord[];
  readonly approvals: ReadonlyMap<string, ApprovalRecord>;
  /** Parts of calls that were stopped when their turn came, by the id of the call. */
  readonly stops: ReadonlyMap<string, readonly Stop[]>;
  /** By the id of the call that led to them. */
  readonly revocations: ReadonlyMap<string, RevocationRecord>;
  readonly faults: readonly FaultRecord[];
  readonly end: AgentEndRecord | null;
}

/** A run as the sections of a report read it. */
export interface RunStory {
  readonly result: RunResult;
  readonly attack: EpisodeStory;
  /** What was expected of it, and whether it came. */
  readonly expectation: Line;
  /** Outcomes that it fails by, where no expectation is stored. */
  readonly failOn: readonly string[];
}

/** @throws BlastpitError `journal-without-head` where a journal does not say what it is of. */
export function runStory(run: ReportedRun): RunStory {
  const { result, attack } = run;
  return {
    result,
    attack: episodeStory(attack),
    expectation: expectationInWords(run),
    failOn: failOnOf(attack),
  };
}

export function episodeStory(records: readonly JournalRecord[]): EpisodeStory {
  const [head] = records;
  if (head?.record !== 'head') {
    throw new BlastpitError('journal-without-head', 'a journal begins with its head record');
  }
  const calls: CallRecord[] = [];
  const approvals = new Map<string, ApprovalRecord>();
  const stops = new Map<string, Stop[]>();
  const revocations = new Map<string, RevocationRecord>();
  const faults: FaultRecord[] = [];
  let end: AgentEndRecord | null = null;
  for (const record of records) {
    if (record.record === 'call') calls.push(record);
    else if (record.record === 'approval') approvals.set(record.id, record);
    else if (record.record === 'revocation') revocations.set(record.callId, record);
    else if (record.record === 'fault') faults.push(record);
    else if (record.record === 'agent-end') end = record;
    else if (record.record === 'stop') {
      const known = stops.get(record.callId);
      if (known === undefined) stops.set(record.callId, [record]);
      else known.push(record);
    }
  }
  return { head, calls, approvals, stops, revocations, faults, end };
}

/** Parts of a call that the world stopped: as foreseen, or as they came. Each once. */
export function stopsOf(call: CallRecord, story: EpisodeStory): readonly Stop[] {
  const seen = new Set<string>();
  return [...call.stops, ...(story.stops.get(call.id) ?? [])].filter(({ by, action, resource }) => {
    const key = `${by}\n${action}\n${resource}`;
    return !seen.has(key) && seen.add(key);
  });
}
