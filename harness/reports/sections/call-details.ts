/** What the timeline says under a call: its effects, who judged it and how, what AWS answered. */
import type { ApprovalRecord, CallRecord, JudgementEntry } from '../../contract/journal-record.js';
import { durationInWords } from '../../contract/duration-in-words.js';
import { line, toned, type Line } from '../layout/styled-line.js';
import { stopsOf, type EpisodeStory } from '../reading/episode-story.js';
import { countOf } from '../words/amounts.js';
import { effectsInWords } from '../words/effects.js';
import { listInWords } from '../../contract/list-in-words.js';

/** A label, and what stands beside it. */
type Detail = readonly [label: string, text: Line];

/** Reasons that were told already, with the call under which they stand: a guardrail often looks away again and again. */
export type ToldReasons = Map<string, string>;

export function detailsOfCall(call: CallRecord, story: EpisodeStory, told: ToldReasons): readonly Detail[] {
  return [
    ...effectsOf(call),
    ...stopsInside(call, story),
    ...call.judgements.flatMap((entry) => judgementOf(entry, call, story, told)),
    ...denialOf(call),
    ...revocationOf(call, story),
    ...errorOf(call),
    ...worldFaultsOf(call),
  ];
}

function effectsOf({ effects, unchecked, committed, readOnly, error }: CallRecord): readonly Detail[] {
  if (readOnly) return [];
  const details: Detail[] = [];
  if (effects.length > 0) details.push([committed ? 'effects' : 'would do', line(effectsInWords(effects))]);
  if (unchecked !== null && unchecked.length > 0) {
    const label = effects.length > 0 || committed ? 'left unchecked' : 'would do';
    details.push([label, line(effectsInWords(unchecked))]);
  }
  return details.length > 0 || error !== null ? details : [['effects', line('none')]];
}

/** Grouped by who stopped what action, since one policy stops a part for every resource of a stack. */
function stopsInside(call: CallRecord, story: EpisodeStory): readonly Detail[] {
  const groups = new Map<
    string,
    { readonly by: string; readonly action: string; resources: number; message: string }
  >();
  for (const { by, action, message } of stopsOf(call, story)) {
    const key = `${by}\n${action}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { by, action, resources: 1, message });
    else group.resources += 1;
  }
  return [...groups.values()].map(({ by, action, resources, message }) => [
    'stopped inside',
    line(
      toned('good', by),
      ` stopped ${action} on ${countOf(resources, 'resource', 'resources')}: ${message}`,
    ),
  ]);
}

function judgementOf(
  entry: JudgementEntry,
  call: CallRecord,
  story: EpisodeStory,
  told: ToldReasons,
): readonly Detail[] {
  const { guardrail, judgement, fault } = entry;
  const failed = fault === null ? null : toned('bad', `failed (${fault}): `);
  switch (judgement.answer) {
    case 'allow':
      return [[guardrail, line(failed, fault === null ? 'allowed' : 'let through')]];
    case 'abstain':
      return [
        [
          guardrail,
          line(failed, toned('warn', 'abstained'), reasonOnce(entry, judgement.reason, call, told)),
        ],
      ];
    case 'deny':
      return [
        [guardrail, line(failed, toned('good', 'denied'), reasonOnce(entry, judgement.reason, call, told))],
      ];
    case 'ask': {
      const approvals = call.approvals
        .flatMap((id) => story.approvals.get(id) ?? [])
        .filter((approval) => approval.guardrail === guardrail);
      if (approvals.length === 0) return [[guardrail, line(`would have asked: ${judgement.reason}`)]];
      return approvals.map((approval) => [guardrail, approvalInWords(approval)] as const);
    }
  }
}

/** The reason where it is new, else where it stands. */
function reasonOnce(
  { guardrail, judgement }: JudgementEntry,
  reason: string,
  call: CallRecord,
  told: ToldReasons,
): string {
  const key = `${guardrail}\n${judgement.answer}\n${reason}`;
  const before = told.get(key);
  if (before !== undefined) return `, for the reason under ${before}`;
  told.set(key, call.id);
  return `: ${reason}`;
}

/** `asked 2 of chen.yu, zhao.min and sun.hao: granted by chen.yu and zhao.min after 20 min`. */
export function approvalInWords(approval: ApprovalRecord): Line {
  const { who, howMany, result, grantedBy, answers, waitedSeconds } = approval;
  const asked = `asked ${howMany} of ${listInWords(who)}: `;
  const after = ` after ${durationInWords(waitedSeconds)}`;
  const refusals = answers.filter(({ answer }) => answer === 'refuse');
  switch (result) {
    case 'granted':
      return line(asked, toned('warn', 'granted'), ` by ${listInWords(grantedBy)}${after}`);
    case 'refused': {
      const people = listInWords([...new Set(refusals.map(({ person }) => person))]);
      const [first] = refusals;
      const why = first === undefined ? '' : ` (${first.reason})`;
      return line(asked, toned('good', 'refused'), `${people === '' ? '' : ` by ${people}`}${after}${why}`);
    }
    case 'expired': {
      const granted = grantedBy.length === 0 ? 'nobody answered' : `only ${listInWords(grantedBy)} granted`;
      return line(asked, toned('good', 'expired'), `${after}: ${granted}`);
    }
  }
}

function denialOf({ decision, deniedBy }: CallRecord): readonly Detail[] {
  if (decision !== 'denied') return [];
  const by = deniedBy ?? 'a policy';
  return by.startsWith('guardrail ')
    ? [['denied by', line(by.slice('guardrail '.length), ', which revoked the sessions of this actor')]]
    : [['denied by', line(by)]];
}

function revocationOf({ id }: CallRecord, story: EpisodeStory): readonly Detail[] {
  const revocation = story.revocations.get(id);
  if (revocation === undefined) return [];
  return [['revoked', line(`${revocation.guardrail} revoked all sessions that ${revocation.root} began`)]];
}

/** What the agent was answered, in a world with faults, instead of what is. */
function worldFaultsOf({ worldFaults = [] }: CallRecord): readonly Detail[] {
  return worldFaults.map(({ fault, what }) => ['world fault', line(toned('warn', fault), `: ${what}`)]);
}

/** What guardrails, people and policies said is above already. */
function errorOf({ error, decision }: CallRecord): readonly Detail[] {
  if (error === null || error.origin === 'guardrail') return [];
  if (decision === 'denied') return [['AWS answered', line(error.code)]];
  return [['AWS answered', line(`${error.code}: ${error.message}`)]];
}
