/** Seeded sequences of calls on small worlds: what is created, guarded, taken down, put off and waited for. */
import { faker } from '@faker-js/faker';
import type { World } from '../../../harness/cloud/world/world.js';

export interface SequenceCall {
  readonly service: string;
  readonly operation: string;
  /** Made when the call is due: some inputs name what earlier calls made. */
  readonly input: (world: World) => object;
  /** Virtual seconds that pass before it. */
  readonly waitSeconds: number;
}

const tables = ['ledger', 'budgets'];
const stacks = ['street', 'harbour'];

/** The physical id of the first resource of a type, or a name that is nobody's. */
function firstOf(world: World, type: string): string {
  for (const { resource } of world.inventory(type)) return resource.id;
  return 'arn-of-nothing';
}

const table = (name: string, guarded: boolean): object => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  DeletionProtectionEnabled: guarded,
});

/** A stack of a key, a table that uses it and a queue; its table is replaced where its key schema changes. */
const template = (attribute: string, retained: boolean): string =>
  JSON.stringify({
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: keyPolicy } },
      Table: {
        Type: 'AWS::DynamoDB::Table',
        DependsOn: 'Key',
        ...(retained ? { DeletionPolicy: 'Retain' } : {}),
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: attribute, AttributeType: 'S' }],
          KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    },
  });

const keyPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws-cn:iam::123456789012:root' },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};

type Maker = () => Omit<SequenceCall, 'waitSeconds'>;

function call(
  service: string,
  operation: string,
  input: object | SequenceCall['input'],
): Omit<SequenceCall, 'waitSeconds'> {
  return {
    service,
    operation,
    input: typeof input === 'function' ? (input as SequenceCall['input']) : () => input,
  };
}

const makers: readonly Maker[] = [
  () => call('DynamoDB', 'CreateTable', table(pick(tables), faker.datatype.boolean(0.3))),
  () => call('DynamoDB', 'DeleteTable', { TableName: pick(tables) }),
  () =>
    call('DynamoDB', 'UpdateTable', {
      TableName: pick(tables),
      DeletionProtectionEnabled: faker.datatype.boolean(),
    }),
  () =>
    call('DynamoDB', 'UpdateContinuousBackups', {
      TableName: pick(tables),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: faker.datatype.boolean(0.7) },
    }),
  () =>
    call('DynamoDB', 'PutItem', {
      TableName: pick(tables),
      Item: { id: { S: String(faker.number.int({ max: 5 })) } },
    }),
  () =>
    call('DynamoDB', 'DeleteItem', {
      TableName: pick(tables),
      Key: { id: { S: String(faker.number.int({ max: 5 })) } },
    }),
  () => call('KMS', 'CreateKey', { Description: pick(['one', 'two']), Policy: JSON.stringify(keyPolicy) }),
  () =>
    call('KMS', 'ScheduleKeyDeletion', (world) => ({
      KeyId: firstOf(world, 'AWS::KMS::Key'),
      PendingWindowInDays: 7,
    })),
  () => call('KMS', 'CancelKeyDeletion', (world) => ({ KeyId: firstOf(world, 'AWS::KMS::Key') })),
  () => call('KMS', 'DisableKey', (world) => ({ KeyId: firstOf(world, 'AWS::KMS::Key') })),
  () => call('KMS', 'EnableKey', (world) => ({ KeyId: firstOf(world, 'AWS::KMS::Key') })),
  () => call('SQS', 'CreateQueue', { QueueName: pick(['inbox', 'outbox']) }),
  () => call('SQS', 'DeleteQueue', (world) => ({ QueueUrl: firstOf(world, 'AWS::SQS::Queue') })),
  () =>
    call('S3', 'CreateBucket', {
      Bucket: pick(['blue-bucket', 'red-bucket']),
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    }),
  () => {
    const Bucket = pick(['blue-bucket', 'red-bucket']);
    const Principal = pick(['*', { AWS: 'arn:aws-cn:iam::123456789012:root' }]);
    const Resource = `arn:aws-cn:s3:::${Bucket}/*`;
    const Statement = [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource }];
    return call('S3', 'PutBucketPolicy', {
      Bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
  },
  () =>
    call('S3', 'PutPublicAccessBlock', {
      Bucket: pick(['blue-bucket', 'red-bucket']),
      PublicAccessBlockConfiguration: { BlockPublicPolicy: false, RestrictPublicBuckets: false },
    }),
  () => call('S3', 'DeleteObject', { Bucket: pick(['blue-bucket', 'red-bucket']), Key: pick(['a', 'b']) }),
  () => call('S3', 'DeleteBucket', { Bucket: pick(['blue-bucket', 'red-bucket']) }),
  () =>
    call('S3', 'PutObject', {
      Bucket: pick(['blue-bucket', 'red-bucket']),
      Key: pick(['a', 'b']),
      Body: Buffer.from('text'),
    }),
  () =>
    call('S3', 'PutBucketLifecycleConfiguration', {
      Bucket: pick(['blue-bucket', 'red-bucket']),
      LifecycleConfiguration: {
        Rules: [
          { ID: 'soon', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: pick([1, 30, 60]) } },
        ],
      },
    }),
  () =>
    call('CloudFormation', 'CreateStack', {
      StackName: pick(stacks),
      TemplateBody: template(pick(['id', 'day']), faker.datatype.boolean(0.3)),
      EnableTerminationProtection: faker.datatype.boolean(0.2),
    }),
  () =>
    call('CloudFormation', 'UpdateStack', {
      StackName: pick(stacks),
      TemplateBody: template(pick(['id', 'day', 'hour']), faker.datatype.boolean(0.3)),
    }),
  () => call('CloudFormation', 'DeleteStack', { StackName: pick(stacks) }),
  () =>
    call('CloudFormation', 'UpdateTerminationProtection', {
      StackName: pick(stacks),
      EnableTerminationProtection: faker.datatype.boolean(),
    }),
];

/** Every operation that sequences make: each must succeed in some. */
export function madeOperations(): readonly string[] {
  faker.seed(1);
  return [
    ...new Set(makers.map((make) => make()).map(({ service, operation }) => `${service}.${operation}`)),
  ];
}

function pick<Item>(items: readonly Item[]): Item {
  return faker.helpers.arrayElement([...items]);
}

/** The calls of one sequence: always the same for the same seed. Most keep to one service, so that calls meet. */
export function sequenceOf(seed: number): SequenceCall[] {
  faker.seed(seed);
  const theme = pick([null, 'DynamoDB', 'KMS', 'S3', 'S3', 'CloudFormation']);
  const length = faker.number.int({ min: 3, max: 14 });
  const calls: SequenceCall[] = [];
  while (calls.length < length) {
    const made = pick(makers)();
    if (theme !== null && made.service !== theme) continue;
    // Sometimes at once, while something is under way; sometimes hours or weeks later.
    calls.push({ ...made, waitSeconds: pick([0, 1, 5, 30, 600, 7_200, 86_400, 700_000]) });
  }
  return calls;
}
