/** What came of beginning one step of a stack's operation. */
import type { BegunWork } from '../resource-provider.js';

export type StepStart =
  /** It will be done so many virtual seconds from now. */
  | { readonly state: 'running'; readonly seconds: number }
  /** It will be told of when it is done. */
  | { readonly state: 'awaited' }
  | { readonly state: 'done' }
  | { readonly state: 'failed' };

/** A step whose resource has begun its work. */
export function stepBegun({ seconds, tellsItself }: BegunWork): StepStart {
  return tellsItself === true ? { state: 'awaited' } : { state: 'running', seconds };
}

export const stepDone: StepStart = { state: 'done' };
export const stepFailed: StepStart = { state: 'failed' };
