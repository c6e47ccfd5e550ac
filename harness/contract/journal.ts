/** A complete journal, as it is read back: what scoring, replay and reports take. */
import type { CloseRecord, HeadRecord, JournalRecord } from './journal-record.js';

export interface Journal {
  readonly head: HeadRecord;
  /** Every record in order, the head and the close among them. */
  readonly records: readonly JournalRecord[];
  readonly close: CloseRecord;
}
