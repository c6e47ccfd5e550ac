/** One call or event at work on a fork of the state: nothing of it is seen until the fork is taken over. */
import type { Stop } from '../../contract/call.js';
import type { JsonObject } from '../../contract/json.js';
import { base32Of, digest, uuidOf } from './cause.js';
import { deepFreeze } from './frozen.js';
import type { RecordModel } from './model.js';
import type { Standing } from './standing.js';
import {
  eventKey,
  resourceAt,
  resourceKey,
  type ResourcePlace,
  type ResourceRecord,
  type State,
  type Stored,
} from './state.js';

/** Why a transaction runs. */
export interface Motive {
  /** What ids and tie-breaks are made of. */
  readonly cause: string;
  readonly callId: string;
  /** Whether checks (IAM, protections) count, or the call is seen as if every check allowed it. */
  readonly checked: boolean;
}

export class Transaction {
  readonly model: RecordModel;
  readonly now: number;
  readonly motive: Motive;
  #state: State;
  #scheduled = 0;

  constructor(model: RecordModel, state: State, now: number, motive: Motive) {
    this.model = model;
    this.now = now;
    this.motive = motive;
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  /** Goes back to an earlier state of this transaction, for a part that failed and is done without. */
  restore(state: State): void {
    this.#state = state;
  }

  get(key: string): Stored | undefined {
    return this.#state.get(key);
  }

  /** Puts a service's own JSON under a key that no resource, event or index uses. */
  put(key: string, value: Stored): void {
    this.#state = this.#state.with(key, deepFreeze(value));
  }

  delete(key: string): void {
    this.#state = this.#state.without(key);
  }

  resource<Body extends JsonObject = JsonObject>(
    place: ResourcePlace,
    id: string,
  ): ResourceRecord<Body> | undefined {
    return resourceAt<Body>(this.#state, resourceKey(place, id));
  }

  /** Stores a record and keeps its index entries. */
  putResource(record: ResourceRecord): void {
    const key = resourceKey(record, record.id);
    const before = resourceAt(this.#state, key);
    const after = indexesOf(this.model, record);
    for (const index of before === undefined ? [] : indexesOf(this.model, before)) {
      if (!after.includes(index)) this.#unindex(index, key);
    }
    for (const index of after) {
      if (this.#state.get(`i/${index}`) !== key) this.#state = this.#state.with(`i/${index}`, key);
    }
    this.#state = this.#state.with(key, deepFreeze(record));
  }

  deleteResource(record: ResourceRecord): void {
    const key = resourceKey(record, record.id);
    for (const index of indexesOf(this.model, record)) this.#unindex(index, key);
    this.#state = this.#state.without(key);
  }

  /** An entry that another record has taken over stays. */
  #unindex(index: string, key: string): void {
    if (this.#state.get(`i/${index}`) === key) this.#state = this.#state.without(`i/${index}`);
  }

  /** The record that an index entry points to. */
  indexed<Body extends JsonObject = JsonObject>(index: string): ResourceRecord<Body> | undefined {
    const key = this.#state.get(`i/${index}`);
    return typeof key === 'string' ? resourceAt<Body>(this.#state, key) : undefined;
  }

  /**
   * Lets something happen `afterSeconds` from now.
   * @param about key of the resource record that it is about; null where it is about none.
   * @returns the event's key, with which it can be cancelled.
   */
  schedule(
    afterSeconds: number,
    handler: string,
    payload: JsonObject,
    standing: Standing,
    about: string | null,
  ): string {
    const time = this.now + Math.round(afterSeconds * 1000);
    this.#scheduled += 1;
    const cause = digest(this.model.seed, this.motive.cause, `event ${this.#scheduled}`).slice(0, 16);
    const key = eventKey(time, cause);
    const { callId, checked } = this.motive;
    this.put(key, { handler, payload, cause, callId, standing, target: about, checked });
    return key;
  }

  cancel(key: string): void {
    this.delete(key);
  }

  /** Notes that a check inside the world stopped a part of the call. */
  stop(stop: Omit<Stop, 'time' | 'callId'>): void {
    const label = `${stop.origin} ${stop.action} ${stop.resource}`;
    const key = `l/${String(this.now).padStart(15, '0')}/${digest(this.model.seed, this.motive.cause, label).slice(0, 16)}`;
    this.put(key, { ...stop, time: this.now, callId: this.motive.callId });
  }

  /** Hexadecimal digits for an id. Labels keep several ids of one call apart. */
  hex(label: string, length = 16): string {
    return digest(this.model.seed, this.motive.cause, label).slice(0, length);
  }

  uuid(label: string): string {
    return uuidOf(digest(this.model.seed, this.motive.cause, label));
  }

  /** Upper-case letters and digits for a unique id, such as the part after `AROA`. */
  base32(label: string, length: number): string {
    return base32Of(digest(this.model.seed, this.motive.cause, label), length);
  }
}

/** Index keys of a record: what its kind declares, and its ARN, by which policies and callers name it. */
function indexesOf(model: RecordModel, record: ResourceRecord): readonly string[] {
  const own = model.kind(record.type).indexes?.(record) ?? [];
  return record.arn === '' ? own : [...own, `arn/${record.arn}`];
}
