/** How stacks provide `AWS::KMS::Key` (CloudFormation template reference). */
import { sameJson, type JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { documentOf, flagOf, numberOf, objectsOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { tagChanges, tagsIn } from '../../tag-list.js';
import { keyArnOf, keyPlace, keyType, type KeyBody, type KeyRecord } from './key.js';
import { keyTagList } from './key-tags.js';

function keyOf(id: string, context: CallContext): KeyRecord | undefined {
  return context.transaction.resource<KeyBody>(keyPlace(context), id);
}

function rotate(KeyId: string, properties: JsonObject, context: CallContext): void {
  if (flagOf(properties, 'EnableKeyRotation') !== true) {
    context.invoke('KMS', 'DisableKeyRotation', { KeyId });
    return;
  }
  const RotationPeriodInDays = numberOf(properties, 'RotationPeriodInDays');
  context.invoke('KMS', 'EnableKeyRotation', { KeyId, ...givenMembers({ RotationPeriodInDays }) });
}

function enabledIn(properties: JsonObject): boolean {
  return flagOf(properties, 'Enabled') ?? true;
}

export const keyResource: ResourceProvider = {
  type: keyType,
  create: (properties, context) => {
    const tags = keyTagList(tagsIn(objectsOf(properties, 'Tags')));
    const { KeyMetadata } = context.invoke<{ KeyMetadata: { readonly KeyId: string } }>(
      'KMS',
      'CreateKey',
      givenMembers({
        Description: textOf(properties, 'Description'),
        Policy: documentOf(properties, 'KeyPolicy'),
        KeySpec: textOf(properties, 'KeySpec'),
        KeyUsage: textOf(properties, 'KeyUsage'),
        Origin: textOf(properties, 'Origin'),
        MultiRegion: flagOf(properties, 'MultiRegion'),
        BypassPolicyLockoutSafetyCheck: flagOf(properties, 'BypassPolicyLockoutSafetyCheck'),
        Tags: tags.length === 0 ? undefined : tags,
      }),
    );
    const { KeyId } = KeyMetadata;
    if (flagOf(properties, 'EnableKeyRotation') === true) rotate(KeyId, properties, context);
    if (!enabledIn(properties)) context.invoke('KMS', 'DisableKey', { KeyId });
    return { physicalId: KeyId, seconds: provisioningTimes(keyType).create };
  },
  update: (KeyId, properties, previous, context) => {
    const changed = (name: string): boolean => !sameJson(previous[name], properties[name]);
    // A disabled key takes no other rotation: it is enabled before, or disabled after.
    const enable = enabledIn(properties);
    const switched = enable !== enabledIn(previous);
    if (switched && enable) context.invoke('KMS', 'EnableKey', { KeyId });
    if (changed('KeyPolicy')) {
      const Policy = documentOf(properties, 'KeyPolicy');
      const BypassPolicyLockoutSafetyCheck = flagOf(properties, 'BypassPolicyLockoutSafetyCheck');
      if (Policy !== undefined) {
        const input = {
          KeyId,
          PolicyName: 'default',
          Policy,
          ...givenMembers({ BypassPolicyLockoutSafetyCheck }),
        };
        context.invoke('KMS', 'PutKeyPolicy', input);
      }
    }
    if (changed('Description')) {
      const Description = textOf(properties, 'Description') ?? '';
      context.invoke('KMS', 'UpdateKeyDescription', { KeyId, Description });
    }
    if (changed('EnableKeyRotation') || changed('RotationPeriodInDays')) rotate(KeyId, properties, context);
    if (switched && !enable) context.invoke('KMS', 'DisableKey', { KeyId });
    const { removed, set } = tagChanges(
      tagsIn(objectsOf(previous, 'Tags')),
      tagsIn(objectsOf(properties, 'Tags')),
    );
    if (Object.keys(set).length > 0) context.invoke('KMS', 'TagResource', { KeyId, Tags: keyTagList(set) });
    if (removed.length > 0) context.invoke('KMS', 'UntagResource', { KeyId, TagKeys: removed });
    return { seconds: provisioningTimes(keyType).update };
  },
  // For the stack the key is gone at once; it keeps its place in the stack while its window runs.
  delete: (KeyId, properties, context) => {
    const key = keyOf(KeyId, context);
    if (key === undefined || key.body.state === 'PendingDeletion') return { seconds: 0 };
    const PendingWindowInDays = numberOf(properties, 'PendingWindowInDays');
    context.invoke('KMS', 'ScheduleKeyDeletion', { KeyId, ...givenMembers({ PendingWindowInDays }) });
    return { seconds: provisioningTimes(keyType).delete };
  },
  attributes: (KeyId, _properties, context) => ({ KeyId, Arn: keyArnOf(KeyId, context) }),
};
