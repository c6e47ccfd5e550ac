/** The record of a resource whose type has no service behind it: what its template says, and how far it has come. */
import type { JsonObject } from '../../contract/json.js';

export type GenericBody = {
  /** As the template gives them, resolved. */
  readonly properties: JsonObject;
  readonly status: 'creating' | 'ready';
  /** What it stores, for types that store something; set from outside. */
  readonly volume: { readonly records: number; readonly bytes: number } | null;
  /** Incarnation whose data this is a copy of, for snapshots. */
  readonly copyOf?: string;
};
