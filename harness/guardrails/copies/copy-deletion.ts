/** By which IAM actions each type of copy can be taken away: what a guardrail asks to know who has it in reach. */
import type { ResourceReference } from '../../contract/resource.js';

/** An action that ends a copy, and the resource that IAM is asked about. */
export interface CopyDeletion {
  readonly action: string;
  readonly on: 'copy' | 'original';
}

const ofCopy = (...actions: readonly string[]): readonly CopyDeletion[] =>
  actions.map((action) => ({ action, on: 'copy' }));

/** Read from the Service Authorization Reference and from what each service says of the end of its backups. */
const deletions: Readonly<Record<string, readonly CopyDeletion[]>> = {
  'AWS::Backup::RecoveryPoint': ofCopy('backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'),
  'AWS::DynamoDB::Backup': ofCopy('dynamodb:DeleteBackup'),
  'AWS::EC2::Snapshot': ofCopy('ec2:DeleteSnapshot'),
  // Automated backups live by their database's retention period: at 0 they are gone.
  'AWS::RDS::DBClusterAutomatedBackup': [
    ...ofCopy('rds:DeleteDBClusterAutomatedBackup'),
    { action: 'rds:ModifyDBCluster', on: 'original' },
    { action: 'rds:DeleteDBCluster', on: 'original' },
  ],
  'AWS::RDS::DBClusterSnapshot': ofCopy('rds:DeleteDBClusterSnapshot'),
  'AWS::RDS::DBInstanceAutomatedBackup': [
    ...ofCopy('rds:DeleteDBInstanceAutomatedBackup'),
    { action: 'rds:ModifyDBInstance', on: 'original' },
    { action: 'rds:DeleteDBInstance', on: 'original' },
  ],
  'AWS::RDS::DBSnapshot': ofCopy('rds:DeleteDBSnapshot'),
};

/** Ways to take a copy of this type away; undefined where they are not known, and nobody can say who may. */
export function deletionsOf({ type }: ResourceReference): readonly CopyDeletion[] | undefined {
  return deletions[type];
}

/** Ways to make what a key encrypts unreadable (Key Management Service Developer Guide, "Key states of KMS keys"). */
export const keyDeletions: readonly string[] = [
  'kms:ScheduleKeyDeletion',
  'kms:DisableKey',
  'kms:PutKeyPolicy',
];
