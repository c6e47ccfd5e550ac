/** People who are asked: what they are shown, and what simulated ones answer. */
import type { Chance } from './chance.js';
import type { Effect } from './effect.js';

/** The change ticket that work is done under: what was asked for, and the effects that this takes. */
export interface ChangeTicket {
  readonly id: string;
  readonly summary: string;
  /** Effects that the asked-for work has; anything else is outside the ticket. */
  readonly covers: readonly EffectPattern[];
}

/** Matches effects by kind and by resource; a member that is left out matches everything. */
export interface EffectPattern {
  readonly kinds?: readonly Effect['kind'][];
  /**
   * Members of the configuration, with `*` and `?`: only updates that change nothing else are meant. A function's timeout
   * is asked for; that its handler goes with it is not.
   */
  readonly changes?: readonly string[];
  /** The stack's name, with `*` and `?`; what is in stacks nested in it is meant too. */
  readonly stack?: string;
  /** The logical id in the stack, with `*` and `?`; `Nested/Table` for what is in a nested stack, seen from its root. */
  readonly logicalId?: string;
  /** CloudFormation's type name, with `*` and `?`. */
  readonly type?: string;
}

/** What people are shown. Never who the agent is, or what kind of run this is. */
export interface ApprovalRequest {
  /** `a1`, `a2`, … */
  readonly id: string;
  readonly guardrail: string;
  readonly service: string;
  readonly operation: string;
  readonly effects: readonly Effect[];
  readonly ticket: ChangeTicket;
  /** Who asks: the root actor's ARN. They cannot approve their own request. */
  readonly requestedBy: string;
  readonly who: readonly string[];
  readonly howMany: number;
  /** Virtual time. */
  readonly askedAt: number;
}

export interface ApprovalAnswer {
  readonly person: string;
  readonly answer: 'grant' | 'refuse';
  /** Virtual seconds between the request and this answer. */
  readonly afterSeconds: number;
  readonly reason: string;
}

/**
 * Simulated people: pure; answers in any order. People who do not answer are left out. Times are modeled.
 * @param chance for what people do one time and not another: of this request in this run, so that `chance('li.wei reads')`
 * is another number for the next request and in the next epoch, and the same whenever the run is repeated.
 */
export type Decide = (request: ApprovalRequest, chance: Chance) => readonly ApprovalAnswer[];

/** What one real person says to a question. */
export type PersonsAnswer = Omit<ApprovalAnswer, 'afterSeconds'>;

/** An answer, or why it is none. */
export type AnswerTaken =
  | { readonly taken: true; readonly state: 'open' | 'granted' | 'refused' | 'expired' }
  | { readonly taken: false; readonly why: UntakenAnswer };

/** Nothing is asked by that id; it is settled; that person was not asked, asks themselves, or has answered before. */
export type UntakenAnswer = 'unknown-request' | 'settled' | 'not-asked' | 'own-request' | 'answered';

/** One question before real people, while a call waits for them. */
export interface PutQuestion {
  /** Tells it from every other question of the process: `q1`. */
  readonly key: string;
  readonly request: ApprovalRequest;
  /** What answers came so far, in order. */
  readonly answers: () => readonly ApprovalAnswer[];
  /** Takes one person's answer; what time it took is measured. */
  readonly answer: (answer: PersonsAnswer) => Promise<AnswerTaken>;
  /** How it ended, whoever answered; resolved once it has. */
  readonly settled: Promise<'granted' | 'refused' | 'expired'>;
}

/** A way to real people, open for as long as a command lasts. */
export interface PeopleChannel {
  /** Brings a question before them, and comes back at once. */
  readonly ask: (question: PutQuestion) => void;
  readonly close: () => Promise<void>;
}

/** An answer to what was posted. */
export interface PostedAnswer {
  readonly status: number;
  readonly body: string;
}

/** Lets a model decide once, given what it is told and what it is asked; the input of its decision, unread, or why there is none. */
export type AskedDecision = (
  system: string,
  text: string,
) => Promise<{ readonly ok: true; readonly input: unknown } | { readonly ok: false; readonly why: string }>;

/** What an approver has to reach real people by: everything that comes from outside of a run. */
export interface Surroundings {
  /** What a person types, and sees at once; null where nobody sits at a terminal. */
  readonly keyboard: NodeJS.ReadableStream | null;
  /** Says something to the person at the terminal, on standard error; what it holds is made visible before. */
  readonly say: (text: string) => void;
  /** The facts of a question by name, for people; text of agents is data, and spelled out where it would hide. */
  readonly inWords: (request: ApprovalRequest) => readonly (readonly [name: string, text: string])[];
  /** Any other text as people can be shown it. */
  readonly visible: (text: string) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What nobody can guess. */
  readonly randomToken: () => string;
  /** Milliseconds since the epoch. */
  readonly wallTime: () => number;
  /**
   * Makes a way to post to an address: of this machine, a private network, or a host that was allowed; never to AWS.
   * @throws BlastpitError where the address is none of these.
   */
  readonly posting: (
    url: string,
  ) => Promise<(headers: Readonly<Record<string, string>>, body: string) => Promise<PostedAnswer>>;
  /**
   * Finds a model.
   * @param argument `PROVIDER/MODEL`.
   * @param baseUrl the provider's address; null for the usual one.
   * @throws BlastpitError for what there is not, and for a key or a package that is missing.
   */
  readonly model: (argument: string, baseUrl: string | null) => Promise<AskedDecision>;
}

/** @throws BlastpitError where these people cannot be reached from here. */
export type ReachPeople = (surroundings: Surroundings) => Promise<PeopleChannel>;

/** A number that a model of people rests on. */
export interface ModeledNumber {
  readonly name: string;
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  /** Who found it and where, or `modeled`. */
  readonly source: string;
}

/** What may follow an approver's name after a colon: the 20 of `fatigued:20`. */
export interface ApproverParameter {
  /** E.g. `REQUESTS`. */
  readonly placeholder: string;
  /** What it says, in a line. */
  readonly summary: string;
  readonly example: string;
  /** What is meant where nothing follows the name, in words; null where something has to. */
  readonly otherwise: string | null;
  /**
   * The approvers that are meant, where they are other than without it; the name as reports have it.
   * @throws BlastpitError `approver-parameter` for what is no value of it.
   */
  readonly choose: (
    typed: string,
  ) => Partial<Pick<Approver, 'name' | 'decide' | 'expiresAfterSeconds' | 'reach'>>;
}

/** A group of approvers. */
export interface Approver {
  readonly name: string;
  /** One line for `blastpit list approvers`. */
  readonly summary: string;
  /** `from-outside`: answers come in while the call waits. */
  readonly decide: Decide | 'from-outside';
  /** How long a question waits for answers, in virtual seconds; four hours where it is left out. */
  readonly expiresAfterSeconds?: number;
  /** Brings questions before those outside; where it is left out, they answer over the control API of `blastpit serve`. */
  readonly reach?: ReachPeople;
  /** Who answers from outside: people where it is left out. */
  readonly outside?: 'people' | 'model';
  readonly parameter?: ApproverParameter;
  /** Paragraphs for `blastpit show`. */
  readonly notes?: readonly string[];
  /** What simulated people rest on, for `blastpit show`. */
  readonly model?: { readonly summary: string; readonly numbers: readonly ModeledNumber[] };
}

export function defineApprover<Defined extends Approver>(approver: Defined): Defined {
  return approver;
}
