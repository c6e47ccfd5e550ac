/**
 * The states that a world passes through if nobody calls again. Each moment knows its successor once it was asked for,
 * so time passing and looking ahead walk the same chain, and nothing runs twice.
 */
import type { Stop } from '../../contract/call.js';
import type { Transition } from '../../contract/resource.js';
import { observe, type WorldModel } from './model.js';
import { asEvent, asResource, asStop, eventTime, referenceOf, type State } from './state.js';
import { Transaction } from './transaction.js';

export interface Moment {
  /** Virtual time from which this state holds. */
  readonly time: number;
  readonly state: State;
}

const successors = new WeakMap<Moment, Moment | null>();

/** The moment at which the next event has run; null where none is queued. */
export function successor(model: WorldModel, moment: Moment): Moment | null {
  let next = successors.get(moment);
  if (next === undefined) {
    next = runNextEvent(model, moment);
    successors.set(moment, next);
  }
  return next;
}

/** The time of the next event, without running it; null where none is queued. */
export function nextEventTime(moment: Moment): number | null {
  const first = moment.state.first('e/', 'e0');
  return first === undefined ? null : Math.max(moment.time, eventTime(first[0]));
}

function runNextEvent(model: WorldModel, moment: Moment): Moment | null {
  const first = moment.state.first('e/', 'e0');
  if (first === undefined) return null;
  const [key, value] = first;
  const event = asEvent(value);
  const time = Math.max(moment.time, eventTime(key));
  const transaction = new Transaction(model, moment.state.without(key), time, event);
  model.handler(event.handler)(transaction, event);
  return { time, state: transaction.state };
}

/** The moments after this one, up to and including a virtual time. */
export function* momentsUntil(model: WorldModel, moment: Moment, time: number): Generator<Moment> {
  let current = moment;
  for (;;) {
    const due = nextEventTime(current);
    if (due === null || due > time) return;
    const next = successor(model, current);
    if (next === null) return;
    yield next;
    current = next;
  }
}

/** What is observed changed from one moment to another, in the order of keys. */
export function transitionsBetween(model: WorldModel, before: Moment, after: Moment): Transition[] {
  const transitions: Transition[] = [];
  const { time } = after;
  for (const change of before.state.changesTo(after.state)) {
    if (!change.key.startsWith('r/')) continue;
    const old = change.before === undefined ? undefined : asResource(change.before);
    const young = change.after === undefined ? undefined : asResource(change.after);
    if (old !== undefined && old.incarnation !== young?.incarnation) {
      transitions.push({ time, resource: referenceOf(old), observed: null });
    }
    if (young !== undefined) {
      transitions.push({ time, resource: referenceOf(young), observed: observe(model, young) });
    }
  }
  return transitions;
}

/** Parts of calls that checks inside the world stopped between two moments. */
export function stopsBetween(before: Moment, after: Moment): Stop[] {
  const stops: Stop[] = [];
  for (const change of before.state.changesTo(after.state)) {
    if (change.key.startsWith('l/') && change.after !== undefined) stops.push(asStop(change.after));
  }
  return stops;
}
