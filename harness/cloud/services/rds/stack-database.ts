/** What stacks do alike with instances and clusters: names, tags, the snapshot before a deletion. */
import { unsupported } from '../../../contract/aws-error.js';
import { sameJson, type Json, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { objectsOf, retyped } from '../../property.js';
import { listTags, tagChanges, tagsIn } from '../../tag-list.js';

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
