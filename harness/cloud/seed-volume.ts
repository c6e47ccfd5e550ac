/** Puts an amount of data into a deployed resource, as a scenario declares it: numbers, not rows. */
import type { DataVolume } from '../contract/resource.js';
import { resourceAt, type ResourceRecord } from './world/state.js';
import type { Transaction } from './world/transaction.js';

/**
 * Gives a resource its data, and the copies that follow it theirs: those that say so by the index entry
 * `follows/<incarnation>/…`, as automated backups do.
 * @throws Error where its type holds no data.
 */
export function seedVolume(transaction: Transaction, record: ResourceRecord, volume: DataVolume): void {
  if (!('volume' in record.body)) throw new Error(`${record.type} ${record.id} holds no data`);
  const { records, bytes } = volume;
  transaction.putResource({ ...record, body: { ...record.body, volume: { records, bytes } } });
  for (const [, key] of transaction.state.withPrefix(`i/follows/${record.incarnation}/`)) {
    const copy = typeof key === 'string' ? resourceAt(transaction.state, key) : undefined;
    if (copy !== undefined) {
      transaction.putResource({ ...copy, body: { ...copy.body, volume: { records, bytes } } });
    }
  }
}
