import { expect } from 'chai';
import type {
  BackupDescription,
  BackupDetails,
  BackupSummary,
  ContinuousBackupsDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { testStart } from '../cloud-under-test.js';
import { backupType, day, describeTable, putItem, scan, tableType, withTable } from './costs-table.js';
import { expectError } from './expect-error.js';
import { seedVolume } from './seeded-volume.js';

describe('DynamoDB backups', () => {
  const recovery = {
    TableName: 'costs',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  };

  it('outlive the table, show whose copy they are, and restore to a new table in half an hour', async () => {
    const cloud = await withTable({ DeletionProtectionEnabled: false });
    putItem(cloud, day('a', 1));
    seedVolume(cloud, tableType, 'costs', { records: 1000, bytes: 5000 });
    const { BackupDetails: details } = cloud.call<{ BackupDetails: BackupDetails }>(
      'DynamoDB',
      'CreateBackup',
      {
        TableName: 'costs',
        BackupName: 'nightly',
      },
    );
    expect(details.BackupStatus).to.equal('CREATING');
    cloud.advance(10);
    const incarnation = cloud.inventory(tableType)[0]?.resource.incarnation;
    cloud.call('DynamoDB', 'DeleteTable', { TableName: 'costs' });
    cloud.advance(60);
    expect(cloud.inventory(tableType)).to.be.empty;
    expect(cloud.inventory(backupType)[0]?.observed).to.deep.include({
      copyOf: incarnation,
      data: { records: 1000, bytes: 5000 },
      serving: true,
    });
    const list = cloud.call<{ BackupSummaries: BackupSummary[] }>('DynamoDB', 'ListBackups', {
      TableName: 'costs',
    });
    expect(list.BackupSummaries.map(({ BackupName, BackupType }) => [BackupName, BackupType])).to.deep.equal([
      ['nightly', 'USER'],
    ]);
    const restore = { BackupArn: details.BackupArn, TargetTableName: 'costs' };
    const { TableDescription: table } = cloud.call<{ TableDescription: TableDescription }>(
      'DynamoDB',
      'RestoreTableFromBackup',
      restore,
    );
    expect(table).to.include({ TableStatus: 'CREATING', ItemCount: 0 });
    expect(table.RestoreSummary?.RestoreInProgress).to.be.true;
    expectError(
      cloud.errorOf('DynamoDB', 'Scan', { TableName: 'costs' }),
      'ResourceNotFoundException',
      'Requested resource not found',
    );
    cloud.advance(29 * 60);
    expect(describeTable(cloud).TableStatus).to.equal('CREATING');
    cloud.advance(60);
    expect(describeTable(cloud)).to.include({ TableStatus: 'ACTIVE', ItemCount: 1000 });
    expect(scan(cloud).Items).to.deep.equal([day('a', 1)]);
    expectError(
      cloud.errorOf('DynamoDB', 'RestoreTableFromBackup', restore),
      'TableAlreadyExistsException',
      'Table already exists: costs',
    );
  });

  it('are deleted for good, and then not found', async () => {
    const cloud = await withTable();
    seedVolume(cloud, tableType, 'costs', { records: 10, bytes: 100 });
    const { BackupDetails: details } = cloud.call<{ BackupDetails: BackupDetails }>(
      'DynamoDB',
      'CreateBackup',
      { TableName: 'costs', BackupName: 'nightly' },
    );
    const { BackupArn } = details;
    expect(cloud.errorOf('DynamoDB', 'DeleteBackup', { BackupArn }).code).to.equal('BackupInUseException');
    cloud.advance(10);
    const [effect] = cloud.preview('DynamoDB', 'DeleteBackup', { BackupArn }).effects;
    expect(effect).to.deep.include({ kind: 'delete', loses: { records: 10, bytes: 100 } });
    const gone = cloud.call<{ BackupDescription: BackupDescription }>('DynamoDB', 'DeleteBackup', {
      BackupArn,
    });
    expect(gone.BackupDescription.BackupDetails?.BackupStatus).to.equal('DELETED');
    expectError(
      cloud.errorOf('DynamoDB', 'DescribeBackup', { BackupArn }),
      'BackupNotFoundException',
      `Backup not found: ${BackupArn}`,
    );
  });

  it('of a deleted table with point-in-time recovery stay for 35 days', async () => {
    const cloud = await withTable();
    cloud.call('DynamoDB', 'UpdateContinuousBackups', recovery);
    putItem(cloud, day('a', 1));
    expect(cloud.inventory(tableType)[0]?.observed.protections).to.deep.equal(['PointInTimeRecoveryEnabled']);
    cloud.call('DynamoDB', 'DeleteTable', { TableName: 'costs' });
    cloud.advance(60);
    const [backup] = cloud.inventory(backupType);
    expect(backup?.observed.data?.records).to.equal(1);
    const list = cloud.call<{ BackupSummaries: BackupSummary[] }>('DynamoDB', 'ListBackups', {
      BackupType: 'ALL',
    });
    expect(list.BackupSummaries[0]).to.include({
      BackupType: 'SYSTEM',
      BackupName: 'costs$DeletedTableBackup',
    });
    cloud.advance(34 * 24 * 3600);
    expect(cloud.inventory(backupType)).to.have.length(1);
    cloud.advance(24 * 3600);
    expect(cloud.inventory(backupType)).to.be.empty;
  });

  it('to a point in time bring back what was deleted since', async () => {
    const cloud = await withTable();
    expect(
      cloud.errorOf('DynamoDB', 'RestoreTableToPointInTime', {
        SourceTableName: 'costs',
        TargetTableName: 'again',
        UseLatestRestorableTime: true,
      }).code,
    ).to.equal('PointInTimeRecoveryUnavailableException');
    cloud.call('DynamoDB', 'UpdateContinuousBackups', recovery);
    for (const number of [1, 2, 3]) putItem(cloud, day('a', number, { cost: { N: '1' } }));
    cloud.advance(3600);
    cloud.call('DynamoDB', 'DeleteItem', { TableName: 'costs', Key: day('a', 1) });
    putItem(cloud, day('a', 2, { cost: { N: '2' } }));
    putItem(cloud, day('a', 4));
    cloud.advance(60);
    const described = cloud.call<{ ContinuousBackupsDescription: ContinuousBackupsDescription }>(
      'DynamoDB',
      'DescribeContinuousBackups',
      { TableName: 'costs' },
    );
    const latest =
      described.ContinuousBackupsDescription.PointInTimeRecoveryDescription?.LatestRestorableDateTime;
    expect(latest).to.deep.equal(new Date(cloud.world.now - 300_000));
    const restore = { SourceTableName: 'costs', TargetTableName: 'again' };
    cloud.call('DynamoDB', 'RestoreTableToPointInTime', { ...restore, UseLatestRestorableTime: true });
    cloud.advance(1800);
    expect(scan(cloud, 'again').Items).to.deep.equal(
      [1, 2, 3].map((number) => day('a', number, { cost: { N: '1' } })),
    );
    expect(describeTable(cloud, 'again').ItemCount).to.equal(3);
    expect(scan(cloud).Count).to.equal(3);
    const early = new Date(testStart - 1000);
    expect(
      cloud.errorOf('DynamoDB', 'RestoreTableToPointInTime', {
        ...restore,
        TargetTableName: 'third',
        RestoreDateTime: early,
      }).code,
    ).to.equal('InvalidRestoreTimeException');
  });
});
