/**
 * How resources are observed whose type has no service behind it. Modeled from the names of their properties: what an
 * owner sets, whom it lets in, which role it acts with.
 */
import { nameText } from './json-shape.js';
import { createHash } from 'node:crypto';
import { resourceType } from '../../catalog/resource-types.js';
import type { Json, JsonObject } from '../../contract/json.js';
import type { Observation } from '../../contract/resource.js';
import { allowsAnyone } from '../policy-exposure.js';
import { plainObservation } from '../../contract/plain-observation.js';
import type { ResourceKind } from '../world/model.js';
import type { ResourceRecord } from '../world/state.js';
import { deletionSwitches } from './deletion-switch.js';
import type { GenericBody } from './generic-record.js';

/** Policies, trust and permissions. */
const grantingProperty = /(PolicyDocument|ResourcePolicy|^Policy|^Policies|PolicyText)$/;

const secretProperty = /(Password|Secret|SecretString|AuthToken|OAuthToken|PrivateKey|Passphrase)$/;

/** Roles that code or a service acts with on the resource's behalf. */
const roleProperty = /(Role|RoleArn|RoleARN|InstanceProfile)$/;

/** The kind of a type that no service declares. */
export function genericKind(type: string): ResourceKind {
  return {
    type,
    observe: (record) => observeGeneric((record as ResourceRecord<GenericBody>).body),
    status: (record) => {
      const { status } = (record as ResourceRecord<GenericBody>).body;
      return { name: status, pending: status === 'creating' };
    },
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
    delegates: rolesIn(properties),
    data: volume,
    copyOf: body.copyOf ?? null,
    configuration: withoutSecrets(properties),
  });
}

/** Secrets of a template's own stay out of journals: what is left tells whether they changed. */
function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (!secretProperty.test(name) || typeof member !== 'string') return [name, withoutSecrets(member)];
      return [name, `secret ${createHash('sha256').update(member).digest('hex').slice(0, 8)}`];
    }),
  );
}

function isSwitchedOff(properties: JsonObject): boolean {
  if (properties['Enabled'] === false) return true;
  return /^(disabled|inactive)$/i.test(nameText(properties['State'] ?? properties['Status']));
}

function chosen(properties: JsonObject, choose: (name: string) => boolean): JsonObject | null {
  const entries = Object.entries(properties).filter(([name]) => choose(name));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Roles by the path of their property: a schedule names the role of its target in the target. */
function rolesIn(properties: JsonObject): JsonObject | null {
  const found: [path: string, value: Json][] = [];
  const look = (value: Json, path: string): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [name, member] of Object.entries(value)) {
      const itsPath = path === '' ? name : `${path}.${name}`;
      const isRole = roleProperty.test(name) && (typeof member === 'string' || Array.isArray(member));
      if (isRole) found.push([itsPath, member]);
      else look(member, itsPath);
    }
  };
  look(properties, '');
  return found.length === 0 ? null : Object.fromEntries(found);
}

/** What a new resource of a type stores: nothing yet; null where the type stores nothing. */
export function emptyVolume(type: string): GenericBody['volume'] {
  return resourceType(type)?.statefulBecause === undefined ? null : { records: 0, bytes: 0 };
}
