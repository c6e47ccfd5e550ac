/** Operations on access keys (IAM API Reference: CreateAccessKey and its like). The secret is derived, never stored. */
import type {
  AccessKeyMetadata,
  CreateAccessKeyCommandInput,
  CreateAccessKeyCommandOutput,
  DeleteAccessKeyCommandInput,
  DeleteAccessKeyCommandOutput,
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
  StatusType,
  UpdateAccessKeyCommandInput,
  UpdateAccessKeyCommandOutput,
} from '@aws-sdk/client-iam';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import { accessKeyType, chainOfKey, findAccessKey, keysOf, type AccessKeyBody } from './access-key-record.js';
import { limitExceeded, missing, noSuchEntity, validationError } from './failures.js';
import { holderArn, iamArn, users } from './holder.js';
import { listed } from './listing.js';
import { namedUser, requiredUser, theUser } from './users.js';

const mostKeys = 2;

function onUser(action: string) {
  return ({ UserName }: { readonly UserName?: string | undefined }, scene: Scene) => [
    { action, resources: [holderArn(scene, users, namedUser(scene.actor, UserName))] },
  ];
}

function statusOf(active: boolean): StatusType {
  return active ? 'Active' : 'Inactive';
}

function shown(record: ResourceRecord<AccessKeyBody>): AccessKeyMetadata {
  return {
    UserName: record.body.user,
    AccessKeyId: record.id,
    Status: statusOf(record.body.active),
    CreateDate: new Date(record.createdAt),
  };
}

function theKey(
  context: CallContext,
  id: string | undefined,
  userName: string | undefined,
): ResourceRecord<AccessKeyBody> {
  const wanted = required(id, 'AccessKeyId', missing);
  const record = findAccessKey(context.state, wanted);
  const user = requiredUser(context, userName);
  if (record?.account !== context.account || record.body.user !== user) {
    throw noSuchEntity(`The Access Key with id ${wanted} cannot be found.`);
  }
  return record;
}

export const accessKeyOperations: Readonly<Record<string, Operation>> = {
  CreateAccessKey: operation<CreateAccessKeyCommandInput, CreateAccessKeyCommandOutput>({
    readOnly: false,
    actions: onUser('iam:CreateAccessKey'),
    run: ({ UserName }, context) => {
      const { id: user, arn } = theUser(context, requiredUser(context, UserName));
      const present = keysOf(context, user).length;
      if (present >= mostKeys) throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${mostKeys}`);
      const id = `AKIA${context.transaction.base32(`access key ${present} of ${user}`, 16)}`;
      const identity = { id, arn: iamArn(context, 'access-key', '/', id) };
      const body = { user, active: true, ...chainOfKey(context.actor, arn) };
      const record = context.born<AccessKeyBody>(context.globalPlace(accessKeyType), identity, body);
      context.transaction.putResource(record);
      return {
        AccessKey: {
          UserName: user,
          AccessKeyId: id,
          Status: 'Active',
          SecretAccessKey: context.cloud.secretOf(id),
          CreateDate: new Date(record.createdAt),
        },
      };
    },
  }),

  ListAccessKeys: operation<ListAccessKeysCommandInput, ListAccessKeysCommandOutput>({
    readOnly: true,
    actions: onUser('iam:ListAccessKeys'),
    run: (input, context) => {
      const user = theUser(context, requiredUser(context, input.UserName)).id;
      const { items, paging } = listed(keysOf(context, user), (record) => record.id, input);
      return { AccessKeyMetadata: items.map(shown), ...paging };
    },
  }),

  UpdateAccessKey: operation<UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput>({
    readOnly: false,
    actions: onUser('iam:UpdateAccessKey'),
    run: ({ UserName, AccessKeyId, Status }, context) => {
      const record = theKey(context, AccessKeyId, UserName);
      if (Status !== 'Active' && Status !== 'Inactive') {
        throw validationError(
          "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]",
        );
      }
      context.transaction.putResource({ ...record, body: { ...record.body, active: Status === 'Active' } });
      return {};
    },
  }),

  DeleteAccessKey: operation<DeleteAccessKeyCommandInput, DeleteAccessKeyCommandOutput>({
    readOnly: false,
    actions: onUser('iam:DeleteAccessKey'),
    run: ({ UserName, AccessKeyId }, context) => {
      context.transaction.deleteResource(theKey(context, AccessKeyId, UserName));
      return {};
    },
  }),
};
