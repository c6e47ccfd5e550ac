import { expect } from 'chai';
import type { DBInstanceAutomatedBackup } from '@aws-sdk/client-rds';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { testStart } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import {
  backupType,
  data,
  daySeconds,
  instanceType,
  rdsUnderTest,
  snapshotType,
  type RdsUnderTest,
} from './rds-under-test.js';

const DBInstanceIdentifier = 'metadata';
const DBSnapshotIdentifier = 'before';

describe('RDS backups', () => {
  let rds: RdsUnderTest;
  beforeEach(async () => {
    rds = await rdsUnderTest();
    rds.withInstance();
  });
  const backups = (filter: object = {}): DBInstanceAutomatedBackup[] =>
    rds.call<{ DBInstanceAutomatedBackups: DBInstanceAutomatedBackup[] }>(
      'DescribeDBInstanceAutomatedBackups',
      filter,
    ).DBInstanceAutomatedBackups;
  const snap = (): void => {
    rds.call('CreateDBSnapshot', { DBInstanceIdentifier, DBSnapshotIdentifier });
    rds.cloud.advance(180);
  };
  const remove = (further: object = {}): void => {
    rds.call('DeleteDBInstance', { DBInstanceIdentifier, SkipFinalSnapshot: true, ...further });
    rds.cloud.advance(360);
  };

  describe('snapshots', () => {
    it('outlive the instance, show whose copy they are, and restore to a new one', () => {
      const [state] = rds.cloud.inventory(instanceType);
      rds.call('CreateDBSnapshot', { DBInstanceIdentifier, DBSnapshotIdentifier });
      expect(rds.snapshots()[0]).to.include({ Status: 'creating', SnapshotType: 'manual' });
      expect(rds.errorOf('DeleteDBSnapshot', { DBSnapshotIdentifier }).code).to.equal(
        'InvalidDBSnapshotState',
      );
      rds.cloud.advance(180);
      remove();
      const [snapshot] = rds.cloud.inventory(snapshotType);
      expect(snapshot?.observed).to.deep.include({
        copyOf: state?.resource.incarnation,
        data,
        serving: true,
      });
      const restore = { DBInstanceIdentifier, DBSnapshotIdentifier, DeletionProtection: true };
      rds.call('RestoreDBInstanceFromDBSnapshot', restore);
      expect(rds.instance()).to.include({ DBInstanceStatus: 'creating', BackupRetentionPeriod: 7 });
      expect(rds.cloud.inventory(instanceType)[0]?.observed.data).to.deep.equal({ records: 0, bytes: 0 });
      rds.cloud.advance(1200);
      expect(rds.instance()).to.include({ DBInstanceStatus: 'available', DeletionProtection: true });
      const [again] = rds.cloud.inventory(instanceType);
      expect(again?.observed.data).to.deep.equal(data);
      expect(again?.resource.incarnation).to.not.equal(state?.resource.incarnation);
      expect(rds.errorOf('RestoreDBInstanceFromDBSnapshot', restore).code).to.equal(
        'DBInstanceAlreadyExists',
      );
    });

    it('are copied, found by instance, and deleted for good', () => {
      snap();
      rds.call('CopyDBSnapshot', {
        SourceDBSnapshotIdentifier: rds.snapshots()[0]?.DBSnapshotArn,
        TargetDBSnapshotIdentifier: 'copy',
        KmsKeyId: 'alias/costs',
      });
      rds.cloud.advance(180);
      const found = rds.snapshots({ DBInstanceIdentifier });
      expect(found.map(({ DBSnapshotIdentifier: id, Encrypted }) => [id, Encrypted])).to.deep.equal([
        ['before', false],
        ['copy', true],
      ]);
      expect(rds.snapshots({ SnapshotType: 'automated' })).to.be.empty;
      const [effect] = rds.cloud.preview('RDS', 'DeleteDBSnapshot', { DBSnapshotIdentifier: 'copy' }).effects;
      expect(effect).to.deep.include({ kind: 'delete', loses: data });
      rds.call('DeleteDBSnapshot', { DBSnapshotIdentifier: 'copy' });
      expectError(
        rds.errorOf('DeleteDBSnapshot', { DBSnapshotIdentifier: 'copy' }),
        'DBSnapshotNotFound',
        'DBSnapshot copy not found.',
      );
      expectError(
        rds.errorOf('CreateDBSnapshot', { DBInstanceIdentifier, DBSnapshotIdentifier }),
        'DBSnapshotAlreadyExists',
        'Cannot create the snapshot because a snapshot with the identifier before already exists.',
      );
    });

    it('shared with everyone are exposed', () => {
      snap();
      const share = { DBSnapshotIdentifier, AttributeName: 'restore', ValuesToAdd: ['all'] };
      const kinds = rds.cloud
        .preview('RDS', 'ModifyDBSnapshotAttribute', share)
        .effects.map(({ kind }) => kind);
      expect(kinds).to.have.members(['expose', 'grant']);
      rds.call('ModifyDBSnapshotAttribute', { ...share, ValuesToAdd: ['210987654321'] });
      expect(rds.call('DescribeDBSnapshotAttributes', { DBSnapshotIdentifier })).to.deep.equal({
        DBSnapshotAttributesResult: {
          DBSnapshotIdentifier,
          DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['210987654321'] }],
        },
      });
    });
  });

  describe('automated', () => {
    it('hold what the instance holds while it is there, and go with it', () => {
      const [state] = rds.cloud.inventory(instanceType);
      const [backup] = rds.cloud.inventory(backupType);
      expect(backup?.observed).to.deep.include({ copyOf: state?.resource.incarnation, data });
      expect(backup?.resource.stack).to.equal(null);
      rds.cloud.advance(3600);
      expect(backups({ DBInstanceIdentifier })[0]).to.deep.include({
        Status: 'active',
        RestoreWindow: {
          EarliestTime: new Date(testStart + 540_000),
          LatestTime: new Date(testStart + 540_000 + 3_300_000),
        },
      });
      remove();
      expect(rds.cloud.inventory(backupType)).to.be.empty;
    });

    it('stay for their retention period where the owner says so, restore, and then expire', () => {
      const { DbiResourceId } = rds.instance();
      remove({ DeleteAutomatedBackups: false });
      const gone = rds.cloud.world.now;
      const [state] = rds.cloud.inventory(backupType);
      expect(state?.observed).to.deep.include({ data, recoverableUntil: gone + 7 * daySeconds * 1000 });
      expect(backups()[0]).to.include({ Status: 'retained', DbiResourceId });
      rds.call('RestoreDBInstanceToPointInTime', {
        SourceDbiResourceId: DbiResourceId,
        TargetDBInstanceIdentifier: 'again',
        UseLatestRestorableTime: true,
      });
      rds.cloud.advance(1200);
      expect(rds.cloud.inventory(instanceType)[0]?.observed.data).to.deep.equal(data);
      rds.cloud.advance(7 * daySeconds - 1201);
      expect(backups({ DbiResourceId })).to.have.length(1);
      rds.cloud.advance(1);
      expect(rds.errorOf('DescribeDBInstanceAutomatedBackups', { DbiResourceId }).code).to.equal(
        'DBInstanceAutomatedBackupNotFound',
      );
    });

    it('that stayed can be deleted, those of an instance that is there cannot', () => {
      const { DbiResourceId } = rds.instance();
      expect(rds.errorOf('DeleteDBInstanceAutomatedBackup', { DbiResourceId }).code).to.equal(
        'InvalidDBInstanceAutomatedBackupState',
      );
      remove({ DeleteAutomatedBackups: false });
      const [effect] = rds.cloud.preview('RDS', 'DeleteDBInstanceAutomatedBackup', { DbiResourceId }).effects;
      expect(effect).to.deep.include({ kind: 'delete', loses: data });
      rds.call('DeleteDBInstanceAutomatedBackup', { DbiResourceId });
      rds.cloud.advance(8 * daySeconds);
      expect(rds.cloud.inventory(backupType)).to.be.empty;
    });

    it('end and begin with the retention period', () => {
      const off = { DBInstanceIdentifier, BackupRetentionPeriod: 0, ApplyImmediately: true };
      const { effects } = rds.cloud.preview('RDS', 'ModifyDBInstance', off);
      expect(effects.map(({ kind, resource }) => [kind, resource.type])).to.deep.include([
        'delete',
        backupType,
      ]);
      rds.call('ModifyDBInstance', off);
      rds.cloud.advance(180);
      expect(rds.cloud.inventory(backupType)).to.be.empty;
      expect(
        rds.errorOf('RestoreDBInstanceToPointInTime', {
          SourceDBInstanceIdentifier: 'metadata',
          TargetDBInstanceIdentifier: 'again',
          UseLatestRestorableTime: true,
        }).code,
      ).to.equal('PointInTimeRestoreNotEnabled');
      rds.call('ModifyDBInstance', { ...off, BackupRetentionPeriod: 3 });
      rds.cloud.advance(180);
      expect(rds.cloud.inventory(backupType)[0]?.observed.data).to.deep.equal(data);
    });

    it('restore to a time in their window only', () => {
      rds.cloud.advance(3600);
      const error = (further: object): AwsError =>
        rds.errorOf('RestoreDBInstanceToPointInTime', {
          SourceDBInstanceIdentifier: 'metadata',
          TargetDBInstanceIdentifier: 'again',
          ...further,
        });
      expect(error({ RestoreTime: new Date(testStart) }).code).to.equal('InvalidRestoreFault');
      expect(error({ RestoreTime: new Date(rds.cloud.world.now) }).code).to.equal('InvalidParameterValue');
      expect(error({}).code).to.equal('InvalidParameterCombination');
      rds.call('RestoreDBInstanceToPointInTime', {
        SourceDBInstanceIdentifier: 'metadata',
        TargetDBInstanceIdentifier: 'again',
        RestoreTime: new Date(testStart + 600_000),
      });
      rds.cloud.advance(1200);
      expect(rds.instance('again').DBInstanceStatus).to.equal('available');
    });
  });
});
