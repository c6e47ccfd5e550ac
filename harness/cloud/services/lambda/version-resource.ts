/** How stacks provide `AWS::Lambda::Version`. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { unsupported } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { givenMembers } from '../../given-members.js';
import { textOf } from '../../property.js';
import { provisioningTimes } from '../../provisioning-times.js';
import type { ResourceProvider } from '../../service.js';
import { conflict } from './failures.js';
import { versionPlace, versionType, type VersionBody, type VersionRecord } from './version.js';

const withoutBehaviour = ['FunctionScalingConfig', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'];

function versionOf(id: string, context: CallContext): VersionRecord | undefined {
  return context.transaction.resource<VersionBody>(versionPlace(context), id);
}

export const versionResource: ResourceProvider = {
  type: versionType,
  create: (properties, context) => {
    const missing = withoutBehaviour.find((name) => properties[name] !== undefined);
    if (missing !== undefined) throw unsupported(`${versionType} with ${missing}`);
    const before = context.state;
    const input = {
      FunctionName: textOf(properties, 'FunctionName'),
      Description: textOf(properties, 'Description'),
      CodeSha256: textOf(properties, 'CodeSha256'),
    };
    const published = context.invoke<FunctionConfiguration>('Lambda', 'PublishVersion', givenMembers(input));
    const { FunctionArn: physicalId = '', Version = '' } = published;
    if (before.get(context.key(versionPlace(context), physicalId)) !== undefined) {
      throw conflict(
        `A version for this Lambda function exists ( ${Version} ). Modify the function to create a new version.`,
      );
    }
    return { physicalId, seconds: provisioningTimes(versionType).create };
  },
  update: () => ({ seconds: 0 }),
  delete: (physicalId, _properties, context) => {
    const version = versionOf(physicalId, context);
    if (version === undefined) return { seconds: 0 };
    const { functionName: FunctionName, version: number } = version.body;
    context.invoke('Lambda', 'DeleteFunction', { FunctionName, Qualifier: String(number) });
    return { seconds: provisioningTimes(versionType).delete };
  },
  attributes: (physicalId, _properties, context) => {
    const version = versionOf(physicalId, context);
    if (version === undefined) return {};
    return { FunctionArn: physicalId, Version: String(version.body.version) };
  },
};
