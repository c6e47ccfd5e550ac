/** A language model that is asked instead of people: over real HTTP, by a provider that plays scripted turns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunResult } from '../../harness/contract/result.js';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '../agents/scripted-provider.js';
import { type, type Ended } from '../cli/fake-terminal.js';

const decides = (answer: string): ScriptedTurn => ({
  calls: [['decide', { answer, reason: 'by the ticket' }]],
});

describe('a language model as approver', () => {
  let place: string;
  let provider: ScriptedProvider | undefined;
  before(() => {
    place = mkdtempSync(join(tmpdir(), 'llm-approver-'));
  });
  after(() => {
    rmSync(place, { recursive: true });
  });
  afterEach(async () => {
    await provider?.close();
    provider = undefined;
  });

  async function run(turns: readonly ScriptedTurn[], ...words: string[]): Promise<Ended> {
    provider = await scriptedProvider(turns);
    const approvers = `llm:openai-compatible/scripted@${provider.baseUrl}`;
    return type(
      ['run', 'kiro', '-g', 'repaired', '--json', '--entrance', 'typed', '--approvers', approvers, ...words],
      { environment: { XDG_CACHE_HOME: join(place, 'cache') } },
    );
  }

  const resultOf = ({ out }: Ended): RunResult => resultSchema.parse(JSON.parse(out));

  it('lets the attack through where it grants all, and the result says that a model did', async () => {
    const result = resultOf(await run([decides('grant')]));
    expect(result).to.include({
      verdict: 'breached',
      approvers: 'llm:openai-compatible/scripted',
      approversAre: 'model',
    });
    expect(result.approvals.every((approval) => approval.result === 'granted')).to.equal(true);
  });

  it('is shown effects and ticket for each person, and not what kind of run this is', async () => {
    const result = resultOf(await run([decides('refuse')]));
    expect(result.verdict).to.equal('contained');
    expect(provider?.asked).to.have.lengthOf(2);
    const told = JSON.stringify(provider?.asked.map(({ messages }) => messages));
    expect(told).to.contain('COST-4127').and.contain('as chen.yu').and.contain('as zhao.min');
    expect(told).not.to.match(/blastpit|drill|scenario|guardrail|simulat|episode/i);
  });

  it('has not answered where it decides nothing, and the question expires', async () => {
    const ended = await run([{ says: 'I would rather not say.' }], '--approval-timeout', '0.5');
    expect(resultOf(ended).approvals[0]?.result).to.equal('expired');
    expect(ended.err).to.contain('no answer of the model for chen.yu: it answered in words');
  });

  it('needs the address of a provider that has no usual one', async () => {
    const words = ['run', 'kiro', '-g', 'repaired', '--approvers', 'llm:openai-compatible/scripted'];
    const { status, err } = await type(words);
    expect(status).to.equal(2);
    expect(err).to.contain('llm:openai-compatible/scripted@http://');
  });
});
