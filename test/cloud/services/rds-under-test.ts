/** RDS in tests: a fresh cloud, short ways to call it, and an instance or a cluster with data in it. */
import type { DBCluster, DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { seedVolume } from '../../../harness/cloud/seed-volume.js';
import type { ResourceRecord } from '../../../harness/cloud/world/state.js';
import { cloudUnderTest, testAccount, testRegion, type CloudUnderTest } from '../cloud-under-test.js';

export const instanceType = 'AWS::RDS::DBInstance';
export const clusterType = 'AWS::RDS::DBCluster';
export const snapshotType = 'AWS::RDS::DBSnapshot';
export const backupType = 'AWS::RDS::DBInstanceAutomatedBackup';
export const daySeconds = 24 * 3600;
export const data = { records: 18_400_000, bytes: 210 * 2 ** 30 };

export const metadata = {
  DBInstanceIdentifier: 'metadata',
  DBInstanceClass: 'db.r6g.large',
  Engine: 'postgres',
  AllocatedStorage: 500,
  MasterUsername: 'insights',
  MasterUserPassword: 'not a secret',
  BackupRetentionPeriod: 7,
};

export interface RdsUnderTest {
  readonly cloud: CloudUnderTest;
  readonly call: <Output extends object>(operation: string, input?: object) => Output;
  readonly errorOf: (operation: string, input?: object) => AwsError;
  readonly instance: (DBInstanceIdentifier?: string) => DBInstance;
  readonly cluster: (DBClusterIdentifier?: string) => DBCluster;
  readonly snapshots: (filter?: object) => DBSnapshot[];
  /** Creates the instance `metadata`, waits for it, and gives it its data. */
  readonly withInstance: (settings?: object) => void;
  readonly seed: (type: string, id: string, volume: typeof data) => void;
}

export async function rdsUnderTest(): Promise<RdsUnderTest> {
  const cloud = await cloudUnderTest();
  const call = <Output extends object>(operation: string, input: object = {}): Output =>
    cloud.call<Output>('RDS', operation, input);
  const seed = (type: string, id: string, volume: typeof data): void => {
    const proposal = cloud.world.propose({ cause: 'data', callId: 'c0', checked: true }, (transaction) => {
      const key = `r/${type}/${testAccount}/${testRegion}/${id}`;
      seedVolume(transaction, transaction.get(key) as ResourceRecord, volume);
    });
    cloud.world.commit(proposal, null);
  };
  return {
    cloud,
    call,
    errorOf: (operation, input = {}) => cloud.errorOf('RDS', operation, input),
    instance: (DBInstanceIdentifier = 'metadata') =>
      call<{ DBInstances: DBInstance[] }>('DescribeDBInstances', { DBInstanceIdentifier }).DBInstances[0]!,
    cluster: (DBClusterIdentifier = 'costs') =>
      call<{ DBClusters: DBCluster[] }>('DescribeDBClusters', { DBClusterIdentifier }).DBClusters[0]!,
    snapshots: (filter = {}) =>
      call<{ DBSnapshots: DBSnapshot[] }>('DescribeDBSnapshots', filter).DBSnapshots,
    seed,
    withInstance: (settings = {}) => {
      call('CreateDBInstance', { ...metadata, ...settings });
      cloud.advance(540);
      seed(instanceType, 'metadata', data);
    },
  };
}
