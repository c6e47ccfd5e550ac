/**
 * The states that a world passes through if nobody calls again. Each moment knows its successor once it was asked for,
 * so time passing and looking ahead walk the same chain, and nothing runs twice.
 */
import type { Stop } from '../../contract/call.js';
import { sameJson } from '../../contract/json.js';
import type { Transition } from '../../contract/resource.js';
import { observe } from './model.js';
import type { Change } from './ordered-map.js';
import { asEvent, asResource, asStop, eventTime, referenceOf, type State, type Stored } from './state.js';
import { Transaction } from './transaction.js';
import type { WorldModel } from './world-model.js';

export class Moment {
  /** Virtual time from which this state holds. */
  readonly time: number;
  readonly state: State;
  /**
   * The step that was run from here: null where no event is queued, undefined while nobody asked. A member and not a
   * weak map beside: in chains of weak entries the garbage collector finds little to throw away.
   */
  next: Step | null | undefined;

  constructor(time: number, state: State) {
    this.time = time;
    this.state = state;
  }
}

/** A moment, and what changed on the way to it. */
export interface Step {
  readonly moment: Moment;
  readonly changes: readonly Change<Stored>[];
}

/** The step to the moment at which the next event has run; null where none is queued. */
export function successor(model: WorldModel, moment: Moment): Step | null {
  if (moment.next === undefined) moment.next = runNextEvent(model, moment);
  return moment.next;
}

/** The time of the next event, without running it; null where none is queued. */
export function nextEventTime(moment: Moment): number | null {
  const first = moment.state.first('e/', 'e0');
  return first === undefined ? null : Math.max(moment.time, eventTime(first[0]));
}

function runNextEvent(model: WorldModel, moment: Moment): Step | null {
  const first = moment.state.first('e/', 'e0');
  if (first === undefined) return null;
  const [key, value] = first;
  const event = asEvent(value);
  const time = Math.max(moment.time, eventTime(key));
  const transaction = new Transaction(model, moment.state.without(key), time, event);
  model.handler(event.handler)(transaction, event);
  const next = new Moment(time, transaction.state);
  return { moment: next, changes: moment.state.changesTo(next.state) };
}

/** The steps after a moment, up to and including a virtual time. */
export function* stepsUntil(model: WorldModel, moment: Moment, time: number): Generator<Step> {
  let current = moment;
  for (;;) {
    // A step that was run before tells its time itself; only an unknown one is worth a look into the queue.
    let step = current.next;
    if (step === undefined) {
      const due = nextEventTime(current);
      if (due === null || due > time) return;
      step = successor(model, current);
    }
    if (step === null || step.moment.time > time) return;
    yield step;
    current = step.moment;
  }
}

/** What is observed changed on a step, in the order of keys. */
export function transitionsOf(model: WorldModel, { moment: { time }, changes }: Step): Transition[] {
  const transitions: Transition[] = [];
  for (const change of changes) {
    if (!change.key.startsWith('r/')) continue;
    const old = change.before === undefined ? undefined : asResource(change.before);
    const young = change.after === undefined ? undefined : asResource(change.after);
    if (old !== undefined && old.incarnation !== young?.incarnation) {
      transitions.push({ time, resource: referenceOf(old), observed: null });
    }
    if (young === undefined) continue;
    const observed = observe(model, young);
    if (old?.incarnation === young.incarnation && sameJson(observe(model, old), observed)) continue;
    transitions.push({ time, resource: referenceOf(young), observed });
  }
  return transitions;
}

/** Parts of calls that checks inside the world stopped on a step. */
export function stopsOf({ changes }: Step): Stop[] {
  const stops: Stop[] = [];
  for (const change of changes) {
    if (change.key.startsWith('l/') && change.after !== undefined) stops.push(asStop(change.after));
  }
  return stops;
}
