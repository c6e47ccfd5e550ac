/** What judges may know of the past: the committed writes of the journal so far, kept up record by record. */
import type { CommittedCall, JournalView } from '../contract/guardrail.js';
import type { JournalRecord } from '../contract/journal-record.js';

export interface GrowingJournalView {
  /** The same object throughout; it grows. */
  readonly view: JournalView;
  /** Takes the next record in; all but committed writes are passed over. */
  readonly add: (record: JournalRecord) => void;
}

/** A view of a journal that has begun, or of one that is yet empty. */
export function growJournalView(records: Iterable<JournalRecord> = []): GrowingJournalView {
  const committed: CommittedCall[] = [];
  const add = (record: JournalRecord): void => {
    if (record.record !== 'call' || !record.committed || record.readOnly) return;
    const { id, answeredAt, root, principal, effects } = record;
    // A call is committed when it is answered, which is long after it arrived where people were asked.
    committed.push({ callId: id, time: answeredAt, root, principal, effects });
  };
  for (const record of records) add(record);
  return { view: { committed }, add };
}
