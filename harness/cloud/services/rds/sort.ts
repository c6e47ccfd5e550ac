/** The two sorts of databases, instances and clusters: RDS treats them alike under different names. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { Scene } from '../../scene.js';
import type { ResourcePlace } from '../../world/state.js';

export interface Sort {
  readonly type: string;
  readonly snapshotType: string;
  readonly backupType: string;
  readonly arnWord: string;
  readonly snapshotArnWord: string;
  readonly backupArnWord: string;
  /** What its resource ids begin with. */
  readonly resourcePrefix: string;
  readonly notFound: (id: string) => AwsFailure;
  readonly exists: () => AwsFailure;
  readonly invalidState: (message: string) => AwsFailure;
  readonly snapshotNotFound: (id: string) => AwsFailure;
  readonly snapshotExists: (id: string) => AwsFailure;
  readonly snapshotState: (message: string) => AwsFailure;
  readonly backupNotFound: (id: string) => AwsFailure;
  readonly protectedText: string;
}

function taken(id: string): string {
  return `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`;
}

export const instanceSort: Sort = {
  type: 'AWS::RDS::DBInstance',
  snapshotType: 'AWS::RDS::DBSnapshot',
  backupType: 'AWS::RDS::DBInstanceAutomatedBackup',
  arnWord: 'db',
  snapshotArnWord: 'snapshot',
  backupArnWord: 'auto-backup',
  resourcePrefix: 'db-',
  notFound: (id) => constraint('DBInstanceNotFound', `DBInstance ${id} not found.`, 404),
  exists: () => constraint('DBInstanceAlreadyExists', 'DB instance already exists'),
  invalidState: (message) => constraint('InvalidDBInstanceState', message),
  snapshotNotFound: (id) => constraint('DBSnapshotNotFound', `DBSnapshot ${id} not found.`, 404),
  snapshotExists: (id) => constraint('DBSnapshotAlreadyExists', taken(id)),
  snapshotState: (message) => constraint('InvalidDBSnapshotState', message),
  backupNotFound: (id) =>
    constraint('DBInstanceAutomatedBackupNotFound', `DBInstanceAutomatedBackup ${id} not found.`, 404),
  protectedText: 'Cannot delete protected DB Instance, please disable deletion protection and try again.',
};

export const clusterSort: Sort = {
  type: 'AWS::RDS::DBCluster',
  snapshotType: 'AWS::RDS::DBClusterSnapshot',
  backupType: 'AWS::RDS::DBClusterAutomatedBackup',
  arnWord: 'cluster',
  snapshotArnWord: 'cluster-snapshot',
  backupArnWord: 'cluster-auto-backup',
  resourcePrefix: 'cluster-',
  notFound: (id) => constraint('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404),
  exists: () => constraint('DBClusterAlreadyExistsFault', 'DB Cluster already exists'),
  invalidState: (message) => constraint('InvalidDBClusterStateFault', message),
  snapshotNotFound: (id) =>
    constraint('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${id} not found.`, 404),
  snapshotExists: (id) => constraint('DBClusterSnapshotAlreadyExistsFault', taken(id)),
  snapshotState: (message) => constraint('InvalidDBClusterSnapshotStateFault', message),
  backupNotFound: (id) =>
    constraint('DBClusterAutomatedBackupNotFoundFault', `DBClusterAutomatedBackup ${id} not found.`, 404),
  protectedText: 'Cannot delete protected Cluster, please disable deletion protection and try again.',
};

/** The sort of a database's, a snapshot's or an automated backup's type. */
export function sortOf(type: string): Sort {
  return type.startsWith('AWS::RDS::DBCluster') ? clusterSort : instanceSort;
}

export function placeOf(type: string, scene: Scene): ResourcePlace {
  return { type, account: scene.account, region: scene.region };
}

/** `arn:aws:rds:region:account:word:id`; an id that is an ARN already stays. */
export function rdsArn(word: string, id: string | undefined, scene: Scene): string {
  if (id?.startsWith('arn:') === true) return id;
  return `arn:${scene.partition}:rds:${scene.region}:${scene.account}:${word}:${(id ?? '*').toLowerCase()}`;
}

/** Identifiers are stored in lower case; several operations take an ARN in their place. */
export function plainId(id: string): string {
  return (id.startsWith('arn:') ? id.split(':').slice(6).join(':') || id : id).toLowerCase();
}

/** @throws AwsFailure InvalidParameterValue unless it is an identifier that RDS takes. */
export function checkIdentifier(id: string, member: string, longest = 63): void {
  const valid = /^[a-z](?:-?[a-z0-9])*$/i.test(id) && id.length <= longest;
  if (valid) return;
  throw constraint(
    'InvalidParameterValue',
    `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  );
}
