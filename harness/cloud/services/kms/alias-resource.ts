/** How stacks provide `AWS::KMS::Alias` (CloudFormation template reference). */
import { sameJson } from '../../../contract/json.js';
import { textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { aliasPlace, aliasType } from './alias.js';

export const aliasResource: ResourceProvider = {
  type: aliasType,
  create: (properties, context) => {
    const AliasName = textOf(properties, 'AliasName') ?? '';
    const TargetKeyId = textOf(properties, 'TargetKeyId');
    context.invoke('KMS', 'CreateAlias', { AliasName, TargetKeyId });
    return { physicalId: AliasName, seconds: provisioningTimes(aliasType).create };
  },
  update: (AliasName, properties, previous, context) => {
    if (!sameJson(previous['TargetKeyId'], properties['TargetKeyId'])) {
      const TargetKeyId = textOf(properties, 'TargetKeyId');
      context.invoke('KMS', 'UpdateAlias', { AliasName, TargetKeyId });
    }
    return { seconds: provisioningTimes(aliasType).update };
  },
  delete: (AliasName, _properties, context) => {
    if (context.transaction.resource(aliasPlace(context), AliasName) === undefined) return { seconds: 0 };
    context.invoke('KMS', 'DeleteAlias', { AliasName });
    return { seconds: provisioningTimes(aliasType).delete };
  },
  attributes: () => ({}),
};
