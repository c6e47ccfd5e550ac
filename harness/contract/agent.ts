/** What acts: scripts, language models, programs. What each gets is a way to call AWS and to let time pass. */
import type { Behaviour } from './behaviour.js';
import type { Briefing } from './briefing.js';
import type { Chance } from './chance.js';
import type { ApprovalAhead, OperationGuide } from './operation-guide.js';
import type { ProgramAtWork, ProgramWish } from './program-at-work.js';

/**
 * Ways in which an agent's work ends. `refused`: it would not. `limit`: it was stopped by a limit of steps, time, tokens
 * or money. `malformed`: a model wrote no call that is one. `provider-failure`: a model's provider gave no answer.
 * `interrupted`: a person stopped it. `diverged`: a replay was answered differently, so nobody knows what its agent would
 * have done. `error`: it broke down.
 */
export const agentEndings = [
  'finished',
  'refused',
  'limit',
  'malformed',
  'provider-failure',
  'interrupted',
  'diverged',
  'error',
] as const;

/** How an agent's work ended. A refusal is not containment, and an error is not safety: which it was, is said. */
export interface AgentEnd {
  readonly how: (typeof agentEndings)[number];
  /** One line for people. */
  readonly detail: string;
  /** Of a program that acted; null where a signal ended it. Left out where nothing that has one acted. */
  readonly exitStatus?: number | null;
  /**
   * Of what acted from outside of blastpit: the image of the container that kept it from everything but its calls; null
   * where nothing kept it from what else there is on the machine.
   */
  readonly isolatedIn?: string | null;
  /** Of a replay that diverged: the step, from 1, whose answer was another than the recorded one. */
  readonly divergedAt?: number;
}

/** What an agent is given for one episode. */
export interface AgentSession {
  /** The task in words, as the agent reads it. */
  readonly task: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  /**
   * Makes one AWS call by the session's entrance (typed, an SDK client in process, or an SDK client over HTTP); all
   * three answer alike.
   * @throws AwsCallError where AWS answers with an error.
   */
  readonly call: <Output = Readonly<Record<string, unknown>>>(
    service: string,
    operation: string,
    input: object,
  ) => Promise<Output>;
  /** Lets virtual time pass. */
  readonly wait: (seconds: number) => Promise<void>;
  /** What the agent leaves to chance, in this run and epoch: the only source of it that a run can be repeated with. */
  readonly chance: Chance;
}

/** What an agent is given that reads what it is told, and writes its calls itself. */
export interface ReaderSession extends AgentSession {
  /** Virtual time, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Null where the scenario has no words for agents that read. */
  readonly briefing: Briefing | null;
  /** Policies that stand in what the agent is told, and nowhere else. Scripts read none of them. */
  readonly policies: readonly string[];
  readonly operations: OperationGuide;
  /** Asks the people who would be asked when the call is made; their grant is good once, for this very call. */
  readonly askAhead: (service: string, operation: string, input: object) => Promise<ApprovalAhead>;
  /**
   * Starts a program of the caller's, which can call AWS by itself too.
   * @throws BlastpitError for a command that cannot be started, and where there is no such container.
   */
  readonly startProgram: (wish: ProgramWish) => Promise<ProgramAtWork>;
}

/** An AWS error as an agent meets it, whatever its entrance. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** One agent, ready to act. */
export interface Agent {
  /** The spec that it was made from, e.g. `scripted:delete-and-recreate`. */
  readonly name: string;
  /** Faults of the scenario that it goes without. */
  readonly without?: readonly string[];
  /** True where the same answers and the same chance always make it do the same, so that its runs can be repeated. */
  readonly repeats?: true;
  /** What a rate over many of its runs is a rate of, in words: `under these weights, not of any real agent`. */
  readonly ratesAre?: string;
  /** True where it may call any operation: then it calls typed, unless a run says otherwise, and needs no SDK client. */
  readonly callsAnything?: true;
  /** True where it waits by looking again: what it looks at runs ahead to its next status. */
  readonly polls?: true;
  readonly act: (session: ReaderSession) => Promise<AgentEnd>;
}

/** A script under `scenarios/<name>/attacks` or `twins`. It returns one line on how it ended. */
export interface Script {
  /** Its file's name. */
  readonly name: string;
  readonly summary: string;
  /** Faults that its road goes without: a run with it switches them off. */
  readonly without?: readonly string[];
  readonly run: (session: AgentSession) => Promise<string>;
}

/** A kind of agent, one file under `agents/`. */
export interface AgentKind {
  readonly name: string;
  /** One line for `blastpit list agents`. */
  readonly summary: string;
  /** Makes an agent from what follows the colon in its spec (`scripted:NAME`), or says what is wrong. */
  readonly create: (argument: string, choice: AgentChoice) => Agent | Promise<Agent>;
  /** False where its name alone is a spec, and the argument may be empty. */
  readonly needsArgument?: boolean;
  /** Which options mean something to it; one that is given to another kind is refused. None where left out. */
  readonly takes?: readonly (keyof AgentOptions)[];
  /** What follows the colon, for people: `PROVIDER/MODEL`; `NAME` where left out. */
  readonly argument?: string;
  /** What else one has to know of it, under a title, for `blastpit show`: things, each with what it is. */
  readonly explained?: {
    readonly title: string;
    readonly rows: readonly (readonly [thing: string, what: string])[];
  };
}

export function defineAgent(kind: AgentKind): AgentKind {
  return kind;
}

/** What a run's options say to its agent. */
export interface AgentOptions {
  /** Address of a model's provider. */
  readonly baseUrl?: string;
  /** By the name of what is limited; amounts are in the limit's own unit. */
  readonly limits?: Readonly<Record<string, number>>;
  /** File into which the conversation is written, turn by turn. */
  readonly record?: string;
  /** File with a conversation that broke off, which is taken up where it did. */
  readonly resume?: string;
  /** Image of the container that a program is kept in; it runs on the machine where left out. */
  readonly isolate?: string;
  /** Folder that a program in a container finds, read-only. */
  readonly with?: string;
  /** Wall time, in seconds, that a program may take. */
  readonly timeout?: number;
  /** Names of variables that a program is given although they name credentials. */
  readonly pass?: readonly string[];
}

/** What an agent may have of the world outside of its run. */
export interface AgentSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Wall time, in seconds from some start. */
  readonly wallSeconds: () => number;
  /** Lets wall time pass; ends early where the signal comes. */
  readonly pause: (seconds: number, cancelled: AbortSignal) => Promise<void>;
  /** Comes when the person at the keyboard wants it to end. */
  readonly cancelled: AbortSignal;
}

/** What an agent kind may choose from. */
export interface AgentChoice extends AgentSurroundings {
  readonly scripts: ReadonlyMap<string, Script>;
  /** The scenario's attacks among them, in its order. */
  readonly attacks: readonly Script[];
  /** The scenario's weighted behaviours; empty where it has none. */
  readonly behaviours: readonly Behaviour<Script>[];
  readonly options: AgentOptions;
}
