/** Runs a program to its end, as a person would from a shell, and keeps what it printed. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

export interface Ended {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * Ends with the status that the program ended with; 1 where it never started or took longer than ten minutes.
 * @param variables that it has beside those of whoever calls.
 */
export function runProgram(
  program: string,
  options: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Ended {
  const ended = spawnSync(program, options, {
    cwd: folder,
    env: { ...process.env, ...variables },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 600_000,
  });
  const errors = ended.error === undefined ? ended.stderr : `${ended.stderr}\n${ended.error.message}`;
  return { status: ended.status ?? 1, output: ended.stdout, errors };
}

/** The same, for a program that must end well.
 * @throws Error with the last lines it printed.
 */
export function runWell(program: string, options: readonly string[], folder: string): Ended {
  const ended = runProgram(program, options, folder);
  if (ended.status === 0) return ended;
  const printed = `${ended.output}\n${ended.errors}`.trim().split('\n').slice(-25).join('\n');
  throw new Error(`${program} ${options.join(' ')} ended with status ${ended.status}\n${printed}`);
}
