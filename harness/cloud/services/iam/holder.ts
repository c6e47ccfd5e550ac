/** Users, groups and roles hold policies in one and the same way: this is what the three have in common. */
import { formatArn } from '../../../contract/arn.js';
import type { JsonObject } from '../../../contract/json.js';
import type { Scene } from '../../scene.js';
import { resourceAt, resourceKey, type ResourceRecord } from '../../world/state.js';
import { noSuchEntity } from './failures.js';
import { documentOf } from './policy-text.js';

export type HolderBody = {
  readonly path: string;
  /** `AIDA…`, `AGPA…` or `AROA…`: never given twice, unlike names. */
  readonly uniqueId: string;
  /** Texts of the inline policies, by name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of the attached managed policies, sorted. */
  readonly attached: readonly string[];
  /** ARN of the permissions boundary; null where there is none, as always for groups. */
  readonly boundary: string | null;
};

export type UserBody = HolderBody & {
  /** Names of the groups that it belongs to, sorted. */
  readonly groups: readonly string[];
};

export type RoleBody = HolderBody & {
  /** Text of the trust policy. */
  readonly trust: string;
  readonly description: string | null;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** The service that a service-linked role belongs to; null for every other role. */
  readonly linkedService: string | null;
};

/** What tells users, groups and roles apart where they are alike. */
export interface Holder {
  readonly noun: 'User' | 'Group' | 'Role';
  readonly type: string;
  /** The input member with its name. */
  readonly member: 'UserName' | 'GroupName' | 'RoleName';
  /** In ARNs. */
  readonly resource: 'user' | 'group' | 'role';
  readonly idPrefix: string;
  readonly longestName: number;
  /** Most characters of all its inline policies together. */
  readonly inlineLimit: number;
}

export const users: Holder = {
  noun: 'User',
  type: 'AWS::IAM::User',
  member: 'UserName',
  resource: 'user',
  idPrefix: 'AIDA',
  longestName: 64,
  inlineLimit: 2048,
};

export const groups: Holder = {
  noun: 'Group',
  type: 'AWS::IAM::Group',
  member: 'GroupName',
  resource: 'group',
  idPrefix: 'AGPA',
  longestName: 128,
  inlineLimit: 5120,
};

export const roles: Holder = {
  noun: 'Role',
  type: 'AWS::IAM::Role',
  member: 'RoleName',
  resource: 'role',
  idPrefix: 'AROA',
  longestName: 64,
  inlineLimit: 10_240,
};

/** Where to look: a state, and the account whose names are meant. */
export type InAccount = Pick<Scene, 'state' | 'account'>;

export function findUser(scene: InAccount, name: string): ResourceRecord<UserBody> | undefined {
  return resourceAt<UserBody>(scene.state, holderKey(scene, users, name));
}

export function findRole(scene: InAccount, name: string): ResourceRecord<RoleBody> | undefined {
  return resourceAt<RoleBody>(scene.state, holderKey(scene, roles, name));
}

export function findGroup(scene: InAccount, name: string): ResourceRecord<HolderBody> | undefined {
  return resourceAt<HolderBody>(scene.state, holderKey(scene, groups, name));
}

export function findHolder(
  scene: InAccount,
  holder: Holder,
  name: string,
): ResourceRecord<HolderBody> | undefined {
  return resourceAt<HolderBody>(scene.state, holderKey(scene, holder, name));
}

function holderKey({ account }: InAccount, holder: Holder, name: string): string {
  return resourceKey({ type: holder.type, account, region: '' }, name);
}

/** @throws AwsFailure `NoSuchEntity` where there is none of that name. */
export function existing<Body extends JsonObject>(
  record: ResourceRecord<Body> | undefined,
  holder: Holder,
  name: string,
): ResourceRecord<Body> {
  if (record === undefined) throw noSuchEntity(`The ${holder.resource} with name ${name} cannot be found.`);
  return record;
}

/** The ARN of a holder of that name; one without a path where it does not exist. */
export function holderArn(scene: Scene, holder: Holder, name: string | undefined): string {
  const known = name === undefined ? undefined : findHolder(scene, holder, name);
  return known?.arn ?? iamArn(scene, holder.resource, '/', name ?? '');
}

/** `arn:aws:iam::123456789012:role/path/name`. */
export function iamArn(
  { partition, account }: Pick<Scene, 'partition' | 'account'>,
  resource: string,
  path: string,
  name: string,
): string {
  return formatArn({ partition, service: 'iam', region: '', account, resource: `${resource}${path}${name}` });
}

/** Condition keys that a holder's permissions boundary decides. */
export function boundaryContext(
  record: ResourceRecord<HolderBody> | undefined,
): Readonly<Record<string, string>> {
  const boundary = record?.body.boundary ?? null;
  return boundary === null ? {} : { 'iam:PermissionsBoundary': boundary };
}

/** What a holder's policies permit, for observation; null where it has none at all. */
export function policyGrants(body: HolderBody, more: JsonObject = {}): JsonObject | null {
  const grants: Record<string, JsonObject[string]> = { ...more };
  const inline = Object.entries(body.inline).map(([name, text]) => [name, documentOf(text)] as const);
  if (inline.length > 0) grants['inline'] = Object.fromEntries(inline);
  if (body.attached.length > 0) grants['attached'] = body.attached;
  if (body.boundary !== null) grants['boundary'] = body.boundary;
  return Object.keys(grants).length === 0 ? null : grants;
}

/** Index keys by which a policy's users and a name in any case are found. */
export function holderIndexes(record: ResourceRecord): readonly string[] {
  const body = record.body as HolderBody;
  const place = `${record.type}/${record.id}`;
  const indexes = [`iam-name/${record.account}/${record.type}/${record.id.toLowerCase()}`];
  for (const arn of body.attached) indexes.push(`iam-attached/${record.account}/${arn}/${place}`);
  if (body.boundary !== null) indexes.push(`iam-bounded/${record.account}/${body.boundary}/${place}`);
  return indexes;
}

/** Whether a name is taken; case does not tell names apart. */
export function nameTaken(scene: InAccount, type: string, name: string): boolean {
  return scene.state.get(`i/iam-name/${scene.account}/${type}/${name.toLowerCase()}`) !== undefined;
}
