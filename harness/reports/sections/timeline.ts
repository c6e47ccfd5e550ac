/** The calls of the attack in virtual time, each with what it did and who let it through or stopped it. */
import type { CallRecord } from '../../contract/journal-record.js';
import { section } from '../layout/heading.js';
import { faint, line, padded, toned, type Line, type Span } from '../layout/styled-line.js';
import { beside } from '../layout/wrap.js';
import type { EpisodeStory, RunStory } from '../reading/episode-story.js';
import { callInWords } from '../words/call-name.js';
import { chainInWords } from '../words/principals.js';
import { clockTime, stopWatch } from '../words/virtual-time.js';
import { detailsOfCall, type ToldReasons } from './call-details.js';

/** One line of the timeline: a call, or several reads of the same, one after the other. */
interface Row {
  readonly first: CallRecord;
  readonly last: CallRecord;
  readonly count: number;
}

const timeWidth = 10;
const stateWidth = 9;
/** Details begin under the call's id, so that what is said of a call has most of the width. */
const labelAt = timeWidth + 2;
const detailLabelWidth = 23;

export function timelineLines({ attack }: RunStory, columns: number): readonly Line[] {
  const { head, calls, faults, end } = attack;
  const rows = rowsOf(calls);
  const idWidth = Math.max(4, ...rows.map((row) => idsOf(row).length)) + 2;
  const left = (time: number, ids: string, state: Span | null): Line => [
    ...padded(line(faint(`  ${stopWatch(time - head.startsAt)}`)), timeWidth + 2),
    ...padded(line(ids), idWidth),
    ...padded(line(state), stateWidth),
  ];
  const textAt = timeWidth + 2 + idWidth + stateWidth;
  const lines: Line[] = [];
  const told: ToldReasons = new Map();
  let chain = JSON.stringify(calls[0]?.chain);
  for (const row of rows) {
    const { first, last, count } = row;
    if (JSON.stringify(first.chain) !== chain) {
      chain = JSON.stringify(first.chain);
      const change = line(faint('now acts as '), chainInWords(first.chain));
      lines.push(...beside(left(first.time, '', null), textAt, change, columns));
    }
    const repeated = count === 1 ? null : faint(`  ×${count}, until ${stopWatch(last.time - head.startsAt)}`);
    const name = line(callInWords(first), repeated);
    lines.push(...beside(left(first.time, idsOf(row), stateOf(first)), textAt, name, columns));
    for (const [label, text] of detailsOfCall(first, attack, told)) {
      const shown = line(' '.repeat(labelAt), faint(label), '  ');
      lines.push(...beside(shown, labelAt + detailLabelWidth, text, columns));
    }
  }
  for (const { time, what } of faults) {
    lines.push(...beside(left(time, '', toned('bad', 'fault')), textAt, line(what), columns));
  }
  if (end !== null) {
    const how = line(faint(`agent ${end.how}: `), end.detail);
    lines.push(...beside(left(end.time, '', null), textAt, how, columns));
  }
  const note = `virtual time since ${clockTime(head.startsAt)}`;
  return section('TIMELINE', note, lines, columns);
}

/** Reads of the same in a row are one row: an agent that waits looks again and again. */
function rowsOf(calls: readonly CallRecord[]): readonly Row[] {
  const rows: Row[] = [];
  for (const call of calls) {
    const row = rows.at(-1);
    if (row !== undefined && isSameRead(row.last, call)) {
      rows[rows.length - 1] = { ...row, last: call, count: row.count + 1 };
    } else rows.push({ first: call, last: call, count: 1 });
  }
  return rows;
}

function isSameRead(one: CallRecord, other: CallRecord): boolean {
  return (
    isPlainRead(one) &&
    isPlainRead(other) &&
    one.principal === other.principal &&
    callInWords(one) === callInWords(other)
  );
}

function isPlainRead({ readOnly, decision, error, worldFaults }: CallRecord): boolean {
  return readOnly && decision === 'allowed' && error === null && worldFaults === undefined;
}

function idsOf({ first, last, count }: Row): string {
  return count === 1 ? first.id : `${first.id}–${last.id}`;
}

function stateOf(call: CallRecord): Span {
  const { decision, committed, readOnly, error } = call;
  if (decision === 'denied') return toned('good', 'denied');
  if (error !== null) {
    const { origin } = error;
    if (origin === 'guardrail' || origin === 'protection') return toned('good', 'stopped');
    return toned('warn', origin === 'unsupported' ? 'missing' : 'failed');
  }
  if (readOnly) return faint('read');
  return committed ? toned('strong', 'done') : toned('warn', 'not done');
}

/** The attempts alone, for the short story of a run: writes with effects, or writes that were stopped. */
export function tellingCalls({ calls }: EpisodeStory): readonly CallRecord[] {
  return calls.filter(
    (call) => !call.readOnly && (call.effects.length > 0 || (call.unchecked ?? []).length > 0),
  );
}
