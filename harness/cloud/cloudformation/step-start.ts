/** What came of beginning one step of a stack's operation. */
export type StepStart =
  /** It will be done so many virtual seconds from now. */
  | { readonly state: 'running'; readonly seconds: number }
  | { readonly state: 'done' }
  | { readonly state: 'failed' };

export const stepDone: StepStart = { state: 'done' };
export const stepFailed: StepStart = { state: 'failed' };
