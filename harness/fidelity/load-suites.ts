/** Finds the suites by reading their folder: a new suite is one new file. */
import { readdir } from 'node:fs/promises';
import { unknownName } from '../contract/blastpit-error.js';
import type { FidelitySuite } from './sequence.js';

/**
 * @param services names of services as people type them (`dynamodb`); all suites where there is none.
 * @throws BlastpitError where no suite asks such a service.
 */
export async function loadSuites(services: readonly string[]): Promise<readonly FidelitySuite[]> {
  const folder = new URL('suite/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort();
  const suites = await Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, folder).href)) as { readonly default: FidelitySuite };
      return module.default;
    }),
  );
  const known = [...new Set(suites.map(({ service }) => service))].sort();
  const wanted = services.map((typed) => {
    const found = known.find((name) => name.toLowerCase() === typed.toLowerCase());
    if (found === undefined)
      throw unknownName(
        'service',
        typed,
        known.map((name) => name.toLowerCase()),
      );
    return found;
  });
  return wanted.length === 0 ? suites : suites.filter(({ service }) => wanted.includes(service));
}
