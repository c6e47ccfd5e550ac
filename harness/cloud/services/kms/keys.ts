/** Creating, describing and listing keys. */
import type {
  CreateKeyCommandInput,
  CreateKeyCommandOutput,
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  KeyMetadata,
  ListKeysCommandInput,
  ListKeysCommandOutput,
  UpdateKeyDescriptionCommandInput,
  UpdateKeyDescriptionCommandOutput,
} from '@aws-sdk/client-kms';
import { unsupported } from '../../../contract/aws-error.js';
import { refuse, required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import { requestTags } from '../../tag-list.js';
import type { KeyBody, KeyRecord } from './key.js';
import { changeKey, keyArnOf, keyNamed, keyPlace, keyRequest, managedKey, requireNotPending } from './key.js';
import { defaultPolicy, keyPolicyOf } from './key-policy.js';
import { keyTagsIn } from './key-tags.js';
import { listPage } from './list-page.js';

function describeKey({ account, arn, body, createdAt, id }: KeyRecord): KeyMetadata {
  return {
    AWSAccountId: account,
    KeyId: id,
    Arn: arn,
    CreationDate: new Date(createdAt),
    Enabled: body.state === 'Enabled',
    Description: body.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: body.state,
    ...(body.deletion === null ? {} : { DeletionDate: new Date(body.deletion.time) }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    // oxlint-disable-next-line typescript/no-deprecated -- AWS still answers with the old member too.
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}

/** Symmetric keys made of KMS's own material are modeled; a key of another kind would not do what it says. */
function requireSymmetric(input: CreateKeyCommandInput): void {
  refuse('KMS.CreateKey', input, ['CustomKeyStoreId', 'MultiRegion', 'XksKeyId']);
  // oxlint-disable-next-line typescript/no-deprecated -- older clients still send the old member.
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  if (spec !== 'SYMMETRIC_DEFAULT') throw unsupported(`KMS.CreateKey with KeySpec ${spec}`);
  const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT';
  if (usage !== 'ENCRYPT_DECRYPT') throw unsupported(`KMS.CreateKey with KeyUsage ${usage}`);
  const origin = input.Origin ?? 'AWS_KMS';
  if (origin !== 'AWS_KMS') throw unsupported(`KMS.CreateKey with Origin ${origin}`);
}

const createKey = operation<CreateKeyCommandInput, CreateKeyCommandOutput>({
  readOnly: false,
  actions: (input) => {
    const pairs = (input.Tags ?? []).map(({ TagKey, TagValue }) => [TagKey ?? '', TagValue ?? '']);
    const context = requestTags(Object.fromEntries(pairs) as Record<string, string>);
    const asked = [{ action: 'kms:CreateKey', resources: ['*'], context }];
    if (pairs.length > 0) asked.push({ action: 'kms:TagResource', resources: ['*'], context });
    return asked;
  },
  run: (input, context) => {
    requireSymmetric(input);
    const id = context.transaction.uuid(`key ${context.standing.member?.logicalId ?? ''}`);
    const arn = keyArnOf(id, context);
    const policy =
      input.Policy === undefined
        ? keyPolicyOf(defaultPolicy(context), arn, true, context)
        : keyPolicyOf(input.Policy, arn, input.BypassPolicyLockoutSafetyCheck ?? false, context);
    const identity = { id, arn, tags: keyTagsIn(input.Tags) };
    const key = context.born<KeyBody>(keyPlace(context), identity, {
      state: 'Enabled',
      description: input.Description ?? '',
      policy,
      grants: [],
      rotation: null,
      rotations: [],
      deletion: null,
    });
    context.transaction.putResource(key);
    return { KeyMetadata: describeKey(key) };
  },
});

const describe = operation<DescribeKeyCommandInput, DescribeKeyCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [keyRequest('kms:DescribeKey', input.KeyId, scene)],
  run: (input, context) => ({ KeyMetadata: describeKey(keyNamed(context, input.KeyId)) }),
});

const listKeys = operation<ListKeysCommandInput, ListKeysCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'kms:ListKeys', resources: ['*'] }],
  run: (input, context) => {
    const keys = recordsAt<KeyBody>(context.state, keyPlace(context));
    const { items, ...rest } = listPage(keys, (key) => key.id, input, 100);
    return { Keys: items.map(({ arn, id }) => ({ KeyId: id, KeyArn: arn })), ...rest };
  },
});

const updateKeyDescription = operation<UpdateKeyDescriptionCommandInput, UpdateKeyDescriptionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:UpdateKeyDescription', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireNotPending(key);
    changeKey(context, key, { description: required(input.Description, 'Description') });
    return {};
  },
});

export const keyOperations = {
  CreateKey: createKey,
  DescribeKey: describe,
  ListKeys: listKeys,
  UpdateKeyDescription: updateKeyDescription,
};
