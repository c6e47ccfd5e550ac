/** The cache of scenarios that were found valid: found again for the same code, and never in the way. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Scenario } from '../../harness/contract/scenario.js';
import { rememberOrigin } from '../../harness/runs/projects/origin.js';
import { openValidityCache, validityCacheIn, type ValidityCache } from '../../harness/runs/validity-cache.js';

const scenario = { name: 'made', title: 'Made', faults: { one: '', two: '' } } as unknown as Scenario;

describe('the cache of valid scenarios', () => {
  let place: string;
  let root: string;
  let folder: string;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'blastpit-cache-'));
    root = join(place, 'built');
    folder = join(place, 'cache', 'validity');
    for (const path of ['scenarios/made', 'scenarios/other', 'agents', 'harness/scoring', 'harness/cli']) {
      mkdirSync(join(root, path), { recursive: true });
      writeFileSync(join(root, path, 'one.js'), '1');
    }
  });
  afterEach(() => {
    rmSync(place, { recursive: true });
  });

  // Files are looked at once for each process, which a new cache stands for.
  const cache = (): ValidityCache => validityCacheIn(folder, root);
  const isKnown = (of: Scenario = scenario, seed = 1, faults = ['one', 'two']): boolean =>
    cache().isKnownValid(of, seed, faults);

  it('remembers across processes, whatever the order of the faults', () => {
    expect(isKnown()).to.equal(false);
    cache().rememberValid(scenario, 1, ['two', 'one']);
    expect(isKnown()).to.equal(true);
  });

  it('does not know other seeds, faults or scenarios of the same name', () => {
    cache().rememberValid(scenario, 1, ['one', 'two']);
    expect([isKnown(scenario, 2), isKnown(scenario, 1, ['one'])]).to.deep.equal([false, false]);
    expect(isKnown({ ...scenario, title: 'Changed' })).to.equal(false);
  });

  for (const changed of ['scenarios/made/one.js', 'agents/one.js', 'harness/scoring/one.js']) {
    it(`forgets when ${changed} changes, in size or in time`, () => {
      cache().rememberValid(scenario, 1, ['one', 'two']);
      utimesSync(join(root, changed), 1_700_000_000, 1_700_000_000);
      expect(isKnown()).to.equal(false);
    });
  }

  for (const changed of ['scenarios/other/one.js', 'harness/cli/one.js', 'harness/scoring/one.js.map']) {
    it(`still knows when ${changed} changes`, () => {
      cache().rememberValid(scenario, 1, ['one', 'two']);
      writeFileSync(join(root, changed), 'changed');
      expect(isKnown()).to.equal(true);
    });
  }

  it('knows nothing of a scenario whose files it cannot see', () => {
    const elsewhere = { ...scenario, name: 'elsewhere' };
    cache().rememberValid(elsewhere, 1, []);
    expect(isKnown(elsewhere, 1, [])).to.equal(false);
    expect(() => readdirSync(folder)).to.throw();
  });

  it('knows nothing of a project’s scenario, even where it is called like one of the package', () => {
    cache().rememberValid(scenario, 1, ['one', 'two']);
    const ofProject = { ...scenario };
    rememberOrigin(ofProject, { file: join(place, 'scenario.ts'), project: { root: place } });
    expect(isKnown(ofProject)).to.equal(false);
    expect(isKnown()).to.equal(true);
  });

  it('takes a damaged entry for none', () => {
    cache().rememberValid(scenario, 1, ['one', 'two']);
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"valid":');
    expect(isKnown()).to.equal(false);
  });

  it('is no error where its folder cannot be made', () => {
    writeFileSync(join(place, 'cache'), 'a file, where a folder should be');
    expect(() => {
      cache().rememberValid(scenario, 1, ['one', 'two']);
    }).not.to.throw();
    expect(isKnown()).to.equal(false);
  });

  it('is not used with BLASTPIT_CACHE=off', () => {
    expect(openValidityCache({ BLASTPIT_CACHE: 'off' })).to.equal(null);
    expect(openValidityCache({ XDG_CACHE_HOME: place })).not.to.equal(null);
  });
});
