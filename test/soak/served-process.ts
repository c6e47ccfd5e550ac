/** The real `blastpit serve` in a process of its own, with its control API and its memory. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Credentials } from '../../harness/runs/entrances/entrance.js';
import type { MemoryInUse } from './memory-probe.js';

export interface OpenedSession {
  readonly id: string;
  readonly region: string;
  readonly credentials: Credentials;
}

export interface ServedProcess {
  readonly port: number;
  /** Opens so many sessions of kiro, all of one seed. */
  readonly open: (count: number) => Promise<readonly OpenedSession[]>;
  /** Finishes a session, and gives the lines of its journal. */
  readonly finish: (session: OpenedSession) => Promise<readonly string[]>;
  readonly memory: () => Promise<MemoryInUse>;
  /** Whether it is still running. */
  readonly alive: () => boolean;
  /** What it wrote to standard error so far. */
  readonly complaints: () => string;
  readonly stop: () => Promise<void>;
}

export async function startServing(): Promise<ServedProcess> {
  const program = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
  const child = fork(program, ['serve', '--json', '--port', '0'], {
    execArgv: ['--expose-gc', '--import', new URL('memory-probe.js', import.meta.url).href],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const complaints: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const { endpoint, token } = await firstLine(child);
  const control = async (method: string, path: string, body?: object): Promise<Response> => {
    const answer = await fetch(`${endpoint}/_blastpit/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    port: Number(new URL(endpoint).port),
    open: async (count) => {
      const opened: OpenedSession[] = [];
      for (let index = 0; index < count; index += 1) {
        const answer = await control('POST', 'sessions', { scenario: 'kiro', guardrails: 'none' });
        opened.push((await answer.json()) as OpenedSession);
      }
      return opened;
    },
    finish: async ({ id }) => {
      await control('POST', `sessions/${id}/finish`, {});
      const journal = await (await control('GET', `sessions/${id}/journal`)).text();
      await control('DELETE', `sessions/${id}`);
      return journal.trimEnd().split('\n');
    },
    memory: async () => {
      const told = once(child, 'message');
      child.send('memory');
      return ((await told) as [MemoryInUse])[0];
    },
    alive: () => child.exitCode === null && child.signalCode === null,
    complaints: () => complaints.join(''),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What `serve --json` prints once it listens. */
async function firstLine(
  child: ChildProcess,
): Promise<{ readonly endpoint: string; readonly token: string }> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end !== -1) return JSON.parse(text.slice(0, end)) as { endpoint: string; token: string };
  }
  throw new Error('serve ended before it listened');
}
