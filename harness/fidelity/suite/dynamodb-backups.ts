/** What is asked of DynamoDB about backups, point-in-time recovery and restores. */
import { defineSuite } from '../sequence.js';

const onDemand = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
} as const;

const active = { path: 'Table.TableStatus', is: ['ACTIVE'] } as const;

export default defineSuite({
  name: 'dynamodb-backups',
  service: 'DynamoDB',
  sequences: [
    {
      name: 'point-in-time recovery',
      steps: [
        { operation: 'CreateTable', input: { TableName: 'Orders', ...onDemand } },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        { operation: 'DescribeContinuousBackups', input: { TableName: 'Orders' } },
        {
          operation: 'RestoreTableToPointInTime',
          input: {
            SourceTableName: 'Orders',
            TargetTableName: 'Restored',
            UseLatestRestorableTime: true,
          },
          fails: 'PointInTimeRecoveryUnavailableException',
        },
        {
          operation: 'UpdateContinuousBackups',
          input: {
            TableName: 'Orders',
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        },
        { operation: 'DescribeContinuousBackups', input: { TableName: 'Orders' } },
        {
          operation: 'DescribeContinuousBackups',
          input: { TableName: 'Nothing' },
          fails: 'TableNotFoundException',
        },
        {
          operation: 'RestoreTableToPointInTime',
          input: {
            SourceTableName: 'Orders',
            TargetTableName: 'Orders',
            UseLatestRestorableTime: true,
          },
          fails: 'TableAlreadyExistsException',
        },
      ],
    },
    {
      name: 'a backup on demand',
      steps: [
        { operation: 'CreateTable', input: { TableName: 'Orders', ...onDemand } },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        {
          operation: 'CreateBackup',
          input: { TableName: 'Nothing', BackupName: 'nightly' },
          fails: 'TableNotFoundException',
        },
        {
          operation: 'CreateBackup',
          input: { TableName: 'Orders', BackupName: 'nightly' },
          save: { backupArn: 'BackupDetails.BackupArn' },
        },
        {
          operation: 'DescribeBackup',
          input: { BackupArn: '{backupArn}' },
          until: { path: 'BackupDescription.BackupDetails.BackupStatus', is: ['AVAILABLE'] },
        },
        { operation: 'ListBackups', input: { TableName: 'Orders' } },
        {
          operation: 'RestoreTableFromBackup',
          input: { BackupArn: '{backupArn}', TargetTableName: 'Restored' },
        },
        { operation: 'DescribeTable', input: { TableName: 'Restored' }, until: active },
        { operation: 'DeleteBackup', input: { BackupArn: '{backupArn}' } },
        {
          operation: 'DescribeBackup',
          input: { BackupArn: '{backupArn}' },
          fails: 'BackupNotFoundException',
        },
        { operation: 'ListBackups', input: { TableName: 'Orders' } },
      ],
    },
  ],
});
