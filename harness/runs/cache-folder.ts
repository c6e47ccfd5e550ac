/** Where blastpit keeps between runs what it could find out again. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * A folder of the user's cache folder (XDG Base Directory Specification), which need not be there; null where
 * `BLASTPIT_CACHE=off`.
 */
export function cacheFolder(environment: Readonly<NodeJS.ProcessEnv>, name: string): string | null {
  if (environment['BLASTPIT_CACHE'] === 'off') return null;
  const base = environment['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'blastpit', name);
}
