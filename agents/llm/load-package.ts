/** Packages of models' providers: loaded when an agent names one, and told how to get where there is none. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';

/**
 * A package that blastpit has, else one that the project has in which one stands.
 * @param needed all the packages that the agent takes, with the versions that blastpit knows.
 * @throws BlastpitError `missing-package`
 */
export async function loadPackage(name: string, spec: string, needed: readonly string[]): Promise<unknown> {
  try {
    return await import(name);
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
  }
  try {
    const file = createRequire(join(process.cwd(), 'package.json')).resolve(name);
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    throw new BlastpitError('missing-package', `the agent ${spec} takes the package ${name}`, {
      expected: `npm install ${needed.join(' ')}`,
      cause,
    });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
