/** The page on which real people answer: who may have it, what it shows, what it takes. */
import { request as requestHttp } from 'node:http';
import { expect } from 'chai';
import type { PeopleChannel } from '../../harness/contract/approver.js';
import web from '../../harness/approvers/web.js';
import { questionUnderTest, surroundingsUnderTest } from './surroundings-under-test.js';

describe('the page for approvals', () => {
  const said: string[] = [];
  let channel: PeopleChannel;
  let url = '';

  before(async () => {
    channel = await web.reach(surroundingsUnderTest(said));
    url = /http:\S+/.exec(said.join(''))![0];
  });
  after(() => channel.close());

  const post = (key: string, body: unknown, type = 'application/json'): Promise<Response> =>
    fetch(`${url}questions/${key}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });

  it('is there for whoever has its address, and for nobody else', async () => {
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/token-1\/$/);
    expect((await fetch(url)).status).to.equal(200);
    for (const other of ['/', '/token-2/', '/token-1', '/token-1x/', '/token-1/other']) {
      expect((await fetch(new URL(other, url))).status, other).to.equal(404);
    }
    expect((await fetch(`${url}questions`, { method: 'DELETE' })).status).to.equal(404);
  });

  it('answers no name that was made to stand for this machine', async () => {
    const { port, pathname } = new URL(url);
    const status = await new Promise((resolve, reject) => {
      requestHttp(
        { host: '127.0.0.1', port, path: pathname, headers: { host: `evil.example:${port}` } },
        (came) => {
          resolve(came.statusCode);
          came.resume();
        },
      )
        .on('error', reject)
        .end();
    });
    expect(status).to.equal(421);
  });

  it('loads nothing from elsewhere, and runs no script but its own', async () => {
    const page = await fetch(url);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).to.contain("default-src 'none'").and.contain("frame-ancestors 'none'");
    const nonce = /script-src 'nonce-([\w-]+)'/.exec(policy)?.[1];
    const text = await page.text();
    expect(text.match(/<(?:script|style)\b/g)).to.have.lengthOf(2);
    expect(text.match(new RegExp(`<(?:script|style) nonce="${nonce}">`, 'g'))).to.have.lengthOf(2);
    expect(text).not.to.match(/(?:src|href)=|https?:|innerHTML|document\.write/);
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(page.headers.get('cache-control')).to.equal('no-store');
  });

  it('shows what waits with every effect, as text that hides nothing, and how it ended', async () => {
    const { question, settle } = questionUnderTest('q1');
    channel.ask(question);
    const list = async () =>
      ((await (await fetch(`${url}questions`)).json()) as { questions: Record<string, unknown>[] }).questions;
    expect(await list()).to.deep.equal([
      {
        key: 'q1',
        title: 'a1  CloudFormation.UpdateStack',
        facts: [['ticket', 'fix the currency of one report']],
        effects: [
          ['delete', 'AWS::DynamoDB::Table', 'cost-reports/UsageTable', '</script><b>gone</b>\\u{202e}'],
        ],
        who: [...question.request.who],
        state: 'open',
      },
    ]);
    settle('refused');
    await question.settled;
    expect((await list()).map(({ state }) => state)).to.deep.equal(['refused']);
  });

  it('takes JSON from a person, and says what became of it', async () => {
    const { question, given } = questionUnderTest('q2');
    channel.ask(question);
    const came = await post('q2', { person: 'zhang.min', answer: 'grant', reason: 'looked at it' });
    expect([came.status, await came.json()]).to.deep.equal([
      200,
      { told: 'noted; it takes more people', taken: true, state: 'open' },
    ]);
    expect(given).to.deep.equal([{ person: 'zhang.min', answer: 'grant', reason: 'looked at it' }]);
  });

  it('takes nothing else: no form of another page, no other words, no question that there is not', async () => {
    const { question, given } = questionUnderTest('q3');
    channel.ask(question);
    const answer = { person: 'zhang.min', answer: 'grant' };
    expect((await post('q3', answer, 'text/plain')).status).to.equal(415);
    expect((await post('q3', { ...answer, answer: 'yes' })).status).to.equal(400);
    expect((await post('q3', { ...answer, person: '' })).status).to.equal(400);
    expect((await post('q3', 'no JSON object')).status).to.equal(400);
    expect((await post('q9', answer)).status).to.equal(404);
    expect((await post('q3', { ...answer, reason: 'x'.repeat(100_000) })).status).to.equal(400);
    expect(given).to.be.empty;
  });

  it('says why an answer does not count', async () => {
    const { question } = questionUnderTest('q4', { taken: false, why: 'own-request' });
    channel.ask(question);
    const came = await post('q4', { person: 'li.wei', answer: 'grant' });
    expect(came.status).to.equal(409);
    expect(await came.json()).to.include({ told: 'not counted: nobody approves what they ask for' });
  });
});
