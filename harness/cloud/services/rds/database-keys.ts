/** Databases and their copies without the key that protects them (User Guide, "Viewing Amazon RDS DB instance status"). */
import { withoutVolume } from '../../encrypted-resource.js';
import { keyTimes } from '../../key-times.js';
import type { EncryptedResource } from '../../service.js';
import { clusterSort, instanceSort } from './sort.js';

/** Stopped for seven days, in which its owner can start it with its key; then only a copy helps. */
function encryptedDatabase(type: string): EncryptedResource {
  const { databaseNotices, databaseTerminal } = keyTimes;
  return {
    type,
    goesOnFor: () => databaseNotices,
    comesBack: false,
    over: { after: databaseTerminal, becomes: withoutVolume },
  };
}

function encryptedCopy(type: string): EncryptedResource {
  return { type, goesOnFor: () => 0, comesBack: true };
}

export const encryptedDatabases = [instanceSort, clusterSort].flatMap((sort) => [
  encryptedDatabase(sort.type),
  encryptedCopy(sort.snapshotType),
  encryptedCopy(sort.backupType),
]);
