/** Creating, showing, changing, listing and deleting function URLs. */
import type {
  CreateFunctionUrlConfigCommandInput,
  CreateFunctionUrlConfigCommandOutput,
  DeleteFunctionUrlConfigCommandInput,
  DeleteFunctionUrlConfigCommandOutput,
  GetFunctionUrlConfigCommandInput,
  GetFunctionUrlConfigCommandOutput,
  ListFunctionUrlConfigsCommandInput,
  ListFunctionUrlConfigsCommandOutput,
  UpdateFunctionUrlConfigCommandInput,
  UpdateFunctionUrlConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { toStored } from '../../stored-shape.js';
import { badMarker, conflict, invalidParameter, notFound } from './failures.js';
import { functionNamed } from './function.js';
import { askedArn, readFunctionName, type FunctionName } from './function-name.js';
import { describeUrl, urlPlace, type UrlBody, type UrlRecord } from './function-url.js';
import { qualified } from './qualified.js';

interface UrlInput {
  readonly FunctionName?: string | undefined;
  readonly Qualifier?: string | undefined;
  readonly AuthType?: string | undefined;
}

function onFunction(action: string) {
  return ({ AuthType, FunctionName, Qualifier }: UrlInput, scene: Scene): ActionRequest[] => {
    const arn = askedArn(FunctionName, scene, Qualifier);
    const authType = AuthType === undefined ? {} : { 'lambda:FunctionUrlAuthType': AuthType };
    return [{ action, resources: [arn], context: { 'lambda:FunctionArn': arn, ...authType } }];
  };
}

/** The function or alias that an address leads to; versions have none. */
function targetOf(context: CallContext, name: FunctionName): string {
  if (name.qualifier === '$LATEST' || /^\d+$/.test(name.qualifier ?? '')) {
    throw invalidParameter('Function URLs cannot be created for a version: name an alias or no qualifier.');
  }
  return qualified(context, name).holder.arn;
}

function urlOf(context: CallContext, input: UrlInput): UrlRecord {
  const name = readFunctionName(input.FunctionName, context, input.Qualifier);
  const url = context.transaction.resource<UrlBody>(urlPlace(context), targetOf(context, name));
  if (url === undefined) throw notFound('The resource you requested does not exist.');
  return url;
}

const createFunctionUrlConfig = operation<
  CreateFunctionUrlConfigCommandInput,
  CreateFunctionUrlConfigCommandOutput
>({
  readOnly: false,
  actions: onFunction('lambda:CreateFunctionUrlConfig'),
  run: (input, context) => {
    const authType = required(input.AuthType, 'AuthType');
    const name = readFunctionName(input.FunctionName, context, input.Qualifier);
    const id = targetOf(context, name);
    if (context.transaction.resource(urlPlace(context), id) !== undefined) {
      throw conflict(
        `Failed to create function url config for [functionArn = ${id}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      );
    }
    const label = context.transaction.base32(`url ${id}`, 32).toLowerCase();
    const url = context.born<UrlBody>(
      urlPlace(context),
      { id, arn: '' },
      {
        address: `https://${label}.lambda-url.${context.region}.on.aws/`,
        authType,
        cors: input.Cors === undefined ? null : toStored(input.Cors),
        invokeMode: input.InvokeMode ?? 'BUFFERED',
        lastModified: context.now,
      },
    );
    context.transaction.putResource(url);
    const { LastModifiedTime: _changed, ...shown } = describeUrl(url);
    return shown;
  },
});

const getFunctionUrlConfig = operation<GetFunctionUrlConfigCommandInput, GetFunctionUrlConfigCommandOutput>({
  readOnly: true,
  actions: onFunction('lambda:GetFunctionUrlConfig'),
  run: (input, context) => describeUrl(urlOf(context, input)),
});

const updateFunctionUrlConfig = operation<
  UpdateFunctionUrlConfigCommandInput,
  UpdateFunctionUrlConfigCommandOutput
>({
  readOnly: false,
  actions: onFunction('lambda:UpdateFunctionUrlConfig'),
  run: (input, context) => {
    const url = urlOf(context, input);
    const { authType, cors, invokeMode } = url.body;
    const changed: UrlRecord = {
      ...url,
      body: {
        ...url.body,
        authType: input.AuthType ?? authType,
        cors: input.Cors === undefined ? cors : toStored(input.Cors),
        invokeMode: input.InvokeMode ?? invokeMode,
        lastModified: context.now,
      },
    };
    context.transaction.putResource(changed);
    return describeUrl(changed);
  },
});

const deleteFunctionUrlConfig = operation<
  DeleteFunctionUrlConfigCommandInput,
  DeleteFunctionUrlConfigCommandOutput
>({
  readOnly: false,
  actions: onFunction('lambda:DeleteFunctionUrlConfig'),
  run: (input, context) => {
    context.transaction.deleteResource(urlOf(context, input));
    return {};
  },
});

const listFunctionUrlConfigs = operation<
  ListFunctionUrlConfigsCommandInput,
  ListFunctionUrlConfigsCommandOutput
>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'lambda:ListFunctionUrlConfigs', resources: [askedArn(input.FunctionName, scene)] },
  ],
  run: (input, context) => {
    const { arn } = functionNamed(context, input.FunctionName);
    const all = [...recordsAt<UrlBody>(context.state, urlPlace(context))];
    const own = all.filter(({ id }) => id === arn || id.startsWith(`${arn}:`));
    const { items, next } = pageOf(own, {
      keyOf: (url) => url.id,
      limit: Math.min(input.MaxItems ?? 50, 50),
      token: input.Marker,
      badToken: badMarker,
    });
    return {
      FunctionUrlConfigs: items.map(describeUrl),
      ...(next === undefined ? {} : { NextMarker: next }),
    };
  },
});

export const functionUrlOperations = {
  CreateFunctionUrlConfig: createFunctionUrlConfig,
  DeleteFunctionUrlConfig: deleteFunctionUrlConfig,
  GetFunctionUrlConfig: getFunctionUrlConfig,
  ListFunctionUrlConfigs: listFunctionUrlConfigs,
  UpdateFunctionUrlConfig: updateFunctionUrlConfig,
};
