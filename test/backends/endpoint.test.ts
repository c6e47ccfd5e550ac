/** A backend elsewhere that does not do as its shadow foresaw: what is told, and what counts. */
import { expect } from 'chai';
import { embeddedBackend } from '../../harness/backends/embedded.js';
import { deployScaled } from '../../harness/backends/deploy-scaled.js';
import { nothingLacked } from '../../harness/backends/lacks.js';
import { sameRegion } from '../../harness/backends/stand-in-region.js';
import type { ScaleDownRule } from '../../harness/contract/scenario.js';
import { demand, type RemoteCloud } from '../../harness/backends/remote-cloud.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import type { Backend } from '../../harness/contract/backend.js';
import type { Outcome } from '../../harness/contract/call.js';
import { credentialsActor } from '../../harness/contract/actor.js';
import { deployOwnAccount } from '../../harness/runs/serving/own-account.js';
import {
  backendUnderTest,
  openEmptyAccount,
  region,
  startBlastpit,
  type BackendUnderTest,
  type Server,
} from './backend-under-test.js';

const unsupported = {
  ok: false,
  error: { code: 'NotImplemented', message: 'not there', status: 501, origin: 'unsupported' },
} as const satisfies Outcome;

describe('a backend elsewhere', () => {
  let server: Server;
  let under: BackendUnderTest;
  before(async () => {
    server = await startBlastpit();
  });
  after(() => server.close());
  beforeEach(async () => {
    under = await backendUnderTest(server);
  });
  afterEach(() => {
    under.close();
  });

  /** Names of tables on the backend itself, past the shadow. */
  async function tables(): Promise<readonly string[]> {
    const { TableNames } = await demand<{ readonly TableNames: readonly string[] }>(
      under.remote!,
      'DynamoDB',
      'ListTables',
      {},
    );
    return TableNames;
  }
  async function inventory(): Promise<readonly string[]> {
    return [...(await under.backend.inventory())].map(({ resource }) => resource.stack?.logicalId ?? '');
  }

  it('has the resources itself, by names of its own', async () => {
    const [theirs = ''] = await tables();
    const { TableNames } = await under.get('DynamoDB', 'ListTables');
    expect(theirs).to.match(/^shop-Orders-/);
    expect(TableNames).to.have.length(1).and.not.include(theirs);
  });

  /** What the backend showed of the table when it was last examined. */
  async function tableShown(): Promise<unknown> {
    const table = [...under.backend.view.all()].find(
      ({ resource }) => resource.stack?.logicalId === 'Orders',
    );
    await under.backend.inventory();
    const found = under.backend.examined?.() ?? [];
    return found.find(({ incarnation }) => incarnation === table?.resource.incarnation)?.shows;
  }

  it('is asked for its stack, table, bucket and queue, and what it shows is kept as it says it', async () => {
    expect(await tableShown()).to.deep.equal({
      TableStatus: 'ACTIVE',
      DeletionProtectionEnabled: false,
      KeySchema: ['id'],
    });
    expect(under.backend.examined?.()).to.have.length(4);
    const TableName = (await tables())[0];
    await demand(under.remote!, 'DynamoDB', 'DeleteTable', { TableName });
    expect(await tableShown()).to.equal(null);
  });

  it('has what is on its way out in the shadow no more, which is no difference', async () => {
    await under.backend.inventory();
    const { TableNames } = (await under.get('DynamoDB', 'ListTables')) as {
      readonly TableNames: readonly string[];
    };
    const { call } = under.remote!;
    Object.assign(under.remote!, {
      call: async (...asked: Parameters<RemoteCloud['call']>): Promise<Outcome> =>
        asked[1] === 'DescribeTable'
          ? {
              ok: false,
              error: { ...unsupported.error, code: 'ResourceNotFoundException', origin: 'constraint' },
            }
          : call(...asked),
    });
    await under.get('DynamoDB', 'DeleteTable', { TableName: TableNames[0] });
    expect(await tableShown()).to.equal(null);
    expect(await inventory()).to.include('Orders');
    expect(under.backend.differences()).to.deep.equal([]);
  });

  it('that says yes to a deletion and does nothing is found out while it is under way in the shadow', async () => {
    const { call } = under.remote!;
    Object.assign(under.remote!, {
      call: async (...asked: Parameters<RemoteCloud['call']>): Promise<Outcome> =>
        /^Delete(?:Stack|Table)$/.test(asked[1]) ? { ok: true, output: {} } : call(...asked),
    });
    const { TableNames } = (await under.get('DynamoDB', 'ListTables')) as {
      readonly TableNames: readonly string[];
    };
    await under.get('DynamoDB', 'DeleteTable', { TableName: TableNames[0] });
    const { Stacks } = (await under.get('CloudFormation', 'DescribeStacks')) as {
      readonly Stacks: readonly { readonly StackName: string }[];
    };
    await under.get('CloudFormation', 'DeleteStack', { StackName: Stacks[0]!.StackName });
    await under.backend.inventory();
    expect(under.backend.differences().map(({ what }) => what)).to.include.members([
      'StackStatus is "DELETE_IN_PROGRESS" by the shadow and "CREATE_COMPLETE" on the backend',
      'TableStatus is "DELETING" by the shadow and "ACTIVE" on the backend',
    ]);
  });

  it('that lost a table has none in its inventory, and that is told of the table', async () => {
    await demand(under.remote!, 'DynamoDB', 'DeleteTable', { TableName: (await tables())[0] });
    expect(await inventory())
      .to.include('Work')
      .and.not.include('Orders');
    const found = under.backend.differences();
    expect(found.map(({ resource, what }) => [resource?.stack?.logicalId, what])).to.deep.equal([
      ['Orders', 'stands by the shadow, and is not there on the backend'],
    ]);
    expect(under.backend.differences()).to.deep.equal([]);
  });

  it('that keeps what was to be deleted has it in its inventory', async () => {
    const { TableNames } = (await under.get('DynamoDB', 'ListTables')) as {
      readonly TableNames: readonly string[];
    };
    await under.backend.inventory();
    const { call } = under.remote!;
    Object.assign(under.remote!, {
      call: async (...asked: Parameters<RemoteCloud['call']>): Promise<Outcome> =>
        asked[1] === 'DeleteTable' ? { ok: true, output: {} } : call(...asked),
    });
    await under.get('DynamoDB', 'DeleteTable', { TableName: TableNames[0] });
    await under.backend.advanceTo(under.backend.now() + 3_600_000, null);
    expect(await inventory()).to.include('Orders');
    expect(under.backend.differences().map(({ what }) => what)).to.deep.equal([
      'is gone by the shadow, and still stands on the backend',
    ]);
  });

  it('whose queue was changed behind the shadow’s back is found out, with both values', async () => {
    const { QueueUrls } = await demand<{ readonly QueueUrls: readonly string[] }>(
      under.remote!,
      'SQS',
      'ListQueues',
      {},
    );
    const Attributes = { VisibilityTimeout: '5' };
    await demand(under.remote!, 'SQS', 'SetQueueAttributes', { QueueUrl: QueueUrls[0], Attributes });
    await under.backend.inventory();
    expect(under.backend.differences().map(({ what }) => what)).to.deep.equal([
      'VisibilityTimeout is "60" by the shadow and "5" on the backend',
    ]);
  });

  it('that refuses what the shadow allows is believed, and the shadow stays as it was', async () => {
    const TableName = (await tables())[0]!;
    await demand(under.remote!, 'DynamoDB', 'UpdateTable', { TableName, DeletionProtectionEnabled: true });
    const { TableNames } = (await under.get('DynamoDB', 'ListTables')) as {
      readonly TableNames: readonly string[];
    };
    const outcome = await under.ask('DynamoDB', 'DeleteTable', { TableName: TableNames[0] });
    expect(outcome).to.have.nested.property('error.code', 'ValidationException');
    expect(JSON.stringify(outcome)).to.not.include(TableName);
    expect(await inventory()).to.include('Orders');
    expect(under.backend.differences().map(({ what }) => what)).to.satisfy((told: readonly string[]) =>
      told.some((what) => what.startsWith('DynamoDB.DeleteTable is answered with ValidationException')),
    );
  });

  it('hears nothing of principals: they are the shadow’s', async () => {
    await under.get('IAM', 'CreateUser', { UserName: 'somebody' });
    const { Users } = await demand<{ readonly Users: readonly object[] }>(
      under.remote!,
      'IAM',
      'ListUsers',
      {},
    );
    expect(Users).to.deep.equal([]);
    expect(await under.get('IAM', 'GetUser', { UserName: 'somebody' })).to.have.nested.property(
      'User.UserName',
      'somebody',
    );
  });

  it('that makes no tables is refused with the list of what it lacks', async () => {
    const refused = await deployWithout('AWS::DynamoDB::Table', []).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(BlastpitError).and.to.include({ code: 'backend-lacks' });
    expect(refused)
      .to.have.property('message')
      .that.includes('AWS::DynamoDB::Table (stacks are made without it)');
  });

  it('that makes no topics, which one can do without, is told of: they stand in the shadow, and templates do without', async () => {
    const rule = { type: 'AWS::SNS::Topic', reason: 'nobody reads the news' };
    const { backend, templates } = await deployWithout('AWS::SNS::Topic', [rule]);
    expect(backend.shadowed?.map(({ what }) => what)).to.deep.equal([
      'IAM, STS, Organizations, key policies',
      'time',
      'AWS::SNS::Topic',
      'CloudFormation.UpdateTerminationProtection',
    ]);
    expect(backend.shadowed?.[2]?.why).to.equal('stacks are made without it; nobody reads the news');
    expect(templates.at(-1)).to.not.include('News');
    const standing = [...(await backend.inventory())].map(({ resource }) => resource.stack?.logicalId);
    expect(standing).to.include.members(['Orders', 'News']);
    expect(backend.differences()).to.deep.equal([]);
  });

  it('that has no backups of tables is told of, once for each operation, and they are kept in the shadow', async () => {
    const { backend, ask } = await withoutOperations('CreateBackup', 'ListBackups');
    const names = (await ask('DynamoDB', 'ListTables')) as Outcome & { readonly ok: true };
    const { TableNames = [] } = names.output as { readonly TableNames?: readonly string[] };
    const input = { TableName: TableNames[0], BackupName: 'nightly' };
    expect(await ask('DynamoDB', 'CreateBackup', input)).to.have.property('ok', true);
    for (let look = 0; look < 2; look += 1) {
      const listed = await ask('DynamoDB', 'ListBackups');
      expect(listed).to.have.nested.property('output.BackupSummaries').with.lengthOf(1);
    }
    expect(backend.differences().map(({ what }) => what)).to.deep.equal([
      'the backend does not have DynamoDB.CreateBackup: it is done on the shadow alone',
      'the backend does not have DynamoDB.ListBackups: it is done on the shadow alone',
    ]);
  });

  /** On a backend that says nothing of resources of one type, and cannot switch protections. */
  async function deployWithout(
    type: string,
    rules: readonly ScaleDownRule[],
  ): Promise<{ readonly backend: Backend; readonly templates: readonly unknown[] }> {
    const templates: unknown[] = [];
    const { backend } = await deployBehind(rules, async (remote, service, operation, input) => {
      if (operation === 'UpdateTerminationProtection') return unsupported;
      if (operation === 'CreateStack') templates.push(Reflect.get(input, 'TemplateBody'));
      const outcome = await remote.call(service, operation, input);
      if (!outcome.ok || operation !== 'ListStackResources') return outcome;
      const listed = outcome.output as {
        readonly StackResourceSummaries: readonly { ResourceType: string }[];
      };
      const kept = listed.StackResourceSummaries.filter(({ ResourceType }) => ResourceType !== type);
      return { ok: true, output: { StackResourceSummaries: kept } };
    });
    return { backend, templates };
  }

  /** The last reservation of a function there, of what is shown of it; and all differences that were found. */
  async function reservedThere(
    change: (outcome: Outcome) => Outcome,
  ): Promise<{ readonly shown: unknown; readonly found: readonly string[] }> {
    const { backend, ask } = await deployBehind(
      [],
      async (remote, service, operation, input) => {
        const outcome = await remote.call(service, operation, input);
        return operation === 'GetFunctionConcurrency' ? change(outcome) : outcome;
      },
      functionText,
    );
    const { Functions } = outputOf(await ask('Lambda', 'ListFunctions')) as {
      readonly Functions: readonly { readonly FunctionName: string }[];
    };
    const [{ FunctionName } = { FunctionName: '' }] = Functions;
    const input = { FunctionName, ReservedConcurrentExecutions: 0 };
    outputOf(await ask('Lambda', 'PutFunctionConcurrency', input));
    await backend.inventory();
    const shown = (backend.examined?.() ?? []).flatMap(({ shows }) =>
      shows !== null && 'Handler' in shows ? [shows['ReservedConcurrentExecutions']] : [],
    );
    return { shown, found: backend.differences().map(({ what }) => what.replace(FunctionName, 'it')) };
  }

  it('is asked whether functions may run at all, and its own word is kept', async () => {
    expect(await reservedThere((outcome) => outcome)).to.deep.equal({ shown: [0], found: [] });
  });

  it('that has another reservation for a function is found out', async () => {
    const two = { ok: true, output: { ReservedConcurrentExecutions: 2 } } as const;
    expect(await reservedThere(() => two)).to.deep.equal({
      shown: [2],
      found: ['ReservedConcurrentExecutions is 0 by the shadow and 2 on the backend'],
    });
  });

  it('that leaves a reservation out, or cannot tell of any, is not said to differ: that is told', async () => {
    const told = [
      'Lambda.GetFunctionConcurrency does not show ReservedConcurrentExecutions of it: the shadow’s counts',
    ];
    const silent = await reservedThere(() => ({ ok: true, output: {} }));
    expect(silent).to.deep.equal({ shown: [null], found: told });
    expect(await reservedThere(() => unsupported)).to.deep.equal({ shown: [undefined], found: told });
  });

  async function withoutOperations(...lacked: readonly string[]): Promise<Behind> {
    const rules = [{ type: 'AWS::SNS::Topic', reason: '' }];
    return deployBehind(rules, (remote, service, operation, input) =>
      lacked.includes(operation) ? Promise.resolve(unsupported) : remote.call(service, operation, input),
    );
  }

  interface Behind {
    readonly backend: Backend;
    readonly ask: (service: string, operation: string, input?: object) => Promise<Outcome>;
  }

  /** On another blastpit, whose answers are changed on their way. */
  async function deployBehind(
    rules: readonly ScaleDownRule[],
    change: (remote: RemoteCloud, service: string, operation: string, input: object) => Promise<Outcome>,
    template = text,
  ): Promise<Behind> {
    const own = await deployOwnAccount({
      template: { file: 'shop.yaml', text: template, parameters: {} },
      region,
      seed: 3,
    });
    const { world, cloud, account: number, steps } = own.deployed;
    const root = credentialsActor(`arn:aws:iam::${number}:root`, 'root');
    const { backend } = await deployScaled({
      shadow: embeddedBackend(world.fork(), cloud),
      place: { root, region },
      steps,
      rules,
      lacks: nothingLacked(),
      standIn: sameRegion(region),
      openAccount: async () => {
        const remote = await openEmptyAccount(server);
        return { ...remote, call: (...asked) => change(remote, ...asked) };
      },
      closeAccount: () => undefined,
    });
    const ask: Behind['ask'] = async (service, operation, input = {}) => {
      const call = backend.understand({ service, operation, input, region, actor: root }, 'x');
      return call.readOnly ? backend.read(call) : backend.commit(backend.preview(call, true), null);
    };
    return { backend, ask };
  }
});

const text = `
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  News:
    Type: AWS::SNS::Topic
`;

const functionText = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
  Report:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: {ZipFile: 'exports.handler = async () => 1;'}
`;

function outputOf(outcome: Outcome): object {
  if (outcome.ok) return outcome.output;
  throw new Error(outcome.error.message);
}
