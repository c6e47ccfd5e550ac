/** What stacks do alike with instances and clusters: names, tags, the snapshot before a deletion. */
import { unsupported } from '../../../contract/aws-error.js';
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import { objectOf, objectsOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { listTags, tagChanges, tagsIn } from '../../tag-list.js';
import { endpointOf, findDatabase, type DatabaseRecord } from './database.js';
import { engineNamed } from './engine.js';
import type { Sort } from './sort.js';

const numbers = new Set([
  'AllocatedStorage',
  'BackupRetentionPeriod',
  'BacktrackWindow',
  'Iops',
  'MaxAllocatedStorage',
  'MaxCapacity',
  'MinCapacity',
  'MonitoringInterval',
  'PerformanceInsightsRetentionPeriod',
  'Port',
  'PromotionTier',
  'SecondsUntilAutoPause',
  'StorageThroughput',
]);
const flags = new Set([
  'AllowMajorVersionUpgrade',
  'ApplyImmediately',
  'AutoMinorVersionUpgrade',
  'CertificateRotationRestart',
  'CopyTagsToSnapshot',
  'DedicatedLogVolume',
  'DeleteAutomatedBackups',
  'DeletionProtection',
  'EnableHttpEndpoint',
  'EnableIAMDatabaseAuthentication',
  'EnablePerformanceInsights',
  'ManageMasterUserPassword',
  'MultiAZ',
  'PerformanceInsightsEnabled',
  'PubliclyAccessible',
  'StorageEncrypted',
  'UseLatestRestorableTime',
]);

/** Properties with numbers and truths where the API takes them. */
export function typed(properties: JsonObject): JsonObject {
  return retyped(properties, numbers, flags) as JsonObject;
}

/** @throws AwsFailure where a property matters that has no behaviour here. */
export function refuseProperties(type: string, properties: JsonObject, names: readonly string[]): void {
  const found = names.find((name) => {
    const value = properties[name];
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  });
  if (found !== undefined) throw unsupported(`${type} with ${found}`);
}

/** The properties of these names, with the API's names for those that differ. */
export function membersIn(
  properties: JsonObject,
  names: readonly string[],
  renamed: Readonly<Record<string, string>>,
): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const name of names) {
    const value = properties[name];
    if (value !== undefined) input[renamed[name] ?? name] = value;
  }
  return input;
}

export function tagMembers(properties: JsonObject): { readonly Tags?: { Key: string; Value: string }[] } {
  const Tags = listTags(tagsIn(objectsOf(properties, 'Tags')));
  return Tags.length === 0 ? {} : { Tags };
}

/** What a new database takes from its properties, whether it begins empty or with restored data. */
export function creationMembers(
  properties: JsonObject,
  names: readonly string[],
  renamed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const key = objectOf(properties, 'MasterUserSecret')?.['KmsKeyId'];
  return {
    ...membersIn(properties, names, renamed),
    ...(key === undefined ? {} : { MasterUserSecretKmsKeyId: key }),
    ...tagMembers(properties),
  };
}

/** The identifier that a template gives, or one that CloudFormation makes. */
export function identifierOf(properties: JsonObject, member: string, context: CallContext): string {
  return textOf(properties, member)?.toLowerCase() ?? physicalName(context, { maximum: 63, lowerCase: true });
}

/** Switches that an update takes out of a template: they go back to what they are by default. */
export function switchedOff(
  properties: JsonObject,
  names: readonly string[],
  changed: (name: string) => boolean,
): Record<string, Json> {
  const off = names.filter((name) => changed(name) && properties[name] === undefined);
  return Object.fromEntries(off.map((name) => [name, false]));
}

/** Brings a database's tags to what its properties say, and tells how long the whole update takes. */
export function finishUpdate(
  database: DatabaseRecord | undefined,
  previous: JsonObject,
  properties: JsonObject,
  context: CallContext,
): { readonly seconds: number } {
  if (database === undefined) return { seconds: 1 };
  updateTags(database.arn, previous, properties, context);
  return { seconds: database.body.status === 'modifying' ? provisioningTimes(database.type).update : 1 };
}

/** Deletes a database, unless it is gone or going already. */
export function deleteDatabase(
  sort: Sort,
  id: string,
  context: CallContext,
  work: (database: DatabaseRecord) => void,
): { readonly seconds: number } {
  const database = findDatabase(sort, context, id);
  if (database === undefined) return { seconds: 0 };
  if (database.body.status !== 'deleting') work(database);
  return { seconds: provisioningTimes(sort.type).delete };
}

/** Attributes that instances and clusters have under the same names. */
export function endpointAttributes(context: CallContext, database: DatabaseRecord): Record<string, string> {
  const { secret, settings } = database.body;
  return {
    'Endpoint.Address': endpointOf(context, database),
    'Endpoint.Port': String(settings.Port ?? engineNamed(settings.Engine ?? '').port),
    ...(secret === null ? {} : { 'MasterUserSecret.SecretArn': secret.arn }),
  };
}

export function updateTags(
  ResourceName: string,
  previous: JsonObject,
  properties: JsonObject,
  context: CallContext,
): void {
  if (sameJson(previous['Tags'], properties['Tags'])) return;
  const { removed, set } = tagChanges(
    tagsIn(objectsOf(previous, 'Tags')),
    tagsIn(objectsOf(properties, 'Tags')),
  );
  if (Object.keys(set).length > 0)
    context.invoke('RDS', 'AddTagsToResource', { ResourceName, Tags: listTags(set) });
  if (removed.length > 0) context.invoke('RDS', 'RemoveTagsFromResource', { ResourceName, TagKeys: removed });
}

/** `stack-snapshot-logicalid-random`, as CloudFormation names what DeletionPolicy Snapshot leaves. */
export function finalSnapshotName(context: CallContext, id: string): string {
  const { member } = context.standing;
  const random = context.transaction.base32(`final snapshot ${id}`, 12);
  const name = `${member?.stackName ?? id}-snapshot-${member?.logicalId ?? ''}-${random}`;
  return name.toLowerCase().replaceAll(/-{2,}/g, '-');
}
