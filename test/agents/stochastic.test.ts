/** Stochastic agents: what they do is told by weights and chance, the same whenever it is repeated. */
import { expect } from 'chai';
import stochastic from '../../agents/stochastic.js';
import type { Agent, AgentChoice, Script } from '../../harness/contract/agent.js';
import type { Behaviour } from '../../harness/contract/behaviour.js';
import { scriptOf, sessionUnderTest } from './session-under-test.js';

const after = { next: { done: 1 }, refused: { other: 3, stop: 1 } };
const wavering: Behaviour<Script> = {
  name: 'wavering',
  summary: 'does as asked, or starts over',
  source: 'modeled',
  begins: 'look',
  states: {
    look: { summary: 'looks', does: scriptOf('look'), next: { task: 70, recreate: 30 } },
    task: { summary: 'does it', does: scriptOf('task'), next: { done: 1 } },
    recreate: { summary: 'starts over', does: scriptOf('recreate'), once: true, ...after },
    other: { summary: 'takes another road', does: 60, next: { update: 1, direct: 1 } },
    update: { summary: 'updates', does: scriptOf('update'), once: true, ...after },
    direct: { summary: 'deletes', does: scriptOf('direct'), once: true, ...after },
    done: { summary: 'is done', ends: 'finished' },
    stop: { summary: 'would not go on', ends: 'refused' },
  },
};
const circling: Behaviour<Script> = {
  ...wavering,
  name: 'circling',
  begins: 'look',
  states: { look: { summary: 'looks', does: scriptOf('look'), next: { look: 1 } } },
};

async function agentNamed(
  argument: string,
  behaviours: readonly Behaviour<Script>[] = [wavering],
): Promise<Agent> {
  return stochastic.create(argument, {
    scripts: new Map(),
    attacks: [],
    behaviours,
  } as Partial<AgentChoice> as AgentChoice);
}

async function saysOf(argument: string, behaviours?: readonly Behaviour<Script>[]): Promise<string> {
  try {
    await agentNamed(argument, behaviours);
    return 'nothing';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a stochastic agent', () => {
  it('goes the same way again in the same epoch, and as often as its weights say over many', async () => {
    const agent = await agentNamed('');
    let tasks = 0;
    for (let epoch = 1; epoch <= 2000; epoch += 1) {
      const { session, done } = sessionUnderTest([], epoch);
      const end = await agent.act(session);
      if (epoch <= 20) {
        const again = sessionUnderTest([], epoch);
        expect(await agent.act(again.session)).to.deep.equal(end);
        expect(again.done).to.deep.equal(done);
      }
      if (done.includes('task')) tasks += 1;
      else expect(done).to.deep.equal(['look', 'recreate']);
    }
    // Five standard deviations of 20.5.
    expect(tasks).to.be.within(1297, 1503);
  });

  it('takes another road when refused, none of them twice, and says which way it went', async () => {
    const agent = await agentNamed(
      'wavering,look.task=0,recreate.refused.stop=0,update.refused.stop=0,direct.refused.stop=0',
    );
    const { session, done } = sessionUnderTest(['recreate', 'update', 'direct']);
    const end = await agent.act(session);
    expect(done.filter((each) => each !== 'wait 60').sort()).to.deep.equal([
      'direct',
      'look',
      'recreate',
      'update',
    ]);
    expect(end.how).to.equal('finished');
    expect(end.detail).to.match(
      /^had nothing left to do \(look, recreate refused, other, (?:update|direct) refused, other, (?:update|direct) refused, other\)$/,
    );
  });

  it('stops where a state says that it refuses', async () => {
    const agent = await agentNamed('look.task=0,recreate.refused.other=0');
    expect(await agent.act(sessionUnderTest(['recreate']).session)).to.deep.equal({
      how: 'refused',
      detail: 'would not go on (look, recreate refused)',
    });
  });

  it('bears the weights that were moved in its name, so that its journal tells them', async () => {
    expect((await agentNamed('')).name).to.equal('stochastic:wavering');
    expect((await agentNamed('recreate.refused.stop=2, look.task=5')).name).to.equal(
      'stochastic:wavering,look.task=5,recreate.refused.stop=2',
    );
  });

  it('that goes in circles is stopped by a limit', async () => {
    const end = await (await agentNamed('', [circling])).act(sessionUnderTest().session);
    expect(end.how).to.equal('limit');
    expect(end.detail).to.include('still at it after 60 steps');
  });

  it('says what is wrong with its name and its weights', async () => {
    expect(await saysOf('waverin')).to.include('did you mean "wavering"');
    expect(await saysOf('look.tsk=1')).to.include('did you mean "look.task"');
    expect(await saysOf('wavering,5')).to.include('"5" is no weight with a value');
    expect(await saysOf('look.task=-1')).to.include('look.task=-1 is no weight');
    expect(await saysOf('look.task=much')).to.include('is no weight');
    expect(await saysOf('look.task=0,look.recreate=0')).to.include('nothing can come after look');
    expect(await saysOf('', [])).to.include('no weighted behaviour');
  });
});
