/** Which blastpit this is, for manifests, caches and `--version`. */
import { readFileSync } from 'node:fs';

let version: string | undefined;

/** The version in blastpit's own package.json; read once. */
export function packageVersion(): string {
  if (version === undefined) {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    version = (JSON.parse(text) as { readonly version: string }).version;
  }
  return version;
}
