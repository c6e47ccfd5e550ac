/** Questions that are posted to a webhook, and answers that come back or are called in: by signature, each once. */
import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { PeopleChannel, PostedAnswer, Surroundings } from '../../harness/contract/approver.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import webhook, { waitsBetweenTries } from '../../harness/approvers/webhook.js';
import { chooseApprover } from '../../harness/approvers/loading/choose-approver.js';
import { postingTo } from '../../harness/runs/people/posting.js';
import { questionUnderTest, surroundingsUnderTest, wallTime } from './surroundings-under-test.js';

const secret = 'sixteen letters!';
const environment = { BLASTPIT_WEBHOOK_SECRET: secret };
const address = 'http://127.0.0.1:9000/approvals?for=us';

interface Posted {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function signatureOf(id: string, timestamp: string, body: string, key: string | Buffer = secret): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

describe('a webhook for approvals', () => {
  const said: string[] = [];
  const posted: Posted[] = [];
  let answers: (PostedAnswer | Error)[] = [];
  let channel: PeopleChannel;

  const posting: Surroundings['posting'] = () =>
    Promise.resolve((headers, body) => {
      posted.push({ headers, body });
      const answer = answers.shift() ?? { status: 202, body: '' };
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    });

  before(async () => {
    const { reach } = chooseApprover(webhook, address);
    channel = await reach!(surroundingsUnderTest(said, { environment, posting }));
  });
  beforeEach(() => {
    said.length = 0;
    posted.length = 0;
    answers = [];
  });
  after(() => channel.close());

  async function untilPosted(times = 1): Promise<Posted> {
    while (posted.length < times) await new Promise(setImmediate);
    return posted.at(-1)!;
  }

  async function call(id: string, body: object, change: Record<string, string> = {}): Promise<Response> {
    const { callback } = JSON.parse(posted[0]!.body) as { callback: string };
    const text = JSON.stringify(body);
    const timestamp = String(wallTime / 1000);
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(id, timestamp, text),
      ...change,
    };
    return fetch(callback, { method: 'POST', headers, body: text });
  }

  it('is named by its host alone in journals and reports', () => {
    expect(chooseApprover(webhook, address).name).to.equal('webhook:http://127.0.0.1:9000');
    for (const wrong of ['127.0.0.1:9000', 'ftp://127.0.0.1/', 'http://me:secret@127.0.0.1/']) {
      expect(() => chooseApprover(webhook, wrong), wrong).to.throw(BlastpitError);
    }
  });

  it('needs a secret, of sixteen bytes at least, that signs what is posted', async () => {
    const { reach } = chooseApprover(webhook, address);
    for (const short of [undefined, '', 'too short', `whsec_${Buffer.from('short').toString('base64')}`]) {
      const surroundings = surroundingsUnderTest([], {
        environment: { BLASTPIT_WEBHOOK_SECRET: short },
        posting,
      });
      const failed = await reach!(surroundings).catch((error: unknown) => error);
      expect(failed, String(short)).to.include({ code: 'webhook-secret' });
    }
    channel.ask(questionUnderTest('q1').question);
    const { headers, body } = await untilPosted();
    const [id, timestamp] = [headers['webhook-id']!, headers['webhook-timestamp']!];
    expect(headers['webhook-signature']).to.equal(signatureOf(id, timestamp, body));
    expect(Number(timestamp)).to.equal(wallTime / 1000);
    const { type, key } = JSON.parse(body) as { type: string; key: string };
    expect(type).to.equal('approval.requested');
    // In each run there is a first question: an answer to that of another is none to this.
    expect(key).to.match(/^q1-.+/);
    const elsewhere = await call('m-0', { key: 'q1', person: 'zhang.min', answer: 'grant' });
    expect(elsewhere.status).to.equal(400);
  });

  it('answers at once: one person, or several', async () => {
    const one = questionUnderTest('q2');
    answers = [{ status: 200, body: '{"person":"zhang.min","answer":"refuse","reason":"no"}' }];
    channel.ask(one.question);
    await untilPosted();
    const two = questionUnderTest('q3');
    answers = [
      {
        status: 200,
        body: '{"answers":[{"person":"zhang.min","answer":"grant"},{"person":"chen.jie","answer":"perhaps"}]}',
      },
    ];
    channel.ask(two.question);
    await untilPosted(2);
    while (said.length === 0) await new Promise(setImmediate);
    expect(one.given).to.deep.equal([{ person: 'zhang.min', answer: 'refuse', reason: 'no' }]);
    expect(two.given.map(({ person }) => person)).to.deep.equal(['zhang.min']);
    expect(said.join('')).to.contain('not read');
  });

  it('calls an answer in later, signed, and each call is good once', async () => {
    const { question, given } = questionUnderTest('q4');
    channel.ask(question);
    const { key } = JSON.parse((await untilPosted()).body) as { key: string };
    const answer = { key, person: 'zhang.min', answer: 'grant' };
    expect((await call('m-1', answer)).status).to.equal(200);
    expect((await call('m-1', answer)).status, 'played again').to.equal(409);
    expect(given).to.have.lengthOf(1);
  });

  it('takes no call that is not signed for this question, by this secret, just now', async () => {
    const { question, given } = questionUnderTest('q5');
    channel.ask(question);
    const { key } = JSON.parse((await untilPosted()).body) as { key: string };
    const answer = { key, person: 'zhang.min', answer: 'grant' };
    const text = JSON.stringify(answer);
    const now = String(wallTime / 1000);
    const late = String(wallTime / 1000 - 301);
    const refused = [
      await call('m-2', answer, { 'webhook-signature': signatureOf('m-2', now, text, 'another secret!!') }),
      await call('m-3', answer, { 'webhook-signature': '' }),
      await call('m-4', answer, {
        'webhook-timestamp': late,
        'webhook-signature': signatureOf('m-4', late, text),
      }),
      await call('m-5', answer, { 'webhook-id': 'm-6' }),
      await call('m-7', { ...answer, key: 'q4' }),
      await call('m-8', { ...answer, answer: 'yes' }),
    ];
    expect(refused.map(({ status }) => status)).to.deep.equal([401, 401, 401, 401, 400, 400]);
    expect(given).to.be.empty;
  });

  it('is tried again where it fails, under the same id, and given up where it refuses', async () => {
    expect(waitsBetweenTries).to.have.lengthOf(3);
    answers = [
      new Error('connect ECONNREFUSED'),
      { status: 200, body: '{"person":"chen.jie","answer":"grant"}' },
    ];
    const { question, given } = questionUnderTest('q6');
    channel.ask(question);
    await untilPosted(1);
    while (given.length === 0) await pause(20);
    expect(posted).to.have.lengthOf(2);
    expect(new Set(posted.map(({ headers }) => headers['webhook-id'])).size).to.equal(1);
    answers = [{ status: 404, body: 'no such path' }];
    channel.ask(questionUnderTest('q7').question);
    while (said.length === 0) await new Promise(setImmediate);
    expect(said.join('')).to.contain('it answered 404');
    expect(posted).to.have.lengthOf(3);
  });
});

describe('posting to a webhook', () => {
  it('leaves for this machine and private networks alone, unless a host is allowed, and never for AWS', async () => {
    for (const [url, hosts] of [
      ['http://93.184.216.34/', []],
      ['http://169.254.169.254/', ['169.254.169.254']],
      ['https://sns.eu-west-1.amazonaws.com/', ['sns.eu-west-1.amazonaws.com']],
    ] as const) {
      const failed = await postingTo(hosts)(url).catch((error: unknown) => error);
      expect(failed, url).to.include({ code: 'webhook-refused' });
    }
    expect(await postingTo(['93.184.216.34'])('http://93.184.216.34/')).to.be.a('function');
  });
});
