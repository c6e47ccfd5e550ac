/** The step "identify", on the world's side: who an access key belongs to, and how a scenario's acting session is opened. */
import { credentialsActor, type Actor } from '../../../contract/actor.js';
import { formatArn } from '../../../contract/arn.js';
import { AwsFailure } from '../../../contract/aws-error.js';
import { BlastpitError } from '../../../contract/blastpit-error.js';
import type { SessionPlan } from '../../../contract/scenario.js';
import { authoriser } from '../../authorisation.js';
import type { Scene } from '../../scene.js';
import type { ResourceRecord, State } from '../../world/state.js';
import type { Transaction } from '../../world/transaction.js';
import { accessKeyType, findAccessKey, keysOf, type AccessKeyBody } from '../iam/access-key-record.js';
import { findRole, findUser, iamArn } from '../iam/holder.js';
import { assumeRole, assumeRoleActions } from './assume-role.js';
import { actorOfSession, putSession, storedSession } from './stored-session.js';

const usersByKey = new WeakMap<ResourceRecord, Actor>();

/**
 * Who calls with an access key, at a virtual time in milliseconds.
 * @returns `unknown` for a key that does not exist, is switched off or was deleted; `expired` for a session that is over.
 */
export function actorOf(state: State, accessKeyId: string, now: number): Actor | 'unknown' | 'expired' {
  const expiresAt = storedSession(state, accessKeyId)?.expiresAt ?? null;
  return expiresAt !== null && now >= expiresAt ? 'expired' : actorBehind(state, accessKeyId);
}

/** Who an access key belongs to, whether or not its session is over; `unknown` as for {@link actorOf}. */
export function actorBehind(state: State, accessKeyId: string): Actor | 'unknown' {
  const stored = storedSession(state, accessKeyId);
  if (stored !== undefined) return actorOfSession(accessKeyId, stored);
  const key = findAccessKey(state, accessKeyId);
  if (key?.body.active !== true) return 'unknown';
  let actor = usersByKey.get(key);
  if (actor === undefined) {
    const user = findUser({ state, account: key.account }, key.body.user);
    if (user === undefined) return 'unknown';
    actor = holderOf(key.body, user.arn, accessKeyId);
    usersByKey.set(key, actor);
  }
  return actor;
}

function holderOf({ madeBy }: AccessKeyBody, userArn: string, accessKeyId: string): Actor {
  const own = credentialsActor(userArn, accessKeyId);
  const [first] = madeBy ?? [];
  if (madeBy === undefined || first === undefined) return own;
  return { ...own, chain: [...madeBy, { arn: userArn, by: 'CreateAccessKey' }], root: first.arn };
}

/** Where a scenario's session begins. */
export interface SessionWish {
  readonly plan: SessionPlan;
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/**
 * Opens the acting session of a plan: takes the beginning's credentials and assumes the roles one after the other, each
 * step decided by the policies as they stand. A role that a plan begins with has credentials as an instance gets them.
 * @returns id of the last access key: `ASIA…`, or `AKIA…` where a user assumes nothing.
 * @throws BlastpitError `session-plan` where a step is not possible, with AWS's words.
 */
export function openSession(transaction: Transaction, wish: SessionWish): string {
  const { plan, account, partition, region } = wish;
  const decide = authoriser((type) => transaction.model.kind(type));
  let accessKeyId =
    'user' in plan.begins
      ? keyOfUser(transaction, wish, plan.begins.user)
      : instanceSession(transaction, wish, plan.begins.role);
  for (const { role, sessionName, durationSeconds } of plan.assumes) {
    const actor = actorOf(transaction.state, accessKeyId, transaction.now);
    if (typeof actor === 'string') throw badPlan(`the access key ${accessKeyId} is ${actor}`);
    const scene: Scene = {
      state: transaction.state,
      now: transaction.now,
      actor,
      account,
      region,
      partition,
    };
    const input = {
      RoleArn: roleArn(wish, transaction.state, role),
      RoleSessionName: sessionName,
      ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
    };
    try {
      const decision = decide(assumeRoleActions(input, scene), scene, []);
      if (!decision.allowed) throw new AwsFailure(decision.error);
      accessKeyId = assumeRole(input, actor, transaction).accessKeyId;
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      throw badPlan(`${actor.principal} cannot assume ${role}: ${error.message}`);
    }
  }
  return accessKeyId;
}

/** A session of an account's root user that never expires, for callers who are to be taken for it. */
export function openRootSession(transaction: Transaction, account: string, partition: string): string {
  const arn = `arn:${partition}:iam::${account}:root`;
  const accessKeyId = `ASIA${transaction.base32(`root session of ${account}`, 16)}`;
  putSession(transaction, accessKeyId, {
    kind: 'root',
    principal: arn,
    account,
    partition,
    chain: [{ arn, by: 'credentials' }],
    userId: account,
    issuedAt: transaction.now,
    expiresAt: null,
    session: null,
    policies: null,
    transitiveTags: [],
  });
  return accessKeyId;
}

function badPlan(why: string): BlastpitError {
  return new BlastpitError('session-plan', `the session cannot be opened: ${why}`);
}

function roleArn({ account }: SessionWish, state: State, role: string): string {
  if (role.startsWith('arn:')) return role;
  const record = findRole({ state, account }, role);
  if (record === undefined) throw badPlan(`there is no role "${role}" in account ${account}`);
  return record.arn;
}

/** An active access key of a user; one is made where there is none. */
function keyOfUser(transaction: Transaction, { account, partition }: SessionWish, name: string): string {
  const place = { state: transaction.state, account };
  if (findUser(place, name) === undefined) throw badPlan(`there is no user "${name}" in account ${account}`);
  const present = keysOf(place, name).find(({ body }) => body.active);
  if (present !== undefined) return present.id;
  const id = `AKIA${transaction.base32(`access key of ${name}`, 16)}`;
  const body: AccessKeyBody = { user: name, active: true };
  transaction.putResource({
    type: accessKeyType,
    id,
    arn: iamArn({ account, partition }, 'access-key', '/', id),
    account,
    region: '',
    incarnation: transaction.hex(`incarnation ${accessKeyType} ${id}`),
    createdAt: transaction.now,
    tags: {},
    stack: null,
    body,
  });
  return id;
}

/** Credentials of a role as an instance's metadata service gives them: six hours, named after the instance. */
function instanceSession(
  transaction: Transaction,
  { account, partition }: SessionWish,
  name: string,
): string {
  const role = findRole({ state: transaction.state, account }, name);
  if (role === undefined) throw badPlan(`there is no role "${name}" in account ${account}`);
  const instance = `i-0${transaction.hex(`instance with ${name}`, 16)}`;
  const resource = `assumed-role/${name}/${instance}`;
  const arn = formatArn({ partition, service: 'sts', region: '', account, resource });
  const accessKeyId = `ASIA${transaction.base32(`instance session ${arn}`, 16)}`;
  const [issuedAt, expiresAt] = [transaction.now, transaction.now + 6 * 3600 * 1000];
  putSession(transaction, accessKeyId, {
    kind: 'role',
    principal: arn,
    account,
    partition,
    chain: [{ arn, by: 'credentials' }],
    userId: `${role.body.uniqueId}:${instance}`,
    issuedAt,
    expiresAt,
    session: { roleArn: role.arn, name: instance, issuedAt, expiresAt, sourceIdentity: null, tags: {} },
    policies: null,
    transitiveTags: [],
  });
  return accessKeyId;
}
