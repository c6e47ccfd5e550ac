/** Names: of files, of what they export, and of what is found by the name of its file. */
import { existsSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { sourceFiles } from './source-files.js';

const files = sourceFiles();
const vague = /^(?:utils?|helpers?|common|misc|shared|stuff|lib)$/;

describe('names of files and folders', () => {
  it('are in kebab-case', () => {
    const wrong = files.filter(
      ({ path }) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/.test(path),
    );
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });

  it('say what is inside', () => {
    const wrong = files.filter(({ path }) =>
      path
        .replace(/(?:\.test)?\.ts$/, '')
        .split('/')
        .some((part) => part === 'index' || part.split('-').some((word) => vague.test(word))),
    );
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });
});

describe('names of types and functions', () => {
  it('have no prefix or suffix that says nothing', () => {
    const declared =
      /\bexport\s+(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:class|interface|type|function|const)\s+(?<name>[A-Za-z_$][\w$]*)/g;
    const wrong = files.flatMap(({ path, code }) =>
      [...code.matchAll(declared)]
        .map(({ groups }) => groups?.['name'] ?? '')
        .filter((name) => /(?:Manager|Helper|Utils?)$|^Base[A-Z]|^Abstract[A-Z]|^I[A-Z][a-z]/.test(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(wrong).to.deep.equal([]);
  });
});

interface PlugInFolder {
  readonly folder: string;
  /** The file that makes a folder a plug-in; without one, each file is one. */
  readonly entry?: string;
  /** The member of its default export that says its file's name. */
  readonly member: 'name' | 'folder';
}

const plugInFolders: readonly PlugInFolder[] = [
  { folder: 'harness/guardrails', member: 'name' },
  { folder: 'harness/approvers', member: 'name' },
  { folder: 'harness/reports', member: 'name' },
  { folder: 'harness/fidelity/suite', member: 'name' },
  { folder: 'harness/cloud/services', entry: 'service', member: 'folder' },
  { folder: 'agents', member: 'name' },
  { folder: 'scenarios', entry: 'scenario', member: 'name' },
];

/** The compiled project: what runs is what is asked. */
const built = new URL('../../', import.meta.url);

describe('a plug-in is called what its file is called', () => {
  for (const { folder, entry, member } of plugInFolders) {
    const url = new URL(`${folder}/`, built);
    const names = existsSync(url) ? plugIns(url, entry) : [];
    for (const name of names) {
      it(`${folder}/${name}`, async () => {
        const file = new URL(entry === undefined ? `${name}.js` : `${name}/${entry}.js`, url);
        const module = (await import(file.href)) as { readonly default?: Readonly<Record<string, unknown>> };
        expect(module.default?.[member]).to.equal(name);
      });
    }
    it(`${folder} has at least one`, () => {
      expect(names).not.to.deep.equal([]);
    });
  }
});

function plugIns(url: URL, entry: string | undefined): readonly string[] {
  const entries = readdirSync(url, { withFileTypes: true });
  if (entry !== undefined) {
    return entries
      .filter((item) => item.isDirectory() && existsSync(new URL(`${item.name}/${entry}.js`, url)))
      .map(({ name }) => name);
  }
  return entries
    .filter((item) => item.isFile() && item.name.endsWith('.js'))
    .map(({ name }) => name.slice(0, -3));
}
