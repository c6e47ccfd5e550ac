/** What the world must know of services to keep records and to observe them: kinds of resources. */
import { keepText, type JsonObject } from '../../contract/json.js';
import type { Observation, ResourceState } from '../../contract/resource.js';
import { deepFreeze } from './frozen.js';
import { referenceOf, type ResourceRecord } from './state.js';

/** How one CloudFormation type is observed and indexed. */
export interface ResourceKind {
  /** CloudFormation's type name. */
  readonly type: string;
  /** What is observed of a record. Pure; the world keeps it by record. */
  readonly observe: (record: ResourceRecord) => Observation;
  /**
   * The record's status as its service names it, and whether provisioning will move it on (CREATING, deleting, …); a
   * deadline such as a key's deletion window is not pending. Left out where a type has no status.
   */
  readonly status?: (record: ResourceRecord) => { readonly name: string; readonly pending: boolean };
  /**
   * The policy on the resource itself, where it has one: a bucket's or queue's policy, a key's, a role's trust. The same
   * record gives the same frozen object, so that it is compiled once.
   */
  readonly resourcePolicy?: (record: ResourceRecord) => JsonObject | null;
  /**
   * Virtual time of the data in a record that is a copy, in milliseconds: its birth where this is left out. A copy of a
   * copy is as old as the first; a continuous backup is as young as now.
   */
  readonly copiedAt?: (record: ResourceRecord, now: number) => number;
  /** Keys, without the `i/`, under which the record can be found beside its own. */
  readonly indexes?: (record: ResourceRecord) => readonly string[];
}

/** How records are identified and observed. */
export interface RecordModel {
  readonly seed: number;
  readonly kind: (type: string) => ResourceKind;
}

const observations = new WeakMap<ResourceRecord, Observation>();

/** What is observed of a record; worked out once, since records are frozen. Transitions and inventories both write it. */
export function observe(model: RecordModel, record: ResourceRecord): Observation {
  let observed = observations.get(record);
  if (observed === undefined) {
    observed = keepText(deepFreeze(model.kind(record.type).observe(record)));
    observations.set(record, observed);
  }
  return observed;
}

const states = new WeakMap<ResourceRecord, ResourceState>();

/**
 * A record as an inventory shows it: the same frozen value each time, since inventories are taken again and again of a
 * world of which little changes.
 */
export function stateOf(model: RecordModel, record: ResourceRecord): ResourceState {
  let state = states.get(record);
  if (state === undefined) {
    state = keepText(deepFreeze({ resource: referenceOf(record), observed: observe(model, record) }));
    states.set(record, state);
  }
  return state;
}
