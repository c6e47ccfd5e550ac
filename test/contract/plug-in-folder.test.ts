/** Folders whose files are plug-ins. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { loadPlugIn, plugInNames } from '../../harness/contract/plug-in-folder.js';
import type { PlugInFolder } from '../../harness/contract/plug-in-folder.js';

describe('a folder of plug-ins', () => {
  let place: string;
  let files: PlugInFolder;
  let folders: PlugInFolder;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'blastpit plug-ins #1 '));
    const folder = pathToFileURL(`${place}/`);
    files = { kind: 'guardrail', folder, members: ['build'] };
    folders = { kind: 'scenario', folder, entry: 'scenario', members: ['title'] };
  });

  afterEach(() => {
    rmSync(place, { recursive: true });
  });

  function write(file: string, text: string): void {
    mkdirSync(join(place, file, '..'), { recursive: true });
    writeFileSync(join(place, file), text);
  }

  async function failure(load: Promise<unknown>): Promise<BlastpitError> {
    try {
      await load;
    } catch (error) {
      expect(error).to.be.instanceOf(BlastpitError);
      return error as BlastpitError;
    }
    throw new Error('it was loaded');
  }

  it('lists its files by name, declarations, maps, tests and sub-folders aside', () => {
    for (const file of [
      'b.js',
      'a.mjs',
      'b.d.ts',
      'b.js.map',
      'b.test.js',
      'parts/c.js',
      'notes.md',
      'd.ts',
    ]) {
      write(file, '');
    }
    expect(plugInNames(files)).to.deep.equal(['a', 'b', 'd']);
  });

  it('lists its sub-folders that hold the entry file', () => {
    for (const file of ['kiro/scenario.js', 'replit/scenario.ts', 'shared/stacks.js', 'scenario.js']) {
      write(file, '');
    }
    expect(plugInNames(folders)).to.deep.equal(['kiro', 'replit']);
  });

  it('has no plug-ins where it does not exist', () => {
    expect(plugInNames({ ...files, folder: new URL('missing/', files.folder) })).to.deep.equal([]);
  });

  it('loads a plug-in by its name, from a file or a sub-folder', async () => {
    write('own.mjs', 'export default { name: "own", build: 1 };');
    write('kiro/scenario.mjs', 'export default { name: "kiro", title: "Kiro" };');
    expect(await loadPlugIn(files, 'own')).to.deep.equal({ name: 'own', build: 1 });
    expect(await loadPlugIn(folders, 'kiro')).to.deep.equal({ name: 'kiro', title: 'Kiro' });
  });

  it('loads with the importer that it is given', async () => {
    write('own.ts', 'export default whatever;');
    const loaded = await loadPlugIn(files, 'own', (url) =>
      Promise.resolve({ default: { name: 'own', build: url } }),
    );
    expect(loaded)
      .to.have.property('build')
      .that.matches(/own\.ts$/);
  });

  it('says what there is, and what was meant, for a name that there is not', async () => {
    write('kill-switch.js', '');
    write('deny-all.js', '');
    const error = await failure(loadPlugIn(files, 'kil-switch'));
    expect(error.code).to.equal('unknown-guardrail');
    expect(error.message).to.equal('no guardrail "kil-switch"; did you mean "kill-switch"?');
    expect(error.details.alternatives).to.deep.equal(['deny-all', 'kill-switch']);
  });

  it('does not leave the folder for a name with slashes', async () => {
    expect((await failure(loadPlugIn(files, '../own'))).code).to.equal('unknown-guardrail');
  });

  for (const [what, text, message] of [
    ['whose name is not its file', 'export default { name: "other", build: 1 };', 'it calls itself "other"'],
    ['without a default export', 'export const name = "own";', 'no default export'],
    ['that lacks a member', 'export default { name: "own" };', 'it has no build'],
  ] as const) {
    it(`refuses a plug-in ${what}`, async () => {
      write('own.mjs', text);
      const error = await failure(loadPlugIn(files, 'own'));
      expect(error.code).to.equal('plug-in');
      expect(error.message).to.contain('guardrail "own" cannot be used').and.contain(message);
      expect(error.details.where).to.match(/own\.mjs$/);
    });
  }

  it('refuses a scenario whose name is not its folder', async () => {
    write('kiro/scenario.mjs', 'export default { name: "kiroo", title: "Kiro" };');
    expect((await failure(loadPlugIn(folders, 'kiro'))).message).to.contain('its folder "kiro"');
  });
});
