/** One suite over every scenario in the folder. */
import { expect } from 'chai';
import { demandBehaviour, scriptsOf } from '../../harness/contract/behaviour.js';
import {
  environmentSchema,
  guardrailSetsSchema,
  scenarioSchema,
} from '../../harness/runs/projects/scenario-schema.js';
import { guardrailSetsOf, defaultOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario, scenarioNames } from '../../harness/runs/scenario-folder.js';

describe(`conformance: scenarios (${scenarioNames().join(', ')})`, () => {
  for (const name of scenarioNames()) {
    describe(name, () => {
      let runs: ScenarioRuns;
      before(async () => {
        runs = new ScenarioRuns(await loadScenario(name));
      });

      it('is shaped as a scenario of a project has to be', () => {
        const faults = new Set(Object.keys(runs.scenario.faults));
        scenarioSchema.parse(runs.scenario);
        environmentSchema.parse(runs.scenario.environment(faults));
        guardrailSetsSchema.parse(runs.scenario.guardrailSets(faults));
      });

      it('has behaviours that can be walked, of names of their own, whose weights have a source', () => {
        const { behaviours = [], faults } = runs.scenario;
        expect(new Set(behaviours.map((behaviour) => behaviour.name)).size).to.equal(behaviours.length);
        for (const behaviour of behaviours) {
          demandBehaviour(behaviour);
          expect(behaviour.source, behaviour.name).to.not.equal('');
          for (const { without = [] } of scriptsOf(behaviour))
            expect(Object.keys(faults)).to.include.members([...without]);
        }
      });

      it('says where each of its facts comes from', () => {
        const { facts, title, summary } = runs.scenario;
        expect(facts).to.not.have.length(0);
        for (const { source } of facts) expect(source).to.not.equal('');
        expect(title).to.not.equal('');
        expect(summary).to.not.equal('');
      });

      it('gives every number of its response model a range around the likely value and a source', () => {
        for (const [parameter, { low, likely, high, source }] of Object.entries(
          runs.scenario.response.parameters,
        )) {
          expect(low, parameter).to.be.at.most(likely);
          expect(high, parameter).to.be.at.least(likely);
          expect(source, parameter).to.not.equal('');
        }
      });

      it('uses every number of its response model', () => {
        const { response } = runs.scenario;
        const used = new Set([response.detect, response.decide, response.recreateStack, response.verify]);
        for (const { ways } of response.recoveries) {
          for (const { minutes, minutesPerTebibyte } of ways) {
            used.add(minutes);
            if (minutesPerTebibyte !== undefined) used.add(minutesPerTebibyte);
          }
        }
        expect(Object.keys(response.parameters).sort()).to.deep.equal([...used].sort());
      });

      it('has both controls, and its twins are scripts of their own names', () => {
        const sets = guardrailSetsOf(runs.scenario, new Set(Object.keys(runs.scenario.faults)));
        expect([...sets.keys()][0]).to.equal('none');
        expect([...sets.keys()].at(-1)).to.equal('deny-all');
        expect(runs.scenario.twins).to.not.have.length(0);
        for (const twin of runs.scenario.twins) expect(twin.script.name).to.equal(twin.name);
      });

      it('is valid: its reference attack does its harm unguarded, and its twins complete', async () => {
        const { result } = await runs.run({ ...defaultOptions, guardrails: 'none', entrance: 'typed' });
        expect(result.scenarioValid).to.equal(true);
        expect(result.verdict).to.equal('breached');
      });

      it('is as expected under every guardrail set, and needs nothing that is not implemented', async () => {
        const sets = guardrailSetsOf(runs.scenario, new Set(Object.keys(runs.scenario.faults)));
        for (const set of sets.keys()) {
          const { result } = await runs.run({ ...defaultOptions, guardrails: set, entrance: 'typed' });
          expect(result.calls.unsupported, set).to.deep.equal([]);
          expect(result.asExpected, `${set}: ${result.because}`).to.equal(set !== 'deny-all');
        }
      });

      it('can be run with each of its faults switched off', async () => {
        for (const fault of Object.keys(runs.scenario.faults)) {
          const { result } = await runs.run({
            ...defaultOptions,
            guardrails: 'none',
            entrance: 'typed',
            without: [fault],
          });
          expect(result.verdict, fault).to.not.equal('invalid');
          expect(result.switches[fault]).to.equal(false);
          expect(
            result.twins.every(({ completed }) => completed),
            `twins without ${fault}`,
          ).to.equal(true);
        }
      });
    });
  }
});
