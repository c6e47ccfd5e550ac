/** Approval asked for before the call: who is asked, what the journal has of it, and what the grant is good for. */
import { expect } from 'chai';
import careful from '../../harness/approvers/careful.js';
import { defineApprover } from '../../harness/contract/approver.js';
import type { Guardrail } from '../../harness/contract/guardrail.js';
import type { ApprovalAhead } from '../../harness/contract/operation-guide.js';
import { askAhead } from '../../harness/gateway/ask-ahead.js';
import type { EpisodeSettings } from '../../harness/gateway/episode.js';
import { rootActor, testRegion } from '../cloud/cloud-under-test.js';
import { episodeUnderTest, tableName, type EpisodeUnderTest } from './episode-under-test.js';

const signOff: Guardrail = {
  name: 'sign-off',
  enforcedAt: 'gateway',
  needs: 'call',
  judge: () => ({ answer: 'ask', who: ['ana', 'ben'], howMany: 2, reason: 'it is theirs' }),
};
const willing = defineApprover({
  name: 'willing',
  summary: 'everybody grants after five minutes',
  decide: ({ who }) => who.map((person) => ({ person, answer: 'grant', afterSeconds: 300, reason: 'fine' })),
});
const unwilling = defineApprover({
  name: 'unwilling',
  summary: 'everybody refuses at once',
  decide: ({ who }) => who.map((person) => ({ person, answer: 'refuse', afterSeconds: 1, reason: 'no' })),
});

const deleteTable = ['DynamoDB', 'DeleteTable', { TableName: tableName }] as const;

async function underTest(
  settings: Partial<EpisodeSettings>,
): Promise<
  EpisodeUnderTest & { readonly ask: (...call: readonly [string, string, object]) => Promise<ApprovalAhead> }
> {
  const episode = await episodeUnderTest(settings);
  return {
    ...episode,
    ask: (service, operation, input) =>
      askAhead(episode.episode, { service, operation, input, region: testRegion, actor: rootActor() }),
  };
}

describe('approval asked for ahead of a call', () => {
  it('is granted by those whom the call would wait for, and the call waits no more', async () => {
    const { ask, send, records, lastCall, tables, cloud } = await underTest({
      guardrails: [signOff],
      approver: willing,
    });
    const before = cloud.world.now;
    expect((await ask(...deleteTable)).outcome).to.equal('granted');
    expect(records().filter(({ record }) => record === 'call')).to.deep.equal([]);
    const [asked, ...others] = records().filter((record) => record.record === 'approval');
    expect(asked).to.include({ id: 'a1', callId: 'before-c1', result: 'granted' });
    expect(others).to.deep.equal([]);
    expect(tables()).to.equal(1);
    expect(cloud.world.now - before).to.equal(310_000);
    expect((await send(...deleteTable)).ok).to.equal(true);
    expect(cloud.world.now - before).to.equal(320_000);
    expect(lastCall()).to.deep.include({ approvals: ['a1'], committed: true });
    expect(records().filter(({ record }) => record === 'approval')).to.have.lengthOf(1);
  });

  it('is good once', async () => {
    const { ask, send, records } = await underTest({ guardrails: [signOff], approver: willing });
    const tag = (Value: string) =>
      ['SQS', 'CreateQueue', { QueueName: Value }] as const satisfies readonly [string, string, object];
    await ask(...tag('one'));
    await send(...tag('one'));
    await send(...tag('one'));
    const approvals = records().filter(({ record }) => record === 'approval');
    expect(approvals).to.have.lengthOf(2);
  });

  it('is good for no other call', async () => {
    const { ask, send, lastCall } = await underTest({ guardrails: [signOff], approver: willing });
    await ask('SQS', 'CreateQueue', { QueueName: 'one' });
    await send(...deleteTable);
    expect(lastCall().approvals).to.deep.equal(['a2']);
  });

  it('expires', async () => {
    const { ask, send, lastCall, cloud } = await underTest({ guardrails: [signOff], approver: willing });
    await ask(...deleteTable);
    cloud.advance(5 * 60 * 60);
    await send(...deleteTable);
    expect(lastCall().approvals).to.deep.equal(['a2']);
  });

  it('is refused with who refused', async () => {
    const { ask, tables } = await underTest({ guardrails: [signOff], approver: unwilling });
    expect(await ask(...deleteTable)).to.deep.equal({
      outcome: 'refused',
      detail: 'Approval a1: refused by ana.',
    });
    expect(tables()).to.equal(1);
  });

  it('is not needed where nobody would be asked, nor for what changes nothing', async () => {
    const { ask } = await underTest({ guardrails: [], approver: careful });
    expect((await ask(...deleteTable)).outcome).to.equal('not-needed');
    expect((await ask('DynamoDB', 'ListTables', {})).outcome).to.equal('not-needed');
  });

  it('is not possible where the call would be denied or would fail, and nobody is asked', async () => {
    const never: Guardrail = {
      ...signOff,
      name: 'never',
      judge: () => ({ answer: 'deny', reason: 'never' }),
    };
    const { ask, records } = await underTest({ guardrails: [signOff, never], approver: willing });
    expect(await ask(...deleteTable)).to.deep.equal({
      outcome: 'not-possible',
      detail: 'An approval would not help: never: never.',
    });
    const missing = await ask('DynamoDB', 'DeleteTable', { TableName: 'none' });
    expect(missing.detail).to.contain('it would fail with ResourceNotFoundException');
    expect(records().filter(({ record }) => record === 'approval')).to.deep.equal([]);
  });

  it('of real people is a question that the call joins', async () => {
    const outside = { name: 'outside', summary: 'real people', decide: 'from-outside' } as const;
    const { ask, send, episode } = await underTest({
      guardrails: [signOff],
      approver: outside,
      patienceMilliseconds: 20,
    });
    expect((await ask(...deleteTable)).outcome).to.equal('pending');
    const outcome = await send(...deleteTable);
    expect(outcome.ok).to.equal(false);
    expect([...episode.desk.byId.keys()]).to.deep.equal(['a1']);
  });
});
