/** `blastpit init`: a small working project, made from the files in starter/ beside this one. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { makeFolder } from '../make-folder.js';

/** Blastpit's own folder: in its clone, and where it is installed. */
const packageFolder = new URL('../../../../', import.meta.url);

/** npm leaves such files out of packages, or reads them as its own: they ship under other names. */
const shippedAs: Readonly<Record<string, string>> = { gitignore: '.gitignore', github: '.github' };

/**
 * Writes the project, whole or not at all.
 * @returns paths of its files, from its folder, sorted.
 * @throws BlastpitError `folder-not-empty`, `unwritable-folder`
 */
export function createProject(folder: string): readonly string[] {
  const target = resolve(folder);
  refuseOccupied(target, folder);
  let unfinished: string | undefined;
  try {
    makeFolder(dirname(target));
    unfinished = mkdtempSync(join(dirname(target), '.blastpit-init-'));
    const files = copyStarter(
      fileURLToPath(new URL('harness/runs/projects/starter', packageFolder)),
      unfinished,
    );
    writeFileSync(join(unfinished, 'package.json'), `${JSON.stringify(manifest(target), null, 2)}\n`);
    moveInto(unfinished, target);
    return [...files, 'package.json'].sort();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new BlastpitError('unwritable-folder', `${folder} cannot be written (${code})`, {
      where: folder,
      expected: 'a folder that is empty or can be made',
      cause,
    });
  } finally {
    if (unfinished !== undefined) rmSync(unfinished, { recursive: true, force: true });
  }
}

function refuseOccupied(target: string, folder: string): void {
  if (!existsSync(target)) return;
  if (!statSync(target).isDirectory()) {
    throw new BlastpitError('folder-not-empty', `${folder} is a file`, {
      where: folder,
      expected: 'a folder that is empty or not there yet',
    });
  }
  const there = readdirSync(target).sort();
  if (there.length === 0) return;
  const [shown, more] = [there.slice(0, 5), there.length - 5];
  const named = more > 0 ? [...shown, `${more} more`] : shown;
  throw new BlastpitError('folder-not-empty', `${folder} is not empty: in it is ${named.join(', ')}`, {
    where: folder,
    expected: 'a folder that is empty or not there yet',
  });
}

/** @returns paths of the files, from the folder. */
function copyStarter(from: string, to: string): readonly string[] {
  return readdirSync(from, { withFileTypes: true }).flatMap((item) => {
    const name = shippedAs[item.name] ?? item.name;
    if (!item.isDirectory()) {
      copyFileSync(join(from, item.name), join(to, name));
      return [name];
    }
    mkdirSync(join(to, name));
    return copyStarter(join(from, item.name), join(to, name)).map((inside) => `${name}/${inside}`);
  });
}

/** An empty folder that is there stays the folder that it is: somebody may stand in it. */
function moveInto(from: string, to: string): void {
  if (!existsSync(to)) {
    renameSync(from, to);
    return;
  }
  const moved: string[] = [];
  try {
    for (const name of readdirSync(from)) {
      renameSync(join(from, name), join(to, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) rmSync(join(to, name), { recursive: true, force: true });
    throw error;
  }
}

interface OwnManifest {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What blastpit itself is tested with is what the project gets. */
function manifest(target: string): object {
  const text = readFileSync(new URL('package.json', packageFolder), 'utf8');
  const { version, engines, dependencies, devDependencies } = JSON.parse(text) as OwnManifest;
  const tools = [
    // What the scenario's scripts call; blastpit itself brings the clients that its own scenarios drive.
    '@aws-sdk/client-dynamodb',
    '@types/chai',
    '@types/mocha',
    '@types/node',
    'chai',
    'mocha',
    'typescript',
    'zod',
  ];
  const versions = { ...devDependencies, ...dependencies };
  return {
    name: packageName(basename(target)),
    private: true,
    type: 'module',
    engines,
    scripts: { pretest: 'tsc', test: 'mocha' },
    devDependencies: {
      blastpit: `^${version}`,
      ...Object.fromEntries(tools.map((tool) => [tool, versions[tool] ?? '*'])),
    },
  };
}

/** Names of packages are lower case, without blanks (npm docs, package.json, "name"). */
function packageName(folder: string): string {
  const plain = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+|-+$/g, '');
  // A project that is called like the package could not depend on it.
  return plain === '' || plain === 'blastpit' ? 'blastpit-project' : plain;
}
