/** Asks one side a sequence: fills in what it saved, waits for what is under way, and keeps every answer. */
import { fillIn, valueAt } from './fill-in.js';
import type { FidelityAwaited, FidelitySequence, FidelityStep, FidelitySuite } from './sequence.js';

/** An answer as it comes over the wire. */
export type FidelityAnswer =
  | { readonly ok: true; readonly status: number; readonly output: object }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: string;
      readonly message: string;
      /** Whether the side says that it does not have this operation. */
      readonly lacking: boolean;
    };

/** One of the two clouds: an account in which nothing was done yet. */
export interface FidelitySide {
  /** Values for names in inputs that are there from the beginning. */
  readonly given: Readonly<Record<string, unknown>>;
  /** @throws Error where no answer came. */
  readonly call: (service: string, operation: string, input: object) => Promise<FidelityAnswer>;
  /**
   * Lets time pass before another look at something under way.
   * @param look how many there were.
   * @returns false where it has been waited for long enough.
   */
  readonly pause: (look: number) => Promise<boolean>;
}

export interface PlayedStep {
  readonly step: FidelityStep;
  readonly service: string;
  /** Null where what it needs was not saved on this side. */
  readonly answer: FidelityAnswer | null;
}

export interface PlayedSequence {
  readonly steps: readonly PlayedStep[];
  readonly saved: ReadonlyMap<string, unknown>;
}

export async function playSequence(
  suite: FidelitySuite,
  sequence: FidelitySequence,
  side: FidelitySide,
): Promise<PlayedSequence> {
  const saved = new Map(Object.entries(side.given));
  const steps: PlayedStep[] = [];
  for (const step of sequence.steps) {
    const service = step.service ?? suite.service;
    const filled = fillIn(step.input ?? {}, saved);
    const answer = filled.filled ? await ask(service, step, filled.input, side) : null;
    if (answer?.ok === true) {
      for (const [name, path] of Object.entries(step.save ?? {})) {
        const value = valueAt(answer.output, path);
        if (value !== undefined) saved.set(name, value);
      }
    }
    steps.push({ step, service, answer });
  }
  return { steps, saved };
}

async function ask(
  service: string,
  { operation, until }: FidelityStep,
  input: object,
  side: FidelitySide,
): Promise<FidelityAnswer> {
  for (let look = 1; ; look += 1) {
    const answer = await side.call(service, operation, input);
    if (until === undefined || isLike(answer, until)) return answer;
    if (!(await side.pause(look))) return answer;
  }
}

function isLike(answer: FidelityAnswer, until: FidelityAwaited): boolean {
  if (!answer.ok) return answer.lacking || ('fails' in until && until.fails === answer.code);
  if ('fails' in until) return false;
  const value = valueAt(answer.output, until.path);
  return until.is.some((each) => each === value);
}
