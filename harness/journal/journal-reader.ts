/** The way back in: reads a journal's lines, and refuses one that was cut off or edited. */
import { createHash } from 'node:crypto';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Journal } from '../contract/journal.js';
import { journalSchemaVersion } from '../contract/journal-record.js';
import type { CloseRecord, HeadRecord, JournalRecord } from '../contract/journal-record.js';

const kinds: Readonly<Record<JournalRecord['record'], true>> = {
  head: true,
  inventory: true,
  call: true,
  approval: true,
  revocation: true,
  transition: true,
  stop: true,
  ahead: true,
  'agent-end': true,
  goal: true,
  fault: true,
  difference: true,
  retry: true,
  run: true,
  close: true,
};
const lineFeed = 0x0a;

/**
 * Reads a whole journal and verifies its order, count and SHA-256. The members of its records are as they were
 * written, which the hash vouches for; `verifyJournal` compares them with the schema.
 * @param source What messages call it: its path.
 * @throws BlastpitError `journal-incomplete` with line (from 1) and byte offset (from 0) of what is wrong;
 * `journal-version` for another schema version.
 */
export function readJournal(content: Uint8Array | string, source: string): Journal {
  const { records, problem } = salvageJournal(content, source);
  if (problem !== null) throw problem;
  const head = records[0];
  const close = records.at(-1);
  if (head?.record !== 'head' || close?.record !== 'close') throw new Error('a whole journal has both');
  return { head, records, close };
}

/** What can be read of a journal. */
export interface SalvagedJournal {
  /** The records before what is wrong, in order; all of them where nothing is. */
  readonly records: readonly JournalRecord[];
  /** Where the line of each begins: bytes, from 0. */
  readonly offsets: readonly number[];
  /** What {@link readJournal} throws; null where the journal is whole. */
  readonly problem: BlastpitError | null;
}

/** Reads a journal as far as it can be read. What stands before a cut or an edit is told, and vouched for by nothing. */
export function salvageJournal(content: Uint8Array | string, source: string): SalvagedJournal {
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content, 'utf8')
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const records: JournalRecord[] = [];
  const offsets: number[] = [];
  try {
    for (const { record, at } of verifiedLines(bytes, source)) {
      records.push(record);
      offsets.push(at.offset);
    }
    return { records, offsets, problem: null };
  } catch (error) {
    if (!(error instanceof BlastpitError)) throw error;
    return { records, offsets, problem: error };
  }
}

/** Each line in its turn, once it is known to be in its place; the close last. */
function* verifiedLines(
  bytes: Buffer,
  source: string,
): Generator<{ readonly record: JournalRecord; readonly at: Place }> {
  let offset = 0;
  let line = 1;
  for (; offset < bytes.length; line += 1) {
    const at: Place = { source, line, offset };
    const end = bytes.indexOf(lineFeed, offset);
    if (end === -1) throw incomplete(at, `it ends at byte ${bytes.length}, its last line cut off`);
    const record = readLine(bytes.toString('utf8', offset, end), at);
    if ((record.record === 'head') !== (line === 1)) {
      throw incomplete(at, line === 1 ? 'it does not begin with its head' : 'it has a second head');
    }
    if (record.record === 'head') verifyVersion(record, at);
    if (record.record === 'close') {
      verifyClose(record, line - 1, bytes.subarray(0, offset), at);
      yield { record, at };
      if (end + 1 === bytes.length) return;
      throw incomplete({ source, line: line + 1, offset: end + 1 }, 'it goes on after its close');
    }
    yield { record, at };
    offset = end + 1;
  }
  throw incomplete({ source, line, offset }, 'it ends without its close');
}

interface Place {
  readonly source: string;
  readonly line: number;
  readonly offset: number;
}

function readLine(text: string, at: Place): JournalRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw incomplete(at, 'this line is not JSON', error);
  }
  const kind: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'record') : undefined;
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) throw incomplete(at, 'this line is no record');
  return value as JournalRecord;
}

function verifyVersion(head: HeadRecord, { source }: Place): void {
  const version: unknown = head.schemaVersion;
  if (version === journalSchemaVersion) return;
  throw new BlastpitError('journal-version', `${source}: journal of schema version ${String(version)}`, {
    where: source,
    expected: `schema version ${journalSchemaVersion}`,
  });
}

function verifyClose(close: CloseRecord, count: number, before: Uint8Array, at: Place): void {
  if (close.records !== count) {
    throw incomplete(
      at,
      `its close tells of ${String(close.records)} records before it, and there are ${count}`,
    );
  }
  const sha256 = createHash('sha256').update(before).digest('hex');
  if (close.sha256 !== sha256) {
    throw incomplete(
      at,
      `the lines before its close were edited: their SHA-256 is ${sha256}, not ${close.sha256}`,
    );
  }
}

function incomplete({ source, line, offset }: Place, what: string, cause?: unknown): BlastpitError {
  return new BlastpitError('journal-incomplete', `${source}: ${what} (line ${line}, byte ${offset})`, {
    where: `${source}:${line}`,
    expected: 'a head first, a close last, and every line between them as it was written',
    ...(cause === undefined ? {} : { cause }),
  });
}
