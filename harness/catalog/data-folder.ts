/** Where the distilled data lies beside the compiled catalog, and how it is read. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BlastpitError } from '../contract/blastpit-error.js';

export const dataFolder = fileURLToPath(new URL('./data/', import.meta.url));

/**
 * The bytes of a data file, by its path below the data folder.
 * @throws BlastpitError `catalog-missing` where the build step that distills the catalog has not run.
 */
export function readData(name: string): Buffer {
  try {
    return readFileSync(dataFolder + name);
  } catch (cause) {
    throw new BlastpitError('catalog-missing', `the catalog's data file ${name} cannot be read`, {
      where: dataFolder,
      expected: 'the build to have run: `npm run build`',
      cause,
    });
  }
}
