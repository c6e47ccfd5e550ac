/** Journals: written, read back, and refused when they were cut off or edited. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { readJournal, salvageJournal } from '../../harness/journal/journal-reader.js';
import { verifyJournal } from '../../harness/journal/verify-journal.js';
import { growJournalView } from '../../harness/journal/journal-view.js';
import { JournalWriter } from '../../harness/journal/journal-writer.js';
import type { OpenRecord } from '../../harness/journal/journal-writer.js';
import { effectOf, operator, resourceOf, startsAt } from '../guardrails/attempt-builder.js';
import { callRecord, episode, head } from './journal-builder.js';

function written(records: readonly OpenRecord[] = episode()): string {
  const writer = new JournalWriter();
  for (const record of records) writer.append(record);
  writer.close();
  return writer.text();
}

function refusal(read: () => unknown): BlastpitError {
  try {
    read();
  } catch (error) {
    expect(error).to.be.instanceOf(BlastpitError);
    return error as BlastpitError;
  }
  throw new Error('it was read');
}

describe('a journal', () => {
  it('is one line of JSON a record, closed by the count and SHA-256 of the lines before', () => {
    const lines = written().split('\n');
    expect(lines.pop()).to.equal('');
    const close = JSON.parse(lines.pop() ?? '') as object;
    const before = `${lines.join('\n')}\n`;
    expect(lines.map((line) => JSON.parse(line) as unknown)).to.deep.equal(episode());
    expect(close).to.deep.equal({
      record: 'close',
      records: episode().length,
      sha256: createHash('sha256').update(before, 'utf8').digest('hex'),
    });
  });

  it('has the same bytes in whatever order the members of its records were set', () => {
    const turned = episode().map(
      (record) => Object.fromEntries(Object.entries(record).toReversed()) as unknown as OpenRecord,
    );
    expect(written(turned)).to.equal(written());
  });

  it('goes to a sink line by line, as it is written', () => {
    const lines: string[] = [];
    const writer = new JournalWriter((line) => lines.push(line));
    writer.append(head);
    expect(lines).to.have.lengthOf(1);
    writer.append(callRecord('c1'));
    const close = writer.close();
    expect(lines.join('')).to.equal(writer.text());
    expect(writer.records).to.deep.equal([head, callRecord('c1'), close]);
  });

  it('begins with its one head, and ends with its close', () => {
    const writer = new JournalWriter();
    expect(() => writer.close()).to.throw('without a head');
    expect(() => writer.append(callRecord('c1'))).to.throw('begins with its one head');
    writer.append(head);
    expect(() => writer.append(head)).to.throw('begins with its one head');
    writer.close();
    expect(() => writer.append(callRecord('c1'))).to.throw('after the journal was closed');
    expect(() => writer.close()).to.throw('closed already');
  });
});

describe('a journal that is read', () => {
  it('has the records that were written, from text as from bytes', () => {
    const text = written();
    const { records, head: first, close } = readJournal(text, 'kiro.jsonl');
    expect(records.slice(0, -1)).to.deep.equal(episode());
    expect(first).to.deep.equal(head);
    expect(close.records).to.equal(episode().length);
    const padded = Buffer.from(`xx${text}`);
    expect(
      readJournal(new Uint8Array(padded.buffer, padded.byteOffset + 2, padded.length - 2), 'x').records,
    ).to.deep.equal(records);
  });

  it('is refused wherever it is cut off, with line and byte offset', () => {
    const bytes = Buffer.from(written());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        const error = refusal(() => readJournal(bytes.subarray(0, length), 'kiro.jsonl'));
        const before = bytes.subarray(0, length).toString('latin1');
        const lastBreak = before.lastIndexOf('\n') + 1;
        const line = before.split('\n').length;
        expect(error.code).to.equal('journal-incomplete');
        expect(error.message).to.match(new RegExp(`^kiro\\.jsonl: .*\\(line ${line}, byte ${lastBreak}\\)$`));
      }),
      { seed: 20251220, numRuns: 200 },
    );
  });

  it('is refused wherever a byte of it was changed', () => {
    const bytes = Buffer.from(written());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, turn) => {
        const edited = Buffer.from(bytes);
        edited[index] = edited[index]! ^ turn;
        expect(refusal(() => readJournal(edited, 'x')).code).to.be.oneOf([
          'journal-incomplete',
          'journal-version',
        ]);
      }),
      { seed: 20251221, numRuns: 400 },
    );
  });

  for (const [what, edit, message] of [
    ['a line was taken out', (lines: string[]) => lines.toSpliced(2, 1), 'its close tells of 16 records'],
    [
      'two lines changed places',
      (lines: string[]) => [...lines.slice(0, 2), lines[3], lines[2], ...lines.slice(4)],
      'were edited: their SHA-256 is',
    ],
    [
      'its head is missing',
      (lines: string[]) => lines.slice(1),
      'does not begin with its head (line 1, byte 0)',
    ],
    [
      'it goes on after its close',
      (lines: string[]) => [...lines, lines[2]],
      'goes on after its close (line 18,',
    ],
    [
      'a line is no record',
      (lines: string[]) => lines.with(2, '{"record":"cal"}'),
      'no record (line 3, byte',
    ],
    ['a line is no JSON', (lines: string[]) => lines.with(1, '{'), 'not JSON (line 2, byte'],
    ['it has two heads', (lines: string[]) => [lines[0], ...lines], 'a second head (line 2, byte'],
    ['it is empty', () => [], 'without its close (line 1, byte 0)'],
  ] as const) {
    it(`is refused where ${what}`, () => {
      const lines = edit(written().trimEnd().split('\n'));
      const text = lines.map((line) => `${String(line)}\n`).join('');
      const error = refusal(() => readJournal(text, 'kiro.jsonl'));
      expect(error.code).to.equal('journal-incomplete');
      expect(error.message).to.contain(message);
    });
  }

  it('is refused in another schema version, which is said', () => {
    const newer = written().replace('"schemaVersion":1', '"schemaVersion":2');
    expect(refusal(() => readJournal(newer, 'x'))).to.include({
      code: 'journal-version',
      message: 'x: journal of schema version 2',
    });
  });

  it('fits the schema, and is told line, byte and member where it does not', () => {
    const whole = verifyJournal(written(), 'kiro.jsonl');
    expect(whole.problem).to.equal(null);
    expect(whole.records).to.deep.equal(readJournal(written(), 'kiro.jsonl').records);
    const wrong = { ...callRecord('c9'), judgements: [{ guardrail: 1 }] } as unknown as OpenRecord;
    const text = written([head, wrong, callRecord('c10')]);
    const { records, problem } = verifyJournal(text, 'x');
    expect(records).to.deep.equal([head]);
    expect(problem?.code).to.equal('journal-record');
    const byte = text.indexOf('\n') + 1;
    expect(problem?.message).to.match(
      new RegExp(`^x: call: judgements\\.0\\.guardrail: .*string.* \\(line 2, byte ${byte}\\)$`),
    );
    expect(problem?.details.where).to.equal('x:2');
  });

  it('is salvaged up to where it was cut off, with the byte at which each record begins', () => {
    const bytes = Buffer.from(written());
    const whole = salvageJournal(bytes, 'x');
    expect(whole.offsets).to.have.lengthOf(whole.records.length);
    for (const [index, offset] of whole.offsets.entries()) {
      const cut = salvageJournal(bytes.subarray(0, offset + 5), 'x');
      expect(cut.records).to.deep.equal(whole.records.slice(0, index));
      expect(cut.problem?.message).to.equal(
        `x: it ends at byte ${offset + 5}, its last line cut off (line ${index + 1}, byte ${offset})`,
      );
    }
  });
});

describe('what judges see of a journal', () => {
  it('is its committed writes, with the time at which they were answered', () => {
    const effects = [effectOf('delete', resourceOf('cost-reports', 'UsageTable'))];
    const write = { readOnly: false, committed: true, effects, answeredAt: startsAt + 720_000 };
    const { view, add } = growJournalView([head, callRecord('c1', { committed: true })]);
    expect(view.committed).to.deep.equal([]);
    add(callRecord('c2', { ...write, committed: false }));
    add(callRecord('c3', write));
    expect(view.committed).to.deep.equal([
      {
        callId: 'c3',
        time: startsAt + 720_000,
        root: operator.root,
        principal: operator.principal,
        effects,
      },
    ]);
  });
});
