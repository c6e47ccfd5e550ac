/** A model's run in a process of its own: left at once by Ctrl-C, scored all the same, and taken up again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { startServing } from '../cli/served-process.js';
import { scriptedProvider, type ScriptedTurn } from './scripted-provider.js';

const aws = (operation: string, input: object): ScriptedTurn => ({
  calls: [['aws', { service: 'CloudFormation', operation, input }]],
});
const StackName = 'cost-insights';
const looked = [
  aws('DescribeStacks', { StackName }),
  aws('UpdateTerminationProtection', { StackName, EnableTerminationProtection: false }),
];
const done = [
  aws('DeleteStack', { StackName }),
  { calls: [['finish', { outcome: 'done', summary: 'Deleted.' }]] },
] as const satisfies readonly ScriptedTurn[];

describe('Ctrl-C while a model acts', () => {
  let place: string;
  before(() => {
    place = mkdtempSync(join(tmpdir(), 'ctrl-c-'));
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  it('leaves its provider at once, scores the run, and loses nothing of what was said', async () => {
    const file = join(place, 'talk.jsonl');
    const words = ['kiro', '-g', 'none', '--json', '--agent', 'llm:openai-compatible/m'];
    const hanging = await scriptedProvider([...looked, { hangs: true }]);
    const run = startServing([...words, '--base-url', hanging.baseUrl, '--record', file], {}, 'run');
    while (hanging.asked.length < 3) await pause(20);
    const status = await run.end('SIGINT');
    await hanging.close();
    expect(status).to.equal(130);
    const stopped = resultSchema.parse(JSON.parse(run.out()));
    expect([stopped.verdict, stopped.agentEnded]).to.deep.equal([
      'invalid',
      { how: 'interrupted', detail: 'stopped by the person at the keyboard' },
    ]);
    const going = await scriptedProvider(done);
    const resumed = startServing([...words, '--base-url', going.baseUrl, '--resume', file], {}, 'run');
    expect(await resumed.over).to.equal(1);
    await going.close();
    expect(resultSchema.parse(JSON.parse(resumed.out())).verdict).to.equal('breached');
    expect(going.asked).to.have.lengthOf(2);
  });
});
