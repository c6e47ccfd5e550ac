/** Reads the project's own sources for the tests of the house: what there is, what each file imports and exports. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository; compiled tests lie one folder deeper than their sources. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url));

export interface Import {
  readonly specifier: string;
  /** Gone after compilation. */
  readonly typeOnly: boolean;
  /** `import('…')`: loaded when it is needed. */
  readonly dynamic: boolean;
  /** Path of the imported file from the repository; undefined for packages. */
  readonly file: string | undefined;
}

export interface SourceFile {
  /** From the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Without comments, and with the content of template texts left out. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const roots = ['harness', 'agents', 'scenarios', 'test'] as const;

/** Files of the project that `init` writes: they are its author's, and no part of this one. */
const starter = join('runs', 'projects', 'starter');

/** Every TypeScript file of the project, tests included. */
export function sourceFiles(): readonly SourceFile[] {
  return roots.flatMap((root) => {
    const folder = join(repository, root);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.startsWith(starter))
      .map((name) => read(join(folder, name)))
      .sort((left, right) => (left.path < right.path ? -1 : 1));
  });
}

function read(file: string): SourceFile {
  const path = relative(repository, file).split(sep).join('/');
  const text = readFileSync(file, 'utf8');
  const code = withoutComments(text);
  return { path, text, code, imports: importsOf(path, code) };
}

/** The room that a file is in: a folder of harness, or `scenarios`, `agents`, `test`. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'harness' ? second : first;
}

/** Files that ship and run: neither tests nor what only builds. */
export function shippedFiles(): readonly SourceFile[] {
  return sourceFiles().filter(
    ({ path }) =>
      !path.startsWith('test/') &&
      !path.startsWith('harness/packaging/') &&
      !path.startsWith('harness/catalog/distill/'),
  );
}

/** Paths of the files under version control. */
export function trackedFiles(): readonly string[] {
  const output = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' });
  return output.split('\0').filter((path) => path !== '' && existsSync(join(repository, path)));
}

function importsOf(path: string, code: string): readonly Import[] {
  const found: Import[] = [];
  const statements =
    /^\s*(?<head>import|export)\s+(?<type>type\b)?(?<names>[^;'"]*?)\bfrom\s*'(?<from>[^']+)'|^\s*import\s*'(?<bare>[^']+)'|\bimport\(\s*'(?<dynamic>[^']+)'\s*\)/gm;
  for (const { groups = {} } of code.matchAll(statements)) {
    const specifier = groups['from'] ?? groups['bare'] ?? groups['dynamic'] ?? '';
    // `import('…').Type` in a type position is indistinguishable here; both are taken for loading.
    const dynamic = groups['dynamic'] !== undefined;
    found.push({
      specifier,
      typeOnly: groups['type'] !== undefined,
      dynamic,
      file: resolve(path, specifier),
    });
  }
  return found;
}

function resolve(importer: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const file = join(dirname(importer), specifier).split(sep).join('/').replace(/\.js$/, '.ts');
  return existsSync(join(repository, file)) ? file : undefined;
}

/** Comments and texts are told apart by reading once from left to right, as a compiler does. */
function withoutComments(text: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replaceAll(token, (found) => {
    if (found.startsWith('//') || found.startsWith('/*')) return ' ';
    return found.startsWith('`') ? '``' : found;
  });
}
