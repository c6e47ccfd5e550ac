/** What the response model writes down when it is asked how, and not only how long: the steps of a recovery. */
import type { RecoveryStep } from '../contract/result.js';

/** A step in virtual milliseconds, with the steps that it waited for. */
interface TracedStep {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly parameters: readonly string[];
  readonly before: readonly number[];
}

/** Collects the steps of one evaluation. It lives as long as that evaluation. */
export interface RecoveryTrace {
  /** Adds a step that waited for others, by their numbers, and gives its number. */
  readonly add: (
    name: string,
    start: number,
    end: number,
    parameters: readonly string[],
    before: readonly number[],
  ) => number;
  /** Ends one outage at `end`; the step of this number is the last of the way that brought the end about. */
  readonly close: (last: number, end: number) => void;
  /** All steps in order of time, in seconds from the first failure. */
  readonly steps: (firstFailure: number) => readonly RecoveryStep[];
}

export function recoveryTrace(): RecoveryTrace {
  let open: TracedStep[] = [];
  const closed: (TracedStep & { readonly critical: boolean })[] = [];

  const add: RecoveryTrace['add'] = (name, start, end, parameters, before) => {
    const same = open.findIndex((step) => step.name === name && step.start === start && step.end === end);
    if (same !== -1) return same;
    open.push({ name, start, end, parameters, before: before.filter((number) => number >= 0) });
    return open.length - 1;
  };

  const close: RecoveryTrace['close'] = (last, end) => {
    const critical = criticalOf(open, last);
    const used = ancestorsOf(open, last);
    for (const [number, step] of open.entries()) {
      if (!used.has(number) || step.start >= end || step.end === step.start) continue;
      closed.push({ ...step, end: Math.min(step.end, end), critical: critical.has(number) });
    }
    open = [];
  };

  const steps: RecoveryTrace['steps'] = (firstFailure) =>
    closed
      .map((step, number) => ({ step, number }))
      .sort((left, right) => left.step.start - right.step.start || left.number - right.number)
      .map(({ step }) => ({
        name: step.name,
        startsAtSecond: secondsBetween(firstFailure, step.start),
        endsAtSecond: secondsBetween(firstFailure, step.end),
        parameters: step.parameters,
        critical: step.critical,
      }));

  return { add, close, steps };
}

/** Seconds between two virtual times, exact to the millisecond. */
export function secondsBetween(from: number, to: number): number {
  return Math.round(to - from) / 1000;
}

/** From the last step back, each time to the one that was waited for longest. */
function criticalOf(steps: readonly TracedStep[], last: number): ReadonlySet<number> {
  const critical = new Set<number>();
  let number: number | undefined = last;
  while (number !== undefined && !critical.has(number)) {
    critical.add(number);
    let latest: number | undefined;
    for (const earlier of steps[number]?.before ?? []) {
      if (latest === undefined || (steps[earlier]?.end ?? 0) > (steps[latest]?.end ?? 0)) latest = earlier;
    }
    number = latest;
  }
  return critical;
}

function ancestorsOf(steps: readonly TracedStep[], last: number): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [last];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (found.has(number)) continue;
    found.add(number);
    waiting.push(...(steps[number]?.before ?? []));
  }
  return found;
}
