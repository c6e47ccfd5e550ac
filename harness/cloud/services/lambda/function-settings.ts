/** A function's settings: what CreateFunction and UpdateFunctionConfiguration are given, checked, with defaults (Lambda Developer Guide, "Lambda quotas"). */
import type { UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { toStored, type Stored } from '../../stored-shape.js';
import { invalidParameter, validationError } from './failures.js';

const names = [
  'DeadLetterConfig',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FileSystemConfigs',
  'Handler',
  'ImageConfig',
  'KMSKeyArn',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'Runtime',
  'SnapStart',
  'Timeout',
  'TracingConfig',
  'VpcConfig',
] as const;

type Given = Pick<UpdateFunctionConfigurationCommandInput, (typeof names)[number]>;

/** In the API's spelling; what is switched off or empty is left out, but for what has a default. */
export type FunctionSettings = Stored<Given> & {
  readonly Description: string;
  readonly MemorySize: number;
  readonly Timeout: number;
};

/** What a function has that says nothing else. */
export function defaultSettings(functionName: string): FunctionSettings {
  return {
    Description: '',
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${functionName}` },
    MemorySize: 128,
    SnapStart: { ApplyOn: 'None' },
    Timeout: 3,
    TracingConfig: { Mode: 'PassThrough' },
  };
}

const reserved =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|LAMBDA_.*|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;
const runtimes =
  /^(nodejs\d*(\.\d+|\.x)?|python\d\.\d+|java\d+(\.al2(023)?)?|dotnet(core)?\d+(\.\d+)?|ruby\d\.\d|go1\.x|provided(\.al2(023)?)?)$/;

/**
 * Settings with others set over them.
 * @throws AwsFailure ValidationException or InvalidParameterValueException where a value is none that Lambda takes.
 */
export function withSettings(present: FunctionSettings, given: Given): FunctionSettings {
  check(given);
  const changed = names.filter((name) => given[name] !== undefined);
  const kept = Object.entries(present).filter(([name]) => !changed.some((each) => each === name));
  const merged: Record<string, unknown> = Object.fromEntries(kept);
  for (const name of changed) if (!isEmpty(name, given)) merged[name] = toStored(given[name]);
  const logging = given.LoggingConfig;
  if (logging !== undefined) merged['LoggingConfig'] = { ...present.LoggingConfig, ...toStored(logging) };
  return merged as FunctionSettings;
}

/** Whether a value switches its setting off. */
function isEmpty(name: (typeof names)[number], given: Given): boolean {
  switch (name) {
    case 'DeadLetterConfig':
      return (given.DeadLetterConfig?.TargetArn ?? '') === '';
    case 'Environment':
      return Object.keys(given.Environment?.Variables ?? {}).length === 0;
    case 'FileSystemConfigs':
    case 'Layers':
      return given[name]?.length === 0;
    case 'ImageConfig':
      return Object.keys(given.ImageConfig ?? {}).length === 0;
    case 'KMSKeyArn':
      return given.KMSKeyArn === '';
    case 'VpcConfig':
      return (given.VpcConfig?.SubnetIds ?? []).length === 0;
    default:
      return false;
  }
}

function check(given: Given): void {
  checkRange(given.Timeout, 'timeout', 1, 900);
  checkRange(given.MemorySize, 'memorySize', 128, 10_240);
  checkRange(given.EphemeralStorage?.Size, 'ephemeralStorage.size', 512, 10_240);
  if (given.Description !== undefined && given.Description.length > 256) {
    const rule = 'Member must have length less than or equal to 256';
    throw validationError(given.Description, 'description', rule);
  }
  if (given.Runtime !== undefined && !runtimes.test(given.Runtime)) {
    throw invalidParameter(
      `Value ${given.Runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set of runtimes or be a valid ARN`,
    );
  }
  if ((given.Layers?.length ?? 0) > 5) {
    throw invalidParameter('You cannot reference more than 5 layers.');
  }
  checkEnvironment(given.Environment?.Variables ?? {});
}

function checkRange(value: number | undefined, member: string, least: number, most: number): void {
  if (value === undefined) return;
  if (value < least) {
    throw validationError(value, member, `Member must have value greater than or equal to ${least}`);
  }
  if (value > most) {
    throw validationError(value, member, `Member must have value less than or equal to ${most}`);
  }
}

function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const unable =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const taken = Object.keys(variables).filter((name) => reserved.test(name));
  if (taken.length > 0) {
    throw invalidParameter(
      `${unable} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(', ')}`,
    );
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > 4096) {
    throw invalidParameter(`${unable} exceeded the 4KB limit. String measured: ${measured}`);
  }
}
