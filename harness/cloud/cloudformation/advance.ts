/** Moves a stack's operation on: begins every step whose turn it is, and ends the phase when none is left. */
import { beginDeletion, settleDeletion } from './delete-step.js';
import { dependentsOf } from './plan.js';
import { beginProvision, cancelProvision, settleProvision } from './provide-step.js';
import { beginRestoration, settleRestoration } from './restore-step.js';
import { stepLetters, type StepLetter } from './stack-operation.js';
import type { StackRun } from './stack-run.js';
import { stepDone, type StepStart } from './step-start.js';

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
    if (started.state === 'running') {
      mark(run, place, stepLetters.running);
      run.proceed({ open: run.operation.open + 1 });
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

/** No further resource is begun, and those under way are not waited for in what is reported. */
export function stopProvision(run: StackRun, failed: number | undefined, reason = 'failed'): void {
  if (run.operation.failing === null) run.proceed({ failing: reason });
  for (const [place, step] of run.operation.plan.entries()) {
    if (place === failed || run.operation.progress[place] !== stepLetters.running) continue;
    cancelProvision(run, step.logicalId);
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
  }
}

function end(run: StackRun, place: number): void {
  const step = run.operation.plan[place];
  if (step === undefined) return;
  if (step.action === 'provide') settleProvision(run, step.logicalId);
  else if (step.action === 'restore') settleRestoration(run, step.logicalId);
  else settleDeletion(run, step.logicalId, step.action);
}

function mark(run: StackRun, place: number, letter: StepLetter): void {
  const { progress } = run.operation;
  run.proceed({ progress: progress.slice(0, place) + letter + progress.slice(place + 1) });
}
