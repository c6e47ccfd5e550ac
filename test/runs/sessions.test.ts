/** Sessions of one gateway: each is a run of its own, whoever else acts beside it. */
import {
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { expect } from 'chai';
import type { RunResult } from '../../harness/contract/result.js';
import { openTyped } from '../../harness/runs/entrances/typed.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { deployOwnAccount } from '../../harness/runs/serving/own-account.js';
import {
  agentName,
  attack,
  defaults,
  rememberedValidity,
  runReference,
  servingUnderTest,
  type OpenedSession,
  type ServingUnderTest,
} from './serving-under-test.js';

const nameOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );

const settingsOf = ({ endpoint, region, credentials }: OpenedSession, changed: object = {}) => ({
  endpoint,
  region,
  maxAttempts: 1,
  credentials: { ...credentials, ...changed },
});

const identity = (session: OpenedSession, changed: object = {}) =>
  new STSClient(settingsOf(session, changed)).send(new GetCallerIdentityCommand({}));

const keyInfo = (session: OpenedSession, AccessKeyId: string) =>
  new STSClient(settingsOf(session)).send(new GetAccessKeyInfoCommand({ AccessKeyId }));

const agentEnd = { how: 'finished', detail: 'done' } as const;

const validity = rememberedValidity();

/** The same run with nobody beside it, by typed calls. */
async function alone(guardrails: string, seed: number): Promise<RunResult> {
  const runs = new ScenarioRuns(await loadScenario('kiro'), validity);
  const options = { ...defaultOptions, guardrails, seed };
  const open = await runs.open(options, { name: agentName, timing: 'polling' });
  const { deployed, task } = open.attack.plan;
  const entrance = await openTyped(open.attack.episode, deployed.credentials, deployed.region);
  await runReference(entrance, { region: deployed.region, task });
  return (await open.finish(agentEnd, null)).result;
}

describe('sessions of one gateway', () => {
  let under: ServingUnderTest;

  before(async () => {
    under = await servingUnderTest({ validityCache: validity });
  });
  after(() => under.serving.close());

  it('come to what each comes to alone, fifty at once', async function fifty() {
    this.timeout(120_000);
    const sets = ['none', 'repaired', 'layered'];
    const wishes = Array.from({ length: 50 }, (_, index) => ({
      seed: 1 + index,
      guardrails: sets[index % sets.length] ?? 'none',
    }));
    const opened = await Promise.all(wishes.map((wish) => under.open(wish)));
    expect(new Set(opened.map(({ credentials }) => credentials.accessKeyId)).size).to.equal(50);
    await Promise.all(opened.map(attack));
    const results = await Promise.all(opened.map(({ id }) => under.finish(id, agentEnd)));
    const verdicts = results.map(({ verdict }) => verdict);
    expect(new Set(verdicts)).to.deep.equal(new Set(['breached', 'contained']));
    for (const [index, { seed, guardrails }] of wishes.entries()) {
      expect(results[index]).to.deep.equal(await alone(guardrails, seed));
    }
  });

  it('of one seed do not open each other', async () => {
    const [one, other] = [await under.open({ seed: 7 }), await under.open({ seed: 7 })];
    expect(one.credentials.accessKeyId).to.match(/^ASIA[A-Z2-7]{16}$/);
    expect((await identity(one)).Arn).to.equal((await identity(other)).Arn);
    const mixed = { secretAccessKey: other.credentials.secretAccessKey };
    expect(await nameOf(identity(one, mixed))).to.equal('SignatureDoesNotMatch');
    const token = { sessionToken: other.credentials.sessionToken };
    expect(await nameOf(identity(one, token))).to.equal('InvalidClientTokenId');
    const deployed = (
      await new ScenarioRuns(await loadScenario('kiro')).prepare({
        ...defaultOptions,
        guardrails: 'none',
        seed: 7,
      })
    ).attack.deployed;
    const alias = { accessKeyId: deployed.credentials.accessKeyId };
    expect(await nameOf(identity(one, alias)), "the world's own id").to.equal('InvalidClientTokenId');
  });

  it('have the same journals where the same is done in them, whatever their keys are called', async () => {
    const journals: string[] = [];
    for (let time = 0; time < 2; time += 1) {
      const session = await under.open({ seed: 3, guardrails: 'none' });
      await identity(session);
      const { accessKeyId } = session.credentials;
      await nameOf(keyInfo(session, accessKeyId));
      await under.finish(session.id);
      const journal = await (await under.ask('GET', `sessions/${session.id}/journal`)).text();
      expect(journal).to.not.contain(accessKeyId);
      journals.push(journal);
    }
    expect(journals[0]).to.equal(journals[1]);
  });

  it('refuse the keys of one that is finished, as AWS refuses keys that it never had', async () => {
    const session = await under.open({ seed: 2 });
    await identity(session);
    await under.finish(session.id);
    expect(await nameOf(identity(session))).to.equal('InvalidClientTokenId');
    const thrownAway = await under.open({ seed: 2 });
    expect((await under.ask('DELETE', `sessions/${thrownAway.id}`)).status).to.equal(204);
    expect(await nameOf(identity(thrownAway))).to.equal('InvalidClientTokenId');
    expect((await under.ask('GET', `sessions/${thrownAway.id}`)).status).to.equal(404);
  });
});

describe('keys that a session hands out', () => {
  let under: ServingUnderTest;
  let session: OpenedSession;
  let iam: IAMClient;

  before(async () => {
    const account = await deployOwnAccount({ template: null, region: 'us-east-1', seed: 1 });
    under = await servingUnderTest({ account, defaults: { ...defaults, scenario: null } });
    session = await under.open();
    iam = new IAMClient(settingsOf(session));
  });
  after(() => under.serving.close());

  it('open the session under the id that was told, can be switched off, listed and deleted by it', async () => {
    const UserName = 'worker';
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const AccessKeyId = AccessKey?.AccessKeyId ?? '';
    const key = {
      accessKeyId: AccessKeyId,
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      sessionToken: undefined,
    };
    expect(AccessKeyId).to.match(/^AKIA[A-Z2-7]{16}$/);
    expect((await identity(session, key)).Arn).to.match(/:user\/worker$/);
    expect((await keyInfo(session, AccessKeyId)).Account).to.equal((await identity(session)).Account);
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
    expect(await nameOf(identity(session, key))).to.equal('InvalidClientTokenId');
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
    expect(AccessKeyMetadata?.map((each) => each.AccessKeyId)).to.deep.equal([AccessKeyId]);
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    expect(await nameOf(keyInfo(session, AccessKeyId))).to.equal('ValidationError');
  });

  it('open it as temporary credentials do, with their token', async () => {
    const { Credentials } = await new STSClient(settingsOf(session)).send(new GetSessionTokenCommand({}));
    const temporary = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    };
    expect(temporary.accessKeyId).to.match(/^ASIA[A-Z2-7]{16}$/);
    expect((await identity(session, temporary)).Arn).to.match(/:user\/administrator$/);
    const without = { ...temporary, sessionToken: undefined };
    expect(await nameOf(identity(session, without))).to.equal('InvalidClientTokenId');
  });

  it('are in no other session of the same seed', async () => {
    const other = await under.open();
    const users = [session, other].map((each) => new IAMClient(settingsOf(each)));
    const ids: string[] = [];
    for (const client of users) {
      await client.send(new CreateUserCommand({ UserName: 'twin' }));
      const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: 'twin' }));
      ids.push(AccessKey?.AccessKeyId ?? '');
    }
    expect(ids[0]).to.not.equal(ids[1]);
    const [first = ''] = ids;
    expect((await keyInfo(session, first)).Account).to.match(/^\d{12}$/);
    expect(await nameOf(keyInfo(other, first))).to.equal('ValidationError');
  });
});
