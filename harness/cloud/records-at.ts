/** Lists a type's records at a place, for the operations that list. */
import type { JsonObject } from '../contract/json.js';
import { resourceKey, type ResourcePlace, type ResourceRecord, type State } from './world/state.js';

/** The records of one type, account and region, in the order of their ids. The type says what their bodies are. */
export function* recordsAt<Body extends JsonObject>(
  state: State,
  place: ResourcePlace,
): Generator<ResourceRecord<Body>> {
  for (const [, value] of state.withPrefix(resourceKey(place, ''))) yield value as ResourceRecord<Body>;
}

/** The record that an event was scheduled for; undefined where it is gone or another has its name. */
export function sameIncarnation<Body extends JsonObject>(
  state: State,
  place: ResourcePlace,
  payload: JsonObject,
): ResourceRecord<Body> | undefined {
  const { id, incarnation } = payload;
  if (typeof id !== 'string') return undefined;
  const record = state.get(resourceKey(place, id)) as ResourceRecord<Body> | undefined;
  return record?.incarnation === incarnation ? record : undefined;
}
