/**
 * How resources are observed whose type has no service behind it. Modeled from the names of their properties: what an
 * owner sets, whom it lets in, which role it acts with.
 */
import { resourceType } from '../../catalog/resource-types.js';
import type { Json, JsonObject } from '../../contract/json.js';
import type { Observation } from '../../contract/resource.js';
import { allowsAnyone } from '../policy-exposure.js';
import { plainObservation, type ResourceKind } from '../world/model.js';
import type { ResourceRecord } from '../world/state.js';
import { deletionSwitches } from './deletion-switch.js';
import type { GenericBody } from './generic-record.js';

/** Policies, trust and permissions. */
const grantingProperty = /(PolicyDocument|ResourcePolicy|^Policy|^Policies|PolicyText)$/;

/** Roles that code or a service acts with on the resource's behalf. */
const roleProperty = /(Role|RoleArn|RoleARN|InstanceProfile)$/;

/** The kind of a type that no service declares. */
export function genericKind(type: string): ResourceKind {
  return {
    type,
    observe: (record) => observeGeneric((record as ResourceRecord<GenericBody>).body),
  };
}

function observeGeneric(body: GenericBody): Observation {
  const { properties, status, volume } = body;
  const grants = chosen(properties, (name) => grantingProperty.test(name));
  return plainObservation({
    serving: status === 'ready' && !isSwitchedOff(properties),
    protections: deletionSwitches(properties),
    exposed: properties['PubliclyAccessible'] === true || Object.values(grants ?? {}).some(allowsAnyone),
    grants,
    delegates: chosen(
      properties,
      (name, value) => roleProperty.test(name) && (typeof value === 'string' || Array.isArray(value)),
    ),
    data: volume,
    configuration: properties,
  });
}

function isSwitchedOff(properties: JsonObject): boolean {
  if (properties['Enabled'] === false) return true;
  return /^(disabled|inactive)$/i.test(String(properties['State'] ?? properties['Status'] ?? ''));
}

function chosen(properties: JsonObject, choose: (name: string, value: Json) => boolean): JsonObject | null {
  const entries = Object.entries(properties).filter(([name, value]) => choose(name, value));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** What a new resource of a type stores: nothing yet; null where the type stores nothing. */
export function emptyVolume(type: string): GenericBody['volume'] {
  return resourceType(type)?.statefulBecause === undefined ? null : { records: 0, bytes: 0 };
}
