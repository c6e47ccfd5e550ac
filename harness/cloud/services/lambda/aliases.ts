/** Creating, showing, changing, listing and deleting aliases. */
import type {
  AliasRoutingConfiguration,
  CreateAliasCommandInput,
  CreateAliasCommandOutput,
  DeleteAliasCommandInput,
  DeleteAliasCommandOutput,
  GetAliasCommandInput,
  GetAliasCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  UpdateAliasCommandInput,
  UpdateAliasCommandOutput,
} from '@aws-sdk/client-lambda';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { aliasesOf, aliasPlace, describeAlias, type AliasBody, type AliasRecord } from './alias.js';
import {
  badMarker,
  checkRevision,
  conflict,
  invalidParameter,
  notFound,
  validationError,
} from './failures.js';
import { functionNamed, functionNotFound, type FunctionRecord } from './function.js';
import { askedArn, functionArn } from './function-name.js';
import { deletePermissions } from './permission.js';
import { versionPlace } from './version.js';

function onFunction(action: string) {
  return (input: { readonly FunctionName?: string | undefined }, scene: Scene): ActionRequest[] => [
    { action, resources: [askedArn(input.FunctionName, scene)] },
  ];
}

function aliasNamed(
  context: CallContext,
  functionName: string | undefined,
  given: string | undefined,
): AliasRecord {
  const name = required(given, 'Name');
  const record = functionNamed(context, functionName);
  const arn = functionArn(context, record.id, name);
  const alias = context.transaction.resource<AliasBody>(aliasPlace(context), arn);
  if (alias === undefined) throw notFound(`Cannot find alias arn: ${arn}`);
  return alias;
}

/** @throws AwsFailure ResourceNotFoundException unless the function has the version. */
function requireVersion(context: CallContext, { arn }: FunctionRecord, version: string): void {
  const id = `${arn}:${version}`;
  if (version === '$LATEST' || context.transaction.resource(versionPlace(context), id) !== undefined) return;
  throw functionNotFound(id);
}

function weightsOf(
  context: CallContext,
  record: FunctionRecord,
  target: string,
  routing: AliasRoutingConfiguration | undefined,
): Readonly<Record<string, number>> {
  const weights = routing?.AdditionalVersionWeights ?? {};
  const versions = Object.keys(weights);
  if (versions.length === 0) return {};
  if (versions.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  if (target === '$LATEST' || versions.includes('$LATEST')) {
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  for (const version of versions) requireVersion(context, record, version);
  return weights;
}

const createAlias = operation<CreateAliasCommandInput, CreateAliasCommandOutput>({
  readOnly: false,
  actions: onFunction('lambda:CreateAlias'),
  run: (input, context) => {
    const name = required(input.Name, 'Name');
    if (!/^(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}$/.test(name)) {
      const rule = 'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)';
      throw validationError(name, 'name', rule);
    }
    const target = required(input.FunctionVersion, 'FunctionVersion');
    const record = functionNamed(context, input.FunctionName);
    const arn = functionArn(context, record.id, name);
    if (context.transaction.resource(aliasPlace(context), arn) !== undefined) {
      throw conflict(`Alias already exists: ${arn}`);
    }
    requireVersion(context, record, target);
    const alias = context.born<AliasBody>(
      aliasPlace(context),
      { id: arn, arn },
      {
        name,
        description: input.Description ?? '',
        target,
        weights: weightsOf(context, record, target, input.RoutingConfig),
        revision: context.transaction.uuid(`alias ${arn}`),
        policy: null,
      },
    );
    context.transaction.putResource(alias);
    return describeAlias(alias);
  },
});

const getAlias = operation<GetAliasCommandInput, GetAliasCommandOutput>({
  readOnly: true,
  actions: onFunction('lambda:GetAlias'),
  run: (input, context) => describeAlias(aliasNamed(context, input.FunctionName, input.Name)),
});

const updateAlias = operation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  readOnly: false,
  actions: onFunction('lambda:UpdateAlias'),
  run: (input, context) => {
    const record = functionNamed(context, input.FunctionName);
    const alias = aliasNamed(context, input.FunctionName, input.Name);
    checkRevision(input.RevisionId, alias.body.revision);
    const target = input.FunctionVersion ?? alias.body.target;
    requireVersion(context, record, target);
    const changed: AliasRecord = {
      ...alias,
      body: {
        ...alias.body,
        target,
        description: input.Description ?? alias.body.description,
        weights:
          input.RoutingConfig === undefined
            ? alias.body.weights
            : weightsOf(context, record, target, input.RoutingConfig),
        revision: context.transaction.uuid(`alias ${alias.id} ${alias.body.revision}`),
      },
    };
    context.transaction.putResource(changed);
    return describeAlias(changed);
  },
});

const deleteAlias = operation<DeleteAliasCommandInput, DeleteAliasCommandOutput>({
  readOnly: false,
  actions: onFunction('lambda:DeleteAlias'),
  // Deleting an alias that is not there succeeds, as it does on AWS.
  run: (input, context) => {
    const record = functionNamed(context, input.FunctionName);
    const alias = aliasesOf(context.state, record).find(({ body }) => body.name === input.Name);
    if (alias === undefined) return {};
    deletePermissions(context, alias);
    context.transaction.deleteResource(alias);
    return {};
  },
});

const listAliases = operation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  readOnly: true,
  actions: onFunction('lambda:ListAliases'),
  run: (input, context) => {
    const { FunctionVersion: version } = input;
    const all = aliasesOf(context.state, functionNamed(context, input.FunctionName));
    const chosen = all.filter(
      ({ body }) => version === undefined || body.target === version || version in body.weights,
    );
    const { items, next } = pageOf(chosen, {
      keyOf: (alias) => alias.id,
      limit: Math.min(input.MaxItems ?? 50, 50),
      token: input.Marker,
      badToken: badMarker,
    });
    return { Aliases: items.map(describeAlias), ...(next === undefined ? {} : { NextMarker: next }) };
  },
});

export const aliasOperations = {
  CreateAlias: createAlias,
  DeleteAlias: deleteAlias,
  GetAlias: getAlias,
  ListAliases: listAliases,
  UpdateAlias: updateAlias,
};
