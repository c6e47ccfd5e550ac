/** Real people who answer while a call waits: joining, single use, changes meanwhile, patience, the end. */
import { setImmediate as soon } from 'node:timers/promises';
import { expect } from 'chai';
import type { ApprovalAnswer } from '../../harness/contract/approver.js';
import type { Guardrail } from '../../harness/contract/guardrail.js';
import type { ApprovalRecord } from '../../harness/contract/journal-record.js';
import { approvalExpiresAfterSeconds } from '../../harness/contract/settle-approval.js';
import remote from '../../harness/approvers/remote.js';
import { endEpisode } from '../../harness/gateway/end-episode.js';
import { wait } from '../../harness/gateway/episode.js';
import { answerRequest } from '../../harness/gateway/open-requests.js';
import type { EpisodeSettings } from '../../harness/gateway/episode.js';
import { codeOf, episodeUnderTest, tableName, type EpisodeUnderTest } from './episode-under-test.js';

const signOff: Guardrail = {
  name: 'sign-off',
  enforcedAt: 'gateway',
  needs: 'effects',
  judge: ({ effects }) =>
    effects.length === 0
      ? { answer: 'abstain', reason: 'nothing happens' }
      : { answer: 'ask', who: ['ann', 'bob', 'cy'], howMany: 2, reason: 'it matters' },
};

const deleteTable = ['DynamoDB', 'DeleteTable', { TableName: tableName }] as const;

function withPeople(more: Partial<EpisodeSettings> = {}): Promise<EpisodeUnderTest> {
  return episodeUnderTest({ approver: remote, guardrails: [signOff], patienceMilliseconds: 5_000, ...more });
}

const grant = (person: string): ApprovalAnswer => ({
  person,
  answer: 'grant',
  afterSeconds: 60,
  reason: 'ok',
});

async function grantAll({ episode }: EpisodeUnderTest, id: string): Promise<void> {
  expect(await answerRequest(episode, id, grant('ann'))).to.deep.equal({ taken: true, state: 'open' });
  expect(await answerRequest(episode, id, grant('bob'))).to.deep.equal({ taken: true, state: 'granted' });
}

const approvals = ({ records }: EpisodeUnderTest): readonly ApprovalRecord[] =>
  records().filter((record): record is ApprovalRecord => record.record === 'approval');

async function untilAsked({ episode }: EpisodeUnderTest, questions = 1): Promise<void> {
  while (episode.approvals < questions) await soon();
}

describe('people who answer from outside', () => {
  it('let a call through that waits for them, while others go on', async () => {
    const under = await withPeople();
    const waiting = under.send(...deleteTable);
    await untilAsked(under);
    expect((await under.send('DynamoDB', 'ListTables')).ok).to.equal(true);
    expect(under.tables()).to.equal(1);
    await grantAll(under, 'a1');
    expect((await waiting).ok).to.equal(true);
    expect(approvals(under)).to.have.length(1);
    expect(approvals(under)[0]).to.deep.include({ callId: 'c1', result: 'granted', waitedSeconds: 60 });
    expect(under.lastCall()).to.deep.include({ id: 'c1', committed: true, approvals: ['a1'] });
  });

  it('refuse, and the client is told who did', async () => {
    const under = await withPeople();
    const waiting = under.send(...deleteTable);
    await untilAsked(under);
    for (const person of ['ann', 'bob']) {
      await answerRequest(under.episode, 'a1', { ...grant(person), answer: 'refuse' });
    }
    const outcome = await waiting;
    expect(outcome.ok ? '' : outcome.error.message).to.contain('refused by ann, bob');
    expect(under.tables()).to.equal(1);
  });

  it('are asked once by a client that sends the same again while it waits', async () => {
    const under = await withPeople();
    const both = [under.send(...deleteTable), under.send(...deleteTable)];
    await untilAsked(under);
    await under.send('DynamoDB', 'ListTables');
    expect(under.episode.approvals).to.equal(1);
    await grantAll(under, 'a1');
    // The table is being deleted by then: what was approved is done once.
    expect((await Promise.all(both)).map(codeOf)).to.deep.equal([null, 'ResourceInUseException']);
    expect(approvals(under)).to.have.length(1);
  });

  it('are asked anew for the second of two calls that one grant let through', async () => {
    const under = await withPeople();
    const tag = [
      'DynamoDB',
      'UpdateTable',
      { TableName: tableName, DeletionProtectionEnabled: true },
    ] as const;
    const off = [
      'DynamoDB',
      'UpdateTable',
      { TableName: tableName, DeletionProtectionEnabled: false },
    ] as const;
    const first = under.send(...tag);
    await untilAsked(under);
    await grantAll(under, 'a1');
    expect((await first).ok).to.equal(true);
    const second = under.send(...off);
    await untilAsked(under, 2);
    await grantAll(under, 'a2');
    expect((await second).ok).to.equal(true);
    const third = under.send(...tag);
    await untilAsked(under, 3);
    await grantAll(under, 'a3');
    expect((await third).ok).to.equal(true);
    expect(approvals(under).map(({ id }) => id)).to.deep.equal(['a1', 'a2', 'a3']);
  });

  it('are asked again where what they approved has changed meanwhile, and it is not done before', async () => {
    const under = await withPeople();
    const waiting = under.send(...deleteTable);
    await untilAsked(under);
    under.cloud.call('DynamoDB', 'PutItem', { TableName: tableName, Item: { id: { S: 'a' } } });
    await grantAll(under, 'a1');
    await untilAsked(under, 2);
    expect(under.tables()).to.equal(1);
    await grantAll(under, 'a2');
    expect((await waiting).ok).to.equal(true);
    expect(under.lastCall().approvals).to.deep.equal(['a1', 'a2']);
  });

  it('keep a client waiting only so long; the same request, sent again, joins what it waited for', async () => {
    const under = await withPeople({ patienceMilliseconds: 20, denials: 'aws' });
    const outcome = await under.send(...deleteTable);
    expect(codeOf(outcome)).to.equal('AccessDeniedException');
    expect(outcome.ok ? '' : outcome.error.message).to.contain('approval a1 is pending');
    expect(under.lastCall()).to.deep.include({ id: 'c1', committed: false, approvals: ['a1'] });
    await grantAll(under, 'a1');
    expect((await under.send(...deleteTable)).ok).to.equal(true);
    expect(under.lastCall()).to.deep.include({ id: 'c2', committed: true, approvals: ['a1'] });
    expect(under.episode.approvals).to.equal(1);
  });

  it('answer for themselves, in time, and only what is open', async () => {
    const under = await withPeople();
    const waiting = under.send(...deleteTable);
    await untilAsked(under);
    const answer = (id: string, person: string) => answerRequest(under.episode, id, grant(person));
    expect(await answer('a9', 'ann')).to.deep.equal({ taken: false, why: 'unknown-request' });
    expect(await answer('a1', 'mallory')).to.deep.equal({ taken: false, why: 'not-asked' });
    await answer('a1', 'ann');
    expect(await answer('a1', 'ann'), 'one voice').to.deep.equal({ taken: false, why: 'answered' });
    expect(await answer('a1', 'ANN'), 'the same person').to.deep.equal({ taken: false, why: 'answered' });
    await wait(under.episode, approvalExpiresAfterSeconds + 1);
    expect(await answer('a1', 'bob')).to.deep.equal({ taken: false, why: 'settled' });
    expect(codeOf(await waiting)).to.equal('AccessDeniedException');
    expect(approvals(under)[0]?.result).to.equal('expired');
  });

  it('leave no call waiting when the episode ends', async () => {
    const under = await withPeople();
    const waiting = under.send(...deleteTable);
    await untilAsked(under);
    await endEpisode(under.episode);
    expect(codeOf(await waiting)).to.equal('AccessDeniedException');
    expect(approvals(under).map(({ result }) => result)).to.deep.equal(['expired']);
    expect(under.lastCall()).to.deep.include({ id: 'c1', committed: false });
  });

  it('can let only one of two parallel calls past the last of a budget', async () => {
    const budget: Guardrail = {
      name: 'budget',
      enforcedAt: 'gateway',
      needs: 'effects',
      judge: (_attempt, { committed }) =>
        committed.length >= 1 ? { answer: 'deny', reason: 'spent' } : { answer: 'allow' },
    };
    const under = await withPeople({ guardrails: [signOff, budget] });
    const create = (TableName: string) =>
      under.send('DynamoDB', 'CreateTable', {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      });
    const both = [create('one'), create('two')];
    await untilAsked(under, 2);
    await grantAll(under, 'a1');
    await grantAll(under, 'a2');
    const outcomes = await Promise.all(both);
    expect(outcomes.filter(({ ok }) => ok)).to.have.length(1);
    expect(under.lastCall().error?.message).to.contain('budget: spent');
  });
});
