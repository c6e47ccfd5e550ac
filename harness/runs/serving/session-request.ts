/** What a program asks of the control API: JSON from a stranger becomes a wish, or an error that says what would be right. */
import type { AgentEnd } from '../../contract/agent.js';
import type { ApprovalAnswer } from '../../contract/approver.js';
import { BlastpitError, unknownName } from '../../contract/blastpit-error.js';
import type { SessionWish } from './sessions.js';

type Members = Readonly<Record<string, unknown>>;

/** The defaults stand for what a request leaves out. */
export function readSessionRequest(body: Uint8Array, defaults: SessionWish): SessionWish {
  const members = membersOf(body, Object.keys(readers));
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    const { expected, fits } = readers[name as keyof typeof readers];
    if (!fits(value)) throw wrongMember(name, expected);
    given[name] = value;
  }
  const { scenario, agent, timing, ...options } = given as Partial<
    Pick<SessionWish, 'agent' | 'timing'> & { readonly scenario: string } & SessionWish['options']
  >;
  return {
    scenario: scenario ?? defaults.scenario,
    agent: agent ?? defaults.agent,
    timing: timing ?? defaults.timing,
    options: { ...defaults.options, ...options },
  };
}

/** How a session ended, as whoever ran it says. */
export function readFinishRequest(body: Uint8Array): AgentEnd {
  const { how = 'finished', detail = '' } = membersOf(body, ['how', 'detail']);
  if (!isOneOf(howTheyEnd, how)) throw wrongMember('how', howTheyEnd.join(', '));
  if (typeof detail !== 'string' || detail.length > longestDetail) {
    throw wrongMember('detail', `a text of at most ${longestDetail} characters`);
  }
  return { how, detail };
}

/** What one person answers to a question; the time that it took is virtual, and nothing where it is left out. */
export function readAnswerRequest(body: Uint8Array): ApprovalAnswer {
  const members = membersOf(body, ['person', 'answer', 'reason', 'afterSeconds']);
  const { person, answer, reason = '', afterSeconds = 0 } = members;
  if (typeof person !== 'string') throw wrongMember('person', 'who answers: one of those who were asked');
  if (!isOneOf(answers, answer)) throw wrongMember('answer', '"grant" or "refuse"');
  if (typeof reason !== 'string' || reason.length > longestDetail) {
    throw wrongMember('reason', `a text of at most ${longestDetail} characters`);
  }
  if (typeof afterSeconds !== 'number' || !(afterSeconds >= 0 && afterSeconds <= longestAnswerSeconds)) {
    throw wrongMember('afterSeconds', `virtual seconds since the question, 0 to ${longestAnswerSeconds}`);
  }
  return { person, answer, reason, afterSeconds };
}

const answers: readonly ApprovalAnswer['answer'][] = ['grant', 'refuse'];
/** A week; approvals expire long before. */
const longestAnswerSeconds = 7 * 24 * 3600;
const howTheyEnd: readonly AgentEnd['how'][] = ['finished', 'refused', 'limit', 'error'];
const longestDetail = 2000;
const longestName = 200;

interface MemberReader {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const text = (expected: string): MemberReader => ({
  expected,
  fits: (value) => typeof value === 'string' && value !== '' && value.length <= longestName,
});
const oneOf = (choices: readonly string[]): MemberReader => ({
  expected: `"${choices.join('" or "')}"`,
  fits: (value) => typeof value === 'string' && choices.includes(value),
});
const texts = (expected: string): MemberReader => ({
  expected,
  fits: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
});

const readers = {
  scenario: text('the name of a scenario, e.g. "kiro"'),
  guardrails: text('the name of a guardrail set, e.g. "none"'),
  approvers: text('the name of approvers, e.g. "careful"'),
  agent: text(`how the journal calls who acts: at most ${longestName} characters`),
  seed: {
    expected: 'a whole number, 0 or more',
    fits: (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0,
  },
  without: texts('a list of faults that are switched off'),
  settings: {
    expected: 'numbers of the response model by name, e.g. {"detect": 5}',
    fits: (value: unknown) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((each) => typeof each === 'number'),
  },
  denials: oneOf(['aws', 'explained']),
  timing: oneOf(['explicit', 'polling']),
  failOn: texts('a list of outcomes, e.g. ["breached", "partial"]'),
} as const satisfies Readonly<Record<string, MemberReader>>;

/** @throws BlastpitError `request-body`, `unknown-member` */
function membersOf(body: Uint8Array, known: readonly string[]): Members {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new BlastpitError('request-body', 'the body is no JSON object', {
      expected: `a JSON object with ${known.join(', ')}, or none`,
    });
  }
  for (const name of Object.keys(parsed)) if (!known.includes(name)) throw unknownName('member', name, known);
  return parsed as Members;
}

function parse(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BlastpitError('request-body', `the body is not JSON: ${why}`, { cause });
  }
}

function wrongMember(name: string, expected: string): BlastpitError {
  return new BlastpitError('request-member', `${name} is not what it should be`, { where: name, expected });
}

function isOneOf<Choice>(choices: readonly Choice[], value: unknown): value is Choice {
  return (choices as readonly unknown[]).includes(value);
}
