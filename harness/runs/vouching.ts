/** What vouches for a journal from outside: the hashes that its run's result, and the journals beside it, hold of it. */
import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { JournalRecord, RunRecord } from '../contract/journal-record.js';
import { salvageJournal } from '../journal/journal-reader.js';
import { readFileIfThere, readNamedFile } from './read-file.js';
import { journalFile, resultFile, twinJournalFile } from './run-folder.js';

/** What is taken from a run's result.json. */
export interface KeptResult {
  readonly path: string;
  readonly journalSha256: string;
  /** Where the run wrote its attack's journal. */
  readonly journal: string | null;
}

/** Of bytes, in hexadecimal: what `sha256sum` prints. */
export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/**
 * The result that a journal is compared with: the one named, else the `result.json` beside it; null where there is none,
 * or it is no result of blastpit's.
 * @param named with `--result`; null to look beside the journal.
 * @throws BlastpitError `unreadable-file`; `no-result` where the file is no JSON, or the one named is no result.
 */
export function keptResult(journalPath: string, named: string | null): KeptResult | null {
  const path = named ?? resultFile(dirname(journalPath));
  const bytes = named === null ? readFileIfThere(path) : readNamedFile(path);
  if (bytes === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw noResult(path, 'it is not JSON', cause);
  }
  if (typeof value === 'object' && value !== null && 'journalSha256' in value) {
    const { journalSha256 } = value;
    const journal: unknown = Reflect.get(value, 'journal');
    if (typeof journalSha256 === 'string') {
      return { path, journalSha256, journal: typeof journal === 'string' ? journal : null };
    }
  }
  // Another program may keep a file of that name.
  if (named === null) return null;
  throw noResult(path, 'it has no journalSha256');
}

function noResult(path: string, why: string, cause?: unknown): BlastpitError {
  return new BlastpitError('no-result', `${path} is no result of a run: ${why}`, {
    where: path,
    expected: 'the result.json that `blastpit run --out DIR` keeps, or what --json prints of one run',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** What else is known of an attack's journal contradicts it: in words that name both hashes; null where nothing does. */
export function contradictionOfAttack(
  journalPath: string,
  records: readonly JournalRecord[],
  sha256: string,
  kept: KeptResult | null,
): string | null {
  if (kept !== null && kept.journalSha256 !== sha256) {
    return `${journalPath}: its SHA-256 is ${sha256}, and ${kept.path} is of a journal with ${kept.journalSha256}: one of them was edited, or they are of two runs`;
  }
  for (const { name, sha256: written } of runRecord(records)?.twins ?? []) {
    // The name comes out of the journal: it must not lead anywhere else.
    if (!/^[\w.-]+$/.test(name)) continue;
    const path = twinJournalFile(dirname(journalPath), name);
    const bytes = readFileIfThere(path);
    const found = bytes === null ? written : sha256Of(bytes);
    if (found !== written) {
      return `${journalPath}: it is of a run whose twin ${name} wrote a journal with SHA-256 ${written}, and ${path} has ${found}: one of them was edited, or they are of two runs`;
    }
  }
  return null;
}

/** The same of a twin's journal, which the attack's beside it holds the hash of. */
export function contradictionOfTwin(twinPath: string, twin: string, sha256: string): string | null {
  const path = journalFile(dirname(twinPath));
  const bytes = readFileIfThere(path);
  if (bytes === null) return null;
  const entry = runRecord(salvageJournal(bytes, path).records)?.twins.find(({ name }) => name === twin);
  if (entry === undefined || entry.sha256 === sha256) return null;
  return `${twinPath}: its SHA-256 is ${sha256}, and ${path} is of a run whose twin ${twin} wrote one with ${entry.sha256}: one of them was edited, or they are of two runs`;
}

function runRecord(records: readonly JournalRecord[]): RunRecord | undefined {
  return records.find((record): record is RunRecord => record.record === 'run');
}
