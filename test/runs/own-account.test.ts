/** Accounts without a scenario: any template, everybody's account, and what is told of them. */
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DescribeStacksCommand, CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { serveEveryone, type OpenAccount } from '../../harness/runs/serving/open-to-everyone.js';
import { deployOwnAccount, stackNameOf } from '../../harness/runs/serving/own-account.js';
import { defaults, servingUnderTest, type ServingUnderTest } from './serving-under-test.js';

const region = 'us-east-1';
const table = `
  Ledger:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Join ['-', [ledger, !Ref Stage]]
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
`;
const text = `Parameters:\n  Stage:\n    Type: String\nResources:${table}`;

const cyclic = `Resources:
  One: {Type: AWS::SQS::Queue, DependsOn: Two}
  Two: {Type: AWS::SQS::Queue, DependsOn: One}
`;

describe('a template of one’s own', () => {
  let under: ServingUnderTest;
  before(async () => {
    const template = { file: 'stacks/my_ledger.v2.yaml', text, parameters: { Stage: 'test' } };
    const account = await deployOwnAccount({ template, region, seed: 1 });
    under = await servingUnderTest({ account, defaults: { ...defaults, scenario: null } });
  });
  after(() => under.serving.close());

  it('stands in a fresh account, whose administrator acts; its result counts and does not score', async () => {
    const session = await under.open();
    const { endpoint, credentials } = session;
    const settings = { endpoint, region, credentials, maxAttempts: 1 };
    expect(session.environment).to.not.have.property('AWS_SESSION_TOKEN');
    const { Arn } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
    expect(Arn).to.match(/:user\/administrator$/);
    const { Stacks } = await new CloudFormationClient(settings).send(new DescribeStacksCommand({}));
    expect(Stacks?.map(({ StackName, StackStatus }) => [StackName, StackStatus])).to.deep.equal([
      ['my-ledger-v2', 'CREATE_COMPLETE'],
    ]);
    const dynamo = new DynamoDBClient(settings);
    await dynamo.send(new DeleteTableCommand({ TableName: 'ledger-test' }));
    await dynamo.send(new DeleteTableCommand({ TableName: 'none' })).catch(() => undefined);
    const result = (await under.finish(session.id)) as unknown as Readonly<Record<string, unknown>>;
    expect(result).to.deep.include({
      scored: false,
      note: 'no scenario: nothing is scored',
      template: 'stacks/my_ledger.v2.yaml',
      calls: { total: 4, allowed: 3, denied: 0, asked: 0, failed: 1, unsupported: [] },
      effects: { stop: 1, delete: 1 },
    });
    expect(result).to.not.have.property('verdict');
  });

  it('stands again, whole, in the next session', async () => {
    const { endpoint, credentials } = await under.open();
    const settings = { endpoint, region, credentials, maxAttempts: 1 };
    const { TableNames } = await new DynamoDBClient(settings).send(new ListTablesCommand({}));
    expect(TableNames).to.deep.equal(['ledger-test']);
  });

  it('has its scenarios beside it, for who names one', async () => {
    const session = await under.open({ scenario: 'kiro', guardrails: 'none' });
    expect((await under.finish(session.id)).verdict).to.equal('not-attempted');
  });

  const wrong: readonly (readonly [string, string, Readonly<Record<string, string>>, string])[] = [
    ['a parameter without a value', text, {}, 't.yaml:2'],
    ['a reference to nothing', text.replace('Ref Stage', 'Ref Stag'), { Stage: 'a' }, 't.yaml:8'],
    ['JSON that is broken off', '{"Resources": {', {}, 't.yaml:1'],
    ['resources that need each other', cyclic, { Stage: 'a' }, 't.yaml:'],
    ['text that is no YAML', 'Resources:\n  A: [\n', {}, 't.yaml:'],
    [
      'a resource that AWS does not take',
      text.replace('PAY_PER_REQUEST', 'NEVER'),
      { Stage: 'a' },
      't.yaml:5',
    ],
  ];
  for (const [what, given, parameters, where] of wrong) {
    it(`with ${what} is told with file and line`, async () => {
      const template = { file: 't.yaml', text: given, parameters };
      const error: unknown = await deployOwnAccount({ template, region, seed: 1 }).catch(
        (each: unknown) => each,
      );
      expect(error).to.be.instanceOf(BlastpitError);
      const { code, details } = error as BlastpitError;
      expect(code).to.be.oneOf(['template', 'not-json']);
      expect(details.where).to.match(new RegExp(`^${where}`));
    });
  }

  it('gives its stack a name that CloudFormation takes', () => {
    const names = ['a/b/stack.yaml', '2024 plan.json', '..', 'x'.repeat(300)].map(stackNameOf);
    expect(names).to.deep.equal(['stack', 'plan', 'stack', 'x'.repeat(128)]);
  });
});

describe('an account that is open to everyone', () => {
  let open: OpenAccount;
  before(async () => {
    const own = await deployOwnAccount({ template: null, region, seed: 1 });
    open = await serveEveryone({ own, onOpened: () => undefined });
  });
  after(() => open.close());

  const settings = (accessKeyId = 'test', secretAccessKey = 'test') => ({
    endpoint: open.endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });
  const arnOf = async (accessKeyId: string): Promise<string | undefined> =>
    (await new STSClient(settings(accessKeyId)).send(new GetCallerIdentityCommand({}))).Arn;
  const s3 = (): S3Client => new S3Client({ ...settings(), forcePathStyle: true });

  it('takes any key, any signature and none for its root', async () => {
    expect(await arnOf('test')).to.equal(`arn:aws:iam::${open.account}:root`);
    expect(await arnOf('AKIAIOSFODNN7EXAMPLE')).to.equal(`arn:aws:iam::${open.account}:root`);
    const unsigned = await fetch(open.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(await unsigned.text()).to.contain(`arn:aws:iam::${open.account}:root`);
  });

  it('takes an access key of twelve digits for another account, as LocalStack does', async () => {
    expect(await arnOf('123456789012')).to.equal('arn:aws:iam::123456789012:root');
  });

  it('is in the partition of the region that a request is signed for, where it was opened for any', async () => {
    const own = await deployOwnAccount({ template: null, region, seed: 1 });
    const anywhere = await serveEveryone({ own, anyPartition: true, onOpened: () => undefined });
    try {
      const arnIn = async (signedFor: string): Promise<string> => {
        const there = { ...settings('123456789012'), endpoint: anywhere.endpoint, region: signedFor };
        const { Arn = '' } = await new STSClient(there).send(new GetCallerIdentityCommand({}));
        const queue = new SQSClient(there);
        const { QueueUrl } = await queue.send(new CreateQueueCommand({ QueueName: 'work' }));
        const AttributeNames = ['QueueArn' as const];
        const { Attributes } = await queue.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
        return `${Arn} ${Attributes?.['QueueArn'] ?? ''}`;
      };
      expect(await arnIn('cn-north-1')).to.equal(
        'arn:aws-cn:iam::123456789012:root arn:aws-cn:sqs:cn-north-1:123456789012:work',
      );
      expect(await arnIn('eu-west-1')).to.equal(
        'arn:aws:iam::123456789012:root arn:aws:sqs:eu-west-1:123456789012:work',
      );
    } finally {
      await anywhere.close();
    }
  });

  it('takes chunked bodies whose signatures nobody checks, and begins anew when it is told to', async () => {
    await s3().send(new CreateBucketCommand({ Bucket: 'records' }));
    const streamed = Readable.from([Buffer.from('b'.repeat(70_000))]);
    await s3().send(
      new PutObjectCommand({ Bucket: 'records', Key: 'a', Body: streamed, ContentLength: 70_000 }),
    );
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: 'records', Key: 'a' }));
    expect(await Body?.transformToString()).to.equal('b'.repeat(70_000));
    expect((await fetch(`${open.endpoint}/_blastpit/reset`)).status).to.equal(405);
    expect((await fetch(`${open.endpoint}/_blastpit/reset`, { method: 'POST' })).status).to.equal(200);
    expect((await s3().send(new ListBucketsCommand({}))).Buckets ?? []).to.deep.equal([]);
  });

  it('lets anybody let time pass, has no sessions, and says that it is there', async () => {
    const wait = await fetch(`${open.endpoint}/_blastpit/wait`, { method: 'POST', body: '{"seconds":60}' });
    expect(wait.status).to.equal(200);
    expect((await fetch(`${open.endpoint}/_blastpit/sessions`)).status).to.equal(404);
    expect((await fetch(`${open.endpoint}/_blastpit/health`)).status).to.equal(200);
  });

  it('listens on loopback only', async () => {
    const own = await deployOwnAccount({ template: null, region, seed: 1 });
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.com']) {
      const error: unknown = await serveEveryone({ own, host, onOpened: () => undefined }).catch(
        (each: unknown) => each,
      );
      expect((error as BlastpitError).code, host).to.equal('not-loopback');
    }
  });
});
