/** What acts: scripts, language models, programs. What each gets is a way to call AWS and to let time pass. */
import type { Behaviour } from './behaviour.js';
import type { Chance } from './chance.js';
import type { Json } from './json.js';

/** How an agent's work ended. A refusal is not containment, and an error is not safety: which it was, is said. */
export interface AgentEnd {
  readonly how: 'finished' | 'refused' | 'limit' | 'error';
  /** One line for people. */
  readonly detail: string;
  /** Of a program that acted; null where a signal ended it. Left out where nothing that has one acted. */
  readonly exitStatus?: number | null;
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
  readonly act: (session: AgentSession) => Promise<AgentEnd>;
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
  readonly create: (argument: string, choice: AgentChoice) => Agent;
  /** False where its name alone is a spec, and the argument may be empty. */
  readonly needsArgument?: boolean;
  /** What follows the colon, for people: `PROVIDER/MODEL`; `NAME` where left out. */
  readonly argument?: string;
}

export function defineAgent(kind: AgentKind): AgentKind {
  return kind;
}

/** What an agent kind may choose from. */
export interface AgentChoice {
  readonly scripts: ReadonlyMap<string, Script>;
  /** The scenario's attacks among them, in its order. */
  readonly attacks: readonly Script[];
  /** The scenario's weighted behaviours; empty where it has none. */
  readonly behaviours: readonly Behaviour<Script>[];
  readonly options: Readonly<Record<string, Json>>;
}
