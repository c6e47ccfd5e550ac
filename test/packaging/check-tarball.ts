/** Packs blastpit, installs the package as a stranger would, and runs it there: `node dist/test/packaging/check-tarball.js`. */
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
import { fileURLToPath } from 'node:url';
import { must, startChecks } from './checks.js';
import { folderMegabytes } from './folder-size.js';
import { runProgram, runWell } from './run-program.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const verdicts = ['breached', 'breached', 'contained', 'contained'];

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const { check, summary, failed } = startChecks((line) => console.log(line));
const place = mkdtempSync(join(tmpdir(), 'blastpit-package-'));
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;

console.log('the package');
const tarball = check('packs', pack);
if (tarball !== undefined) {
  check('holds no tests, no sources, no maps', () => {
    // The starter is what `blastpit init` writes: sources and a test, as they are.
    const files = tarball.files.filter((file) => !file.startsWith('harness/runs/projects/starter/'));
    const wrong = files.filter((file) => /(?:^|\/)test\/|\.map$|(?<!\.d)\.ts$|^\./.test(file));
    must(wrong.length === 0, wrong.join('\n'));
  });
  check('holds its licence, its readme, its program, its example and what it exports', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    const documents = ['LICENSE', 'README.md', 'agents/examples/agent.py'];
    const needed = [...documents, ...Object.values(manifest.bin), ...targets];
    const there = new Set(tarball.files);
    const missing = needed.map((file) => file.replace(/^\.\//, '')).filter((file) => !there.has(file));
    must(missing.length === 0, `missing: ${missing.join(', ')}`);
  });

  const whole = install('installed in an empty folder', tarball.path, [], 120);
  if (whole !== undefined) {
    runKiro(whole);
    printsJson(whole);
    compilesForAuthors(whole);
    for (const major of [22, 24]) runKiroOnNode(whole, major);
    startsAProject(whole, tarball.path);
  }
  // Without scripts too: nothing may have to be built on the way.
  const small = install(
    'installed with --omit=optional --ignore-scripts',
    tarball.path,
    ['--omit=optional', '--ignore-scripts'],
    80,
  );
  if (small !== undefined) {
    runKiro(small);
    saysWhatModelsTake(small);
  }
}
rmSync(place, { recursive: true, force: true });
console.log(summary());
process.exitCode = failed() === 0 ? 0 : 1;

function pack(): { readonly path: string; readonly files: readonly string[] } {
  // The build has just been made by whoever calls this; the scripts would make it again.
  const options = ['pack', '--json', '--ignore-scripts', '--pack-destination', place];
  const [packed] = JSON.parse(runWell('npm', options, repository).output) as readonly {
    readonly filename: string;
    readonly size: number;
    readonly files: readonly { readonly path: string }[];
  }[];
  if (packed === undefined) throw new Error('npm pack says nothing');
  console.log(`    ${packed.files.length} files, ${(packed.size / 1_000_000).toFixed(1)} MB packed`);
  return { path: join(place, packed.filename), files: packed.files.map(({ path }) => path) };
}

function install(title: string, path: string, options: readonly string[], limit: number): string | undefined {
  console.log(title);
  const folder = join(place, `install-${readdirSync(place).length}`);
  mkdirSync(folder);
  const installed = check('installs', () => {
    runWell('npm', ['install', '--no-audit', '--no-fund', ...options, path], folder);
    return folder;
  });
  if (installed === undefined) return undefined;
  check(`takes less than ${limit} MB`, () => {
    const megabytes = folderMegabytes(join(folder, 'node_modules'));
    console.log(`    ${megabytes.toFixed(1)} MB`);
    must(megabytes < limit, `${megabytes.toFixed(1)} MB`);
  });
  return installed;
}

function runKiro(folder: string): void {
  check('npx blastpit run kiro ends with status 0', () => {
    const { output } = runWell('npx', ['--no-install', 'blastpit', 'run', 'kiro'], folder);
    must(/breached/i.test(output) && /contained/i.test(output), `it printed\n${output}`);
  });
}

function printsJson(folder: string): void {
  check('npx blastpit run kiro --json prints four verdicts, one object each', () => {
    const { output } = runProgram('npx', ['--no-install', 'blastpit', 'run', 'kiro', '--json'], folder);
    const results = output
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as { readonly verdict: string });
    const given = results.map(({ verdict }) => verdict);
    must(
      JSON.stringify(given) === JSON.stringify(verdicts),
      `expected ${verdicts.join(', ')}, got ${given.join(', ')}`,
    );
  });
}

/** Models' providers and the protocol of their clients are not installed with it: who names one is told how to add it. */
function saysWhatModelsTake(folder: string): void {
  const tells = (words: readonly string[], key: Readonly<Record<string, string>>, command: string): void => {
    check(`${words.join(' ')} says which packages it takes`, () => {
      const { output, errors, status } = runProgram(
        'npx',
        ['--no-install', 'blastpit', ...words],
        folder,
        key,
      );
      must(status === 2, `it ended with status ${status}: ${output}${errors}`);
      must(errors.replaceAll(/\s+/g, ' ').includes(command), `it printed\n${errors}`);
    });
  };
  const run = ['run', 'kiro', '-g', 'none', '--agent'];
  // The key is looked at first: without one, that is what is told.
  const key = { ANTHROPIC_API_KEY: 'none-that-a-provider-gave' };
  tells([...run, 'llm:ollama/any'], {}, 'npm install ai@6 @ai-sdk/openai-compatible@2');
  tells([...run, 'llm:anthropic/any'], key, 'npm install ai@6 @ai-sdk/anthropic@3');
  tells(['mcp', 'kiro'], {}, 'npm install @modelcontextprotocol/sdk@1');
}

/** What an author of a guardrail or scenario has: TypeScript, the package, and no types of ours that leak others. */
function compilesForAuthors(folder: string): void {
  check('its types serve an author of scenarios and guardrails', () => {
    const names = Object.keys(manifest.exports).filter((name) => name !== './package.json');
    const imports = names.map(
      (name, index) =>
        `import * as part${index} from 'blastpit/${name.slice(2)}';\nexport const use${index} = part${index};`,
    );
    writeFileSync(join(folder, 'author.mts'), `${imports.join('\n')}\n`);
    const compiler = join(repository, 'node_modules', '.bin', 'tsc');
    must(existsSync(compiler), `${compiler} is missing`);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
    runWell(compiler, [...options, 'author.mts'], folder);
    const loading = names.map((name) => `await import('blastpit/${name.slice(2)}');`).join('');
    runWell(process.execPath, ['--input-type=module', '--eval', loading], folder);
  });
}

/** As a team begins: nothing of the folder that blastpit was installed in is above the project. */
function startsAProject(folder: string, path: string): void {
  console.log('a project of one’s own');
  const project = join(place, 'demo');
  const options = ['--no-audit', '--no-fund', '--save-dev'];
  const npx = (...words: readonly string[]): string =>
    runWell('npx', ['--no-install', 'blastpit', ...words], project).output;
  const begun = check('blastpit init demo && cd demo && npm install && npm test', () => {
    runWell('npx', ['--no-install', 'blastpit', 'init', project], folder);
    runWell('npm', ['install', ...options, path], project);
    const { output } = runWell('npm', ['test'], project);
    must(output.includes('3 passing') && !output.includes('failing'), `it printed\n${output}`);
    return project;
  });
  if (begun === undefined) return;
  check('its files are what they should be', () => npx('check'));
  check('its guardrail contains what its workflow runs', () => {
    const result = JSON.parse(npx('run', 'clean-up', '--guardrails', 'ours', '--json')) as {
      readonly verdict: string;
    };
    must(result.verdict === 'contained', result.verdict);
  });
  for (const major of [22, 24]) {
    check(`its tests pass on Node ${major}`, () => {
      const node = ['--yes', '--package', `node@${major}`, '--', 'node'];
      runWell('npx', [...node, join('node_modules', 'mocha', 'bin', 'mocha.js')], project);
    });
  }
}

function runKiroOnNode(folder: string, major: number): void {
  check(`runs on Node ${major}`, () => {
    const node = ['--yes', '--package', `node@${major}`, '--', 'node'];
    const version = runWell('npx', [...node, '--version'], folder).output.trim();
    must(version.startsWith(`v${major}.`), `npx brought ${version}`);
    const main = join('node_modules', 'blastpit', manifest.bin['blastpit'] ?? '');
    runWell('npx', [...node, main, 'run', 'kiro'], folder);
    console.log(`    ${version}`);
  });
}
