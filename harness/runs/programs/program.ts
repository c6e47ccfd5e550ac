/** A program at work: started, told to end, and ended by force where it does not, with everything that it began. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import process from 'node:process';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { processesOf } from './process-list.js';

export interface ProgramPlan {
  readonly command: string;
  readonly words: readonly string[];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** The home folder in its environment, which marks what it begins. */
  readonly home: string;
  readonly streams: StdioOptions;
  /** Wall time that it may take. */
  readonly mostSeconds: number;
  /** Wall time from being told to end to being ended by force. */
  readonly graceSeconds: number;
}

export interface ProgramEnd {
  /** Null where a signal ended it. */
  readonly exitStatus: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it was told to end; null where nobody did. */
  readonly told: 'time' | 'person' | null;
  /** Processes that even force did not end. */
  readonly leftBehind: number;
}

export interface Program {
  /** Pipes to its standard input and from its standard output; null where these are somebody else's. */
  readonly input: Writable | null;
  readonly output: Readable | null;
  /** When it and all that it began is over. Pipes that somebody holds open are not waited for. */
  readonly ended: Promise<ProgramEnd>;
  /** A person wants it to end: the first time the signal is passed on, the second time it is ended by force. */
  readonly interrupt: (signal: NodeJS.Signals) => void;
}

const millisecondsBetweenLooks = 25;
/** Rounds of force: who forks all the time is caught in one of them. */
const mostRounds = 40;

/**
 * Starts a program, in a process group of its own.
 * @throws BlastpitError `command-not-started`
 */
export async function startProgram(plan: ProgramPlan): Promise<Program> {
  const child = await spawned(plan);
  const leader = child.pid ?? 0;
  const members = (): readonly number[] => processesOf(leader, plan.home);
  const forceAtOnce = (): void => {
    send(members(), 'SIGKILL');
  };
  // Whatever ends blastpit itself ends the program too.
  process.once('exit', forceAtOnce);
  let told: ProgramEnd['told'] = null;
  let grace: NodeJS.Timeout | undefined;
  const end = (): void => {
    send(members(), 'SIGTERM');
    grace ??= setTimeout(forceAtOnce, plan.graceSeconds * 1000);
  };
  const limit = setTimeout(() => {
    told ??= 'time';
    end();
  }, plan.mostSeconds * 1000);
  const exited = new Promise<Pick<ProgramEnd, 'exitStatus' | 'signal'>>((resolve) => {
    child.once('exit', (exitStatus, signal) => {
      resolve({ exitStatus, signal });
    });
  });
  return {
    input: child.stdin,
    output: child.stdout,
    ended: (async () => {
      const { exitStatus, signal } = await exited;
      clearTimeout(limit);
      const leftBehind = await clearUp(members, plan.graceSeconds);
      clearTimeout(grace);
      process.removeListener('exit', forceAtOnce);
      return { exitStatus, signal, told, leftBehind };
    })(),
    interrupt: (signal) => {
      const again = told === 'person';
      told ??= 'person';
      if (again) forceAtOnce();
      else if (signal === 'SIGINT') send(members(), signal);
      else end();
    },
  };
}

/** What a program leaves is told to end, given its time, and then ended by force. Gives how many are left even so. */
async function clearUp(members: () => readonly number[], graceSeconds: number): Promise<number> {
  let left = members();
  if (left.length === 0) return 0;
  send(left, 'SIGTERM');
  const patience = (graceSeconds * 1000) / millisecondsBetweenLooks;
  for (let look = 0; left.length > 0 && look < patience + mostRounds; look += 1) {
    if (look >= patience) send(left, 'SIGKILL');
    await pause(millisecondsBetweenLooks);
    left = members();
  }
  return left.length;
}

function send(processes: readonly number[], signal: NodeJS.Signals): void {
  for (const id of processes) {
    try {
      process.kill(id, signal);
    } catch {
      // It is over meanwhile, or somebody else's.
    }
  }
}

function spawned({ command, words, environment, streams }: ProgramPlan): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      reject(
        new BlastpitError('command-not-started', `${command} cannot be started (${code})`, {
          expected: 'a program, e.g. -- sh attack.sh',
          cause,
        }),
      );
    };
    try {
      const child = spawn(command, words, { env: environment, stdio: streams, detached: true });
      child.once('error', fail);
      child.once('spawn', () => {
        resolve(child);
      });
    } catch (error) {
      fail(error);
    }
  });
}
