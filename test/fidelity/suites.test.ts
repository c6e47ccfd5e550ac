import { expect } from 'chai';
import { loadServices } from '../../harness/cloud/services.js';
import { namesIn } from '../../harness/fidelity/fill-in.js';
import { loadSuites } from '../../harness/fidelity/load-suites.js';
import { playSequence } from '../../harness/fidelity/play-sequence.js';
import { deploymentPackage } from '../../harness/runs/fidelity/deployment-package.js';
import { openOwnSide } from '../../harness/runs/fidelity/own-side.js';
import { deployOwnAccount } from '../../harness/runs/serving/own-account.js';
import { region } from '../backends/backend-under-test.js';

const suites = await loadSuites([]);
const account = '271828182845';
const given = { account, region, run: 'r4kd81mz', zip: deploymentPackage };
const own = await deployOwnAccount({ template: null, region, seed: 2 });

describe('what two clouds are asked alike', () => {
  it('is at least 150 operations, of every service of the embedded cloud', async () => {
    const asked = new Set<string>();
    for (const { service, sequences } of suites) {
      for (const step of sequences.flatMap(({ steps }) => steps)) {
        asked.add(`${step.service ?? service}.${step.operation}`);
      }
    }
    expect(asked.size).to.be.at.least(150);
    const services = new Set([...asked].map((each) => each.split('.')[0]));
    for (const { name } of await loadServices()) expect(services).to.include(name);
  });

  it('needs nothing that no step before gives', () => {
    const wrong = suites.flatMap(({ name, sequences }) =>
      sequences.flatMap((sequence) => {
        const there = new Set(Object.keys(given));
        return sequence.steps.flatMap((step, at) => {
          const missing = namesIn(step.input ?? {}).filter((each) => !there.has(each));
          for (const each of Object.keys(step.save ?? {})) there.add(each);
          return missing.map((each) => `${name}, ${sequence.name}, ${at + 1}: {${each}}`);
        });
      }),
    );
    expect(wrong).to.deep.equal([]);
  });

  for (const suite of suites) {
    for (const sequence of suite.sequences) {
      it(`is answered by the embedded cloud as AWS documents it: ${suite.name}, ${sequence.name}`, async () => {
        const side = await openOwnSide(own, account, given);
        const { steps } = await playSequence(suite, sequence, side);
        side.close();
        const said = steps.map(({ step, answer }) => [
          step.operation,
          answer === null ? 'not asked' : answer.ok ? 'success' : answer.code,
          // Why, for whoever reads it.
          answer?.ok === false && step.fails === undefined ? answer.message : '',
        ]);
        expect(said).to.deep.equal(
          sequence.steps.map(({ operation, fails }) => [operation, fails ?? 'success', '']),
        );
      });
    }
  }
});
