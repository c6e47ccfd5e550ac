/** Beside a container that was started: a process of its own that outlives a killed command by as long as it takes to remove it. */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export interface ContainerWatcher {
  /** Nothing is left to be removed. */
  readonly done: () => void;
}

const ignore = (): void => undefined;

/** What finding the engine takes; nothing else of the caller's is handed on, least of all a token. */
const handedOn =
  /^(?:DOCKER_|TESTCONTAINERS_|HOME$|USERPROFILE$|PATH$|XDG_RUNTIME_DIR$|TMPDIR$|TEMP$|TMP$|SystemRoot$)/i;

/**
 * Starts the watcher of an owner's containers. Its standard input closes when this process ends, in whichever way; where
 * nobody said `done` before, it removes them. Where it cannot be started, the next command that starts one does.
 */
export function watchContainers(owner: string, environment: Readonly<NodeJS.ProcessEnv>): ContainerWatcher {
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => handedOn.test(name)));
  const program = fileURLToPath(new URL('watch-containers.js', import.meta.url));
  // A group of its own: Ctrl-C and a closed terminal do not end it together with the command.
  const child = spawn(process.execPath, [program, owner], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: kept,
    windowsHide: true,
  });
  child.on('error', ignore);
  child.stdin.on('error', ignore);
  child.unref();
  // Neither waits for it: a pipe counts as something to wait for, too.
  (child.stdin as Socket).unref();
  return {
    done: () => {
      child.stdin.end('done\n');
    },
  };
}
