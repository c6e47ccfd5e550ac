/** What RDS keeps of a DB instance or cluster, how it is found, and what is observed of it. */
import type { CallContext } from '../../call-context.js';
import { keyIndexes, type WithoutKey } from '../../encrypted-resource.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { digest } from '../../world/cause.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, resourceKey, type ResourceRecord } from '../../world/state.js';
import type { DatabaseSettings } from './database-settings.js';
import { domainOf } from '../../../contract/arn.js';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { required } from '../../input-check.js';
import { clusterSort, instanceSort, placeOf, plainId, type Sort } from './sort.js';

export type DatabaseStatus =
  'creating' | 'available' | 'modifying' | 'rebooting' | 'stopping' | 'stopped' | 'starting' | 'deleting';

export type Volume = { readonly records: number; readonly bytes: number };

export type DatabaseBody = {
  readonly status: DatabaseStatus;
  /** `db-…` or `cluster-…`, never used again. */
  readonly resourceId: string;
  readonly settings: DatabaseSettings;
  /** Settings that wait for work on the database, and the event in which it begins or ends. */
  readonly pending: { readonly settings: DatabaseSettings; readonly event: string } | null;
  /** The event in which a stopped database starts by itself, and its virtual time. */
  readonly restart: { readonly event: string; readonly time: number } | null;
  /** The secret with the master user's password, where RDS manages it. */
  readonly secret: { readonly arn: string; readonly keyId: string | null } | null;
  /** Whether the automated backups stay when the database is gone; null unless it is being deleted. */
  readonly keepBackups: boolean | null;
  /** Absent from an instance of a cluster: the cluster holds its data. */
  readonly volume?: Volume;
  readonly withoutKey?: WithoutKey;
};

export type DatabaseRecord = ResourceRecord<DatabaseBody>;

/** @throws AwsFailure MissingParameter. */
export function requiredMember<Value>(value: Value | undefined, member: string): Value {
  return required(value, member, missingParameter);
}

function missingParameter(member: string): AwsFailure {
  return constraint('MissingParameter', `The request must contain the parameter ${member}.`);
}

export function findDatabase(sort: Sort, scene: Scene, id: string): DatabaseRecord | undefined {
  return resourceAt<DatabaseBody>(scene.state, databaseKey(sort, scene, id));
}

/** For `shows`: the key of the database that a read is about. */
export function databaseKey(sort: Sort, scene: Scene, id: string | undefined): string {
  return resourceKey(placeOf(sort.type, scene), plainId(id ?? ''));
}

/** @throws AwsFailure DBInstanceNotFound or DBClusterNotFoundFault. */
export function databaseNamed(sort: Sort, context: CallContext, id: string | undefined): DatabaseRecord {
  const member = sort === clusterSort ? 'DBClusterIdentifier' : 'DBInstanceIdentifier';
  const wanted = requiredMember(id, member);
  const database = findDatabase(sort, context, wanted);
  if (database === undefined) throw sort.notFound(plainId(wanted));
  return database;
}

/** A database's status as answers show it (User Guide, "Viewing Amazon RDS DB instance status"). */
export function shownStatus({ status, withoutKey }: DatabaseBody): string {
  if (withoutKey === undefined || status === 'deleting') return status;
  const { stage } = withoutKey;
  const recoverable = stage === 'inaccessible' || stage === 'waiting';
  return `inaccessible-encryption-credentials${recoverable ? '-recoverable' : ''}`;
}

/** @throws AwsFailure InvalidDBInstanceState or InvalidDBClusterStateFault unless the status is one of these. */
export function requireStatus(
  sort: Sort,
  { body, id }: DatabaseRecord,
  statuses: readonly DatabaseStatus[],
): void {
  if (body.withoutKey === undefined && statuses.includes(body.status)) return;
  throw sort.invalidState(
    sort === clusterSort
      ? `DbCluster ${id} is in ${shownStatus(body)} state but expected it to be one of ${statuses.join(',')}.`
      : `Instance ${id} is not in ${statuses[0] ?? 'available'} state.`,
  );
}

/** Stores the database with a part of its body changed. */
export function changeDatabase(
  context: CallContext,
  database: DatabaseRecord,
  changes: Partial<DatabaseBody>,
): DatabaseRecord {
  const changed: DatabaseRecord = { ...database, body: { ...database.body, ...changes } };
  context.transaction.putResource(changed);
  return changed;
}

/** A database that is found again when an event runs. */
export function scheduleFor(
  context: CallContext,
  { id, incarnation, type, account, region }: ResourceRecord,
  seconds: number,
  event: string,
  further: Readonly<Record<string, string | number>> = {},
): string {
  const about = resourceKey({ type, account, region }, id);
  return context.schedule(seconds, `rds.${event}`, { ...further, type, id, incarnation }, about);
}

/** The instances of a cluster, in the order of their names. */
export function membersOf(scene: Scene, clusterId: string): DatabaseRecord[] {
  const found: DatabaseRecord[] = [];
  for (const instance of recordsAt<DatabaseBody>(scene.state, placeOf(instanceSort.type, scene))) {
    if (instance.body.settings.DBClusterIdentifier === clusterId) found.push(instance);
  }
  return found;
}

/** Endpoints of an account's databases share a part that nobody chooses. */
export function endpointOf(
  context: CallContext,
  { account, id, region, type }: DatabaseRecord,
  reader = false,
): string {
  const own = digest(context.transaction.model.seed, `rds ${account} ${region}`, 'endpoints').slice(0, 12);
  const role = type === clusterSort.type ? `cluster-${reader ? 'ro-' : ''}` : '';
  return `${id}.${role}${own}.${region}.rds.${domainOf(context.partition)}`;
}

const serving: ReadonlySet<DatabaseStatus> = new Set(['available', 'modifying']);
const settled: ReadonlySet<DatabaseStatus> = new Set(['available', 'stopped']);

/** Follows the "Viewing Amazon RDS DB instance status" page. */
function databaseKind(sort: Sort): ResourceKind {
  return {
    type: sort.type,
    observe: (record) => {
      const { body, tags } = record as DatabaseRecord;
      const { DeletionProtection, ...configuration } = body.settings;
      return plainObservation({
        serving: serving.has(body.status) && body.withoutKey === undefined,
        protections: DeletionProtection === true ? ['DeletionProtection'] : [],
        exposed: configuration.PubliclyAccessible === true,
        data: body.volume ?? null,
        configuration: { ...configuration, Tags: tags },
      });
    },
    status: (record) => {
      const { body } = record as DatabaseRecord;
      return { name: shownStatus(body), pending: !settled.has(body.status) };
    },
    indexes: (record) => keyIndexes(record, (record as DatabaseRecord).body.settings.KmsKeyId),
  };
}

export const databaseKinds = [databaseKind(instanceSort), databaseKind(clusterSort)];
