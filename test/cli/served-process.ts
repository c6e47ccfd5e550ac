/** `blastpit serve`, and what else serves until it is ended, in a process of its own, as people start it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import process from 'node:process';

const program = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

export interface ServedProcess {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until either stream holds what fits, or the process is over. */
  readonly says: (what: RegExp) => Promise<void>;
  /** When it is over: its exit status. */
  readonly over: Promise<number | null>;
  /** Sends a signal, and gives the exit status. */
  readonly end: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => Promise<number | null>;
}

/** @param variables beside this process's own. */
export function startServing(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  command = 'serve',
): ServedProcess {
  const child = spawn(process.execPath, [program, command, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, BLASTPIT_CACHE: 'off', NO_COLOR: '1', ...variables },
  });
  let [out, err] = ['', ''];
  const looks = new Set<() => void>();
  const look = (): void => {
    for (const each of looks) each();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
    look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
    look();
  });
  const over = once(child, 'close').then(() => {
    look();
    return child.exitCode;
  });
  return {
    child,
    out: () => out,
    err: () => err,
    says: (what) =>
      new Promise((resolve) => {
        const mine = (): void => {
          if (!what.test(out) && !what.test(err) && child.exitCode === null && child.signalCode === null)
            return;
          looks.delete(mine);
          resolve();
        };
        looks.add(mine);
        mine();
      }),
    over,
    end: (signal) => {
      child.kill(signal);
      return over;
    },
  };
}

/** The variables that were printed to be exported. */
export function exported(out: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...out.matchAll(/^export (\w+)='?([^'\n]*)'?$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
