/** What happens to tables and backups by itself: they come up, change, go and expire. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { sameIncarnation } from '../../records-at.js';
import { backupItemsPrefix, backupPlace, takeBackup, type BackupBody } from './backup.js';
import { deleteUnder, historyPrefix, itemsPrefix } from './item-store.js';
import { changeTable, tablePlace, type TableBody, type TableIndex, type TableRecord } from './table.js';

function tableOf(context: CallContext, payload: JsonObject): TableRecord | undefined {
  return sameIncarnation<TableBody>(context.state, tablePlace(context), payload);
}

function settled(indexes: readonly TableIndex[]): readonly TableIndex[] {
  return indexes
    .filter((index) => index.status !== 'DELETING')
    .map((index) => (index.status === 'ACTIVE' ? index : { ...index, status: 'ACTIVE' as const }));
}

function tableActive(context: CallContext, payload: JsonObject): void {
  const table = tableOf(context, payload);
  if (table?.body.status !== 'CREATING') return;
  const { globalIndexes, restore, volume } = table.body;
  const { bytes, records } = payload;
  changeTable(context, table, {
    status: 'ACTIVE',
    globalIndexes: settled(globalIndexes),
    restore: restore === null ? null : { ...restore, inProgress: false },
    volume:
      typeof records === 'number' && typeof bytes === 'number'
        ? { records: volume.records + records, bytes: volume.bytes + bytes }
        : volume,
  });
}

function tableUpdated(context: CallContext, payload: JsonObject): void {
  const table = tableOf(context, payload);
  if (table?.body.status !== 'UPDATING') return;
  changeTable(context, table, { status: 'ACTIVE', globalIndexes: settled(table.body.globalIndexes) });
}

function tableGone(context: CallContext, payload: JsonObject): void {
  const table = tableOf(context, payload);
  if (table?.body.status !== 'DELETING') return;
  if (table.body.expiry !== null) context.transaction.cancel(table.body.expiry.event);
  if (table.body.recovery !== null) takeBackup(context, table, `${table.id}$DeletedTableBackup`, 'SYSTEM');
  deleteUnder(context, itemsPrefix(table));
  deleteUnder(context, historyPrefix(table));
  context.transaction.deleteResource(table);
}

function backupAvailable(context: CallContext, payload: JsonObject): void {
  const backup = sameIncarnation<BackupBody>(context.state, backupPlace(context), payload);
  if (backup === undefined) return;
  context.transaction.putResource({ ...backup, body: { ...backup.body, status: 'AVAILABLE' } });
}

function backupExpires(context: CallContext, payload: JsonObject): void {
  const backup = sameIncarnation<BackupBody>(context.state, backupPlace(context), payload);
  if (backup === undefined) return;
  deleteUnder(context, backupItemsPrefix(backup));
  context.transaction.deleteResource(backup);
}

export const tableEvents = {
  'dynamodb.backup-available': backupAvailable,
  'dynamodb.backup-expires': backupExpires,
  'dynamodb.table-active': tableActive,
  'dynamodb.table-gone': tableGone,
  'dynamodb.table-updated': tableUpdated,
};
