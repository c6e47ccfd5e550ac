/** How stacks provide `AWS::Lambda::Alias`. */
import { unsupported } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import { givenMembers } from '../../given-members.js';
import { numberOf, objectOf, objectsOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { aliasPlace, aliasType } from './alias.js';
import { functionArn, readFunctionName } from './function-name.js';

/** Weights of versions, which a template lists and the API maps. */
function routing(properties: JsonObject): object {
  const listed = objectsOf(objectOf(properties, 'RoutingConfig') ?? {}, 'AdditionalVersionWeights') ?? [];
  const weights = listed.map((item) => [
    textOf(item, 'FunctionVersion') ?? '',
    numberOf(item, 'FunctionWeight') ?? 0,
  ]);
  return { AdditionalVersionWeights: Object.fromEntries(weights) as Record<string, number> };
}

function refuseUnsupported(properties: JsonObject): void {
  if (properties['ProvisionedConcurrencyConfig'] === undefined) return;
  throw unsupported(`${aliasType} with ProvisionedConcurrencyConfig`);
}

function inputOf(properties: JsonObject): Record<string, unknown> {
  return {
    FunctionName: textOf(properties, 'FunctionName'),
    Name: textOf(properties, 'Name'),
    FunctionVersion: textOf(properties, 'FunctionVersion'),
  };
}

export const aliasResource: ResourceProvider = {
  type: aliasType,
  create: (properties, context) => {
    refuseUnsupported(properties);
    const input = {
      ...inputOf(properties),
      Description: textOf(properties, 'Description'),
      RoutingConfig: properties['RoutingConfig'] === undefined ? undefined : routing(properties),
    };
    context.invoke('Lambda', 'CreateAlias', givenMembers(input));
    const { name } = readFunctionName(textOf(properties, 'FunctionName'), context);
    return {
      physicalId: functionArn(context, name, textOf(properties, 'Name') ?? ''),
      seconds: provisioningTimes(aliasType).create,
    };
  },
  update: (_physicalId, properties, _previous, context) => {
    refuseUnsupported(properties);
    const input = {
      ...inputOf(properties),
      Description: textOf(properties, 'Description') ?? '',
      RoutingConfig: routing(properties),
    };
    context.invoke('Lambda', 'UpdateAlias', givenMembers(input));
    return { seconds: provisioningTimes(aliasType).update };
  },
  delete: (physicalId, properties, context) => {
    if (context.transaction.resource(aliasPlace(context), physicalId) === undefined) return { seconds: 0 };
    const { FunctionName, Name } = inputOf(properties);
    context.invoke('Lambda', 'DeleteAlias', { FunctionName, Name });
    return { seconds: provisioningTimes(aliasType).delete };
  },
  attributes: (physicalId) => ({ AliasArn: physicalId }),
};
