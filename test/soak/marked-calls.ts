/** Calls whose records can be told apart: each names a table of its own. */
import { connect, type Socket } from 'node:net';
import { signedRequest } from '../bench/signed-request.js';
import type { OpenedSession } from './served-process.js';

export interface Flood {
  readonly port: number;
  readonly session: OpenedSession;
  /** Begins the name of every table that this connection asks for. */
  readonly mark: string;
  readonly seconds: number;
  readonly millisecondsBetween: number;
}

export interface FloodCount {
  readonly sent: readonly string[];
  readonly answered: readonly string[];
}

/** One keep-alive connection that asks again and again until its time is over, and waits for each answer. */
export async function flood({
  port,
  session,
  mark,
  seconds,
  millisecondsBetween,
}: Flood): Promise<FloodCount> {
  const sent: string[] = [];
  const answered: string[] = [];
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  const until = performance.now() + seconds * 1000;
  for (let count = 0; performance.now() < until && !socket.destroyed; count += 1) {
    const table = `${mark}.${count}`;
    const { region, credentials } = session;
    const request = await signedRequest({
      port,
      region,
      credentials,
      service: 'dynamodb',
      target: 'DynamoDB_20120810.DescribeTable',
      body: JSON.stringify({ TableName: table }),
    });
    sent.push(table);
    socket.write(Buffer.from(request, 'latin1'));
    if (await wholeAnswer(socket)) answered.push(table);
    await new Promise((resolve) => {
      setTimeout(resolve, millisecondsBetween);
    });
  }
  socket.destroy();
  return { sent, answered };
}

/** Whether a whole answer came: AWS's own for a table that is not there. */
function wholeAnswer(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    const done = (came: boolean): void => {
      socket.off('data', take);
      socket.off('close', closed);
      resolve(came);
    };
    const take = (chunk: string): void => {
      received += chunk;
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? '0');
      if (received.length >= end + 4 + length) done(received.includes('ResourceNotFoundException'));
    };
    const closed = (): void => {
      done(false);
    };
    socket.on('data', take);
    socket.once('close', closed);
  });
}

/** How often each table is asked for in the records of a journal's calls. */
export function marksIn(journal: readonly string[]): ReadonlyMap<string, number> {
  const marks = new Map<string, number>();
  for (const line of journal) {
    const record = JSON.parse(line) as { readonly record: string; readonly input?: unknown };
    if (record.record !== 'call') continue;
    const { input } = record;
    const table: unknown =
      typeof input === 'object' && input !== null ? Reflect.get(input, 'TableName') : undefined;
    if (typeof table === 'string') marks.set(table, (marks.get(table) ?? 0) + 1);
  }
  return marks;
}

/** Ids of calls in the order of their records. */
export function callIdsIn(journal: readonly string[]): readonly string[] {
  return journal.flatMap((line) => {
    const record = JSON.parse(line) as { readonly record: string; readonly id?: string };
    return record.record === 'call' && record.id !== undefined ? [record.id] : [];
  });
}
