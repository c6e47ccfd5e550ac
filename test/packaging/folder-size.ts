/** What a folder takes on disk. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** In megabytes of 1,000,000 bytes, blocks counted as `du` counts them. */
export function folderMegabytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    bytes += lstatSync(join(folder, entry)).blocks * 512;
  }
  return bytes / 1_000_000;
}
