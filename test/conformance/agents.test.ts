/** One suite over every kind of agent in the folder: a new one is held to it the day it exists. */
import { expect } from 'chai';
import type { AgentChoice } from '../../harness/contract/agent.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { agentOptionNames } from '../../harness/runs/agent-choice.js';
import { agentOf } from '../../harness/runs/episode-plan.js';
import { plugInsOf } from '../../harness/runs/projects/find-plug-in.js';
import { loadOwnAgentKind, loadScenario } from '../../harness/runs/scenario-folder.js';

const names = plugInsOf('agents').map(({ name }) => name);
const kinds = await Promise.all(names.map(loadOwnAgentKind));
const kiro = await loadScenario('kiro');

const nothing: AgentChoice = {
  scripts: new Map(),
  attacks: [],
  behaviours: [],
  options: {},
  environment: {},
  wallSeconds: () => 0,
  pause: () => Promise.resolve(),
  cancelled: new AbortController().signal,
};

describe(`conformance: agents (${names.join(', ')})`, () => {
  it('are all there', () => {
    expect(names).to.include.members(['llm', 'replay', 'scripted']);
  });

  for (const kind of kinds) {
    describe(kind.name, () => {
      it('says in one line what it does, and how it is named', () => {
        expect(kind.summary).to.match(/^\S.{10,130}\S$/);
        expect(kind.summary).not.to.contain('\n');
        expect(kind.argument ?? 'NAME').to.match(/^\S+$/);
      });

      it('takes options that there are', () => {
        for (const option of kind.takes ?? []) expect(agentOptionNames[option]).to.match(/^--\w/);
      });

      it('refuses an argument that means nothing for the person at the keyboard, or is called by it', async () => {
        let made = '';
        let failure: unknown = null;
        try {
          made = (await kind.create('no-such/thing at all', nothing)).name;
        } catch (error) {
          failure = error;
        }
        // Whether there is such a command is known where it is started.
        if (kind.name === 'process') expect(made).to.match(/^process:/);
        else expect(failure).to.be.instanceOf(BlastpitError);
      });

      if (kind.needsArgument !== false) {
        it('asks for its argument where it is named without one', async () => {
          let failure: unknown = null;
          try {
            await agentOf(kiro, kind.name);
          } catch (error) {
            failure = error;
          }
          expect(failure).to.be.instanceOf(BlastpitError).with.property('code', 'agent-spec');
        });
      }
    });
  }
});
