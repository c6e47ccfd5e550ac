import { expect } from 'chai';
import { expectError } from './expect-error.js';
import {
  clusterType,
  data,
  daySeconds,
  instanceType,
  rdsUnderTest,
  type RdsUnderTest,
} from './rds-under-test.js';

const DBClusterIdentifier = 'costs';
const clusterBackupType = 'AWS::RDS::DBClusterAutomatedBackup';
const clusterSnapshotType = 'AWS::RDS::DBClusterSnapshot';

describe('RDS clusters', () => {
  let rds: RdsUnderTest;
  const withCluster = (settings: object = {}): void => {
    rds.call('CreateDBCluster', {
      DBClusterIdentifier,
      Engine: 'aurora-postgresql',
      MasterUsername: 'insights',
      ManageMasterUserPassword: true,
      ...settings,
    });
    rds.cloud.advance(480);
    for (const DBInstanceIdentifier of ['costs-1', 'costs-2']) {
      const DBInstanceClass = 'db.r6g.large';
      rds.call('CreateDBInstance', {
        DBInstanceIdentifier,
        DBClusterIdentifier,
        DBInstanceClass,
        Engine: 'aurora-postgresql',
      });
    }
    rds.cloud.advance(540);
    rds.seed(clusterType, 'costs', data);
  };
  beforeEach(async () => {
    rds = await rdsUnderTest();
  });
  const removeInstances = (): void => {
    for (const DBInstanceIdentifier of ['costs-1', 'costs-2']) {
      rds.call('DeleteDBInstance', { DBInstanceIdentifier });
    }
  };

  it('hold the data of their instances, and show endpoints and members', () => {
    withCluster();
    const cluster = rds.cluster();
    expect(cluster).to.include({ Status: 'available', BackupRetentionPeriod: 1, Port: 5432 });
    expect(cluster.Endpoint).to.match(/^costs\.cluster-[0-9a-f]{12}\.cn-north-1\.rds\.amazonaws\.com\.cn$/);
    expect(cluster.ReaderEndpoint).to.match(/^costs\.cluster-ro-/);
    expect(
      cluster.DBClusterMembers?.map((member) => [member.DBInstanceIdentifier, member.IsClusterWriter]),
    ).to.deep.equal([
      ['costs-1', true],
      ['costs-2', false],
    ]);
    expect(rds.instance('costs-1')).to.include({ DBClusterIdentifier, MasterUsername: 'insights' });
    expect(rds.cloud.inventory(instanceType).map(({ observed }) => observed.data)).to.deep.equal([
      null,
      null,
    ]);
    expect(rds.cloud.inventory(clusterBackupType)[0]?.observed).to.deep.include({
      data,
      copyOf: rds.cloud.inventory(clusterType)[0]?.resource.incarnation,
    });
    expect(
      rds.errorOf('CreateDBSnapshot', { DBInstanceIdentifier: 'costs-1', DBSnapshotIdentifier: 'x' }).message,
    ).to.match(/use the CreateDBClusterSnapshot API instead/);
    expect(rds.errorOf('StopDBInstance', { DBInstanceIdentifier: 'costs-1' }).code).to.equal(
      'InvalidDBClusterStateFault',
    );
  });

  it('are deleted after their instances, not while protected, and leave a last snapshot', () => {
    withCluster({ DeletionProtection: true });
    const input = { DBClusterIdentifier, FinalDBSnapshotIdentifier: 'last' };
    expectError(
      rds.errorOf('DeleteDBCluster', input),
      'InvalidParameterCombination',
      'Cannot delete protected Cluster, please disable deletion protection and try again.',
      'protection',
    );
    rds.call('ModifyDBCluster', { DBClusterIdentifier, DeletionProtection: false });
    expectError(
      rds.errorOf('DeleteDBCluster', input),
      'InvalidDBClusterStateFault',
      'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
    );
    expect(rds.cloud.inventory(clusterSnapshotType)).to.be.empty;
    removeInstances();
    expect(rds.errorOf('DeleteDBCluster', { DBClusterIdentifier }).code).to.equal(
      'InvalidParameterCombination',
    );
    const [before] = rds.cloud.inventory(clusterType);
    rds.call('DeleteDBCluster', input);
    rds.cloud.advance(360);
    expect(rds.cloud.inventory(clusterType)).to.be.empty;
    expect(rds.cloud.inventory(clusterBackupType)).to.be.empty;
    expect(rds.cloud.inventory(clusterSnapshotType)[0]?.observed).to.deep.include({
      data,
      copyOf: before?.resource.incarnation,
    });
    rds.call('RestoreDBClusterFromSnapshot', {
      DBClusterIdentifier,
      SnapshotIdentifier: 'last',
      Engine: 'aurora-postgresql',
    });
    rds.cloud.advance(1200);
    expect(rds.cloud.inventory(clusterType)[0]?.observed.data).to.deep.equal(data);
    expect(rds.cluster().Status).to.equal('available');
  });

  it('stop and start with their instances', () => {
    withCluster();
    rds.call('StopDBCluster', { DBClusterIdentifier });
    rds.cloud.advance(120);
    expect([rds.cluster().Status, rds.instance('costs-2').DBInstanceStatus]).to.deep.equal([
      'stopped',
      'stopped',
    ]);
    expectError(
      rds.errorOf('StopDBCluster', { DBClusterIdentifier }),
      'InvalidDBClusterStateFault',
      'DbCluster costs is in stopped state but expected it to be one of available.',
    );
    rds.cloud.advance(7 * daySeconds + 300);
    expect([rds.cluster().Status, rds.instance('costs-2').DBInstanceStatus]).to.deep.equal([
      'available',
      'available',
    ]);
  });

  it('restore to a time, also from backups that stayed', () => {
    withCluster();
    const { DbClusterResourceId } = rds.cluster();
    removeInstances();
    rds.call('DeleteDBCluster', {
      DBClusterIdentifier,
      SkipFinalSnapshot: true,
      DeleteAutomatedBackups: false,
    });
    rds.cloud.advance(360);
    rds.call('RestoreDBClusterToPointInTime', {
      DBClusterIdentifier: 'again',
      SourceDbClusterResourceId: DbClusterResourceId,
      UseLatestRestorableTime: true,
    });
    rds.cloud.advance(1200);
    expect(rds.cloud.inventory(clusterType)[0]?.observed).to.deep.include({ data, serving: true });
    rds.call('DeleteDBClusterAutomatedBackup', { DbClusterResourceId });
    expect(rds.cloud.inventory(clusterBackupType)).to.have.length(1);
  });

  it('snapshots are copied, shared and deleted under their own names', () => {
    withCluster();
    const DBClusterSnapshotIdentifier = 'before';
    rds.call('CreateDBClusterSnapshot', { DBClusterIdentifier, DBClusterSnapshotIdentifier });
    rds.cloud.advance(180);
    rds.call('CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: 'before',
      TargetDBClusterSnapshotIdentifier: 'copy',
    });
    rds.cloud.advance(180);
    rds.call('ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier,
      AttributeName: 'restore',
      ValuesToAdd: ['all'],
    });
    expect(rds.cloud.inventory(clusterSnapshotType).map(({ observed }) => observed.exposed)).to.deep.equal([
      true,
      false,
    ]);
    rds.call('DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier: 'copy' });
    expect(
      rds.call<{ DBClusterSnapshots: object[] }>('DescribeDBClusterSnapshots').DBClusterSnapshots,
    ).to.have.length(1);
    expect(rds.errorOf('DescribeDBClusterSnapshots', { DBClusterSnapshotIdentifier: 'copy' }).code).to.equal(
      'DBClusterSnapshotNotFoundFault',
    );
  });
});
