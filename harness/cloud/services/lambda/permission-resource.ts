/** How stacks provide `AWS::Lambda::Permission`: every change of it is a replacement. */
import type { JsonObject } from '../../../contract/json.js';
import { givenMembers } from '../../given-members.js';
import { physicalName } from '../../physical-name.js';
import { flagOf, textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { readFunctionName } from './function-name.js';
import { permissionId, permissionPlace, permissionType } from './permission.js';

function partsOf(physicalId: string): { readonly FunctionName: string; readonly StatementId: string } {
  const [FunctionName = '', StatementId = ''] = physicalId.split('|');
  return { FunctionName, StatementId };
}

const names = [
  'Action',
  'EventSourceToken',
  'FunctionUrlAuthType',
  'Principal',
  'PrincipalOrgID',
  'SourceAccount',
  'SourceArn',
];

function texts(properties: JsonObject): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, textOf(properties, name)]));
}

export const permissionResource: ResourceProvider = {
  type: permissionType,
  create: (properties, context) => {
    const StatementId = physicalName(context, { maximum: 100 });
    const FunctionName = textOf(properties, 'FunctionName');
    context.invoke(
      'Lambda',
      'AddPermission',
      givenMembers({
        ...texts(properties),
        FunctionName,
        StatementId,
        InvokedViaFunctionUrl: flagOf(properties, 'InvokedViaFunctionUrl'),
      }),
    );
    return {
      physicalId: permissionId(readFunctionName(FunctionName, context).arn, StatementId),
      seconds: provisioningTimes(permissionType).create,
    };
  },
  update: () => ({ seconds: 0 }),
  delete: (physicalId, _properties, context) => {
    if (context.transaction.resource(permissionPlace(context), physicalId) === undefined)
      return { seconds: 0 };
    context.invoke('Lambda', 'RemovePermission', partsOf(physicalId));
    return { seconds: provisioningTimes(permissionType).delete };
  },
  attributes: (physicalId) => ({ Id: partsOf(physicalId).StatementId }),
};
