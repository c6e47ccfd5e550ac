/** `blastpit init`: a project that works as it is written, or nothing at all. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { type } from './fake-terminal.js';
import { installInto } from './installed-project.js';

describe('blastpit init', () => {
  let place: string;
  let project: string;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'blastpit-init-'));
    project = join(place, 'demo');
  });
  afterEach(() => {
    rmSync(place, { recursive: true });
  });

  function inProject(program: string, ...words: readonly string[]): { status: number | null; said: string } {
    const { status, stdout, stderr } = spawnSync(program, words, {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, BLASTPIT_CACHE: 'off' },
    });
    return { status, said: `${stdout}${stderr}` };
  }

  it('writes a scenario, a guardrail, a template, a test and a workflow, and says what to do next', async () => {
    const { status, out } = await type(['init', project]);
    expect(status).to.equal(0);
    for (const file of [
      '.github/workflows/blastpit.yml',
      '.gitignore',
      'guardrails/keep-data.ts',
      'package.json',
      'scenarios/clean-up/scenario.ts',
      'scenarios/clean-up/template.yaml',
      'test/clean-up.test.js',
    ]) {
      expect(existsSync(join(project, file)), file).to.equal(true);
      expect(out).to.contain(file);
    }
    expect(out).to.match(/Next:\s+cd \S*demo\s+npm install\s+npm test/);
    expect(readdirSync(place)).to.deep.equal(['demo']);
  });

  it('names the package after the folder, and depends on this blastpit', async () => {
    project = join(place, 'Our Demo');
    await type(['init', project]);
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    expect(manifest.name).to.equal('our-demo');
    expect(manifest.devDependencies['blastpit']).to.match(/^\^\d+\.\d+\.\d+$/);
    expect(Object.values(manifest.devDependencies)).not.to.include('*');
  });

  it('is a project whose types, tests and files are what they should be', async () => {
    // As in a clone of blastpit: what mocha finds in the folders above is not for this project.
    writeFileSync(join(place, '.mocharc.json'), JSON.stringify({ spec: ['other/**/*.test.js'] }));
    await type(['init', project]);
    installInto(project);
    const types = inProject(join(project, 'node_modules', '.bin', 'tsc'));
    expect(types.said).to.equal('');
    const tests = inProject(join(project, 'node_modules', '.bin', 'mocha'));
    expect(tests.said).to.contain('3 passing').and.not.to.contain('other/');
    expect(tests.status).to.equal(0);
    const here = process.cwd();
    process.chdir(project);
    try {
      const checked = await type(['check']);
      expect(checked.out).not.to.match(/^\s+wrong/m);
      expect(checked.status).to.equal(0);
    } finally {
      process.chdir(here);
    }
  });

  it('takes an empty folder that is there', async () => {
    mkdirSync(project);
    expect((await type(['init', project])).status).to.equal(0);
    expect(readdirSync(project)).to.include('package.json');
  });

  it('refuses a folder with something in it, by name, and leaves it as it was', async () => {
    mkdirSync(project);
    writeFileSync(join(project, 'notes.md'), 'mine');
    const { status, err } = await type(['init', project]);
    expect(status).to.equal(2);
    expect(err.replaceAll(/\s+/g, ' ')).to.contain('is not empty: in it is notes.md');
    expect(readdirSync(project)).to.deep.equal(['notes.md']);
    expect(readdirSync(place)).to.deep.equal(['demo']);
  });

  it('refuses a file, and a folder that cannot be made', async () => {
    writeFileSync(project, 'a file');
    const file = await type(['init', project]);
    expect(file.err.replaceAll(/\s+/g, ' ')).to.contain('demo is a file');
    const below = await type(['init', join(project, 'below')]);
    expect(below.err.replaceAll(/\s+/g, ' ')).to.match(/cannot be written \((ENOTDIR|EEXIST)\)/);
    expect([file.status, below.status]).to.deep.equal([2, 2]);
  });
});
