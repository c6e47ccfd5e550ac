/** Changing a function's code and configuration, and what follows by itself: it becomes active, and updates end. */
import type {
  UpdateFunctionCodeCommandInput,
  UpdateFunctionCodeCommandOutput,
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda';
import type { ActionRequest } from '../../../contract/call.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { refuse } from '../../input-check.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { sameIncarnation } from '../../records-at.js';
import { operation } from '../../service.js';
import { passRole, requireRole } from './execution-role.js';
import { checkRevision } from './failures.js';
import {
  changeFunction,
  functionKey,
  functionNamed,
  functionPlace,
  functionType,
  requireSettled,
  type FunctionBody,
  type FunctionProgram,
  type FunctionRecord,
} from './function.js';
import { underKey } from './function-keys.js';
import { readCode } from './function-code.js';
import { describeFunction } from './function-description.js';
import { askedArn } from './function-name.js';
import { withSettings } from './function-settings.js';
import { configurationKeys } from './functions.js';
import { describeVersion, publish, versionsOf } from './version.js';

/** Begins an update: the function goes on as it is, and refuses further updates until this one has ended. */
function beginUpdate(
  context: CallContext,
  record: FunctionRecord,
  changes: Partial<FunctionProgram>,
): FunctionRecord {
  const { id, incarnation } = record;
  const changed = changeFunction(context, record, {
    ...changes,
    update: 'InProgress',
    lastModified: context.now,
  });
  const seconds = provisioningTimes(functionType).update;
  context.schedule(seconds, 'lambda.function-updated', { id, incarnation }, functionKey(id, context));
  return changed;
}

const updateFunctionCode = operation<UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'lambda:UpdateFunctionCode', resources: [askedArn(input.FunctionName, scene)] },
  ],
  run: (input, context) => {
    refuse('Lambda.UpdateFunctionCode', input, ['PublishTo']);
    const record = functionNamed(context, input.FunctionName);
    checkRevision(input.RevisionId, record.body.revision);
    requireSettled(record);
    const { packageType, architectures } = record.body.code;
    const code = readCode(input, packageType, input.Architectures ?? architectures);
    if (input.DryRun === true) return describeFunction({ ...record, body: { ...record.body, code } });
    const changed = beginUpdate(context, record, { code });
    if (input.Publish !== true) return describeFunction(changed);
    return describeVersion(publish(context, changed, undefined).version);
  },
});

const updateFunctionConfiguration = operation<
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput
>({
  readOnly: false,
  actions: (input, scene) => {
    const asked: ActionRequest[] = [
      {
        action: 'lambda:UpdateFunctionConfiguration',
        resources: [askedArn(input.FunctionName, scene)],
        context: configurationKeys(input),
      },
    ];
    if (input.Role !== undefined) asked.push(passRole(input.Role));
    return asked;
  },
  run: (input, context) => {
    refuse('Lambda.UpdateFunctionConfiguration', input, ['CapacityProviderConfig', 'DurableConfig']);
    const record = functionNamed(context, input.FunctionName);
    const settings = withSettings(record.body.settings, input);
    if (input.Role !== undefined) requireRole(input.Role, context);
    checkRevision(input.RevisionId, record.body.revision);
    requireSettled(record);
    const role = input.Role ?? record.body.role;
    return describeFunction(beginUpdate(context, underKey(record, settings.KMSKeyArn), { settings, role }));
  },
});

function functionActive(context: CallContext, payload: JsonObject): void {
  const record = sameIncarnation<FunctionBody>(context.state, functionPlace(context), payload);
  if (record?.body.state !== 'Pending') return;
  changeFunction(context, record, { state: 'Active' });
  for (const version of versionsOf(context.state, record)) {
    if (version.body.state === 'Active') continue;
    context.transaction.putResource({ ...version, body: { ...version.body, state: 'Active' } });
  }
}

function functionUpdated(context: CallContext, payload: JsonObject): void {
  const record = sameIncarnation<FunctionBody>(context.state, functionPlace(context), payload);
  if (record?.body.update === 'InProgress') endUpdate(context, record);
}

/** The function's update has ended. */
export function endUpdate(context: CallContext, record: FunctionRecord): void {
  changeFunction(context, record, { update: 'Successful' });
}

export const functionUpdateOperations = {
  UpdateFunctionCode: updateFunctionCode,
  UpdateFunctionConfiguration: updateFunctionConfiguration,
};

export const functionEvents = {
  'lambda.function-active': functionActive,
  'lambda.function-updated': functionUpdated,
};
