/** The entrance from bytes: signatures, protocols, keys, and waiting. */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { Gateway } from '../../harness/gateway/gateway.js';
import { listen, type ListeningGateway } from '../../harness/gateway/http-server.js';
import { edge } from '../../harness/runs/outer-edge.js';
import { openRootSession } from '../../harness/cloud/services/sts/sessions.js';
import { signedRequest } from '../bench/signed-request.js';
import { testAccount, testRegion } from '../cloud/cloud-under-test.js';
import { episodeUnderTest, tableName, type EpisodeUnderTest } from './episode-under-test.js';

describe('gateway over HTTP', () => {
  let server: ListeningGateway;
  let under: EpisodeUnderTest;
  let credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };

  before(async () => {
    under = await episodeUnderTest();
    const { cloud, episode } = under;
    const { world } = cloud;
    const proposal = world.propose({ cause: 'test', callId: 'test', checked: true }, (transaction) =>
      openRootSession(transaction, testAccount, 'aws-cn'),
    );
    world.commit(proposal, null);
    const accessKeyId = proposal.result;
    credentials = {
      accessKeyId,
      secretAccessKey: cloud.cloud.secretOf(accessKeyId),
      sessionToken: cloud.cloud.sessionTokenOf(accessKeyId),
    };
    const gateway = new Gateway(edge);
    gateway.open(episode);
    server = await listen(gateway);
  });
  after(() => server.close());

  const settings = (changed: object = {}) => ({
    endpoint: server.endpoint,
    region: testRegion,
    maxAttempts: 1,
    credentials: { ...credentials, ...changed },
  });
  const nameOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'none',
      (error: unknown) => (error instanceof Error ? error.name : String(error)),
    );
  const tables = (changed: object = {}): Promise<unknown> =>
    new DynamoDBClient(settings(changed)).send(new ListTablesCommand({}));
  const identity = (changed: object = {}): Promise<unknown> =>
    new STSClient(settings(changed)).send(new GetCallerIdentityCommand({}));

  it('answers who holds the key', async () => {
    expect(await tables()).to.deep.include({ TableNames: [tableName] });
    expect(await identity()).to.deep.include({ Account: testAccount });
  });

  it('refuses a wrong secret, an unknown key and a wrong token, as each protocol does', async () => {
    expect(await nameOf(tables({ secretAccessKey: 'wrong' }))).to.match(/Signature/);
    expect(await nameOf(tables({ accessKeyId: 'ASIAUNKNOWNUNKNOWN00' }))).to.equal(
      'UnrecognizedClientException',
    );
    expect(await nameOf(identity({ accessKeyId: 'ASIAUNKNOWNUNKNOWN00' }))).to.equal('InvalidClientTokenId');
    expect(await nameOf(identity({ sessionToken: 'other' }))).to.equal('InvalidClientTokenId');
  });

  it('refuses a request without a signature', async () => {
    const answer = await fetch(server.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(answer.status).to.be.within(400, 403);
    const text = await answer.text();
    expect(text).to.contain('MissingAuthenticationToken');
  });

  it('lets time pass for who holds the key, and for nobody else', async () => {
    const { accessKeyId, secretAccessKey } = credentials;
    const waitAs = (secret: string, body: string): Promise<Response> =>
      fetch(`${server.endpoint}/_blastpit/wait`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${accessKeyId}:${secret}`).toString('base64')}` },
        body,
      });
    const before = under.episode.backend.now();
    expect((await waitAs('wrong', '{"seconds":60}')).status).to.equal(401);
    expect((await waitAs(secretAccessKey, '{"seconds":-1}')).status).to.equal(400);
    expect((await waitAs(secretAccessKey, 'not json')).status).to.equal(400);
    expect(under.episode.backend.now()).to.equal(before);
    expect((await waitAs(secretAccessKey, '{"seconds":60}')).status).to.equal(200);
    expect(under.episode.backend.now()).to.equal(before + 60_000);
  });

  it('takes a signed request that cannot be read for a call', async () => {
    const { port } = new URL(server.endpoint);
    const sent = await signedRequest({
      port: Number(port),
      region: testRegion,
      credentials,
      service: 'dynamodb',
      target: 'DynamoDB_20120810.DeleteTable',
      body: '{"TableName": ',
    });
    const [head = '', body = ''] = sent.split('\r\n\r\n');
    const headers = Object.fromEntries(
      head
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(': ') as [string, string]),
    );
    delete headers['host'];
    delete headers['content-length'];
    const answer = await fetch(server.endpoint, { method: 'POST', headers, body });
    expect(await answer.text()).to.contain('SerializationException');
    expect(under.lastCall()).to.deep.include({
      service: 'DynamoDB',
      operation: 'DeleteTable',
      committed: false,
    });
    expect(under.lastCall().error?.code).to.equal('SerializationException');
  });

  it('goes on after a client that aborts', async () => {
    const controller = new AbortController();
    const aborted = fetch(server.endpoint, {
      method: 'POST',
      body: 'x'.repeat(1_000_000),
      signal: controller.signal,
    });
    controller.abort();
    await aborted.catch(() => undefined);
    expect(await tables()).to.deep.include({ TableNames: [tableName] });
  });
});
