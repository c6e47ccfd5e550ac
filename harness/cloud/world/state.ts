/** What the world's keys and values are. */
import type { Stop } from '../../contract/call.js';
import type { Json, JsonObject } from '../../contract/json.js';
import type { ResourceReference, StackMember } from '../../contract/resource.js';
import type { OrderedMap } from './ordered-map.js';
import type { Standing } from './standing.js';

/** One resource's record. Its body is its service's own. */
export type ResourceRecord<Body extends JsonObject = JsonObject> = {
  readonly type: string;
  /** The physical id. */
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly incarnation: string;
  /** Virtual time, in milliseconds since the epoch. */
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly stack: StackMember | null;
  readonly body: Body;
};

/** Something that will happen at a virtual time unless it is cancelled. */
export type QueuedEvent = {
  /** Name of its handler in the model. */
  readonly handler: string;
  readonly payload: JsonObject;
  readonly cause: string;
  /** The call that it belongs to. */
  readonly callId: string;
  readonly standing: Standing;
  /** Key of the resource record that it is about; null where it is about none. */
  readonly target: string | null;
  /** Whether checks (IAM, protections) count when it runs; false in a preview as if every check allowed it. */
  readonly checked: boolean;
};

/** Everything that a key can hold: records, events, stops, index entries and services' own JSON. */
export type Stored = ResourceRecord | QueuedEvent | Stop | Json;

export type State = OrderedMap<Stored>;

/** Place of a resource: its type, account and region (empty for global services). */
export interface ResourcePlace {
  readonly type: string;
  readonly account: string;
  readonly region: string;
}

export function resourceKey(place: ResourcePlace, id: string): string {
  return `r/${place.type}/${place.account}/${place.region}/${id}`;
}

/** Keys of all resources, or of all of one type. */
export function resourcePrefix(type?: string): string {
  return type === undefined ? 'r/' : `r/${type}/`;
}

const eventTimeWidth = 15;

export function eventKey(time: number, cause: string): string {
  return `e/${String(time).padStart(eventTimeWidth, '0')}/${cause}`;
}

/** The virtual time in an event's key. */
export function eventTime(key: string): number {
  return Number(key.slice(2, 2 + eventTimeWidth));
}

export function referenceOf(record: ResourceRecord): ResourceReference {
  const { type, id, arn, account, region, incarnation, stack } = record;
  return { type, id, arn, account, region, incarnation, stack };
}

// The four casts of the world: a key's prefix tells what its value is, and only these functions rely on it.

export function resourceAt<Body extends JsonObject>(
  state: State,
  key: string,
): ResourceRecord<Body> | undefined {
  return state.get(key) as ResourceRecord<Body> | undefined;
}

export function asResource(value: Stored): ResourceRecord {
  return value as ResourceRecord;
}

export function asEvent(value: Stored): QueuedEvent {
  return value as QueuedEvent;
}

export function asStop(value: Stored): Stop {
  return value as Stop;
}
