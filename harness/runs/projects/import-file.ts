/** Brings a project's module in: JavaScript as Node does, TypeScript by jiti, which Node 20 cannot load by itself. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Jiti } from 'jiti';
import { cacheFolder } from '../cache-folder.js';
import { loadingError } from './loading-error.js';

/** By whether the project has a zod of its own. */
const loaders = new Map<boolean, Promise<Jiti>>();

/**
 * Imports a module of a project.
 * @throws BlastpitError `loading` with file and line, where it cannot be read, parsed or run.
 */
export async function importFile(file: URL): Promise<unknown> {
  try {
    if (!/\.m?ts$/.test(file.pathname)) return (await import(file.href)) as unknown;
    const loader = await loaderFor(file);
    return await loader.import(file.href);
  } catch (error) {
    throw loadingError(fileURLToPath(file), error);
  }
}

function loaderFor(file: URL): Promise<Jiti> {
  const hasZod = canResolve(file, 'zod');
  let loader = loaders.get(hasZod);
  if (loader === undefined) {
    loader = createLoader(hasZod);
    loaders.set(hasZod, loader);
  }
  return loader;
}

function canResolve(file: URL, name: string): boolean {
  try {
    createRequire(file).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * What `blastpit/…` means in a project is the package that runs: also where the project has none installed (npx), and
 * so that an `AwsCallError` is the same class on both sides. So it is with zod, which
 * every guardrail needs, unless the project has its own. Nothing is written into the project.
 */
async function createLoader(hasZod: boolean): Promise<Jiti> {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, {
    fsCache: compiledFolder(process.env),
    interopDefault: false,
    virtualModules: {
      'blastpit/agent': await import('../../contract/agent.js'),
      'blastpit/approver': await import('../../contract/approver.js'),
      'blastpit/fault': await import('../../contract/world-fault.js'),
      'blastpit/guardrail': await import('../../contract/guardrail.js'),
      'blastpit/scenario': await import('../../contract/scenario.js'),
      ...(hasZod ? {} : { zod: await import('zod') }),
    },
  });
}

/** What was compiled is kept in the user's cache folder, by its contents; false where it cannot be. */
function compiledFolder(environment: Readonly<NodeJS.ProcessEnv>): string | false {
  const folder = cacheFolder(environment, 'typescript');
  if (folder === null) return false;
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return false;
  }
}
