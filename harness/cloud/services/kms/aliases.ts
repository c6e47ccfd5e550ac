/** Creating, moving, deleting and listing aliases. */
import type {
  CreateAliasCommandInput,
  CreateAliasCommandOutput,
  DeleteAliasCommandInput,
  DeleteAliasCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  UpdateAliasCommandInput,
  UpdateAliasCommandOutput,
} from '@aws-sdk/client-kms';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { resourceAt, resourceKey } from '../../world/state.js';
import { aliasArnOf, aliasesOf, aliasPlace, type AliasBody, type AliasRecord } from './alias.js';
import { isAlias, keyRequest, managedKey, notFound, requireNotPending, type KeyRecord } from './key.js';
import { listPage } from './list-page.js';

const mostOfAKey = 50;

/** @throws AwsFailure ValidationException, InvalidAliasNameException or NotAuthorizedException. */
function checkName(name: string): void {
  if (!name.startsWith('alias/')) throw constraint('ValidationException', 'Invalid identifier');
  if (name.startsWith('alias/aws/')) throw constraint('NotAuthorizedException', '');
  if (name.length > 256 || !/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
    throw constraint(
      'ValidationException',
      `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`,
    );
  }
}

/** The key that an alias is to stand for. */
function targetKey(context: CallContext, name: string | undefined): KeyRecord {
  const wanted = required(name, 'TargetKeyId');
  if (isAlias(wanted)) throw constraint('ValidationException', 'Aliases must refer to keys. Not aliases');
  const key = managedKey(context, wanted);
  requireNotPending(key);
  return key;
}

function findAlias(scene: Scene, name: string | undefined): AliasRecord | undefined {
  return resourceAt<AliasBody>(scene.state, resourceKey(aliasPlace(scene), name ?? ''));
}

function aliasNamed(context: CallContext, name: string | undefined): AliasRecord {
  const wanted = required(name, 'AliasName');
  if (!wanted.startsWith('alias/')) throw constraint('ValidationException', 'Invalid identifier');
  const alias = findAlias(context, wanted);
  if (alias === undefined) throw notFound(`Alias ${aliasArnOf(wanted, context)} is not found.`);
  return alias;
}

const createAlias = operation<CreateAliasCommandInput, CreateAliasCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'kms:CreateAlias', resources: [aliasArnOf(input.AliasName ?? '', scene)] },
    keyRequest('kms:CreateAlias', input.TargetKeyId, scene),
  ],
  run: (input, context) => {
    const name = required(input.AliasName, 'AliasName');
    checkName(name);
    const arn = aliasArnOf(name, context);
    const key = targetKey(context, input.TargetKeyId);
    if (findAlias(context, name) !== undefined) {
      throw constraint('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    }
    if (aliasesOf(context, key.id).length >= mostOfAKey) {
      throw constraint('LimitExceededException', `${key.arn} has reached the maximum number of aliases.`);
    }
    const body: AliasBody = { keyId: key.id, updatedAt: context.now };
    context.transaction.putResource(context.born(aliasPlace(context), { id: name, arn }, body));
    return {};
  },
});

const updateAlias = operation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const asked = [
      { action: 'kms:UpdateAlias', resources: [aliasArnOf(input.AliasName ?? '', scene)] },
      keyRequest('kms:UpdateAlias', input.TargetKeyId, scene),
    ];
    const alias = findAlias(scene, input.AliasName);
    if (alias !== undefined) asked.push(keyRequest('kms:UpdateAlias', alias.body.keyId, scene));
    return asked;
  },
  run: (input, context) => {
    const alias = aliasNamed(context, input.AliasName);
    const key = targetKey(context, input.TargetKeyId);
    context.transaction.putResource({ ...alias, body: { keyId: key.id, updatedAt: context.now } });
    return {};
  },
});

const deleteAlias = operation<DeleteAliasCommandInput, DeleteAliasCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const asked = [{ action: 'kms:DeleteAlias', resources: [aliasArnOf(input.AliasName ?? '', scene)] }];
    const alias = findAlias(scene, input.AliasName);
    return alias === undefined ? asked : [...asked, keyRequest('kms:DeleteAlias', alias.body.keyId, scene)];
  },
  run: (input, context) => {
    context.transaction.deleteResource(aliasNamed(context, input.AliasName));
    return {};
  },
});

const listAliases = operation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'kms:ListAliases', resources: ['*'] }],
  run: (input, context) => {
    const all =
      input.KeyId === undefined
        ? recordsAt<AliasBody>(context.state, aliasPlace(context))
        : aliasesOf(context, managedKey(context, input.KeyId).id);
    const { items, ...rest } = listPage<AliasRecord>(all, (alias) => alias.id, input, 50);
    return {
      Aliases: items.map(({ arn, body, createdAt, id }) => ({
        AliasName: id,
        AliasArn: arn,
        TargetKeyId: body.keyId,
        CreationDate: new Date(createdAt),
        LastUpdatedDate: new Date(body.updatedAt),
      })),
      ...rest,
    };
  },
});

export const aliasOperations = {
  CreateAlias: createAlias,
  DeleteAlias: deleteAlias,
  ListAliases: listAliases,
  UpdateAlias: updateAlias,
};
