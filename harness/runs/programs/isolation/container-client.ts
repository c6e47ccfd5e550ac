/** The container engine's own client, by which programs are put into containers: it knows where the engine is. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { BlastpitError } from '../../../contract/blastpit-error.js';

export const clientCommand = 'docker';

type Variables = Readonly<NodeJS.ProcessEnv>;

/** @returns what the client printed on standard output. */
export function askClient(words: readonly string[], environment: Variables): string {
  const { status, stdout, stderr, error } = callClient(words, environment);
  if (status === 0) return stdout.trim();
  throw new Error(error?.message ?? stderr.trim());
}

/** The same, where it does not matter whether it can be done. */
export function tellClient(words: readonly string[], environment: Variables): void {
  callClient(words, environment);
}

function callClient(words: readonly string[], environment: Variables): SpawnSyncReturns<string> {
  return spawnSync(clientCommand, words, { encoding: 'utf8', env: environment });
}

/**
 * Makes sure that an image is there. None is pulled: what runs in a container is what the caller has.
 * @throws BlastpitError `no-container-engine`, `unknown-image`
 */
export function demandImage(image: string, environment: Variables): void {
  const { error, status } = callClient(['version', '--format', '{{.Server.Version}}'], environment);
  if (error !== undefined || status !== 0) {
    throw new BlastpitError('no-container-engine', '--isolate: no container engine answers', {
      where: '--isolate',
      expected: `Docker, or another engine that has the command ${clientCommand}, started`,
      cause: error,
    });
  }
  if (callClient(['image', 'inspect', '--format', '{{.Id}}', image], environment).status === 0) return;
  throw new BlastpitError('unknown-image', `--isolate ${image}: the engine has no such image`, {
    where: '--isolate',
    expected: `an image that is here: ${clientCommand} pull ${image}`,
  });
}
