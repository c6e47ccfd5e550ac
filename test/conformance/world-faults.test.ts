/** One suite over every fault of the agent's world: a new one is held to it the day it exists. */
import { expect } from 'chai';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { chanceOf } from '../../harness/contract/chance.js';
import { loadPlugIn } from '../../harness/contract/plug-in-folder.js';
import type { Arrival, WorldFault, WorldFaultAtWork } from '../../harness/contract/world-fault.js';
import { beginWorldFault } from '../../harness/world-faults/loading/begin-world-fault.js';
import { worldFaultFolder, worldFaultNames } from '../../harness/world-faults/loading/world-fault-folder.js';

const faults = await Promise.all(
  worldFaultNames().map((name) => loadPlugIn<WorldFault>(worldFaultFolder, name)),
);
const noFile = (path: string): string => {
  throw new Error(`no test reads ${path}`);
};
const chance = chanceOf(1, 1, 'test');

const arrivals: readonly Arrival[] = Array.from({ length: 50 }, (_, index) => ({
  request: { service: 'CloudFormation', operation: 'DescribeStacks' },
  id: `c${index + 1}`,
  number: index + 1,
  afterSeconds: index * 60,
}));

/** What of a fault can be told from calls as they come in. */
function answersOf(fault: WorldFaultAtWork): readonly (string | null)[] {
  return arrivals.map((arrival) => {
    const error = fault.refusesCredentials?.(arrival) ?? fault.turnsAway?.(arrival, chance) ?? null;
    return error === null ? null : error.code;
  });
}

describe(`conformance: faults of the agent's world (${worldFaultNames().join(', ')})`, () => {
  it('are found by their files', () => {
    expect(faults.map(({ name }) => name)).to.deep.equal(worldFaultNames());
    expect(faults).to.have.length.of.at.least(5);
  });

  for (const fault of faults) {
    const { name, summary, parameter, source } = fault;
    const { example, otherwise } = parameter;
    const begun = (typed: string | null) => beginWorldFault(fault, typed, noFile);

    it(`${name} says in one line what goes wrong, and who says that it does`, () => {
      expect(summary).to.match(/^[a-z].{10,110}\S$/);
      expect(source).to.match(/^(?:modeled|"[^"]+".+)$/);
    });

    it(`${name} takes what it gives as an example, and what it means where nothing is typed`, () => {
      expect(begun(null).name).to.equal(`${name}=${otherwise}`);
      expect(begun(example).name).to.equal(`${name}=${example}`);
      expect(begun(example).fault).to.equal(name);
    });

    it(`${name} refuses what is no ${parameter.placeholder}, and says what would be one`, () => {
      for (const typed of ['', 'nonsense', '-1', '1e999']) {
        expect(() => begun(typed), typed)
          .to.throw(BlastpitError, `--fault ${name}=${typed}: that is not what it takes`)
          .with.property('code', 'fault-parameter');
      }
    });

    it(`${name} touches the way of a call, and says of its errors that they are no guardrail's`, () => {
      const { secondsMore, refusesCredentials, turnsAway, secondsBehind, mostSecondsBehind, plants } =
        begun(null);
      const touches = [secondsMore, refusesCredentials, turnsAway, secondsBehind, plants];
      expect(touches.filter((hook) => hook !== undefined)).to.not.deep.equal([]);
      expect(secondsBehind === undefined).to.equal(mostSecondsBehind === undefined);
      for (const arrival of arrivals) {
        const error = refusesCredentials?.(arrival) ?? turnsAway?.(arrival, chance);
        if (error !== null && error !== undefined) expect(error.origin).to.equal('world-fault');
      }
    });

    it(`${name} does the same to the same call, whatever came before`, () => {
      const once = begun(null);
      const forth = answersOf(once);
      expect(answersOf(begun(null))).to.deep.equal(forth);
      const back = arrivals.toReversed().map((arrival) => once.turnsAway?.(arrival, chance)?.code ?? null);
      if (once.turnsAway !== undefined) expect(back.toReversed()).to.deep.equal(forth);
    });
  }
});
