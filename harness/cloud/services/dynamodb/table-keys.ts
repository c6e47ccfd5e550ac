/** Tables and backups without the key that protects them (Developer Guide, "Encryption at rest usage notes"). */
import { withoutVolume } from '../../encrypted-resource.js';
import { keyTimes } from '../../key-times.js';
import type { EncryptedResource } from '../../service.js';
import { backupType, takeBackup, type BackupRecord } from './backup.js';
import { deleteUnder, historyPrefix, itemsPrefix } from './item-store.js';
import { tableType, type TableRecord } from './table.js';

/** After seven days the table is archived: its data is in a backup under the same key, and it stays empty. */
const encryptedTable: EncryptedResource = {
  type: tableType,
  goesOnFor: () => keyTimes.tableNotices,
  comesBack: true,
  over: {
    after: keyTimes.tableArchived,
    becomes: (record, context) => {
      const table = record as TableRecord;
      const backup = takeBackup(context, table, `${table.id}$ArchivalBackup`, 'USER');
      deleteUnder(context, itemsPrefix(table));
      deleteUnder(context, historyPrefix(table));
      const archive = { time: context.now, backupArn: backup.id };
      const empty = withoutVolume(table);
      return { ...empty, body: { ...empty.body, archive } };
    },
  },
};

const encryptedBackup: EncryptedResource = {
  type: backupType,
  goesOnFor: () => 0,
  comesBack: true,
  loses: (record) => {
    const { body } = record as BackupRecord;
    const volume = { records: 0, bytes: 0 };
    const source = { ...body.source, body: { ...body.source.body, volume } };
    return { ...record, body: { ...body, source } };
  },
};

export const encryptedTables = [encryptedTable, encryptedBackup];
