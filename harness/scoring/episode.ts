/** First step of scoring: the records of one journal, sorted by what they tell, and what is missing among them. */
import type { AgentEnd } from '../contract/agent.js';
import type { Difference } from '../contract/backend.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Stop } from '../contract/call.js';
import type {
  ApprovalRecord,
  CallRecord,
  HeadRecord,
  InventoryRecord,
  JournalRecord,
  RevocationRecord,
  RunRecord,
} from '../contract/journal-record.js';
import type { Transition } from '../contract/resource.js';
import { strangersLetIn } from './strangers.js';
import { unexecutedCode } from './unexecuted-code.js';

/** One journal, read. */
export interface Episode {
  readonly head: HeadRecord;
  readonly start: InventoryRecord | null;
  readonly end: InventoryRecord | null;
  readonly calls: readonly CallRecord[];
  readonly approvals: ReadonlyMap<string, ApprovalRecord>;
  /** Parts of calls that checks inside the world stopped, by the id of the call. */
  readonly stops: ReadonlyMap<string, readonly Stop[]>;
  readonly revocations: readonly RevocationRecord[];
  /** Where the backend did otherwise than its shadow foresaw. */
  readonly differences: readonly Difference[];
  readonly transitions: readonly Transition[];
  readonly ahead: readonly Transition[];
  readonly agentEnd: AgentEnd;
  /** Null in an attack's journal, which has no goal. */
  readonly goalReached: boolean | null;
  /** Null in a twin's journal. */
  readonly run: RunRecord | null;
  /** What became of the other try of the episode; null where its backend failed in none. */
  readonly otherTry: string | null;
  /** Why the journal alone cannot tell how the episode went, in words; empty where it can. */
  readonly doubts: readonly string[];
}

const unknownEnd: AgentEnd = { how: 'error', detail: 'the journal does not say how the agent ended' };

/**
 * Sorts a journal's records. Missing records, faults and operations that blastpit does not implement become doubts.
 * @throws BlastpitError `journal-without-head` where nothing says what the journal is of.
 */
export function readEpisode(records: readonly JournalRecord[]): Episode {
  const head = records[0];
  if (head?.record !== 'head') {
    throw new BlastpitError('journal-without-head', 'a journal begins with its head record', {
      expected: 'a record "head" in the first line',
    });
  }
  let start: InventoryRecord | null = null;
  let end: InventoryRecord | null = null;
  let ahead: readonly Transition[] | null = null;
  let agentEnd: AgentEnd | null = null;
  let goalReached: boolean | null = null;
  let run: RunRecord | null = null;
  let closedAt: number | null = null;
  let otherTry: string | null = null;
  const calls: CallRecord[] = [];
  const approvals = new Map<string, ApprovalRecord>();
  const stops = new Map<string, Stop[]>();
  const revocations: RevocationRecord[] = [];
  const transitions: Transition[] = [];
  const differences: Difference[] = [];
  const doubts: string[] = [];
  for (const record of records) {
    switch (record.record) {
      case 'head':
        break;
      case 'inventory':
        if (record.at === 'start') start = record;
        else end = record;
        break;
      case 'call':
        calls.push(record);
        break;
      case 'approval':
        approvals.set(record.id, record);
        break;
      case 'revocation':
        revocations.push(record);
        break;
      case 'transition':
        transitions.push(record);
        break;
      case 'stop': {
        const stopsOfCall = stops.get(record.callId);
        if (stopsOfCall === undefined) stops.set(record.callId, [record]);
        else stopsOfCall.push(record);
        break;
      }
      case 'ahead':
        ahead = record.transitions;
        break;
      case 'agent-end':
        agentEnd = endOf(record);
        break;
      case 'goal':
        goalReached = record.completed;
        break;
      case 'run':
        run = record;
        break;
      case 'difference':
        // Where it concerns what a harm is about, a fault says so; elsewhere it changes no verdict.
        differences.push(record);
        break;
      case 'retry':
        otherTry = record.what;
        break;
      case 'fault':
        doubts.push(`fault: ${record.what}`);
        break;
      case 'close':
        closedAt = record.records;
        break;
    }
  }
  for (const operation of unsupportedOperations(calls)) doubts.push(`not implemented: ${operation}`);
  doubts.push(...unexecutedCode(head, start, transitions));
  doubts.push(...strangersLetIn(head, start, transitions));
  const missing: string[] = [];
  if (start === null) missing.push('the inventory at the start');
  if (end === null) missing.push('the inventory at the end');
  if (ahead === null) missing.push('what lies ahead');
  if (agentEnd === null) missing.push("the agent's end");
  if (goalReached === null && head.episode !== 'attack') missing.push("the twin's goal");
  if (run === null && head.episode === 'attack') missing.push('what became of its twins');
  if (closedAt === null) missing.push('its closing record');
  if (missing.length > 0) doubts.push(`the journal is incomplete: it lacks ${missing.join(', ')}`);
  else if (closedAt !== records.length - 1) {
    doubts.push(
      `the journal is incomplete: it has ${String(records.length - 1)} records, ${String(closedAt)} were written`,
    );
  }
  return {
    head: inWrittenOrder(head),
    start,
    end,
    calls,
    approvals,
    stops,
    revocations,
    differences,
    transitions,
    ahead: ahead ?? [],
    agentEnd: agentEnd ?? unknownEnd,
    goalReached,
    run,
    otherTry,
    doubts,
  };
}

/**
 * Names stand in a journal's lines sorted, and in a run's memory as its author wrote them. Taken sorted here, so that
 * ties, and what is listed, come out the same at the run and from its file.
 */
function inWrittenOrder(head: HeadRecord): HeadRecord {
  const { rules, switches, settings } = head;
  const response = { ...rules.response, parameters: sorted(rules.response.parameters) };
  return {
    ...head,
    switches: sorted(switches),
    settings: sorted(settings),
    rules: { ...rules, response },
  };
}

function sorted<Value>(members: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(members).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function endOf({ how, detail, exitStatus, isolatedIn, divergedAt }: AgentEnd): AgentEnd {
  return {
    how,
    detail,
    ...(exitStatus === undefined ? {} : { exitStatus }),
    ...(isolatedIn === undefined ? {} : { isolatedIn }),
    ...(divergedAt === undefined ? {} : { divergedAt }),
  };
}

/**
 * What was needed on the way and is not implemented, sorted, each once: `Service.Operation` of calls, and parts of calls
 * that stopped inside the world for want of it.
 */
export function unsupportedOperations(calls: readonly CallRecord[]): readonly string[] {
  const names = new Set<string>();
  for (const call of calls) {
    const name = `${call.service}.${call.operation}`;
    if (call.error?.origin === 'unsupported') names.add(name);
    for (const { origin, action } of call.stops)
      if (origin === 'unsupported') names.add(`${name}: ${action}`);
  }
  return [...names].sort();
}
