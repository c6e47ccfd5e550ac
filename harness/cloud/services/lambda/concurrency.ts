/** Reserved concurrency, which stops a function where it is 0; and the account's limits. */
import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
  GetAccountSettingsCommandInput,
  GetAccountSettingsCommandOutput,
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput,
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput,
} from '@aws-sdk/client-lambda';
import type { ActionRequest } from '../../../contract/call.js';
import { required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { invalidParameter, validationError } from './failures.js';
import { changeFunction, functionNamed, functionPlace, type FunctionBody } from './function.js';
import { askedArn } from './function-name.js';
import { versionsOf } from './version.js';

/** An account's quotas as they begin (Lambda Developer Guide, "Lambda quotas"). */
const concurrentExecutions = 1000;
const leastUnreserved = 100;
const totalCodeSize = 80_530_636_800;

function onFunction(action: string) {
  return (input: { readonly FunctionName?: string | undefined }, scene: Scene): ActionRequest[] => [
    { action, resources: [askedArn(input.FunctionName, scene)] },
  ];
}

/** Executions that functions have reserved, one function left out. */
function reserved(scene: Scene, except: string | null): number {
  let sum = 0;
  for (const record of recordsAt<FunctionBody>(scene.state, functionPlace(scene))) {
    if (record.id !== except) sum += record.body.concurrency ?? 0;
  }
  return sum;
}

const putFunctionConcurrency = operation<
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput
>({
  readOnly: false,
  actions: onFunction('lambda:PutFunctionConcurrency'),
  run: (input, context) => {
    const wanted = required(input.ReservedConcurrentExecutions, 'ReservedConcurrentExecutions');
    const record = functionNamed(context, input.FunctionName);
    if (wanted < 0 || !Number.isInteger(wanted)) {
      const rule = 'Member must have value greater than or equal to 0';
      throw validationError(wanted, 'reservedConcurrentExecutions', rule);
    }
    if (wanted > 0 && concurrentExecutions - reserved(context, record.id) - wanted < leastUnreserved) {
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${leastUnreserved}].`,
      );
    }
    changeFunction(context, record, { concurrency: wanted });
    return { ReservedConcurrentExecutions: wanted };
  },
});

const getFunctionConcurrency = operation<
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput
>({
  readOnly: true,
  actions: onFunction('lambda:GetFunctionConcurrency'),
  run: (input, context) => {
    const { concurrency } = functionNamed(context, input.FunctionName).body;
    return concurrency === null ? {} : { ReservedConcurrentExecutions: concurrency };
  },
});

const deleteFunctionConcurrency = operation<
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput
>({
  readOnly: false,
  actions: onFunction('lambda:DeleteFunctionConcurrency'),
  run: (input, context) => {
    const record = functionNamed(context, input.FunctionName);
    if (record.body.concurrency !== null) changeFunction(context, record, { concurrency: null });
    return {};
  },
});

const getAccountSettings = operation<GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput>({
  readOnly: true,
  actions: () => [{ action: 'lambda:GetAccountSettings', resources: ['*'] }],
  run: (_input, context) => {
    const functions = [...recordsAt<FunctionBody>(context.state, functionPlace(context))];
    const programs = functions.flatMap((record) => [record, ...versionsOf(context.state, record)]);
    return {
      AccountLimit: {
        TotalCodeSize: totalCodeSize,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: concurrentExecutions,
        UnreservedConcurrentExecutions: concurrentExecutions - reserved(context, null),
      },
      AccountUsage: {
        TotalCodeSize: programs.reduce((sum, { body }) => sum + body.code.size, 0),
        FunctionCount: functions.length,
      },
    };
  },
});

export const concurrencyOperations = {
  DeleteFunctionConcurrency: deleteFunctionConcurrency,
  GetAccountSettings: getAccountSettings,
  GetFunctionConcurrency: getFunctionConcurrency,
  PutFunctionConcurrency: putFunctionConcurrency,
};
