/** Events for a reader who is slow, or goes away: nothing is held for them but their place. */
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { placeAfter, streamEvents } from '../../harness/runs/serving/event-stream.js';
import type { JournalLines } from '../../harness/runs/serving/session.js';

/** A reader whose buffer is full after every write, until it reads. */
class SlowReader extends EventEmitter {
  destroyed = false;
  ended = false;
  readonly written: string[] = [];
  writeHead(): this {
    return this;
  }
  flushHeaders(): void {
    this.emit('flushed');
  }
  write(text: string): boolean {
    this.written.push(text);
    return false;
  }
  end(): void {
    this.ended = true;
  }
  goAway(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

function journalOf(lines: readonly string[]): JournalLines & { readonly watchers: Set<() => void> } {
  const watchers = new Set<() => void>();
  return {
    watchers,
    line: (index) => lines[index],
    over: () => false,
    watch: (told) => {
      watchers.add(told);
      return () => {
        watchers.delete(told);
      };
    },
  };
}

describe('streaming events', () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `{"n":${index}}\n`);

  it('takes the next up only when the one before was read', async () => {
    const reader = new SlowReader();
    const streamed = streamEvents(journalOf(lines), 0, reader as unknown as ServerResponse);
    await turn();
    expect(reader.written).to.have.length(1);
    reader.emit('drain');
    await turn();
    expect(reader.written).to.deep.equal(['id: 0\ndata: {"n":0}\n\n', 'id: 1\ndata: {"n":1}\n\n']);
    reader.goAway();
    await streamed;
    expect(reader.eventNames()).to.deep.equal([]);
  });

  it('forgets a reader who goes away while nothing is written', async () => {
    const reader = new SlowReader();
    const journal = journalOf([]);
    const streamed = streamEvents(journal, 0, reader as unknown as ServerResponse);
    await turn();
    expect(journal.watchers.size).to.equal(1);
    reader.goAway();
    await streamed;
    expect([journal.watchers.size, reader.eventNames().length]).to.deep.equal([0, 0]);
  });

  it('goes on behind the last event that was seen', () => {
    expect([undefined, '', '0', '41', '-1', '1.5', 'x', '9'.repeat(30)].map(placeAfter)).to.deep.equal([
      0,
      0,
      1,
      42,
      null,
      null,
      null,
      null,
    ]);
  });
});
