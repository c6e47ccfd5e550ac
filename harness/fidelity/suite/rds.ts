/** What is asked of RDS about databases, alone and in clusters: their life, states, settings and tags. */
import { defineSuite, type FidelityStep } from '../sequence.js';

const orders = {
  DBInstanceIdentifier: 'orders',
  DBInstanceClass: 'db.t3.medium',
  Engine: 'postgres',
  EngineVersion: '16.3',
  AllocatedStorage: 20,
  MasterUsername: 'clerk',
  MasterUserPassword: 'a-long-secret',
};

const available = (id: string): FidelityStep => ({
  operation: 'DescribeDBInstances',
  input: { DBInstanceIdentifier: id },
  until: { path: 'DBInstances.0.DBInstanceStatus', is: ['available'] },
});

export default defineSuite({
  name: 'rds',
  service: 'RDS',
  opaque: ['DbiResourceId', 'DbClusterResourceId', 'Address', 'Endpoint', 'ReaderEndpoint', 'HostedZoneId'],
  sequences: [
    {
      name: "an instance's life",
      steps: [
        {
          operation: 'DescribeDBInstances',
          input: { DBInstanceIdentifier: 'orders' },
          fails: 'DBInstanceNotFound',
        },
        { operation: 'CreateDBInstance', input: orders },
        { operation: 'CreateDBInstance', input: orders, fails: 'DBInstanceAlreadyExists' },
        available('orders'),
        {
          operation: 'ModifyDBInstance',
          input: {
            DBInstanceIdentifier: 'orders',
            AllocatedStorage: 40,
            BackupRetentionPeriod: 7,
            ApplyImmediately: true,
          },
        },
        available('orders'),
        { operation: 'RebootDBInstance', input: { DBInstanceIdentifier: 'orders' } },
        available('orders'),
        { operation: 'DeleteDBInstance', input: { DBInstanceIdentifier: 'orders', SkipFinalSnapshot: true } },
        {
          operation: 'DescribeDBInstances',
          input: { DBInstanceIdentifier: 'orders' },
          until: { fails: 'DBInstanceNotFound' },
          fails: 'DBInstanceNotFound',
        },
        { operation: 'DescribeDBInstances' },
      ],
    },
    {
      name: 'what there is not',
      steps: [
        {
          operation: 'ModifyDBInstance',
          input: { DBInstanceIdentifier: 'never', AllocatedStorage: 40 },
          fails: 'DBInstanceNotFound',
        },
        {
          operation: 'RebootDBInstance',
          input: { DBInstanceIdentifier: 'never' },
          fails: 'DBInstanceNotFound',
        },
        {
          operation: 'DeleteDBInstance',
          input: { DBInstanceIdentifier: 'never', SkipFinalSnapshot: true },
          fails: 'DBInstanceNotFound',
        },
        {
          operation: 'StopDBInstance',
          input: { DBInstanceIdentifier: 'never' },
          fails: 'DBInstanceNotFound',
        },
        {
          operation: 'DescribeDBClusters',
          input: { DBClusterIdentifier: 'never' },
          fails: 'DBClusterNotFoundFault',
        },
        {
          operation: 'DescribeDBSnapshots',
          input: { DBSnapshotIdentifier: 'never' },
          fails: 'DBSnapshotNotFound',
        },
        {
          operation: 'DeleteDBSnapshot',
          input: { DBSnapshotIdentifier: 'never' },
          fails: 'DBSnapshotNotFound',
        },
        {
          operation: 'DescribeDBSubnetGroups',
          input: { DBSubnetGroupName: 'never' },
          fails: 'DBSubnetGroupNotFoundFault',
        },
        { operation: 'DescribeDBInstances' },
      ],
    },
    {
      name: 'stopped, started and protected',
      steps: [
        { operation: 'CreateDBInstance', input: { ...orders, DeletionProtection: true } },
        available('orders'),
        {
          operation: 'DeleteDBInstance',
          input: { DBInstanceIdentifier: 'orders', SkipFinalSnapshot: true },
          fails: 'InvalidParameterCombination',
        },
        {
          operation: 'StartDBInstance',
          input: { DBInstanceIdentifier: 'orders' },
          fails: 'InvalidDBInstanceState',
        },
        { operation: 'StopDBInstance', input: { DBInstanceIdentifier: 'orders' } },
        {
          operation: 'DescribeDBInstances',
          input: { DBInstanceIdentifier: 'orders' },
          until: { path: 'DBInstances.0.DBInstanceStatus', is: ['stopped'] },
        },
        { operation: 'StartDBInstance', input: { DBInstanceIdentifier: 'orders' } },
        available('orders'),
      ],
    },
    {
      name: 'tags of an instance',
      steps: [
        {
          operation: 'CreateDBInstance',
          input: { ...orders, Tags: [{ Key: 'team', Value: 'a' }] },
          save: { arn: 'DBInstance.DBInstanceArn' },
        },
        {
          operation: 'AddTagsToResource',
          input: { ResourceName: '{arn}', Tags: [{ Key: 'stage', Value: 'test' }] },
        },
        { operation: 'ListTagsForResource', input: { ResourceName: '{arn}' } },
        { operation: 'RemoveTagsFromResource', input: { ResourceName: '{arn}', TagKeys: ['team', 'never'] } },
        { operation: 'ListTagsForResource', input: { ResourceName: '{arn}' } },
      ],
    },
    {
      name: 'a snapshot, copied and restored',
      steps: [
        { operation: 'CreateDBInstance', input: orders },
        available('orders'),
        {
          operation: 'CreateDBSnapshot',
          input: { DBSnapshotIdentifier: 'before', DBInstanceIdentifier: 'orders' },
        },
        {
          operation: 'DescribeDBSnapshots',
          input: { DBSnapshotIdentifier: 'before' },
          until: { path: 'DBSnapshots.0.Status', is: ['available'] },
        },
        {
          operation: 'CreateDBSnapshot',
          input: { DBSnapshotIdentifier: 'before', DBInstanceIdentifier: 'orders' },
          fails: 'DBSnapshotAlreadyExists',
        },
        {
          operation: 'CopyDBSnapshot',
          input: { SourceDBSnapshotIdentifier: 'before', TargetDBSnapshotIdentifier: 'after' },
        },
        {
          operation: 'RestoreDBInstanceFromDBSnapshot',
          input: { DBInstanceIdentifier: 'again', DBSnapshotIdentifier: 'before' },
        },
        available('again'),
        {
          operation: 'RestoreDBInstanceFromDBSnapshot',
          input: { DBInstanceIdentifier: 'third', DBSnapshotIdentifier: 'never' },
          fails: 'DBSnapshotNotFound',
        },
        { operation: 'DeleteDBSnapshot', input: { DBSnapshotIdentifier: 'before' } },
        {
          operation: 'DescribeDBSnapshots',
          input: { DBSnapshotIdentifier: 'before' },
          until: { fails: 'DBSnapshotNotFound' },
          fails: 'DBSnapshotNotFound',
        },
      ],
    },
    {
      name: "a cluster's life",
      steps: [
        {
          operation: 'CreateDBCluster',
          input: {
            DBClusterIdentifier: 'shop',
            Engine: 'aurora-postgresql',
            EngineVersion: '16.6',
            MasterUsername: 'clerk',
            MasterUserPassword: 'a-long-secret',
          },
        },
        {
          operation: 'CreateDBCluster',
          input: {
            DBClusterIdentifier: 'shop',
            Engine: 'aurora-postgresql',
            MasterUsername: 'clerk',
            MasterUserPassword: 'a-long-secret',
          },
          fails: 'DBClusterAlreadyExistsFault',
        },
        {
          operation: 'DescribeDBClusters',
          input: { DBClusterIdentifier: 'shop' },
          until: { path: 'DBClusters.0.Status', is: ['available'] },
        },
        {
          operation: 'CreateDBClusterSnapshot',
          input: { DBClusterIdentifier: 'shop', DBClusterSnapshotIdentifier: 'early' },
        },
        {
          operation: 'DescribeDBClusterSnapshots',
          input: { DBClusterSnapshotIdentifier: 'early' },
          until: { path: 'DBClusterSnapshots.0.Status', is: ['available'] },
        },
        {
          operation: 'ModifyDBCluster',
          input: { DBClusterIdentifier: 'shop', BackupRetentionPeriod: 5, ApplyImmediately: true },
        },
        { operation: 'DeleteDBCluster', input: { DBClusterIdentifier: 'shop', SkipFinalSnapshot: true } },
        {
          operation: 'DescribeDBClusters',
          input: { DBClusterIdentifier: 'shop' },
          until: { fails: 'DBClusterNotFoundFault' },
          fails: 'DBClusterNotFoundFault',
        },
        { operation: 'DeleteDBClusterSnapshot', input: { DBClusterSnapshotIdentifier: 'early' } },
        { operation: 'DescribeDBClusterSnapshots' },
      ],
    },
    {
      name: 'parameter groups',
      steps: [
        {
          operation: 'CreateDBParameterGroup',
          input: {
            DBParameterGroupName: 'tuned',
            DBParameterGroupFamily: 'postgres16',
            Description: 'tuned',
          },
        },
        {
          operation: 'CreateDBParameterGroup',
          input: {
            DBParameterGroupName: 'tuned',
            DBParameterGroupFamily: 'postgres16',
            Description: 'tuned',
          },
          fails: 'DBParameterGroupAlreadyExists',
        },
        { operation: 'DescribeDBParameterGroups', input: { DBParameterGroupName: 'tuned' } },
        {
          operation: 'CreateDBInstance',
          input: { ...orders, DBParameterGroupName: 'never' },
          fails: 'DBParameterGroupNotFound',
        },
        { operation: 'DeleteDBParameterGroup', input: { DBParameterGroupName: 'tuned' } },
        {
          operation: 'DeleteDBParameterGroup',
          input: { DBParameterGroupName: 'tuned' },
          fails: 'DBParameterGroupNotFound',
        },
      ],
    },
  ],
});
