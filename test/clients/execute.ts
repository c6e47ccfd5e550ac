/** Types `blastpit exec …` in a process of its own, as a person or a pipeline does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Executed {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const main = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

export interface Executing {
  readonly child: ChildProcess;
  readonly ended: Promise<Executed>;
}

/**
 * @param variables stand in the environment of this process, in place of its own of the same names.
 * @param command null where the words begin with it.
 */
export function begin(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  input = '',
  command: string | null = 'exec',
): Executing {
  const child = spawn(process.execPath, [main, ...(command === null ? [] : [command]), ...words], {
    env: { ...process.env, BLASTPIT_CACHE: undefined, ...variables },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.end(input);
  const ended = new Promise<Executed>((resolve) => {
    child.once('close', (status) => {
      resolve({ status, out, err });
    });
  });
  return { child, ended };
}

/** The same, waited for. */
export function execute(...typed: Parameters<typeof begin>): Promise<Executed> {
  return begin(...typed).ended;
}
