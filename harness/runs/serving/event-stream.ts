/** A journal as it is written, for whoever watches: server-sent events ("Server-sent events", HTML Living Standard). */
import type { ServerResponse } from 'node:http';
import type { JournalLines } from './session.js';

/**
 * Streams a journal's records, one event each, numbered from 0, until the journal is closed or the reader is gone. The
 * next is only taken up when the one before has left: of a slow reader nothing is held but its place.
 * @param from number of the first record that is sent.
 */
export async function streamEvents(
  lines: JournalLines,
  from: number,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  outgoing.flushHeaders();
  for (let index = from; !outgoing.destroyed;) {
    const line = lines.line(index);
    if (line !== undefined) {
      // A record is one line of JSON: it needs no further escaping.
      if (!outgoing.write(`id: ${index}\ndata: ${line}\n`)) await either(outgoing, 'drain');
      index += 1;
    } else if (lines.over()) {
      outgoing.end();
      return;
    } else {
      await nextLine(lines, outgoing);
    }
  }
}

function nextLine(lines: JournalLines, outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      unwatch();
      outgoing.off('close', done);
      resolve();
    };
    const unwatch = lines.watch(done);
    outgoing.once('close', done);
  });
}

/** Waits for an event, or until the reader is gone. */
function either(outgoing: ServerResponse, event: 'drain'): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off(event, done);
      outgoing.off('close', done);
      resolve();
    };
    outgoing.once(event, done);
    outgoing.once('close', done);
  });
}

/**
 * Where a reader goes on who has seen some: behind what it saw last.
 * @param header `Last-Event-ID`
 * @returns null where that is no number of an event.
 */
export function placeAfter(header: string | undefined): number | null {
  if (header === undefined || header === '') return 0;
  return /^\d{1,9}$/.test(header) ? Number(header) + 1 : null;
}
