/** From what a person typed to the file that is meant: a path, else something of the project, else of the package. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BlastpitError, unknownName } from '../../contract/blastpit-error.js';
import { plugInFiles } from '../../contract/plug-in-folder.js';
import { packageFolders, type KindOfPlugIn } from './plug-in-kinds.js';
import { folderOf, projectAt, projectHere, shownPath, type Project } from './project.js';

/** A plug-in's file, not loaded yet. */
export interface FoundPlugIn {
  readonly kind: KindOfPlugIn;
  /** What it must call itself. */
  readonly name: string;
  readonly file: URL;
  /** Null for the package's own. */
  readonly origin: { readonly project: Project | null } | null;
}

const endings = ['.ts', '.mts', '.js', '.mjs'] as const;

/** Everything of a kind that goes by its name here: the project's, then the package's, each sorted. */
export function plugInsOf(
  kind: KindOfPlugIn,
  project: Project | null = projectHere(),
): readonly FoundPlugIn[] {
  const own = project === null ? [] : plugInsOfProject(kind, project);
  const shadowed = new Set(own.map(({ name }) => name));
  const shipped = [...plugInFiles(packageFolders[kind])]
    .filter(([name]) => !shadowed.has(name))
    .map(([name, file]): FoundPlugIn => ({ kind, name, file, origin: null }));
  return [...own, ...shipped.sort(byName)];
}

/** What the project itself has of a kind, sorted. */
export function plugInsOfProject(kind: KindOfPlugIn, project: Project): readonly FoundPlugIn[] {
  const files = plugInFiles({ ...packageFolders[kind], folder: folderOf(project, kind) });
  return [...files].map(([name, file]) => ({ kind, name, file, origin: { project } })).sort(byName);
}

/**
 * What of a project's files is meant for blastpit, when everything is asked for: other programs have folders of agents,
 * too, and loading a module runs it. By its name or path any file can be asked for.
 */
export function isForBlastpit({ file, origin }: FoundPlugIn): boolean {
  return origin === null || /\bblastpit\b/.test(readFileSync(file, 'utf8'));
}

/**
 * Finds what was typed.
 * @param project whose names count.
 * @param folder what a path is relative to.
 * @throws BlastpitError `unknown-KIND` naming what there is; for a path, saying what is not there.
 */
export function findPlugIn(
  kind: KindOfPlugIn,
  typed: string,
  project: Project | null = projectHere(),
  folder: string = process.cwd(),
): FoundPlugIn {
  if (isPath(typed)) return plugInAt(kind, resolve(folder, typed), typed);
  const all = plugInsOf(kind, project);
  const found = all.find(({ name }) => name === typed);
  if (found !== undefined) return found;
  throw unknownName(
    packageFolders[kind].kind,
    typed,
    all.map(({ name }) => name),
  );
}

/** A name has no slashes, and no ending of a file. */
export function isPath(typed: string): boolean {
  return /[\\/]/.test(typed) || typed === '.' || typed === '..' || isModule(typed);
}

function isModule(path: string): boolean {
  return endings.some((ending) => path.endsWith(ending));
}

/** A file by its path, or a folder with the kind's entry in it. */
function plugInAt(kind: KindOfPlugIn, path: string, typed: string): FoundPlugIn {
  const { kind: called, entry } = packageFolders[kind];
  const file = entry === undefined || isModule(path) ? path : entryOf(path, entry, called);
  if (!existsSync(file)) {
    throw new BlastpitError(`unknown-${called}`, `no ${called} "${typed}": there is no such file`, {
      where: shownPath(file),
      expected: `the path of a ${entry === undefined ? called : `${called}’s folder`}, or a name`,
    });
  }
  if (!isModule(file) || !statSync(file).isFile()) {
    throw new BlastpitError(`unknown-${called}`, `no ${called} "${typed}": it is no module`, {
      where: shownPath(file),
      expected: `a file that ends in ${endings.join(', ')}`,
    });
  }
  const plain = basename(file, extname(file));
  const name = plain === entry ? basename(dirname(file)) : plain;
  const built = builtCopyOf(file);
  if (built !== null) return { kind, name, file: pathToFileURL(built), origin: null };
  return { kind, name, file: pathToFileURL(file), origin: { project: projectAt(dirname(file)) } };
}

function entryOf(folder: string, entry: string, called: string): string {
  const files = endings.map((ending) => join(folder, `${entry}${ending}`));
  const file = files.find((candidate) => existsSync(candidate));
  if (file !== undefined || !existsSync(folder)) return file ?? folder;
  throw new BlastpitError(`unknown-${called}`, `no ${called} in ${shownPath(folder)}`, {
    where: shownPath(folder),
    expected: `a file ${entry}.ts in it`,
  });
}

/** Blastpit as it runs, in its clone or where it is installed. */
const built = fileURLToPath(new URL('../../../', import.meta.url));
const clone = dirname(built);

/** In blastpit's own clone, what was built from a file; null elsewhere. One class must not be loaded twice. */
function builtCopyOf(file: string): string | null {
  const inside = relative(clone, file);
  if (inside.startsWith('..') || extname(file) !== '.ts') return null;
  const copy = join(built, inside.replace(/\.ts$/, '.js'));
  return existsSync(copy) ? copy : null;
}

function byName(left: FoundPlugIn, right: FoundPlugIn): number {
  return left.name < right.name ? -1 : 1;
}
