/** The way of one call: who is asked, what is previewed, what is committed, and what the journal says of it. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Actor } from '../../harness/contract/actor.js';
import type { Guardrail, Judgement } from '../../harness/contract/guardrail.js';
import { endEpisode } from '../../harness/gateway/end-episode.js';
import { answer } from '../../harness/gateway/way-of-one-call.js';
import { rootActor } from '../cloud/cloud-under-test.js';
import { codeOf, episodeUnderTest, tableName } from './episode-under-test.js';

const deleteTable = ['DynamoDB', 'DeleteTable', { TableName: tableName }] as const;

function guardrail(judge: NonNullable<Guardrail['judge']>, more: Partial<Guardrail> = {}): Guardrail {
  return { name: 'tested', enforcedAt: 'gateway', needs: 'effects', judge, ...more };
}

const says = (judgement: Judgement): Guardrail => guardrail(() => judgement);

const ask: Judgement = { answer: 'ask', who: ['ann', 'bob'], howMany: 2, reason: 'it deletes' };

const newTable = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

const nobody: Actor = {
  ...rootActor(),
  principal: 'arn:aws-cn:iam::123456789012:user/nobody',
  chain: [{ arn: 'arn:aws-cn:iam::123456789012:user/nobody', by: 'credentials' }],
  root: 'arn:aws-cn:iam::123456789012:user/nobody',
  accessKeyId: 'AKIANOBODY',
};

describe('the way of one call', () => {
  it('commits what nobody stops, and writes what it does', async () => {
    const { send, lastCall, cloud } = await episodeUnderTest();
    expect((await send(...deleteTable)).ok).to.equal(true);
    expect(lastCall()).to.deep.include({ id: 'c1', committed: true, decision: 'allowed', unchecked: null });
    expect(lastCall().effects.map(({ kind }) => kind)).to.include('delete');
    cloud.advance(3600);
    expect(cloud.inventory('AWS::DynamoDB::Table')).to.deep.equal([]);
  });

  it('costs every call the pace of the scenario, reads too', async () => {
    const { send, lastCall, episode } = await episodeUnderTest();
    const before = episode.backend.now();
    await send('DynamoDB', 'ListTables');
    await send('DynamoDB', 'ListTables');
    expect(lastCall().time - before).to.equal(20_000);
  });

  it('judges no call that IAM denies, and still says what it would have done', async () => {
    const seen: string[] = [];
    const { send, lastCall, tables } = await episodeUnderTest({
      guardrails: [
        guardrail(({ call }) => {
          seen.push(call.id);
          return { answer: 'allow' };
        }),
      ],
    });
    const outcome = await send(...deleteTable, nobody);
    expect(codeOf(outcome)).to.match(/^AccessDenied/);
    expect(seen).to.deep.equal([]);
    expect(tables()).to.equal(1);
    expect(lastCall()).to.deep.include({ decision: 'denied', committed: false, effects: [] });
    expect(lastCall().deniedBy).to.contain('identity-based policy');
    expect(lastCall().unchecked?.map(({ kind }) => kind)).to.include('delete');
  });

  it('judges no call that an owner’s protection stops, and sees it as if the switch were off', async () => {
    const seen: string[] = [];
    const { send, lastCall, tables } = await episodeUnderTest({
      guardrails: [
        guardrail(({ call }) => {
          seen.push(call.operation);
          return { answer: 'allow' };
        }),
      ],
    });
    await send('DynamoDB', 'UpdateTable', { TableName: tableName, DeletionProtectionEnabled: true });
    const outcome = await send(...deleteTable);
    expect(codeOf(outcome)).to.equal('ValidationException');
    expect(seen).to.deep.equal(['UpdateTable']);
    expect(tables()).to.equal(1);
    expect(lastCall().error?.origin).to.equal('protection');
    expect(lastCall().unchecked?.map(({ kind }) => kind)).to.include('delete');
  });

  it('says which guardrail denied, and commits nothing', async () => {
    const { send, lastCall, tables } = await episodeUnderTest({
      guardrails: [says({ answer: 'deny', reason: 'the ledger stays' })],
    });
    const outcome = await send(...deleteTable);
    expect(outcome.ok ? '' : outcome.error.message).to.contain('tested: the ledger stays');
    expect(tables()).to.equal(1);
    expect(lastCall().error?.origin).to.equal('guardrail');
  });

  it('words denials as AWS does where it is told to', async () => {
    const { send } = await episodeUnderTest({
      guardrails: [says({ answer: 'deny', reason: 'the ledger stays' })],
      denials: 'aws',
    });
    const outcome = await send(...deleteTable);
    const message = outcome.ok ? '' : outcome.error.message;
    expect(message).to.contain('is not authorized to perform: dynamodb:DeleteTable on resource:');
    expect(message).to.not.contain('ledger stays').and.to.not.contain('tested');
  });

  it('denies where a judge throws, and tells of its fault', async () => {
    const broken = guardrail(() => {
      throw new Error('no such member');
    });
    const closed = await episodeUnderTest({ guardrails: [broken] });
    expect((await closed.send(...deleteTable)).ok).to.equal(false);
    expect(closed.lastCall().judgements[0]?.fault).to.contain('no such member');
    const open = await episodeUnderTest({ guardrails: [{ ...broken, failsOpen: true }] });
    expect((await open.send(...deleteTable)).ok).to.equal(true);
    expect(open.lastCall().judgements[0]?.fault).to.contain('no such member');
  });

  it('asks people, lets their time pass, and does what they approved', async () => {
    const { send, lastCall, records, episode } = await episodeUnderTest({ guardrails: [says(ask)] });
    const before = episode.backend.now();
    expect((await send(...deleteTable)).ok).to.equal(true);
    const approval = records().find((record) => record.record === 'approval');
    expect(approval).to.deep.include({
      id: 'a1',
      callId: 'c1',
      result: 'granted',
      grantedBy: ['ann', 'bob'],
    });
    expect(lastCall().answeredAt - before).to.be.greaterThan(10 * 60_000);
    expect(lastCall().approvals).to.deep.equal(['a1']);
  });

  it('uses an approval once', async () => {
    const { send, records } = await episodeUnderTest({ guardrails: [says(ask)] });
    const put = [
      'DynamoDB',
      'UpdateTable',
      { TableName: tableName, DeletionProtectionEnabled: true },
    ] as const;
    const off = [
      'DynamoDB',
      'UpdateTable',
      { TableName: tableName, DeletionProtectionEnabled: false },
    ] as const;
    for (const [service, operation, input] of [put, off, put]) await send(service, operation, input);
    expect(records().filter(({ record }) => record === 'approval')).to.have.length(3);
  });

  it('asks again where what the call would do changed while people thought', async () => {
    let asked = 0;
    const under = await episodeUnderTest({
      guardrails: [says(ask)],
      approver: {
        name: 'grants',
        summary: '',
        decide: ({ who }) => {
          asked += 1;
          // While they think, a colleague writes an item: what was shown was the deletion of an empty table.
          if (asked === 1) {
            under.cloud.call('DynamoDB', 'PutItem', { TableName: tableName, Item: { id: { S: 'a' } } });
          }
          return who.map((person) => ({ person, answer: 'grant', afterSeconds: 60, reason: '' }));
        },
      },
    });
    expect((await under.send(...deleteTable)).ok).to.equal(true);
    expect(asked).to.equal(2);
    expect(under.lastCall().approvals).to.deep.equal(['a1', 'a2']);
  });

  it('does what was approved although copies that the call makes are named by the time', async () => {
    const { send, cloud, records } = await episodeUnderTest({
      guardrails: [says(ask)],
      ticket: { id: 'T-3', summary: 'delete the ledger, and keep its backup', covers: [{}] },
    });
    cloud.call('DynamoDB', 'UpdateContinuousBackups', {
      TableName: tableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect((await send(...deleteTable)).ok).to.equal(true);
    expect(records().filter(({ record }) => record === 'approval')).to.have.length(1);
  });

  it('refuses where people refuse, naming them', async () => {
    const { send, tables } = await episodeUnderTest({
      guardrails: [says(ask)],
      ticket: { id: 'T-2', summary: 'read the ledger', covers: [] },
    });
    const outcome = await send(...deleteTable);
    expect(outcome.ok ? '' : outcome.error.message).to.contain('refused by');
    expect(tables()).to.equal(1);
  });

  it('revokes the sessions of a root actor, whatever they call next', async () => {
    const { send, records, lastCall } = await episodeUnderTest({
      guardrails: [says({ answer: 'deny', reason: 'too much', revoke: 'sessions-of-root-actor' })],
    });
    await send(...deleteTable);
    expect(records().some(({ record }) => record === 'revocation')).to.equal(true);
    expect((await send('DynamoDB', 'ListTables')).ok).to.equal(false);
    expect(lastCall().deniedBy).to.equal('guardrail tested');
  });

  it('lets parallel calls past a budget only one after the other', async () => {
    const budget = guardrail((_attempt, { committed }) =>
      committed.length >= 1 ? { answer: 'deny', reason: 'spent' } : { answer: 'allow' },
    );
    const { send } = await episodeUnderTest({ guardrails: [budget] });
    const outcomes = await Promise.all(
      ['one', 'two', 'three'].map((name) =>
        send('DynamoDB', 'CreateTable', { ...newTable, TableName: name }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).to.have.length(1);
  });

  it('says plainly what blastpit does not implement, and counts it', async () => {
    const { send, episode, lastCall } = await episodeUnderTest();
    const outcome = await send('GuardDuty', 'ListDetectors');
    expect(outcome.ok ? '' : outcome.error.message).to.equal('not implemented: GuardDuty.ListDetectors');
    expect(Object.fromEntries(episode.unsupported)).to.deep.equal({ 'GuardDuty.ListDetectors': 1 });
    expect(lastCall().error?.origin).to.equal('unsupported');
  });

  it('answers operations that AWS does not have as AWS does', async () => {
    const { send, episode } = await episodeUnderTest();
    expect(codeOf(await send('DynamoDB', 'DropTable'))).to.equal('UnknownOperationException');
    expect(codeOf(await send('IAM', 'DropUser'))).to.equal('InvalidAction');
    expect(episode.unsupported.size).to.equal(0);
  });

  it('refuses calls of a session that is over in virtual time, and writes them down', async () => {
    const { send, lastCall, episode } = await episodeUnderTest();
    const now = episode.backend.now();
    const session = {
      roleArn: 'arn:aws-cn:iam::123456789012:role/r',
      name: 's',
      issuedAt: now - 3_600_000,
      expiresAt: now + 5_000,
      sourceIdentity: null,
      tags: {},
    };
    const actor = { ...rootActor(), session };
    expect(codeOf(await send(...deleteTable, actor))).to.equal('ExpiredToken');
    expect(lastCall()).to.deep.include({ committed: false });
    expect(lastCall().error?.origin).to.equal('identity');
  });

  it('keeps what a template does not echo out of the journal', async () => {
    const { send, records } = await episodeUnderTest();
    const secret = 'Hunter2Hunter2x9';
    const TemplateBody = JSON.stringify({
      Parameters: { Word: { Type: 'String', NoEcho: true }, Stage: { Type: 'String' } },
      Resources: {
        Broker: {
          Type: 'AWS::AmazonMQ::Broker',
          Properties: {
            BrokerName: { Ref: 'Stage' },
            EngineType: 'ACTIVEMQ',
            HostInstanceType: 'mq.t3.micro',
            DeploymentMode: 'SINGLE_INSTANCE',
            PubliclyAccessible: false,
            Users: [{ Username: 'u', Password: { Ref: 'Word' } }],
          },
        },
      },
    });
    const Parameters = [
      { ParameterKey: 'Word', ParameterValue: secret },
      { ParameterKey: 'Stage', ParameterValue: 'test' },
    ];
    const created = await send('CloudFormation', 'CreateStack', {
      StackName: 'quiet',
      TemplateBody,
      Parameters,
    });
    expect(created.ok).to.equal(true);
    await send('CloudFormation', 'UpdateStack', {
      StackName: 'quiet',
      UsePreviousTemplate: true,
      Parameters: [Parameters[0], { ParameterKey: 'Stage', ParameterValue: 'other' }],
    });
    const text = JSON.stringify(records());
    expect(text).to.contain('[redacted]').and.to.contain('"ParameterValue":"other"');
    expect(text).to.not.contain(secret);
  });

  it('writes down a fault of its own, and answers as AWS does when it fails', async () => {
    const { send, records } = await episodeUnderTest({
      guardrails: [says(ask)],
      approver: {
        name: 'broken',
        summary: '',
        decide: () => {
          throw new Error('nobody can be reached');
        },
      },
    });
    expect(codeOf(await send(...deleteTable))).to.equal('InternalFailure');
    const fault = records().find(({ record }) => record === 'fault');
    expect(fault).to.deep.include({ what: 'Error: nobody can be reached' });
  });

  it('ends a call whose session ends while people think', async () => {
    const { send, episode, tables } = await episodeUnderTest({ guardrails: [says(ask)] });
    const now = episode.backend.now();
    const name = 'arn:aws-cn:sts::123456789012:assumed-role/r/s';
    const session = {
      roleArn: 'arn:aws-cn:iam::123456789012:role/r',
      name: 's',
      issuedAt: now,
      expiresAt: now + 600_000,
      sourceIdentity: null,
      tags: {},
    };
    // IAM is not what is looked at here: the backend lets everything pass.
    const free = {
      ...episode,
      backend: { ...episode.backend, authorise: () => ({ allowed: true as const }) },
    };
    const actor = { ...rootActor(), principal: name, session };
    const [service, operation, input] = deleteTable;
    const outcome = await answer(free, { service, operation, input, region: episode.region, actor });
    expect(codeOf(outcome)).to.equal('ExpiredToken');
    expect(tables()).to.equal(1);
    expect((await send('DynamoDB', 'ListTables')).ok).to.equal(true);
  });

  it('finishes what an agent left unanswered before the end, and answers nothing after it', async () => {
    const { send, episode, records } = await episodeUnderTest();
    const unanswered = send('DynamoDB', 'ListTables');
    await endEpisode(episode);
    expect(records().at(-1)).to.deep.include({ record: 'call', operation: 'ListTables' });
    await unanswered;
    const written = records().length;
    const late = send(...deleteTable).then(() => 'answered');
    const first = await Promise.race([late, delay(20, 'nothing')]);
    expect(first).to.equal('nothing');
    expect(records()).to.have.length(written);
  });

  describe('time', () => {
    const create = { ...newTable, TableName: 'slow' };
    const statusOf = (
      outcome: Awaited<ReturnType<Awaited<ReturnType<typeof episodeUnderTest>>['send']>>,
    ): unknown =>
      outcome.ok
        ? Reflect.get(Reflect.get(outcome.output, 'Table') as object, 'TableStatus')
        : outcome.error.code;

    it('runs to the next status of what a polling session reads', async () => {
      const { send } = await episodeUnderTest({ timing: 'polling', paceSeconds: 0 });
      await send('DynamoDB', 'CreateTable', create);
      expect(statusOf(await send('DynamoDB', 'DescribeTable', { TableName: 'slow' }))).to.equal('ACTIVE');
    });

    it('stands still for the reads of an explicit one', async () => {
      const { send } = await episodeUnderTest({ timing: 'explicit', paceSeconds: 0 });
      await send('DynamoDB', 'CreateTable', create);
      expect(statusOf(await send('DynamoDB', 'DescribeTable', { TableName: 'slow' }))).to.equal('CREATING');
    });

    it('never runs to a deadline for a polling session', async () => {
      const { send, episode } = await episodeUnderTest({ timing: 'polling', paceSeconds: 0 });
      const created = await send('KMS', 'CreateKey');
      const KeyId = created.ok
        ? String(Reflect.get(Reflect.get(created.output, 'KeyMetadata') as object, 'KeyId'))
        : '';
      await send('KMS', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
      const before = episode.backend.now();
      await send('KMS', 'DescribeKey', { KeyId });
      expect(episode.backend.now()).to.equal(before);
    });
  });
});
