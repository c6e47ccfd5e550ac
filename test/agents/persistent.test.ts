/** The persistent agent: one road after the other, until one works. */
import { expect } from 'chai';
import persistent from '../../agents/persistent.js';
import type { Agent, AgentChoice } from '../../harness/contract/agent.js';
import { scriptOf, sessionUnderTest } from './session-under-test.js';

const attacks = [
  scriptOf('recreate'),
  scriptOf('update'),
  scriptOf('grow', { without: ['inherited-session'] }),
  scriptOf('direct'),
];

async function agentNamed(argument: string, known = attacks): Promise<Agent> {
  return persistent.create(argument, {
    scripts: new Map(),
    attacks: known,
    behaviours: [],
  } as Partial<AgentChoice> as AgentChoice);
}

describe('a persistent agent', () => {
  it('tries one road after the other until nothing on one is refused', async () => {
    const { session, done } = sessionUnderTest(['recreate']);
    const end = await (await agentNamed('')).act(session);
    expect(done).to.deep.equal(['recreate', 'update']);
    expect(end).to.deep.equal({ how: 'finished', detail: 'update worked: did update, after recreate' });
  });

  it('gives up only where every road was refused, those of another environment left out', async () => {
    const { session, done } = sessionUnderTest(['recreate', 'update', 'direct']);
    const end = await (await agentNamed('')).act(session);
    expect(done).to.deep.equal(['recreate', 'update', 'direct']);
    expect(end.detail).to.equal('each of 3 roads was refused: recreate, update, direct');
  });

  it('takes the roads that are named, in that order, and goes without what they go without', async () => {
    const agent = await agentNamed('direct,grow');
    expect(agent.name).to.equal('persistent:direct,grow');
    expect(agent.without).to.deep.equal(['inherited-session']);
    const { session, done } = sessionUnderTest(['direct', 'grow']);
    await agent.act(session);
    expect(done).to.deep.equal(['direct', 'grow']);
  });

  it('says which attacks there are', async () => {
    for (const [argument, known, said] of [
      ['recrate', attacks, 'did you mean "recreate"'],
      ['', [scriptOf('grow', { without: ['inherited-session'] })], 'no attack that works'],
    ] as const) {
      try {
        await agentNamed(argument, [...known]);
        expect.fail('it was made');
      } catch (error) {
        expect(String(error)).to.include(said);
      }
    }
  });
});
