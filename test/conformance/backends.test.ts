/** One suite over every kind of backend: the same calls, the same answers, and the promises of the port. */
import { expect } from 'chai';
import type { Outcome } from '../../harness/contract/call.js';
import {
  backendUnderTest,
  motoIsThere,
  startBlastpit,
  startMoto,
  startOwnLocalstack,
  type BackendUnderTest,
  type Server,
} from '../backends/backend-under-test.js';
import { localstackHere } from '../runs/remote/localstack-here.js';

interface Kind {
  readonly name: string;
  readonly start: (() => Promise<Server>) | null;
  /** Why it cannot be tried here; null where it can. */
  readonly missing: string | null;
  /** What a suite cannot ask of it. */
  readonly lacks: ReadonlySet<string>;
}

/** There nothing may be left out. */
const needed = process.env['CI'] === 'true';

const kinds: readonly Kind[] = [
  { name: 'embedded', start: null, missing: null, lacks: new Set() },
  { name: 'endpoint: another blastpit', start: startBlastpit, missing: null, lacks: new Set() },
  {
    name: 'endpoint: moto server',
    start: startMoto,
    missing: needed || motoIsThere() ? null : 'moto server is not there (.ci/install-clients)',
    lacks: new Set(['CloudFormation.UpdateTerminationProtection']),
  },
  {
    name: 'localstack',
    start: startOwnLocalstack,
    missing: (await localstackHere()).missing,
    lacks: new Set(),
  },
];

const stackName = 'shop';
const another = {
  TableName: 'carts-table',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const item = { id: { S: 'one' }, total: { N: '12' } };
const hour = 3_600_000;

function codeOf(outcome: Outcome): string | null {
  return outcome.ok ? null : outcome.error.code;
}

async function membersOf({ get }: BackendUnderTest): Promise<ReadonlyMap<string, string>> {
  const { StackResourceSummaries } = (await get('CloudFormation', 'ListStackResources', {
    StackName: stackName,
  })) as {
    readonly StackResourceSummaries: readonly { LogicalResourceId: string; PhysicalResourceId: string }[];
  };
  return new Map(StackResourceSummaries.map((each) => [each.LogicalResourceId, each.PhysicalResourceId]));
}

/** Places of the stack's resources in the inventory. */
async function standing({ backend }: BackendUnderTest): Promise<readonly string[]> {
  return [...(await backend.inventory())]
    .map(({ resource }) => resource)
    .filter(({ stack }) => stack?.stackName === stackName)
    .map(({ stack }) => stack?.logicalId ?? '')
    .sort();
}

for (const { name, start, missing, lacks } of kinds) {
  describe(`conformance: backends (${name})`, function () {
    this.timeout(60_000);
    let server: Server | null = null;
    let under: BackendUnderTest;
    before(async function () {
      // An image may have to be pulled.
      this.timeout(300_000);
      if (missing !== null) this.skip();
      server = (await start?.()) ?? null;
    });
    after(() => server?.close());
    beforeEach(async () => {
      under = await backendUnderTest(server);
    });
    afterEach(() => {
      under.close();
    });
    if (missing !== null) {
      it(`is left out: ${missing}`);
      return;
    }

    it('calls resources by the same names, whoever made them', async () => {
      const embedded = await backendUnderTest(null);
      expect(await membersOf(under)).to.deep.equal(await membersOf(embedded));
    });

    it('answers reads and errors by the names that it gave', async () => {
      const TableName = (await membersOf(under)).get('Orders') ?? '';
      const { Table } = (await under.get('DynamoDB', 'DescribeTable', { TableName })) as {
        readonly Table: Readonly<Record<string, unknown>>;
      };
      expect(Table).to.include({ TableName, TableStatus: 'ACTIVE' });
      expect(Table['TableArn']).to.equal(
        `arn:aws:dynamodb:us-east-1:${under.root.account}:table/${TableName}`,
      );
      const gone = await under.ask('DynamoDB', 'DescribeTable', { TableName: 'no-such-table' });
      expect(codeOf(gone)).to.equal('ResourceNotFoundException');
      const QueueUrl = (await membersOf(under)).get('Work');
      const asked = { QueueUrl, AttributeNames: ['VisibilityTimeout', 'QueueArn'] };
      const { Attributes } = await under.get('SQS', 'GetQueueAttributes', asked);
      expect(Attributes).to.include({ VisibilityTimeout: '60' });
      expect(Reflect.get(Attributes as object, 'QueueArn')).to.include(`:${under.root.account}:`);
    });

    it('keeps what is written, and gives it back', async () => {
      const members = await membersOf(under);
      const TableName = members.get('Orders');
      await under.get('DynamoDB', 'PutItem', { TableName, Item: item });
      const { Item } = await under.get('DynamoDB', 'GetItem', { TableName, Key: { id: { S: 'one' } } });
      expect(Item).to.deep.equal(item);
      const Bucket = members.get('Uploads');
      await under.get('S3', 'PutObject', { Bucket, Key: 'a/b', Body: new TextEncoder().encode('text') });
      const { Body } = await under.get('S3', 'GetObject', { Bucket, Key: 'a/b' });
      expect(Buffer.from(Body as Uint8Array).toString('utf8')).to.equal('text');
    });

    it('a preview tells what a call would do, and moves nothing', async () => {
      const TableName = (await membersOf(under)).get('Orders');
      const asked = {
        service: 'DynamoDB',
        operation: 'DeleteTable',
        input: { TableName },
        region: 'us-east-1',
      };
      const call = under.backend.understand({ ...asked, actor: under.root }, 'p1');
      const before = await standing(under);
      const { effects } = under.backend.preview(call, true);
      expect(effects.map(({ kind, resource }) => [kind, resource.stack?.logicalId])).to.deep.include([
        'delete',
        'Orders',
      ]);
      expect(await standing(under)).to.deep.equal(before);
      expect(codeOf(await under.ask('DynamoDB', 'DescribeTable', { TableName }))).to.equal(null);
    });

    it('a commit does it, as time passes; and what was previewed before is not committed after it', async () => {
      const TableName = (await membersOf(under)).get('Orders');
      const asked = { service: 'DynamoDB', operation: 'CreateTable', input: another, region: 'us-east-1' };
      const stale = under.backend.preview(
        under.backend.understand({ ...asked, actor: under.root }, 'p2'),
        true,
      );
      await under.get('DynamoDB', 'DeleteTable', { TableName });
      await under.backend.advanceTo(under.backend.now() + hour, null);
      expect(codeOf(await under.ask('DynamoDB', 'DescribeTable', { TableName }))).to.equal(
        'ResourceNotFoundException',
      );
      expect(await standing(under)).to.deep.equal(['', 'Uploads', 'Work']);
      let thrown: unknown;
      await Promise.resolve()
        .then(() => under.backend.commit(stale, null))
        .catch((error: unknown) => {
          thrown = error;
        });
      expect(String(thrown)).to.include('the world moved');
      const never = await under.ask('DynamoDB', 'DescribeTable', { TableName: another.TableName });
      expect(codeOf(never)).to.equal('ResourceNotFoundException');
    });

    it('a call that AWS would refuse is refused in the preview, and reaches nothing', async () => {
      const Bucket = (await membersOf(under)).get('Uploads');
      await under.get('S3', 'PutObject', { Bucket, Key: 'x', Body: new Uint8Array([1]) });
      expect(codeOf(await under.ask('S3', 'DeleteBucket', { Bucket }))).to.equal('BucketNotEmpty');
      expect(codeOf(await under.ask('S3', 'HeadBucket', { Bucket }))).to.equal(null);
    });

    it('a stack is deleted and made anew, with other ids of its resources', async () => {
      const old = await membersOf(under);
      const { TemplateBody } = await under.get('CloudFormation', 'GetTemplate', { StackName: stackName });
      await under.get('CloudFormation', 'DeleteStack', { StackName: stackName });
      await under.backend.advanceTo(under.backend.now() + hour, null);
      expect(await standing(under)).to.deep.equal([]);
      await under.get('CloudFormation', 'CreateStack', { StackName: stackName, TemplateBody });
      await under.backend.advanceTo(under.backend.now() + hour, null);
      const young = await membersOf(under);
      expect([...young.keys()].sort()).to.deep.equal(['Orders', 'Uploads', 'Work']);
      for (const [logicalId, id] of young) expect(id).to.not.equal(old.get(logicalId));
      const described = await under.ask('DynamoDB', 'DescribeTable', { TableName: young.get('Orders') });
      expect(codeOf(described)).to.equal(null);
      expect(await standing(under)).to.deep.equal(['', 'Orders', 'Uploads', 'Work']);
    });

    it('an owner’s switch holds a stack, wherever it is kept', async () => {
      const input = { StackName: stackName, EnableTerminationProtection: true };
      await under.get('CloudFormation', 'UpdateTerminationProtection', input);
      expect(codeOf(await under.ask('CloudFormation', 'DeleteStack', { StackName: stackName }))).to.equal(
        'ValidationError',
      );
      expect(await standing(under)).to.deep.equal(['', 'Orders', 'Uploads', 'Work']);
    });

    it('tells of what is under way when it will be over, and passes time by itself alone', async () => {
      const began = under.backend.now();
      await under.get('DynamoDB', 'CreateTable', another);
      const asked = {
        service: 'DynamoDB',
        operation: 'DescribeTable',
        region: 'us-east-1',
        actor: under.root,
      };
      const look = under.backend.understand({ ...asked, input: { TableName: another.TableName } }, 'p3');
      const shown = async (): Promise<unknown> => {
        const { Table } = (await under.get('DynamoDB', 'DescribeTable', {
          TableName: another.TableName,
        })) as {
          readonly Table: { readonly TableStatus: string };
        };
        return Table.TableStatus;
      };
      expect(await shown()).to.equal('CREATING');
      expect(under.backend.now()).to.equal(began);
      const until = under.backend.pendingUntil(look);
      await under.backend.advanceTo(until!, null);
      expect(await shown()).to.equal('ACTIVE');
      expect(under.backend.pendingUntil(look)).to.equal(null);
    });

    it('is what its shadow foresees', async () => {
      const members = await membersOf(under);
      await under.get('DynamoDB', 'DeleteTable', { TableName: members.get('Orders') });
      await under.get('SQS', 'DeleteQueue', { QueueUrl: members.get('Work') });
      await under.backend.advanceTo(under.backend.now() + hour, null);
      await standing(under);
      const found = under.backend.differences().map(({ what }) => what);
      const told = found.filter((what) => ![...lacks].some((each) => what.startsWith(each)));
      expect(told).to.deep.equal([]);
    });
  });
}
