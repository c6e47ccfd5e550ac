/** Before a journal is scored again: whether it is whole, unedited, and made of records that fit the schema. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { salvageJournal, type SalvagedJournal } from './journal-reader.js';
import { differenceFromSchema } from './journal-schema.js';

/**
 * Reads a journal as far as it fits, and compares every record with the schema. Loads zod.
 * @param source What messages call it: its path.
 * @returns the records before the first that is wrong, and as `problem` what is wrong first: a BlastpitError
 * `journal-incomplete`, `journal-version` or `journal-record`, each naming line (from 1) and byte (from 0).
 */
export function verifyJournal(content: Uint8Array | string, source: string): SalvagedJournal {
  const { records, offsets, problem } = salvageJournal(content, source);
  for (const [index, record] of records.entries()) {
    const difference = differenceFromSchema(record);
    if (difference === null) continue;
    const place = `(line ${index + 1}, byte ${offsets[index] ?? 0})`;
    return {
      records: records.slice(0, index),
      offsets: offsets.slice(0, index),
      // An edit is told by the record that it made wrong, which stands before the close whose hash it broke.
      problem: new BlastpitError('journal-record', `${source}: ${record.record}: ${difference} ${place}`, {
        where: `${source}:${index + 1}`,
        expected: 'records as harness/journal/schemas/journal.schema.json describes them',
      }),
    };
  }
  return { records, offsets, problem };
}
