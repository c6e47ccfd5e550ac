/** How stacks provide `AWS::Lambda::Url`. */
import type { FunctionUrlConfig } from '@aws-sdk/client-lambda';
import type { JsonObject } from '../../../contract/json.js';
import { givenMembers } from '../../given-members.js';
import { objectOf, retyped, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { urlPlace, urlType, type UrlBody } from './function-url.js';

const numbers = new Set(['MaxAge']);
const flags = new Set(['AllowCredentials']);

function targetOf(properties: JsonObject): Record<string, unknown> {
  return givenMembers({
    FunctionName: textOf(properties, 'TargetFunctionArn'),
    Qualifier: textOf(properties, 'Qualifier'),
  });
}

function settingsOf(properties: JsonObject): Record<string, unknown> {
  const cors = objectOf(properties, 'Cors');
  return {
    AuthType: textOf(properties, 'AuthType'),
    InvokeMode: textOf(properties, 'InvokeMode'),
    Cors: cors === undefined ? undefined : retyped(cors, numbers, flags),
  };
}

export const urlResource: ResourceProvider = {
  type: urlType,
  create: (properties, context) => {
    const input = givenMembers({ ...targetOf(properties), ...settingsOf(properties) });
    const created = context.invoke<FunctionUrlConfig>('Lambda', 'CreateFunctionUrlConfig', input);
    return { physicalId: created.FunctionArn ?? '', seconds: provisioningTimes(urlType).create };
  },
  update: (_physicalId, properties, _previous, context) => {
    const settings = givenMembers(settingsOf(properties));
    const input = { InvokeMode: 'BUFFERED', Cors: {}, ...settings, ...targetOf(properties) };
    context.invoke('Lambda', 'UpdateFunctionUrlConfig', input);
    return { seconds: provisioningTimes(urlType).update };
  },
  delete: (physicalId, properties, context) => {
    if (context.transaction.resource(urlPlace(context), physicalId) === undefined) return { seconds: 0 };
    context.invoke('Lambda', 'DeleteFunctionUrlConfig', targetOf(properties));
    return { seconds: provisioningTimes(urlType).delete };
  },
  attributes: (physicalId, _properties, context) => {
    const url = context.transaction.resource<UrlBody>(urlPlace(context), physicalId);
    return url === undefined ? {} : { FunctionArn: physicalId, FunctionUrl: url.body.address };
  },
};
