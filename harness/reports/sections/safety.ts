/** Who stopped it, and what safety cost: approvals and the work that still had to go through. */
import { durationInWords } from '../../contract/duration-in-words.js';
import type { ApprovalResult, Stopper, TwinResult } from '../../contract/result.js';
import { section } from '../layout/heading.js';
import { line, toned, type Line } from '../layout/styled-line.js';
import { table } from '../layout/table.js';
import type { RunStory } from '../reading/episode-story.js';
import { countOf } from '../words/amounts.js';
import { listInWords } from '../../contract/list-in-words.js';

export function stopperLines({ result, attack }: RunStory, columns: number): readonly Line[] {
  const operations = new Map(attack.calls.map(({ id, operation }) => [id, operation]));
  const rows = distinct(result.stoppedBy).map(({ stopper, callIds }) => [
    stopper.decisive ? toned('good', 'decisive') : toned('plain', 'also'),
    toned('plain', stopper.kind),
    toned('plain', stopper.name),
    toned('faint', callIds.map((id) => `${id} ${operations.get(id) ?? ''}`.trim()).join(', ')),
  ]);
  const lines = table(
    rows.map((row) => row.map((cell) => [cell])),
    { columns, flexible: [2, 3] },
  );
  return section(
    'STOPPED BY',
    'decisive: of all that were asked, it alone stopped that call',
    lines,
    columns,
  );
}

/** The same stopper of several calls once, decisive ones first. */
function distinct(
  stoppers: readonly Stopper[],
): readonly { readonly stopper: Stopper; readonly callIds: readonly string[] }[] {
  const groups = new Map<string, { stopper: Stopper; callIds: string[] }>();
  for (const stopper of stoppers) {
    const key = `${stopper.kind}\n${stopper.name}\n${stopper.decisive}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { stopper, callIds: [stopper.callId] });
    else group.callIds.push(stopper.callId);
  }
  return [...groups.values()].sort(
    (left, right) => Number(right.stopper.decisive) - Number(left.stopper.decisive),
  );
}

export function approvalLines({ result }: RunStory, columns: number): readonly Line[] {
  const rows = result.approvals.map((approval) => [
    line(approval.episode.replace(/^twin:/, '')),
    line(approval.callId),
    line(approval.guardrail),
    outcomeOf(approval),
  ]);
  const lines = table(rows, { columns, flexible: [0, 3] });
  return section('APPROVALS', 'times that people take are modeled', lines, columns);
}

function outcomeOf({ result, grantedBy, refusedBy, howMany, waitedSeconds }: ApprovalResult): Line {
  const after = ` after ${durationInWords(waitedSeconds)}`;
  if (result === 'granted') return line(toned('warn', 'granted'), ` by ${listInWords(grantedBy)}${after}`);
  const granted = grantedBy.length === 0 ? '' : `, granted by ${listInWords(grantedBy)}`;
  if (result === 'refused') {
    const by = refusedBy.length === 0 ? ', too few people may approve' : ` by ${listInWords(refusedBy)}`;
    return line(toned('good', 'refused'), `${by}${granted}${after}`);
  }
  return line(
    toned('good', 'expired'),
    `${after}: ${countOf(grantedBy.length, 'grant', 'grants')} of ${howMany}${granted}`,
  );
}

export function twinLines({ result }: RunStory, columns: number): readonly Line[] {
  const rows = result.twins.map((twin) => [
    line(twin.name),
    twin.completed ? line(toned('good', 'completed')) : line(toned('bad', 'BLOCKED')),
    line(costOf(twin)),
  ]);
  const lines = table(rows, { columns, flexible: [2] });
  return section('BENIGN TWINS', 'work that must still go through', lines, columns);
}

function costOf({ completed, blockedBy, reason, waitedSeconds, approvalsAsked }: TwinResult): string {
  const said: string[] = [];
  const why = reason === null ? '' : `: ${reason}`;
  if (!completed)
    said.push(blockedBy === null ? 'nothing blocked it, and it did not get done' : `by ${blockedBy}${why}`);
  if (approvalsAsked > 0) said.push(countOf(approvalsAsked, 'approval asked', 'approvals asked'));
  said.push(waitedSeconds > 0 ? `waited ${durationInWords(waitedSeconds)} for people` : 'no waiting');
  return said.join(completed || reason === null ? ', ' : '; ');
}
