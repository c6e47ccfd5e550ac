/** DynamoDB: tables, their items, backups and restores. */
import { defineService } from '../../service.js';
import { backupKind } from './backup.js';
import { backupOperations } from './backups.js';
import { continuousBackupOperations } from './continuous-backups.js';
import { itemBatchOperations } from './item-batches.js';
import { itemOperations } from './items.js';
import { queryOperations } from './queries.js';
import { resourcePolicyOperations } from './resource-policies.js';
import { restoreOperations } from './restores.js';
import { tableKind } from './table.js';
import { tableEvents } from './table-events.js';
import { encryptedTables } from './table-keys.js';
import { tableResource } from './table-resource.js';
import { tableTagOperations } from './table-tags.js';
import { tableUpdateOperations } from './table-updates.js';
import { tableOperations } from './tables.js';
import { timeToLiveEvents, timeToLiveOperations } from './time-to-live.js';

export default defineService({
  name: 'DynamoDB',
  folder: 'dynamodb',
  principal: 'dynamodb',
  operations: {
    ...tableOperations,
    ...tableUpdateOperations,
    ...tableTagOperations,
    ...resourcePolicyOperations,
    ...timeToLiveOperations,
    ...continuousBackupOperations,
    ...backupOperations,
    ...restoreOperations,
    ...itemOperations,
    ...itemBatchOperations,
    ...queryOperations,
  },
  kinds: [tableKind, backupKind],
  events: { ...tableEvents, ...timeToLiveEvents },
  resources: [tableResource],
  encrypted: encryptedTables,
});
