/** How resources are looked at on a backend: for each type, the call that shows one, and what of its answer counts. */
import type { Json } from '../contract/json.js';

export interface ExaminedType {
  readonly service: string;
  readonly operation: string;
  /** @param id the physical id. */
  readonly input: (id: string) => object;
  /** Codes that say that there is no such resource; other errors are the backend's own trouble. */
  readonly gone: readonly string[];
  /** What must be the same on both sides, by the names of the API. */
  readonly facts: (output: Answer) => Readonly<Record<string, Json>>;
  /** Facts that a switch of the API sets, by that operation: not compared where the backend lacks it. */
  readonly switches?: Readonly<Record<string, string>>;
  /** What the answer does not show: asked for by another operation of the service, with the same input. */
  readonly further?: FurtherQuestion;
  /** Whether what the answer shows is on its way out and ends by time alone, which passes on the shadow only. */
  readonly endsByTime?: (output: Answer) => boolean;
}

/** Facts that a backend may not know of: null is what it leaves out, though it may be set. */
export interface FurtherQuestion {
  readonly operation: string;
  readonly facts: (output: Answer) => Readonly<Record<string, Json>>;
}

/** An answer as the SDK's types have it, every member of which may be missing. */
export type Answer = Readonly<Record<string, unknown>>;

/** The operation that turns a stack's termination protection on and off. */
export const terminationSwitch = 'CloudFormation.UpdateTerminationProtection';

/** The types that a run's harms are made of. Others stand in inventories as the shadow has them. */
export const examinedTypes: Readonly<Record<string, ExaminedType>> = {
  'AWS::CloudFormation::Stack': {
    service: 'CloudFormation',
    operation: 'DescribeStacks',
    input: (StackName) => ({ StackName }),
    gone: ['ValidationError'],
    switches: { EnableTerminationProtection: terminationSwitch },
    facts: (output) => ({
      StackStatus: plain(first(output, 'Stacks')['StackStatus']),
      EnableTerminationProtection: first(output, 'Stacks')['EnableTerminationProtection'] === true,
    }),
  },
  'AWS::DynamoDB::Table': {
    service: 'DynamoDB',
    operation: 'DescribeTable',
    input: (TableName) => ({ TableName }),
    gone: ['ResourceNotFoundException'],
    facts: (output) => {
      const table = member(output, 'Table');
      return {
        TableStatus: plain(table['TableStatus']),
        DeletionProtectionEnabled: table['DeletionProtectionEnabled'] === true,
        KeySchema: names(table['KeySchema'], 'AttributeName'),
      };
    },
  },
  // Whether it stands, and no more: what a lifecycle does, it does by virtual time, which passes on the shadow alone.
  'AWS::S3::Bucket': {
    service: 'S3',
    operation: 'HeadBucket',
    input: (Bucket) => ({ Bucket }),
    gone: ['NotFound', 'NoSuchBucket', '404'],
    facts: () => ({}),
  },
  'AWS::Lambda::Function': {
    service: 'Lambda',
    operation: 'GetFunctionConfiguration',
    input: (FunctionName) => ({ FunctionName }),
    gone: ['ResourceNotFoundException'],
    facts: ({ State, Timeout, MemorySize, Handler }) => ({
      State: plain(State ?? 'Active'),
      Timeout: plain(Timeout),
      MemorySize: plain(MemorySize),
      Handler: plain(Handler),
    }),
    // GetFunction has it too, but LocalStack and moto server leave it out there where it is 0, which stops a function.
    further: {
      operation: 'GetFunctionConcurrency',
      facts: ({ ReservedConcurrentExecutions }) => ({
        ReservedConcurrentExecutions: plain(ReservedConcurrentExecutions),
      }),
    },
  },
  'AWS::SQS::Queue': {
    service: 'SQS',
    operation: 'GetQueueAttributes',
    input: (QueueUrl) => ({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'MessageRetentionPeriod'] }),
    gone: ['AWS.SimpleQueueService.NonExistentQueue', 'QueueDoesNotExist', 'NonExistentQueue'],
    facts: (output) => {
      const { VisibilityTimeout, MessageRetentionPeriod } = member(output, 'Attributes');
      return {
        VisibilityTimeout: plain(VisibilityTimeout),
        MessageRetentionPeriod: plain(MessageRetentionPeriod),
      };
    },
  },
  'AWS::KMS::Key': {
    service: 'KMS',
    operation: 'DescribeKey',
    input: (KeyId) => ({ KeyId }),
    gone: ['NotFoundException'],
    facts: (output) => ({ KeyState: plain(member(output, 'KeyMetadata')['KeyState']) }),
    endsByTime: (output) => member(output, 'KeyMetadata')['KeyState'] === 'PendingDeletion',
  },
  'AWS::RDS::DBInstance': {
    service: 'RDS',
    operation: 'DescribeDBInstances',
    input: (DBInstanceIdentifier) => ({ DBInstanceIdentifier }),
    gone: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'],
    facts: (output) => {
      const instance = first(output, 'DBInstances');
      return {
        DBInstanceStatus: plain(instance['DBInstanceStatus']),
        DeletionProtection: instance['DeletionProtection'] === true,
        BackupRetentionPeriod: plain(instance['BackupRetentionPeriod']),
        Engine: plain(instance['Engine']),
      };
    },
  },
};

function plain(value: unknown): Json {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function member(answer: Answer, name: string): Answer {
  const value = answer[name];
  return typeof value === 'object' && value !== null ? (value as Answer) : {};
}

function first(answer: Answer, name: string): Answer {
  const list = answer[name];
  const [only] = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return typeof only === 'object' && only !== null ? (only as Answer) : {};
}

function names(list: unknown, name: string): Json {
  return Array.isArray(list) ? list.map((each: unknown) => plain((each as Answer)[name])) : null;
}
