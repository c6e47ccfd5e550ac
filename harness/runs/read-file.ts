/** How files that a person names are read. */
import { readFileSync } from 'node:fs';
import { BlastpitError } from '../contract/blastpit-error.js';

/** @throws BlastpitError `unreadable-file` */
export function readNamedFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new BlastpitError('unreadable-file', `${path} cannot be read (${code})`, { where: path, cause });
  }
}

/** Null where there is no such file. @throws BlastpitError `unreadable-file` where it is there and cannot be read. */
export function readFileIfThere(path: string): Buffer | null {
  try {
    return readNamedFile(path);
  } catch (error) {
    const { cause } = error as BlastpitError;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw error;
  }
}
