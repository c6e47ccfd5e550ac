/** Creating, showing, listing and deleting functions. */
import type {
  CreateFunctionCommandInput,
  CreateFunctionCommandOutput,
  DeleteFunctionCommandInput,
  DeleteFunctionCommandOutput,
  GetFunctionCommandInput,
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
} from '@aws-sdk/client-lambda';
import type { ActionRequest } from '../../../contract/call.js';
import { domainOf } from '../../../contract/arn.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import { requestTags } from '../../tag-list.js';
import { aliasesOf } from './alias.js';
import { passRole, requireRole } from './execution-role.js';
import { badMarker, conflict, invalidParameter } from './failures.js';
import {
  functionCalled,
  functionKey,
  functionNotFound,
  functionPlace,
  functionType,
  type FunctionBody,
  type FunctionRecord,
} from './function.js';
import { readCode } from './function-code.js';
import { describeFunction, listedFunction } from './function-description.js';
import { askedArn, functionArn, readFunctionName } from './function-name.js';
import { defaultSettings, withSettings } from './function-settings.js';
import { deletePermissions } from './permission.js';
import { describeQualified, qualified } from './qualified.js';
import { deleteUrls } from './function-url.js';
import { describeVersion, listedVersion, publish, versionsOf } from './version.js';

/** Condition keys of what a function's configuration says ("Actions, resources, and condition keys for AWS Lambda"). */
export function configurationKeys(
  input: Pick<CreateFunctionCommandInput, 'Layers' | 'VpcConfig'>,
): Readonly<Record<string, readonly string[]>> {
  const keys: Record<string, readonly string[]> = {};
  const { Layers, VpcConfig } = input;
  if (Layers !== undefined && Layers.length > 0) keys['lambda:Layer'] = Layers;
  if (VpcConfig?.SubnetIds !== undefined) keys['lambda:SubnetIds'] = VpcConfig.SubnetIds;
  if (VpcConfig?.SecurityGroupIds !== undefined) keys['lambda:SecurityGroupIds'] = VpcConfig.SecurityGroupIds;
  return keys;
}

const createFunction = operation<CreateFunctionCommandInput, CreateFunctionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => {
    const asked: ActionRequest[] = [
      {
        action: 'lambda:CreateFunction',
        resources: [askedArn(input.FunctionName, scene)],
        context: { ...requestTags(input.Tags ?? {}), ...configurationKeys(input) },
      },
    ];
    if (input.Role !== undefined) asked.push(passRole(input.Role));
    return asked;
  },
  run: (input, context) => {
    refuse('Lambda.CreateFunction', input, [
      'CapacityProviderConfig',
      'CodeSigningConfigArn',
      'DurableConfig',
      'PublishTo',
      'TenancyConfig',
    ]);
    const { name, qualifier } = readFunctionName(input.FunctionName, context);
    if (qualifier !== null)
      throw invalidParameter('A qualifier is not allowed in the name of a new function.');
    const role = required(input.Role, 'Role');
    const packageType = input.PackageType ?? 'Zip';
    const code = readCode(required(input.Code, 'Code'), packageType, input.Architectures ?? ['x86_64']);
    if (packageType === 'Zip' && (input.Runtime === undefined || input.Handler === undefined)) {
      throw invalidParameter(
        'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
      );
    }
    const settings = withSettings(defaultSettings(name), input);
    requireRole(role, context);
    if (context.transaction.resource(functionPlace(context), name) !== undefined) {
      throw conflict(`Function already exist: ${name}`);
    }
    const identity = { id: name, arn: functionArn(context, name), tags: input.Tags ?? {} };
    const record = context.born<FunctionBody>(functionPlace(context), identity, {
      state: 'Pending',
      update: 'Successful',
      settings,
      role,
      code,
      lastModified: context.now,
      revision: context.transaction.uuid(`function ${name}`),
      concurrency: null,
      policy: null,
      lastVersion: 0,
    });
    context.transaction.putResource(record);
    const { incarnation } = record;
    const about = functionKey(name, context);
    context.schedule(
      provisioningTimes(functionType).create,
      'lambda.function-active',
      { id: name, incarnation },
      about,
    );
    if (input.Publish !== true) return describeFunction(record);
    return describeVersion(publish(context, record, undefined).version);
  },
});

const getFunction = operation<GetFunctionCommandInput, GetFunctionCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    {
      action: 'lambda:GetFunction',
      resources: [askedArn(input.FunctionName, scene, input.Qualifier)],
    },
  ],
  shows: (input, scene) => functionKey(input.FunctionName, scene),
  run: (input, context) => {
    const name = readFunctionName(input.FunctionName, context, input.Qualifier);
    const { function: record } = qualified(context, name);
    const { code, concurrency } = record.body;
    const { partition, region, account } = context;
    const host = `awslambda-${region}-tasks.s3.${region}.${domainOf(partition)}`;
    return {
      Configuration: describeQualified(context, name),
      // The address that AWS signs here leads to the code; there is no code to be had in this world.
      Code:
        code.imageUri === null
          ? { RepositoryType: 'S3', Location: `https://${host}/snapshots/${account}/${record.id}` }
          : { RepositoryType: 'ECR', ImageUri: code.imageUri, ResolvedImageUri: code.imageUri },
      ...(Object.keys(record.tags).length === 0 ? {} : { Tags: { ...record.tags } }),
      ...(concurrency === null ? {} : { Concurrency: { ReservedConcurrentExecutions: concurrency } }),
    };
  },
});

const getFunctionConfiguration = operation<
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput
>({
  readOnly: true,
  actions: (input, scene) => [
    {
      action: 'lambda:GetFunctionConfiguration',
      resources: [askedArn(input.FunctionName, scene, input.Qualifier)],
    },
  ],
  shows: (input, scene) => functionKey(input.FunctionName, scene),
  run: (input, context) =>
    describeQualified(context, readFunctionName(input.FunctionName, context, input.Qualifier)),
});

const listFunctions = operation<ListFunctionsCommandInput, ListFunctionsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'lambda:ListFunctions', resources: ['*'] }],
  run: (input, context) => {
    refuse('Lambda.ListFunctions', input, ['MasterRegion']);
    const all = recordsAt<FunctionBody>(context.state, functionPlace(context));
    const { items, next } = pageOf(all, {
      keyOf: (record) => record.id,
      limit: Math.min(input.MaxItems ?? 50, 50),
      token: input.Marker,
      badToken: badMarker,
    });
    const Functions = items.flatMap((record) => [
      listedFunction(record),
      ...(input.FunctionVersion === 'ALL' ? versionsOf(context.state, record).map(listedVersion) : []),
    ]);
    return { Functions, ...(next === undefined ? {} : { NextMarker: next }) };
  },
});

/** Everything that a function takes with it. Event source mappings stay, as they do on AWS. */
function deleteWhole(context: CallContext, record: FunctionRecord): void {
  deletePermissions(context, record);
  deleteUrls(context, record);
  for (const alias of aliasesOf(context.state, record)) context.transaction.deleteResource(alias);
  for (const version of versionsOf(context.state, record)) context.transaction.deleteResource(version);
  context.transaction.deleteResource(record);
}

function deleteVersion(context: CallContext, record: FunctionRecord, qualifier: string, arn: string): void {
  if (qualifier === '$LATEST') {
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  }
  const aliases = aliasesOf(context.state, record);
  if (aliases.some((alias) => alias.body.name === qualifier)) {
    throw invalidParameter('Deletion of aliases is not currently supported.');
  }
  const version = versionsOf(context.state, record).find((each) => String(each.body.version) === qualifier);
  if (version === undefined) throw functionNotFound(arn);
  const users = aliases.filter(({ body }) => body.target === qualifier || qualifier in body.weights);
  if (users.length > 0) {
    const named = users.map((alias) => alias.body.name).join(', ');
    throw conflict(`Unable to delete version because the following aliases reference it: [${named}]`);
  }
  deletePermissions(context, version);
  context.transaction.deleteResource(version);
}

const deleteFunction = operation<DeleteFunctionCommandInput, DeleteFunctionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    {
      action: 'lambda:DeleteFunction',
      resources: [askedArn(input.FunctionName, scene, input.Qualifier)],
    },
  ],
  run: (input, context) => {
    const name = readFunctionName(input.FunctionName, context, input.Qualifier);
    const record = functionCalled(context, name);
    if (name.qualifier === null) deleteWhole(context, record);
    else deleteVersion(context, record, name.qualifier, name.arn);
    return { StatusCode: 204 };
  },
});

export const functionOperations = {
  CreateFunction: createFunction,
  DeleteFunction: deleteFunction,
  GetFunction: getFunction,
  GetFunctionConfiguration: getFunctionConfiguration,
  ListFunctions: listFunctions,
};
