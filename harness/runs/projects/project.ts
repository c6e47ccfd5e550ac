/** Which project a person stands in: whose scenarios, guardrails, agents and approvers go by their plain names. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** A team's own folder. */
export interface Project {
  /** Absolute path. */
  readonly root: string;
}

/**
 * The project that a folder belongs to: the nearest of it and its parents that has a `package.json` or a `scenarios`
 * folder; without one, the folder itself. Null in blastpit's own clone, where the built copies are what is named.
 */
export function projectAt(folder: string): Project | null {
  const start = resolve(folder);
  const root = parentsOf(start).find(isRoot) ?? start;
  return isBlastpit(root) ? null : { root };
}

/** The project that one stands in. */
export function projectHere(): Project | null {
  return projectAt(process.cwd());
}

/** A folder of the project, as plug-ins are looked for in. */
export function folderOf({ root }: Project, name: string): URL {
  return pathToFileURL(join(root, name, sep));
}

/** A path as a person who stands here would type it; as it is where it lies elsewhere. */
export function shownPath(path: string): string {
  const here = relative(process.cwd(), path);
  return here === '' || here.startsWith('..') ? path : here;
}

/** Innermost first. */
function parentsOf(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...parentsOf(parent)];
}

function isRoot(folder: string): boolean {
  return existsSync(join(folder, 'package.json')) || existsSync(join(folder, 'scenarios'));
}

/** Blastpit's own folder, be it this one or the clone that somebody works on. */
function isBlastpit(root: string): boolean {
  try {
    const manifest = readFileSync(join(realpathSync(root), 'package.json'), 'utf8');
    return (JSON.parse(manifest) as { readonly name?: unknown } | null)?.name === 'blastpit';
  } catch {
    // No manifest, or one that npm will complain about: it is not ours.
    return false;
  }
}
