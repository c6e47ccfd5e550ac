/** Moves a stack's operation on: begins every step whose turn it is, and ends the phase when none is left. */
import { beginDeletion, failDeletion, settleDeletion } from './delete-step.js';
import { beginCleanUp, cancelNested } from './nested-step.js';
import { dependentsOf } from './plan.js';
import { beginProvision, cancelProvision, failProvision, settleProvision } from './provide-step.js';
import { beginRestoration, failRestoration, settleRestoration } from './restore-step.js';
import { stepLetters, type StepLetter } from './stack-operation.js';
import type { StackRun } from './stack-run.js';
import { stepDone, stepFailed, type StepStart } from './step-start.js';

/** CloudFormation looks after a resource has come up, not at the very moment. */
const noticeSeconds = 1;

/**
 * Begins the steps among `places` whose needs are done, and those that this makes ready.
 * @returns whether the phase is over.
 */
export function advance(run: StackRun, places: Iterable<number>): boolean {
  const queue = [...places];
  const running = new Map<number, number[]>();
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    if (!isReady(run, place)) continue;
    const started = begin(run, place);
    if (started.state === 'running' || started.state === 'awaited') {
      mark(run, place, stepLetters.running);
      run.proceed({ open: run.operation.open + 1 });
      if (started.state === 'awaited') continue;
      const together = running.get(started.seconds);
      if (together === undefined) running.set(started.seconds, [place]);
      else together.push(place);
    } else if (started.state === 'done') {
      mark(run, place, stepLetters.done);
      queue.push(...dependentsOf(run.operation.plan, place));
    } else {
      mark(run, place, stepLetters.failed);
      if (isProvision(run, place)) stopProvision(run, place);
    }
  }
  for (const [seconds, steps] of running) {
    run.schedule(seconds + noticeSeconds, 'cloudformation.settled', { steps });
  }
  return run.operation.open === 0;
}

/** Ends steps that were running. @returns whether the phase is over. */
export function settle(run: StackRun, places: readonly number[]): boolean {
  const ready: number[] = [];
  for (const place of places) {
    const letter = run.operation.progress[place];
    if (letter !== stepLetters.running && letter !== stepLetters.cancelled) continue;
    run.proceed({ open: run.operation.open - 1 });
    if (letter === stepLetters.cancelled) {
      mark(run, place, stepLetters.failed);
      continue;
    }
    end(run, place);
    mark(run, place, stepLetters.done);
    ready.push(...dependentsOf(run.operation.plan, place));
  }
  return advance(run, ready);
}

/** What a nested stack came to, as it tells its outer stack. */
export interface NestedOutcome {
  readonly nested: string;
  readonly logicalId: string;
  /** Why it did not get there; null where it did. */
  readonly problem: string | null;
}

/** Ends the step that a nested stack was waited for in. @returns whether the phase is over. */
export function settleNested(run: StackRun, { nested, logicalId, problem }: NestedOutcome): boolean {
  const { plan, progress } = run.operation;
  const member = run.member(logicalId);
  const place = plan.findIndex((step, index) => {
    const letter = progress[index];
    if (step.logicalId !== logicalId) return false;
    if (letter !== stepLetters.running && letter !== stepLetters.cancelled) return false;
    const version = step.action === 'delete-before' ? member?.before : member?.current;
    return version?.physicalId === nested;
  });
  if (place < 0) return false;
  if (problem === null || progress[place] === stepLetters.cancelled) return settle(run, [place]);
  run.proceed({ open: run.operation.open - 1 });
  if (failStep(run, place, problem).state === 'done') {
    mark(run, place, stepLetters.done);
    return advance(run, dependentsOf(run.operation.plan, place));
  }
  mark(run, place, stepLetters.failed);
  if (isProvision(run, place)) stopProvision(run, place);
  return advance(run, []);
}

/** No further resource is begun, and those under way are not waited for in what is reported. */
export function stopProvision(run: StackRun, failed: number | undefined, reason = 'failed'): void {
  if (run.operation.failing === null) run.proceed({ failing: reason });
  for (const [place, step] of run.operation.plan.entries()) {
    if (place === failed || run.operation.progress[place] !== stepLetters.running) continue;
    cancelProvision(run, step.logicalId);
    cancelNested(run, step.logicalId);
    mark(run, place, stepLetters.cancelled);
  }
}

/** Logical ids of the steps that failed, in the plan's order. */
export function failedSteps(run: StackRun): string[] {
  const { plan, progress } = run.operation;
  return plan
    .filter((_step, place) => progress[place] === stepLetters.failed)
    .map(({ logicalId }) => logicalId);
}

function isReady(run: StackRun, place: number): boolean {
  const { plan, progress, failing, phase, deleter } = run.operation;
  if (progress[place] !== stepLetters.waiting) return false;
  // What is under way comes to rest first; then the stack is deleted.
  if (deleter !== null && phase !== 'delete') return false;
  if (failing !== null && isProvision(run, place)) return false;
  return plan[place]?.needs.every((needed) => progress[needed] === stepLetters.done) === true;
}

function isProvision(run: StackRun, place: number): boolean {
  return run.operation.plan[place]?.action === 'provide';
}

function begin(run: StackRun, place: number): StepStart {
  const step = run.operation.plan[place];
  if (step === undefined) return stepDone;
  switch (step.action) {
    case 'provide':
      return beginProvision(run, step.logicalId);
    case 'restore':
      return beginRestoration(run, step.logicalId);
    case 'delete':
    case 'delete-before':
      return beginDeletion(run, step.logicalId, step.action);
    case 'clean-up':
      return beginCleanUp(run, step.logicalId);
  }
}

function end(run: StackRun, place: number): void {
  const step = run.operation.plan[place];
  if (step === undefined) return;
  if (step.action === 'provide') settleProvision(run, step.logicalId);
  else if (step.action === 'restore') settleRestoration(run, step.logicalId);
  else if (step.action !== 'clean-up') settleDeletion(run, step.logicalId, step.action);
}

/** What comes of a step that had begun well and has failed. */
function failStep(run: StackRun, place: number, reason: string): StepStart {
  const step = run.operation.plan[place];
  if (step === undefined) return stepFailed;
  switch (step.action) {
    case 'provide':
      return failProvision(run, step.logicalId, reason);
    case 'restore':
      return failRestoration(run, step.logicalId, reason);
    case 'delete':
    case 'delete-before':
      return failDeletion(run, step.logicalId, step.action, reason);
    case 'clean-up':
      // What it left over is its own; the outer stack has what it was to have.
      return stepDone;
  }
}

function mark(run: StackRun, place: number, letter: StepLetter): void {
  const { progress } = run.operation;
  run.proceed({ progress: progress.slice(0, place) + letter + progress.slice(place + 1) });
}
