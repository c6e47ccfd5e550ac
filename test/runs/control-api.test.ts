/** The control API as programs meet it: its token, its errors, a session from opening to result, and its events. */
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { JournalRecord } from '../../harness/contract/journal-record.js';
import { attack, servingUnderTest, type OpenedSession, type ServingUnderTest } from './serving-under-test.js';

interface ToldError {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly expected?: string;
    readonly alternatives?: readonly string[];
  };
}

describe('the control API', () => {
  let under: ServingUnderTest;
  before(async () => {
    under = await servingUnderTest();
  });
  after(() => under.serving.close());

  const told = async (
    answer: Promise<Response>,
  ): Promise<ToldError['error'] & { readonly status: number }> => {
    const response = await answer;
    return { status: response.status, ...((await response.json()) as ToldError).error };
  };
  const identity = ({ endpoint, region, credentials }: OpenedSession): Promise<unknown> =>
    new STSClient({ endpoint, region, credentials, maxAttempts: 1 }).send(new GetCallerIdentityCommand({}));

  it('answers 401 without its token, whatever is asked', async () => {
    const { id, credentials } = await under.open();
    const guesses = [
      {},
      { authorization: '' },
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${under.serving.token.slice(0, -1)}` },
      {
        authorization: `Basic ${Buffer.from(`${credentials.accessKeyId}:${credentials.secretAccessKey}`).toString('base64')}`,
      },
    ];
    for (const [method, path] of [
      ['GET', 'sessions'],
      ['POST', 'sessions'],
      ['GET', `sessions/${id}`],
      ['DELETE', `sessions/${id}`],
      ['POST', `sessions/${id}/finish`],
      ['GET', `sessions/${id}/events`],
      ['GET', 'nothing'],
    ] as const) {
      for (const headers of guesses) {
        const answer = await fetch(`${under.serving.endpoint}/_blastpit/${path}`, { method, headers });
        expect(answer.status, `${method} ${path}`).to.equal(401);
        expect(answer.headers.get('access-control-allow-origin')).to.equal(null);
        await answer.arrayBuffer();
      }
    }
    expect(((await (await under.ask('GET', `sessions/${id}`)).json()) as OpenedSession).state).to.equal(
      'open',
    );
  });

  it('says that it is there to whoever asks', async () => {
    for (const method of ['GET', 'HEAD']) {
      expect((await fetch(`${under.serving.endpoint}/_blastpit/health`, { method })).status).to.equal(200);
    }
    expect((await fetch(`${under.serving.endpoint}/_blastpit/health`, { method: 'POST' })).status).to.equal(
      405,
    );
  });

  it('opens a session with all that a client needs', async () => {
    const answer = await under.ask('POST', 'sessions', { scenario: 'kiro', guardrails: 'repaired', seed: 5 });
    expect(answer.status).to.equal(201);
    const session = (await answer.json()) as OpenedSession;
    expect(answer.headers.get('location')).to.equal(`/_blastpit/sessions/${session.id}`);
    expect(session.environment).to.deep.equal({
      AWS_ENDPOINT_URL: under.serving.endpoint,
      AWS_ACCESS_KEY_ID: session.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.credentials.secretAccessKey,
      AWS_SESSION_TOKEN: session.credentials.sessionToken,
      AWS_REGION: 'cn-north-1',
      AWS_DEFAULT_REGION: 'cn-north-1',
    });
    expect(session).to.include({ region: 'cn-north-1', state: 'open' });
    expect(session.task).to.contain('timeout');
    const listed = await (await under.ask('GET', 'sessions')).text();
    expect(listed).to.contain(session.id);
    expect(listed, 'nobody is told the credentials again').to.not.contain(
      session.credentials.secretAccessKey,
    );
  });

  it('words wrong names as the command line does, and wrong requests with what would be right', async () => {
    const wish = (body: object) => told(under.ask('POST', 'sessions', body));
    expect(await wish({ scenario: 'kiroo' })).to.deep.include({
      status: 400,
      code: 'unknown-scenario',
      message: 'no scenario "kiroo"; did you mean "kiro"?',
    });
    expect((await wish({ guardrails: 'layerd' })).message).to.contain('did you mean "layered"?');
    expect((await wish({ without: ['nothing'] })).code).to.equal('unknown-fault');
    expect((await wish({ approvers: 'carefull' })).message).to.contain('did you mean "careful"?');
    expect((await wish({ settings: { nothing: 1 } })).code).to.equal('unknown-parameter');
    expect((await wish({ failOn: ['harmed'] })).code).to.equal('unknown-outcome');
    expect((await wish({ seed: -1 })).expected).to.contain('whole number');
    expect((await wish({ seeds: 1 })).message).to.contain('did you mean "seed"?');
    expect((await wish({ timing: 'fast' })).expected).to.contain('polling');
    expect((await wish([])).code).to.equal('request-body');
    const broken = under.ask('POST', 'sessions', undefined, {});
    expect((await broken).status).to.equal(201);
    const headers = { authorization: `Bearer ${under.serving.token}` };
    const malformed = fetch(`${under.serving.endpoint}/_blastpit/sessions`, {
      method: 'POST',
      headers,
      body: '{"a',
    });
    expect(await told(malformed)).to.include({ status: 400, code: 'request-body' });
  });

  it('knows no other paths, sessions and methods', async () => {
    const { id } = await under.open();
    expect(await told(under.ask('GET', 'nothing'))).to.include({ status: 404, code: 'unknown-path' });
    expect(await told(under.ask('GET', `sessions/${id}/nothing`))).to.include({ status: 404 });
    expect(await told(under.ask('GET', `sessions/${id}/constructor`))).to.include({ status: 404 });
    expect(await told(under.ask('GET', 'sessions/nobody'))).to.include({
      status: 404,
      code: 'unknown-session',
    });
    const wrong = await under.ask('PUT', `sessions/${id}/finish`, {});
    expect([wrong.status, wrong.headers.get('allow')]).to.deep.equal([405, 'POST']);
    expect(await told(under.ask('DELETE', 'sessions'))).to.include({ status: 405 });
    expect(await told(under.ask('GET', `sessions/${id}/journal`))).to.include({
      status: 409,
      code: 'session-open',
    });
    expect(await told(under.ask('POST', `sessions/${id}/finish`, { how: 'won' }))).to.include({
      status: 400,
    });
  });

  it('finishes a session once: again, and at the same time, the result is the same', async () => {
    const session = await under.open({ guardrails: 'layered' });
    await attack(session);
    const ends = [
      { how: 'finished', detail: 'first' },
      { how: 'error', detail: 'second' },
    ];
    const [first, second] = await Promise.all(ends.map((end) => under.finish(session.id, end)));
    expect(first).to.include({ verdict: 'contained', guardrails: 'layered' });
    expect(first?.agentEnded).to.deep.equal(ends[0]);
    expect(second).to.deep.equal(first);
    expect(await under.finish(session.id)).to.deep.equal(first);
  });

  it('streams the journal as it is written, whole, and from where a reader stopped', async () => {
    const session = await under.open();
    const all = await under.ask('GET', `sessions/${session.id}/events`);
    expect(all.headers.get('content-type')).to.contain('text/event-stream');
    await attack(session);
    await under.finish(session.id);
    const journal = await (await under.ask('GET', `sessions/${session.id}/journal`)).text();
    const lines = journal.trimEnd().split('\n');
    const asEvents = (from: number): string =>
      lines
        .map((each, index) => `id: ${index}\ndata: ${each}\n\n`)
        .slice(from)
        .join('');
    expect(await all.text(), 'read while it was written').to.equal(asEvents(0));
    const again = await under.ask('GET', `sessions/${session.id}/events`);
    expect(await again.text(), 'read afterwards').to.equal(asEvents(0));
    const resumed = await under.ask('GET', `sessions/${session.id}/events`, undefined, {
      'last-event-id': '4',
    });
    expect(await resumed.text()).to.equal(asEvents(5));
    const wrong = under.ask('GET', `sessions/${session.id}/events`, undefined, { 'last-event-id': 'x' });
    expect(await told(wrong)).to.include({ status: 400, code: 'last-event-id' });
    expect((JSON.parse(lines.at(-1) ?? '{}') as JournalRecord).record).to.equal('close');
  });

  it('ends the events of a session that is thrown away', async () => {
    const session = await under.open();
    const events = await under.ask('GET', `sessions/${session.id}/events`);
    await under.ask('DELETE', `sessions/${session.id}`);
    expect(await events.text()).to.contain('"record":"head"');
  });

  it('goes on when a reader of its events goes away', async () => {
    const session = await under.open();
    const { port } = new URL(under.serving.endpoint);
    const reader = request({
      port,
      path: `/_blastpit/sessions/${session.id}/events`,
      headers: { authorization: `Bearer ${under.serving.token}` },
    });
    reader.on('error', () => undefined);
    reader.end();
    await identity(session);
    reader.destroy();
    await identity(session);
    expect((await under.finish(session.id)).verdict).to.equal('not-attempted');
  });

  it('lets real people answer what their call waits for', async () => {
    const session = await under.open({ guardrails: 'repaired', approvers: 'remote' });
    const { endpoint, region, credentials } = session;
    const attacked = attack({ ...session, endpoint, region, credentials }).catch(() => undefined);
    interface Question {
      readonly id: string;
      readonly operation: string;
      readonly who: readonly string[];
      readonly state: string;
    }
    const questions = async (): Promise<readonly Question[]> =>
      (
        (await (await under.ask('GET', `sessions/${session.id}/approvals`)).json()) as {
          approvals: Question[];
        }
      ).approvals;
    let [question] = await questions();
    for (let looks = 0; question === undefined && looks < 200; looks += 1) {
      await pause(10);
      [question] = await questions();
    }
    expect(question).to.include({ state: 'open' });
    const path = `sessions/${session.id}/approvals/${question?.id ?? ''}`;
    const people = question?.who ?? [];
    const [person] = people;
    expect(await told(under.ask('POST', path, { person: 'nobody', answer: 'grant' }))).to.include({
      status: 403,
    });
    expect(await told(under.ask('POST', path, { person, answer: 'maybe' }))).to.include({ status: 400 });
    const states: string[] = [];
    for (const each of people.slice(0, 2)) {
      const answer = await under.ask('POST', path, { person: each, answer: 'refuse', reason: 'production' });
      states.push(((await answer.json()) as Question).state);
    }
    expect(states).to.deep.equal(['open', 'refused']);
    await attacked;
    const result = await under.finish(session.id);
    expect(result.verdict).to.equal('contained');
    expect(result.approvals[0]?.refusedBy).to.deep.equal(people.slice(0, 2));
  });
});
