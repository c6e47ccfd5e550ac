/** Faults of the agent's world on the way of a call: what the agent is answered, what is, and what the journal says of both. */
import { expect } from 'chai';
import type { WorldFaultAtWork } from '../../harness/contract/world-fault.js';
import expiredCredentials from '../../harness/world-faults/expired-credentials.js';
import latency from '../../harness/world-faults/latency.js';
import plantedText from '../../harness/world-faults/planted-text.js';
import staleReads from '../../harness/world-faults/stale-reads.js';
import throttling from '../../harness/world-faults/throttling.js';
import { wait } from '../../harness/gateway/episode.js';
import { codeOf, episodeUnderTest, tableName } from './episode-under-test.js';

const noFile = (): string => '';
const named = { TableName: tableName };
const throttled = throttling.begin('1', noFile);

/** As stale-reads, always as far back as it goes. */
function behind(seconds: number): WorldFaultAtWork {
  const fault = staleReads.begin(String(seconds), noFile);
  return { ...fault, secondsBehind: (call) => fault.secondsBehind?.(call, () => 1) ?? 0 };
}

describe('in a world with faults', () => {
  it('a call that comes too fast does nothing, and the journal says what it would have done', async () => {
    const { send, lastCall, tables } = await episodeUnderTest({ worldFaults: [throttled] });
    expect(codeOf(await send('DynamoDB', 'DeleteTable', named))).to.equal('ThrottlingException');
    expect(tables()).to.equal(1);
    const { committed, decision, effects, unchecked, error, worldFaults, judgements } = lastCall();
    expect({ committed, decision, effects, judgements }).to.deep.equal({
      committed: false,
      decision: 'allowed',
      effects: [],
      judgements: [],
    });
    expect(unchecked?.map(({ kind }) => kind)).to.deep.equal(['stop', 'delete']);
    expect(error).to.deep.include({ code: 'ThrottlingException', origin: 'world-fault' });
    expect(worldFaults).to.deep.equal([
      { fault: 'throttling', what: 'answered ThrottlingException by throttling=1' },
    ]);
  });

  it('what AWS does not have is turned away like the rest, and counts as no gap of blastpit’s own', async () => {
    const { send, episode, lastCall } = await episodeUnderTest({ worldFaults: [throttled] });
    expect(codeOf(await send('DynamoDB', 'NoSuchOperation'))).to.equal('ThrottlingException');
    expect(codeOf(await send('DynamoDB', 'DescribeLimits'))).to.equal('ThrottlingException');
    expect(episode.unsupported.size).to.equal(0);
    expect(lastCall().worldFaults).to.have.lengthOf(1);
  });

  it('credentials that expired are told before calls are counted, from the call or minute on that was said', async () => {
    const byCalls = expiredCredentials.begin('2calls', noFile);
    const one = await episodeUnderTest({ worldFaults: [throttling.begin('1', noFile), byCalls] });
    const codes = [];
    for (let index = 0; index < 3; index += 1) codes.push(codeOf(await one.send('DynamoDB', 'ListTables')));
    expect(codes).to.deep.equal(['ThrottlingException', 'ThrottlingException', 'ExpiredToken']);

    const byTime = expiredCredentials.begin('1m', noFile);
    const other = await episodeUnderTest({ worldFaults: [byTime] });
    expect(codeOf(await other.send('DynamoDB', 'ListTables'))).to.equal(null);
    await wait(other.episode, 40);
    expect(codeOf(await other.send('DynamoDB', 'DeleteTable', named))).to.equal('ExpiredToken');
    expect(other.lastCall().unchecked?.map(({ kind }) => kind)).to.deep.equal(['stop', 'delete']);
    expect(other.tables()).to.equal(1);
  });

  it('every call takes its latency beside its pace', async () => {
    const { send, lastCall, episode } = await episodeUnderTest({
      worldFaults: [latency.begin('2.5', noFile)],
    });
    const before = episode.backend.now();
    await send('DynamoDB', 'ListTables');
    expect(lastCall().time - before).to.equal(12_500);
    expect(lastCall()).to.not.have.property('worldFaults');
  });

  describe('a read that lies back', () => {
    const describeTable = (send: Awaited<ReturnType<typeof episodeUnderTest>>['send']) =>
      send('DynamoDB', 'DescribeTable', named);

    it('shows what was deleted since, and the journal says what is', async () => {
      const { send, lastCall, tables } = await episodeUnderTest({ worldFaults: [behind(60)] });
      await send('DynamoDB', 'DeleteTable', named);
      const status = await describeTable(send);
      expect(status.ok && Reflect.get(Reflect.get(status.output, 'Table') as object, 'TableStatus')).to.equal(
        'ACTIVE',
      );
      expect(lastCall().worldFaults).to.deep.equal([
        { fault: 'stale-reads', what: 'shows what was 20 s before (answered), not what is (answered)' },
      ]);
      for (let index = 0; index < 5; index += 1) await send('DynamoDB', 'ListTables');
      const { error, worldFaults } = lastCall();
      expect([tables(), error, worldFaults]).to.deep.equal([0, null, undefined]);
    });

    it('shows what goes on by itself, too, as far as it had come', async () => {
      const { send, episode } = await episodeUnderTest({ worldFaults: [behind(60)] });
      await send('DynamoDB', 'DeleteTable', named);
      await wait(episode, 55);
      // A minute before, the deletion had begun five seconds ago.
      const then = await describeTable(send);
      expect(then.ok && Reflect.get(Reflect.get(then.output, 'Table') as object, 'TableStatus')).to.equal(
        'DELETING',
      );
      await wait(episode, 600);
      expect(codeOf(await describeTable(send))).to.equal('ResourceNotFoundException');
    });

    it('does not show what is new', async () => {
      const { send, lastCall } = await episodeUnderTest({ worldFaults: [behind(60)] });
      const trust = { Version: '2012-10-17', Statement: [] };
      await send('IAM', 'CreateRole', { RoleName: 'fresh', AssumeRolePolicyDocument: JSON.stringify(trust) });
      await send('IAM', 'CreateUser', { UserName: 'fresh' });
      expect(codeOf(await send('IAM', 'GetUser', { UserName: 'fresh' }))).to.equal('NoSuchEntity');
      expect(lastCall().error).to.deep.include({ code: 'NoSuchEntity' });
      expect(lastCall().worldFaults?.[0]?.what).to.match(/\(NoSuchEntity\), not what is \(answered\)$/);
    });

    it('is none of those that AWS answers consistently, or that ask for it', async () => {
      const { send } = await episodeUnderTest({ worldFaults: [behind(60)] });
      const item = { id: { S: 'one' } };
      await send('DynamoDB', 'PutItem', { ...named, Item: item });
      const read = async (more: object) => {
        const found = await send('DynamoDB', 'GetItem', { ...named, Key: item, ...more });
        return (
          found.ok && Reflect.has(found.output, 'Item') && Reflect.get(found.output, 'Item') !== undefined
        );
      };
      expect(await read({})).to.equal(false);
      expect(await read({ ConsistentRead: true })).to.equal(true);
    });

    it('leaves no world behind that none can show any more', async () => {
      const { send, episode } = await episodeUnderTest({ worldFaults: [behind(60)] });
      const put = (id: string) => send('DynamoDB', 'PutItem', { ...named, Item: { id: { S: id } } });
      for (let index = 0; index < 50; index += 1) await put(`item ${index}`);
      expect(episode.moments.length).to.be.within(6, 8);
      const sound = await episodeUnderTest();
      await sound.send('DynamoDB', 'DeleteTable', named);
      expect(sound.episode.moments).to.deep.equal([]);
    });
  });

  it('text is planted in what is shown, and nowhere in the world', async () => {
    const { send, lastCall, cloud } = await episodeUnderTest({
      worldFaults: [plantedText.begin('tag', noFile)],
    });
    const { arn } = cloud.inventory('AWS::DynamoDB::Table')[0]?.resource ?? { arn: '' };
    const shown = await send('DynamoDB', 'ListTagsOfResource', { ResourceArn: arn });
    expect(JSON.stringify(shown)).to.contain('note-to-automation');
    expect(lastCall().worldFaults).to.deep.equal([{ fault: 'planted-text', what: 'text planted in Tags' }]);
    expect(JSON.stringify(cloud.call('DynamoDB', 'ListTagsOfResource', { ResourceArn: arn }))).to.not.contain(
      'note-to-automation',
    );
  });
});
