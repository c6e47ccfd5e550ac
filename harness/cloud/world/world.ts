/** The embedded cloud's state in time: forks, previews and commits of it. */
import type { Witness } from '../../contract/backend.js';
import type { ResourceState, Transition } from '../../contract/resource.js';
import { stateOf } from './model.js';
import type { WorldModel } from './world-model.js';
import { OrderedMap } from './ordered-map.js';
import { asResource, resourcePrefix, type State, type Stored } from './state.js';
import {
  Moment,
  nextEventTime,
  stepsUntil,
  stopsOf,
  successor,
  transitionsOf,
  type Step,
} from './trajectory.js';
import { Transaction, type Motive } from './transaction.js';

/** A state that a call leads to, not yet taken over. */
export interface Proposal<Result> {
  /** The moment that it was made from. */
  readonly parent: Moment;
  readonly moment: Moment;
  readonly result: Result;
}

export class World {
  readonly model: WorldModel;
  #head: Moment;
  #now: number;

  constructor(model: WorldModel, now: number, head?: Moment) {
    this.model = model;
    this.#now = now;
    this.#head = head ?? new Moment(now, OrderedMap.empty<Stored>());
  }

  get now(): number {
    return this.#now;
  }

  get state(): State {
    return this.#head.state;
  }

  get head(): Moment {
    return this.#head;
  }

  /** Another world that begins where this one stands; O(1), and each goes its own way from there. */
  fork(): World {
    return new World(this.model, this.#now, this.#head);
  }

  /** Lets time pass up to a virtual time; events on the way run in order. Going back does nothing. */
  advanceTo(time: number, witness: Witness | null): void {
    for (const step of stepsUntil(this.model, this.#head, time)) {
      this.#report(step, witness);
      this.#head = step.moment;
    }
    this.#now = Math.max(this.#now, time);
  }

  /**
   * Runs ahead until what `select` reads from the state changes, within a span of virtual time; moves nothing.
   * @returns the virtual time of the change; null where it does not change in that span.
   */
  nextChange(select: (state: State) => unknown, withinSeconds: number): number | null {
    const until = this.#now + withinSeconds * 1000;
    const present = select(this.#head.state);
    let moment = this.#head;
    for (;;) {
      const due = nextEventTime(moment);
      if (due === null || due > until) return null;
      const step = successor(this.model, moment);
      if (step === null) return null;
      moment = step.moment;
      if (select(moment.state) !== present) return moment.time;
    }
  }

  /** Does work on a fork of the present state. A throw leaves nothing behind. */
  propose<Result>(motive: Motive, work: (transaction: Transaction) => Result): Proposal<Result> {
    const parent = this.#head;
    const transaction = new Transaction(this.model, parent.state, this.#now, motive);
    const result = work(transaction);
    return { parent, moment: new Moment(this.#now, transaction.state), result };
  }

  /**
   * Takes a proposal over; what was run ahead from it is now the baseline.
   * @throws Error where the world moved since the proposal was made.
   */
  commit(proposal: Proposal<unknown>, witness: Witness | null): void {
    if (proposal.parent !== this.#head || proposal.moment.time !== this.#now) {
      throw new Error('the world moved since this proposal was made');
    }
    const { moment } = proposal;
    if (witness !== null) this.#report({ moment, changes: this.state.changesTo(moment.state) }, witness);
    this.#head = moment;
  }

  /** Every resource, in the order of keys; of one type where one is named. */
  *inventory(type?: string): Generator<ResourceState> {
    for (const [, value] of this.#head.state.withPrefix(resourcePrefix(type))) {
      yield stateOf(this.model, asResource(value));
    }
  }

  /** What is observed changes up to a virtual time if nobody calls again. Moves nothing. */
  ahead(until: number): Transition[] {
    const transitions: Transition[] = [];
    for (const step of stepsUntil(this.model, this.#head, until)) {
      transitions.push(...transitionsOf(this.model, step));
    }
    return transitions;
  }

  #report(step: Step, witness: Witness | null): void {
    if (witness === null) return;
    for (const transition of transitionsOf(this.model, step)) witness.transition(transition);
    for (const stop of stopsOf(step)) witness.stop(stop);
  }
}
