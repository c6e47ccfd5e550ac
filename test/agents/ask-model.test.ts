/** How a model's provider is asked again: how often, after how long, and when it is given up. */
import * as sdk from 'ai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { expect } from 'chai';
import { askModel, type Reply } from '../../agents/llm/ask-model.js';
import { scriptedProvider, type ScriptedTurn } from './scripted-provider.js';

const secret = 'sk-secret-0123456789';

interface Asked {
  readonly reply: Reply;
  /** How long it paused before each further try. */
  readonly pauses: readonly number[];
  readonly tries: number;
}

async function ask(
  turns: readonly ScriptedTurn[],
  over: { readonly replySeconds?: number; readonly secondsLeft?: number; readonly cancelAfter?: number } = {},
): Promise<Asked> {
  const { replySeconds = 30, secondsLeft = 600, cancelAfter } = over;
  const provider = await scriptedProvider(turns);
  const pauses: number[] = [];
  const cancel = new AbortController();
  if (cancelAfter !== undefined) setTimeout(() => cancel.abort(), cancelAfter * 1000);
  let wall = 0;
  const model = createOpenAICompatible({ name: 'scripted', baseURL: provider.baseUrl, apiKey: secret })('m');
  const asking = askModel(
    sdk,
    model,
    { secrets: [secret], variables: ['SCRIPTED_KEY'] },
    {
      cancelled: cancel.signal,
      wallSeconds: () => wall,
      pause: (seconds) => {
        pauses.push(seconds);
        wall += seconds;
        return Promise.resolve();
      },
    },
  );
  const reply = await asking({
    system: 'You are an engineer.',
    messages: [{ role: 'user', content: 'Do it.' }],
    tools: [],
    replySeconds,
    secondsLeft,
    wallLimit: `${secondsLeft} s of wall time`,
  });
  await provider.close();
  return { reply, pauses, tries: provider.asked.length };
}

const failing = (status: number, headers: Readonly<Record<string, string>> = {}): ScriptedTurn => ({
  status,
  headers,
});
const well: ScriptedTurn = { says: 'well' };
const endOf = ({ reply }: Asked) => (reply.ok ? null : reply.end);

describe('a provider that', () => {
  it('is busy is asked again after longer and longer pauses, five times in all', async () => {
    const asked = await ask([failing(429)]);
    expect(asked.pauses).to.deep.equal([1, 2, 4, 8]);
    expect(asked.tries).to.equal(5);
    expect(endOf(asked)).to.deep.equal({
      how: 'provider-failure',
      detail: 'gave up after 5 tries (before: 429, 429, 429, 429, 429)',
    });
  });

  it('says when it wants to be asked again is taken at its word', async () => {
    const asked = await ask([
      failing(429, { 'retry-after': '7' }),
      failing(503, { 'retry-after-ms': '1500' }),
      failing(529, { 'retry-after': 'Mon, 15 Dec 2025 02:00:30 GMT', date: 'Mon, 15 Dec 2025 02:00:00 GMT' }),
      well,
    ]);
    expect(asked.pauses).to.deep.equal([7, 1.5, 30]);
    expect(asked.reply).to.deep.include({ ok: true, text: 'well', inputTokens: 1000, outputTokens: 100 });
  });

  it('wants more time than there is sense in waiting is given up', async () => {
    const asked = await ask([failing(429, { 'retry-after': '3600' })]);
    expect([asked.tries, asked.pauses]).to.deep.equal([1, []]);
    expect(endOf(asked)?.detail).to.equal('the provider wants to be asked again in 3600 s (before: 429)');
  });

  it('is busy for longer than the run may take ends it by its limit', async () => {
    const asked = await ask([failing(429, { 'retry-after': '20' })], { secondsLeft: 30 });
    expect(asked.pauses).to.deep.equal([20, 10]);
    expect(endOf(asked)).to.deep.equal({
      how: 'limit',
      detail: '30 s of wall time, while waiting for the model',
    });
  });

  for (const status of [400, 404, 422]) {
    it(`answers ${status} is not asked again`, async () => {
      const asked = await ask([failing(status)]);
      expect([asked.tries, endOf(asked)?.detail]).to.deep.equal([1, `${status}: status ${status}`]);
    });
  }

  it('cannot be reached is asked again, and then given up', async () => {
    const provider = await scriptedProvider([well]);
    await provider.close();
    const model = createOpenAICompatible({ name: 'gone', baseURL: provider.baseUrl })('m');
    const surroundings = {
      cancelled: new AbortController().signal,
      wallSeconds: () => 0,
      pause: () => Promise.resolve(),
    };
    const asking = askModel(sdk, model, { secrets: [], variables: [] }, surroundings);
    const reply = await asking({
      system: '',
      messages: [{ role: 'user', content: 'x' }],
      tools: [],
      replySeconds: 5,
      secondsLeft: 60,
      wallLimit: '60 s',
    });
    expect(reply.ok ? null : reply.end).to.deep.equal({
      how: 'provider-failure',
      detail: `gave up after 5 tries (before: ${Array(5).fill('no connection').join(', ')})`,
    });
  });

  it('answers what is no answer is given up, and no key is told', async () => {
    const asked = await ask([{ status: 200, body: `{"nonsense": "${secret}"}` }]);
    expect(endOf(asked)?.how).to.equal('provider-failure');
    expect(JSON.stringify(endOf(asked))).not.to.contain(secret);
  });

  it('hangs is left at once when the person at the keyboard says so', async () => {
    const asked = await ask([{ hangs: true }], { cancelAfter: 0.1 });
    expect(endOf(asked)).to.deep.equal({
      how: 'interrupted',
      detail: 'stopped by the person at the keyboard',
    });
  });

  it('withholds a reply says so', async () => {
    const { reply } = await ask([{ says: 'I', finish: 'content_filter' }]);
    expect(reply).to.deep.include({ ok: true, withheld: true });
  });
});
