/** RDS: DB instances and clusters, their snapshots, automated backups and restores, and the groups they belong to. */
import { defineService } from '../../service.js';
import { automatedBackupKinds } from './automated-backup.js';
import { automatedBackupOperations } from './automated-backups.js';
import { clusterResource } from './cluster-resource.js';
import { clusterRestoreOperations } from './cluster-restores.js';
import { clusterSnapshotOperations } from './cluster-snapshots.js';
import { clusterOperations } from './clusters.js';
import { databaseKinds } from './database.js';
import { encryptedDatabases } from './database-keys.js';
import { databaseEvents } from './database-life.js';
import { databaseTagOperations } from './database-tags.js';
import { groupResources } from './group-resources.js';
import { instanceResource } from './instance-resource.js';
import { instanceRestoreOperations } from './instance-restores.js';
import { instanceSnapshotOperations } from './instance-snapshots.js';
import { instanceOperations } from './instances.js';
import { parameterGroupKinds } from './parameter-group.js';
import { parameterGroupOperations } from './parameter-groups.js';
import { snapshotKinds } from './snapshot.js';
import { subnetGroupKind, subnetGroupOperations } from './subnet-group.js';

export default defineService({
  name: 'RDS',
  folder: 'rds',
  principal: 'rds',
  operations: {
    ...instanceOperations,
    ...clusterOperations,
    ...instanceSnapshotOperations,
    ...clusterSnapshotOperations,
    ...automatedBackupOperations,
    ...instanceRestoreOperations,
    ...clusterRestoreOperations,
    ...subnetGroupOperations,
    ...parameterGroupOperations,
    ...databaseTagOperations,
  },
  kinds: [
    ...databaseKinds,
    ...snapshotKinds,
    ...automatedBackupKinds,
    ...parameterGroupKinds,
    subnetGroupKind,
  ],
  events: databaseEvents,
  resources: [instanceResource, clusterResource, ...groupResources],
  encrypted: encryptedDatabases,
});
