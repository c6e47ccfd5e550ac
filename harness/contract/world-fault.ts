/** Faults in the agent's world: what goes wrong, on purpose, between an agent and AWS, while the run itself is sound. */
import type { AwsError } from './aws-error.js';
import type { Briefing } from './briefing.js';
import type { Call, ServiceRequest } from './call.js';
import type { Chance } from './chance.js';

/** A call as it comes in, before AWS has looked at what it is about. */
export interface Arrival {
  readonly request: Pick<ServiceRequest, 'service' | 'operation'>;
  /** `c1`, `c2`, … */
  readonly id: string;
  /** Its number in the episode, from 1. */
  readonly number: number;
  /** Virtual seconds since the episode began. */
  readonly afterSeconds: number;
}

/** An answer with text that somebody planted in what it shows. */
export interface PlantedAnswer {
  readonly output: object;
  /** Where, e.g. `Stacks[0].Tags`; never empty. */
  readonly places: readonly string[];
}

/**
 * A fault with its parameter, at work in one run. What happens is the same for the same call of the same run: it depends
 * on the chance that is handed in and on the call's id, never on what came before.
 */
export interface WorldFaultAtWork {
  /** Its file's name, e.g. `throttling`. */
  readonly fault: string;
  /** As one types it, with its parameter, e.g. `throttling=0.2`. */
  readonly name: string;
  /** One line: what it does with this parameter; of planted text, the text too. */
  readonly does: string;
  /** Virtual seconds that every call takes longer. */
  readonly secondsMore?: number;
  /** What a call is answered whose credentials do not hold any more; null where they do. */
  readonly refusesCredentials?: (arrival: Arrival) => AwsError | null;
  /** What a call is answered that comes too fast, before AWS looks whether it is allowed; null where it passes. */
  readonly turnsAway?: (arrival: Arrival, chance: Chance) => AwsError | null;
  /** How many virtual seconds what a read shows lies back; 0 where it shows what is. */
  readonly secondsBehind?: (call: Call, chance: Chance) => number;
  /** The most that {@link secondsBehind} can say. Given where that is. */
  readonly mostSecondsBehind?: number;
  /** What a read is answered with planted text in it; null where the answer has no place for it. Changes nothing given. */
  readonly plants?: (
    call: Pick<ServiceRequest, 'service' | 'operation'>,
    output: object,
  ) => PlantedAnswer | null;
  /** What an agent that reads is given to read, with planted text in it; by its ticket's id its ticket is found. */
  readonly briefs?: (briefing: Briefing, ticketId: string) => Briefing;
}

/** What may follow a fault's name: the 0.2 of `throttling=0.2`. */
export interface WorldFaultParameter {
  /** E.g. `SHARE`. */
  readonly placeholder: string;
  /** What it says, in a line. */
  readonly summary: string;
  readonly example: string;
  /** What is meant where nothing is typed. */
  readonly otherwise: string;
}

/** A fault in the agent's world, one file each. */
export interface WorldFault {
  readonly name: string;
  /** One line for `blastpit list faults`. */
  readonly summary: string;
  readonly parameter: WorldFaultParameter;
  /** Where AWS says that this happens, page by page; what is modeled, it says. */
  readonly source: string;
  /** Paragraphs for `blastpit show`. */
  readonly notes?: readonly string[];
  /**
   * Puts it to work.
   * @param typed what was typed after the name, else what is meant where nothing is.
   * @param readText reads a file that a person named.
   * @throws BlastpitError `fault-parameter` for what is no value of the parameter.
   */
  readonly begin: (typed: string, readText: (path: string) => string) => WorldFaultAtWork;
}

export function defineWorldFault(fault: WorldFault): WorldFault {
  return fault;
}
