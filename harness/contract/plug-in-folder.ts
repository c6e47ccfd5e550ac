/** Finds what a person names by the files of a folder, so that a new plug-in is one new file and no list. */
import { readdirSync } from 'node:fs';
import { BlastpitError, unknownName } from './blastpit-error.js';

/** A folder of plug-ins of one kind. */
export interface PlugInFolder {
  /** What one is called in messages: `guardrail`. */
  readonly kind: string;
  /** URL of the folder, ending in `/`. */
  readonly folder: URL;
  /**
   * The file that makes a sub-folder a plug-in, without its ending: with `scenario`, `kiro/scenario.js` is `kiro`.
   * Left out, every file in the folder itself is one, and sub-folders are left for what they share.
   */
  readonly entry?: string;
  /** Members that each default export must have besides `name`. */
  readonly members: readonly string[];
}

/** Brings a module in; TypeScript that is not built needs another one than `import`. */
export type ImportModule = (url: string) => Promise<unknown>;

const endings = ['.js', '.mjs', '.ts', '.mts'] as const;

/** Names of the plug-ins in the folder, sorted; none where there is no such folder. */
export function plugInNames(folder: PlugInFolder): readonly string[] {
  return [...plugInFiles(folder).keys()].sort();
}

/**
 * Loads one plug-in: the default export of its file.
 * @throws BlastpitError `unknown-KIND` where there is no such file, naming what there is; `plug-in` where the file's
 * default export is not one, or its `name` is not its file's.
 */
export async function loadPlugIn<PlugIn extends { readonly name: string }>(
  folder: PlugInFolder,
  name: string,
  importModule: ImportModule = (url) => import(url),
): Promise<PlugIn> {
  const files = plugInFiles(folder);
  const file = files.get(name);
  if (file === undefined) throw unknownName(folder.kind, name, [...files.keys()].sort());
  const module = await importModule(file.href);
  demandPlugIn(folder, name, module, file.pathname);
  return (module as { readonly default: PlugIn }).default;
}

/**
 * Looks whether a module is a plug-in by its default export.
 * @param where the module's file, as people know it.
 * @throws BlastpitError `plug-in` where the default export is not one, or its `name` is not its file's.
 */
export function demandPlugIn(
  folder: Omit<PlugInFolder, 'folder'>,
  name: string,
  module: unknown,
  where: string,
): void {
  const wrong = whatIsWrong(folder, name, module);
  if (wrong === null) return;
  throw new BlastpitError('plug-in', `${folder.kind} "${name}" cannot be used: ${wrong}`, {
    where,
    expected: `a default export with the members ${['name', ...folder.members].join(', ')}`,
  });
}

/** Where each plug-in's file is. Of several endings the first of {@link endings} is taken. */
export function plugInFiles({ folder, entry }: PlugInFolder): ReadonlyMap<string, URL> {
  const files = new Map<string, URL>();
  if (entry === undefined) {
    const names = filesIn(folder).filter(({ isFile }) => isFile);
    for (const ending of endings) {
      for (const { name } of names) {
        if (!name.endsWith(ending) || /\.(d|test)\.m?[jt]s$/.test(name)) continue;
        const plain = name.slice(0, -ending.length);
        if (!files.has(plain)) files.set(plain, new URL(encodeURIComponent(name), folder));
      }
    }
    return files;
  }
  for (const { name, isFile } of filesIn(folder)) {
    if (isFile) continue;
    const inside = new URL(`${encodeURIComponent(name)}/`, folder);
    const there = new Set(filesIn(inside).map((item) => item.name));
    const ending = endings.find((candidate) => there.has(`${entry}${candidate}`));
    if (ending !== undefined) files.set(name, new URL(`${entry}${ending}`, inside));
  }
  return files;
}

function filesIn(folder: URL): readonly { readonly name: string; readonly isFile: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((item) => ({
      name: item.name,
      isFile: !item.isDirectory(),
    }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    const path = decodeURIComponent(folder.pathname);
    throw new BlastpitError('unreadable-folder', `${path} cannot be read (${code})`, {
      where: path,
      cause: error,
    });
  }
}

function whatIsWrong(folder: Omit<PlugInFolder, 'folder'>, name: string, module: unknown): string | null {
  const plugIn = member(module, 'default');
  if (typeof plugIn !== 'object' || plugIn === null)
    return 'its file has no default export that is an object';
  const missing = folder.members.filter((needed) => member(plugIn, needed) === undefined);
  if (missing.length > 0) return `it has no ${missing.join(', ')}`;
  const given = member(plugIn, 'name');
  return given === name
    ? null
    : `it calls itself ${JSON.stringify(given)}, and its ${folder.entry === undefined ? 'file' : 'folder'} "${name}"`;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
