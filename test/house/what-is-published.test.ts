/** What the repository gives away: no traces of the machine it was made on, and only licences that let everybody use it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { repository, trackedFiles } from './source-files.js';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** `A OR B` is one's own choice, `A AND B` is both. */
function isPermissive(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, '');
  return plain
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => permissive.has(name.trim())));
}

describe('files under version control', () => {
  it('name no folder of the machine they were made on', () => {
    // Put together here, so that this file does not name them.
    const folders = ['root', 'work', 'home', 'Users'].map((name) => `/${name}/`).join('|');
    const path = new RegExp(`(?<![\\w.*-])(?:${folders})[\\w.-]+`);
    const wrong = textFiles().filter(({ text }) => path.test(text));
    expect(wrong.map((file) => `${file.path}: ${path.exec(file.text)?.[0]}`)).to.deep.equal([]);
  });

  it('name no package registry', () => {
    const hosts = [
      ['registry', 'npmjs', 'org'],
      ['registry', 'yarnpkg', 'com'],
      ['files', 'pythonhosted', 'org'],
      ['static', 'crates', 'io'],
      ['proxy', 'golang', 'org'],
    ].map((parts) => parts.join('.'));
    const wrong = textFiles().filter(({ text }) => hosts.some((host) => text.includes(host)));
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });

  it('the lock file says versions and hashes, not where from', () => {
    const resolved = Object.entries(lock.packages).filter(([, { resolved: from }]) => from !== undefined);
    expect(resolved.map(([name]) => name)).to.deep.equal([]);
  });
});

describe('the lock file', () => {
  // `npm ci` asks the registry for what is not there, and gives up where the registry has it not.
  it('holds the tools of every platform, not only of the one it was made on', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys({ ...optionalDependencies }).filter(
        (name) =>
          lock.packages[`node_modules/${name}`] === undefined &&
          lock.packages[`${path}/node_modules/${name}`] === undefined,
      ),
    );
    expect(missing).to.deep.equal([]);
  });
});

describe('licences', () => {
  const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

  it('of all that is installed with blastpit let everybody use it', () => {
    const shipped = installed.filter(([, { dev }]) => dev !== true);
    expect(shipped.length).to.be.greaterThan(10);
    const wrong = shipped
      .map(([path, locked]) => `${path}: ${licenceOf(path, locked)}`)
      .filter((line) => !isPermissive(line.slice(line.lastIndexOf(': ') + 2)));
    expect(wrong).to.deep.equal([]);
  });

  it('of tools and tests are not AGPL either', () => {
    const wrong = installed.filter(([path, locked]) => /\bAGPL\b/.test(licenceOf(path, locked)));
    expect(wrong.map(([path]) => path)).to.deep.equal([]);
  });

  it("blastpit's own is there", () => {
    const text = readFileSync(join(repository, 'LICENSE'), 'utf8');
    expect(text).to.match(/Apache License\s+Version 2\.0, January 2004/);
    expect(text).to.contain('END OF TERMS AND CONDITIONS');
  });
});

function licenceOf(path: string, locked: LockedPackage): string {
  if (locked.license !== undefined) return locked.license;
  const manifest = join(repository, path, 'package.json');
  if (!existsSync(manifest)) return 'unknown';
  const { license, licenses } = JSON.parse(readFileSync(manifest, 'utf8')) as OldManifest;
  // Before npm 3 a package named its licences as a list of objects.
  const named =
    license ?? licenses?.map((each) => (typeof each === 'string' ? each : each.type)).join(' OR ');
  return named ?? 'unknown';
}

interface OldManifest {
  readonly license?: string;
  readonly licenses?: readonly (string | { readonly type: string })[];
}

function textFiles(): readonly { readonly path: string; readonly text: string }[] {
  return trackedFiles()
    .filter((path) => !/\.(?:png|jpg|gz|tgz|ico|woff2?)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));
}
