/** For `blastpit check`: what is to be looked at, told from what was typed and where one stands. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { BlastpitError, unknownName } from '../../contract/blastpit-error.js';
import {
  findPlugIn,
  isForBlastpit,
  isPath,
  plugInsOf,
  plugInsOfProject,
  type FoundPlugIn,
} from '../projects/find-plug-in.js';
import { kindsOfPlugIn, packageFolders, type KindOfPlugIn } from '../projects/plug-in-kinds.js';
import { projectHere, shownPath, type Project } from '../projects/project.js';
import { readNamedFile } from '../read-file.js';

export type Subject =
  | { readonly is: 'plug-in'; readonly shown: string; readonly found: FoundPlugIn }
  | { readonly is: 'file'; readonly shown: string };

/**
 * What to check: what was typed; else all that the project has; else, outside of projects, blastpit's own scenarios.
 * @throws BlastpitError before anything is looked at, for what is not there or cannot be read.
 */
export function subjectsOf(typed: readonly string[]): readonly Subject[] {
  if (typed.length > 0) return typed.map(subjectNamed);
  const project = projectHere();
  const own = project === null ? [] : subjectsOfProject(project);
  return own.length > 0 ? own : plugInsOf('scenarios').map(plugIn);
}

function plugIn(found: FoundPlugIn): Subject {
  return { is: 'plug-in', shown: found.name, found };
}

function subjectNamed(typed: string): Subject {
  const all = kindsOfPlugIn.flatMap((kind) => plugInsOf(kind));
  const found = all.find(({ name }) => name === typed);
  if (found !== undefined && !isPath(typed)) return plugIn(found);
  if (!existsSync(typed) && !/[./\\]/.test(typed)) {
    const scenarios = all.filter(({ kind }) => kind === 'scenarios');
    throw unknownName(
      'scenario or file',
      typed,
      scenarios.map(({ name }) => name),
    );
  }
  const kind = kindAt(typed);
  if (kind !== null) return { is: 'plug-in', shown: typed, found: findPlugIn(kind, typed) };
  readNamedFile(typed);
  return { is: 'file', shown: typed };
}

/** Of which kind a folder or module is, told from where it lies; null for other files. */
function kindAt(typed: string): KindOfPlugIn | null {
  const path = resolve(typed);
  if (existsSync(path) && statSync(path).isDirectory()) return 'scenarios';
  if (!/^\.m?[jt]s$/.test(extname(path))) return null;
  // That it is not there is said of any kind alike, and before its kind matters.
  readNamedFile(typed);
  if (basename(path, extname(path)) === packageFolders.scenarios.entry) return 'scenarios';
  const folder = basename(dirname(path));
  const kind = kindsOfPlugIn.find((each) => each === folder);
  if (kind !== undefined) return kind;
  throw new BlastpitError(
    'unknown-file',
    `${typed}: it is a module, and where it lies does not say of what`,
    {
      where: shownPath(path),
      expected: 'scenario.ts, or a file in guardrails/, agents/ or approvers/',
    },
  );
}

/** Everything of the project's own: plug-ins by kind, then templates and policies. */
function subjectsOfProject(project: Project): readonly Subject[] {
  const plugIns = kindsOfPlugIn
    .flatMap((kind) => plugInsOfProject(kind, project))
    .filter(isForBlastpit)
    .map(plugIn);
  const files = ['scenarios', 'templates', 'policies'].flatMap((folder) =>
    documentsIn(join(project.root, folder)),
  );
  return [...plugIns, ...files.map((file): Subject => ({ is: 'file', shown: shownPath(file) }))];
}

/** Files that look like templates or policies; others may lie there for reasons of their own. */
function documentsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ya?ml|json|template)$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && looksLikeDocument(readNamedFile(file).toString('utf8')))
    .sort();
}

function looksLikeDocument(text: string): boolean {
  return /\b(?:Resources|Statement)"?\s*:/.test(text);
}
