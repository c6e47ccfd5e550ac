/** Brings a project's module in: JavaScript as Node does, TypeScript by jiti, which Node 20 cannot load by itself. */
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Jiti } from 'jiti';
import { cacheFolder } from '../cache-folder.js';
import { loadingError } from './loading-error.js';

let jiti: Promise<Jiti> | undefined;

/**
 * Imports a module of a project.
 * @throws BlastpitError `loading` with file and line, where it cannot be read, parsed or run.
 */
export async function importFile(file: URL): Promise<unknown> {
  try {
    if (!/\.m?ts$/.test(file.pathname)) return (await import(file.href)) as unknown;
    jiti ??= createLoader();
    return await (await jiti).import(file.href);
  } catch (error) {
    throw loadingError(fileURLToPath(file), error);
  }
}

/**
 * What `blastpit/…` means in a project is the package that runs: also where the project has none installed (npx), and
 * so that an `AwsCallError` is the same class on both sides. Nothing is written into the project.
 */
async function createLoader(): Promise<Jiti> {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, {
    fsCache: compiledFolder(process.env),
    interopDefault: false,
    virtualModules: {
      'blastpit/agent': await import('../../contract/agent.js'),
      'blastpit/approver': await import('../../contract/approver.js'),
      'blastpit/guardrail': await import('../../contract/guardrail.js'),
      'blastpit/scenario': await import('../../contract/scenario.js'),
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
