import { expect } from 'chai';
import fc from 'fast-check';
import type { DBInstance } from '@aws-sdk/client-rds';
import { AwsFailure, type AwsError } from '../../../harness/contract/aws-error.js';
import { testAccount, testStart } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import {
  backupType,
  data,
  daySeconds,
  instanceType,
  metadata,
  rdsUnderTest,
  snapshotType,
  type RdsUnderTest,
} from './rds-under-test.js';

const DBInstanceIdentifier = 'metadata';

describe('RDS instances', () => {
  let rds: RdsUnderTest;
  beforeEach(async () => {
    rds = await rdsUnderTest();
  });

  it('are creating, then available with an endpoint, and found by ARN and filter', () => {
    const made = rds.call<{ DBInstance: DBInstance }>('CreateDBInstance', {
      ...metadata,
      DBInstanceIdentifier: 'MetaData',
      Tags: [{ Key: 'team', Value: 'costs' }],
    }).DBInstance;
    expect(made).to.include({ DBInstanceStatus: 'creating', DBInstanceIdentifier, Engine: 'postgres' });
    expect(made).to.not.have.property('Endpoint');
    rds.cloud.advance(539);
    expect(rds.instance().DBInstanceStatus).to.equal('creating');
    rds.cloud.advance(1);
    const instance = rds.instance();
    expect(instance).to.deep.include({
      DBInstanceStatus: 'available',
      DBInstanceArn: `arn:aws-cn:rds:cn-north-1:${testAccount}:db:metadata`,
      InstanceCreateTime: new Date(testStart),
      BackupRetentionPeriod: 7,
      TagList: [{ Key: 'team', Value: 'costs' }],
      PendingModifiedValues: {},
    });
    expect(instance.DbiResourceId).to.match(/^db-[A-Z2-7]{26}$/);
    expect(instance.Endpoint?.Port).to.equal(5432);
    expect(instance.Endpoint?.Address).to.match(
      /^metadata\.[0-9a-f]{12}\.cn-north-1\.rds\.amazonaws\.com\.cn$/,
    );
    expect(rds.instance(instance.DBInstanceArn)).to.deep.equal(instance);
    const found = (Name: string, value: string): number =>
      rds.call<{ DBInstances: DBInstance[] }>('DescribeDBInstances', {
        Filters: [{ Name, Values: [value] }],
      }).DBInstances.length;
    expect([found('engine', 'postgres'), found('engine', 'mysql')]).to.deep.equal([1, 0]);
    expectError(
      rds.errorOf('DescribeDBInstances', { Filters: [{ Name: 'colour', Values: ['red'] }] }),
      'InvalidParameterValue',
      'Unrecognized filter name: colour',
    );
  });

  it('are listed page by page', () => {
    for (let number = 100; number < 125; number += 1) {
      rds.call('CreateDBInstance', { ...metadata, DBInstanceIdentifier: `db-${number}` });
    }
    interface Page {
      readonly DBInstances: DBInstance[];
      readonly Marker?: string;
    }
    const first = rds.call<Page>('DescribeDBInstances', { MaxRecords: 20 });
    const rest = rds.call<Page>('DescribeDBInstances', { MaxRecords: 20, Marker: first.Marker });
    expect([first.DBInstances.length, rest.DBInstances.length, rest.Marker]).to.deep.equal([
      20,
      5,
      undefined,
    ]);
  });

  it('are refused with a name taken or wrong, without what they need, or with what is not modeled', () => {
    rds.withInstance();
    const error = (changes: object): AwsError =>
      rds.errorOf('CreateDBInstance', { ...metadata, DBInstanceIdentifier: 'other', ...changes });
    expectError(error({ DBInstanceIdentifier }), 'DBInstanceAlreadyExists', 'DB instance already exists');
    expect(error({ DBInstanceIdentifier: '-x' }).code).to.equal('InvalidParameterValue');
    expectError(error({ Engine: 'dbase' }), 'InvalidParameterValue', 'Invalid DB engine');
    expectError(
      error({ MasterUserPassword: undefined }),
      'InvalidParameterValue',
      'The parameter MasterUserPassword must be provided and must not be blank.',
    );
    expectError(
      error({ DBSubnetGroupName: 'none' }),
      'DBSubnetGroupNotFoundFault',
      "DB subnet group 'none' does not exist.",
    );
    expect(error({ DBParameterGroupName: 'none' }).code).to.equal('DBParameterGroupNotFound');
    expect(error({ BackupRetentionPeriod: 36 }).code).to.equal('InvalidParameterValue');
    expectError(
      error({ Domain: 'd-1' }),
      'NotImplemented',
      'not implemented: RDS.CreateDBInstance with Domain',
      'unsupported',
    );
    const missing = rds.errorOf('DescribeDBInstances', { DBInstanceIdentifier: 'none' });
    expectError(missing, 'DBInstanceNotFound', 'DBInstance none not found.');
    expect(missing.status).to.equal(404);
  });

  it('under deletion protection cannot be deleted until it is switched off', () => {
    rds.withInstance({ DeletionProtection: true });
    const [state] = rds.cloud.inventory(instanceType);
    expect(state?.observed.protections).to.deep.equal(['DeletionProtection']);
    const input = { DBInstanceIdentifier, SkipFinalSnapshot: true };
    expectError(
      rds.errorOf('DeleteDBInstance', input),
      'InvalidParameterCombination',
      'Cannot delete protected DB Instance, please disable deletion protection and try again.',
      'protection',
    );
    expect(rds.instance().DBInstanceStatus).to.equal('available');
    const unprotect = { DBInstanceIdentifier, DeletionProtection: false };
    expect(
      rds.cloud.preview('RDS', 'ModifyDBInstance', unprotect).effects.map(({ kind }) => kind),
    ).to.deep.equal(['unprotect']);
    rds.call('ModifyDBInstance', unprotect);
    rds.call('DeleteDBInstance', input);
    rds.cloud.advance(360);
    expect(rds.cloud.inventory(instanceType)).to.be.empty;
  });

  it('show what deleting one does: the data and its automated backups are gone, protected or not', () => {
    rds.withInstance({ DeletionProtection: true });
    const input = { DBInstanceIdentifier, SkipFinalSnapshot: true };
    expect(rds.cloud.preview('RDS', 'DeleteDBInstance', input).effects).to.be.empty;
    const { effects } = rds.cloud.preview('RDS', 'DeleteDBInstance', input, { checked: false });
    expect(
      effects.map(({ from, kind, loses, resource }) => [
        kind,
        resource.type,
        (from - rds.cloud.world.now) / 1000,
        loses,
      ]),
    ).to.deep.equal([
      ['stop', instanceType, 0, null],
      ['delete', backupType, 360, data],
      ['delete', instanceType, 360, data],
    ]);
    expect(rds.instance().DBInstanceStatus).to.equal('available');
  });

  it('ask for a last snapshot, or that there be none', () => {
    rds.withInstance();
    expectError(
      rds.errorOf('DeleteDBInstance', { DBInstanceIdentifier }),
      'InvalidParameterCombination',
      'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
    );
    expect(
      rds.errorOf('DeleteDBInstance', {
        DBInstanceIdentifier,
        SkipFinalSnapshot: true,
        FinalDBSnapshotIdentifier: 'last',
      }).code,
    ).to.equal('InvalidParameterCombination');
    const [state] = rds.cloud.inventory(instanceType);
    rds.call('DeleteDBInstance', { DBInstanceIdentifier, FinalDBSnapshotIdentifier: 'last' });
    expectError(
      rds.errorOf('DeleteDBInstance', { DBInstanceIdentifier, SkipFinalSnapshot: true }),
      'InvalidDBInstanceState',
      'Instance metadata is already being deleted.',
    );
    rds.cloud.advance(360);
    const [snapshot] = rds.cloud.inventory(snapshotType);
    expect(snapshot?.observed).to.deep.include({
      serving: true,
      copyOf: state?.resource.incarnation,
      data,
    });
    expect(rds.cloud.inventory(backupType)).to.be.empty;
  });

  it('stop, start again by themselves after seven days, and reboot', () => {
    rds.withInstance();
    const { effects } = rds.cloud.preview('RDS', 'StopDBInstance', { DBInstanceIdentifier });
    expect(
      effects.map(({ from, kind, until }) => [kind, until === null ? null : (until - from) / 1000]),
    ).to.deep.equal([['stop', 7 * daySeconds + 300]]);
    rds.call('StopDBInstance', { DBInstanceIdentifier });
    expect(rds.instance().DBInstanceStatus).to.equal('stopping');
    rds.cloud.advance(120);
    expect(rds.instance().DBInstanceStatus).to.equal('stopped');
    expectError(
      rds.errorOf('RebootDBInstance', { DBInstanceIdentifier }),
      'InvalidDBInstanceState',
      'Instance metadata is not in available state.',
    );
    rds.call('StartDBInstance', { DBInstanceIdentifier });
    rds.cloud.advance(300);
    rds.call('RebootDBInstance', { DBInstanceIdentifier });
    expect(rds.instance().DBInstanceStatus).to.equal('rebooting');
    rds.cloud.advance(60);
    rds.call('StopDBInstance', { DBInstanceIdentifier });
    rds.cloud.advance(7 * daySeconds + 300);
    expect(rds.instance().DBInstanceStatus).to.equal('available');
    expect(rds.errorOf('RebootDBInstance', { DBInstanceIdentifier, ForceFailover: true }).code).to.equal(
      'InvalidParameterCombination',
    );
  });

  it('change at once, with work on them, or in their maintenance window', () => {
    rds.withInstance({ PreferredMaintenanceWindow: 'wed:03:00-wed:03:30' });
    rds.call('ModifyDBInstance', {
      DBInstanceIdentifier,
      CopyTagsToSnapshot: true,
      BackupRetentionPeriod: 14,
    });
    expect(rds.instance()).to.include({
      DBInstanceStatus: 'available',
      CopyTagsToSnapshot: true,
      BackupRetentionPeriod: 14,
    });
    rds.call('ModifyDBInstance', {
      DBInstanceIdentifier,
      DBInstanceClass: 'db.r6g.xlarge',
      ApplyImmediately: true,
    });
    expect(rds.instance()).to.include({ DBInstanceStatus: 'modifying', DBInstanceClass: 'db.r6g.large' });
    expect(rds.instance().PendingModifiedValues).to.deep.equal({ DBInstanceClass: 'db.r6g.xlarge' });
    rds.cloud.advance(180);
    expect(rds.instance()).to.include({ DBInstanceStatus: 'available', DBInstanceClass: 'db.r6g.xlarge' });
    rds.call('ModifyDBInstance', { DBInstanceIdentifier, AllocatedStorage: 800 });
    expect(rds.instance()).to.deep.include({
      DBInstanceStatus: 'available',
      AllocatedStorage: 500,
      PendingModifiedValues: { AllocatedStorage: 800 },
    });
    // 15 December 2025 is a Monday.
    rds.cloud.world.advanceTo(Date.UTC(2025, 11, 17, 3), null);
    expect(rds.instance().DBInstanceStatus).to.equal('modifying');
    rds.cloud.advance(180);
    expect(rds.instance()).to.deep.include({
      DBInstanceStatus: 'available',
      AllocatedStorage: 800,
      PendingModifiedValues: {},
    });
  });

  it('open to the internet show as exposed, and their tags are changed by ARN', () => {
    rds.withInstance();
    const input = { DBInstanceIdentifier, PubliclyAccessible: true };
    const kinds = rds.cloud.preview('RDS', 'ModifyDBInstance', input).effects.map(({ kind }) => kind);
    expect(kinds).to.include('expose');
    const ResourceName = rds.instance().DBInstanceArn;
    rds.call('AddTagsToResource', { ResourceName, Tags: [{ Key: 'stage', Value: 'live' }] });
    expect(rds.call('ListTagsForResource', { ResourceName })).to.deep.equal({
      TagList: [{ Key: 'stage', Value: 'live' }],
    });
    rds.call('RemoveTagsFromResource', { ResourceName, TagKeys: ['stage'] });
    expect(rds.instance().TagList).to.be.empty;
    expect(rds.errorOf('ListTagsForResource', { ResourceName: `${ResourceName ?? ''}x` }).code).to.equal(
      'DBInstanceNotFound',
    );
  });

  it('with a managed password name its secret', () => {
    rds.withInstance({ MasterUserPassword: undefined, ManageMasterUserPassword: true });
    expect(rds.instance().MasterUserSecret?.SecretArn).to.match(
      new RegExp(`^arn:aws-cn:secretsmanager:cn-north-1:${testAccount}:secret:rds!db-[0-9a-f-]{36}-`),
    );
  });

  it('follow the documented statuses for any order of calls, however long one waits', () => {
    const operations = ['StopDBInstance', 'StartDBInstance', 'RebootDBInstance', 'wait'] as const;
    const from: Readonly<Record<string, string>> = {
      StopDBInstance: 'available',
      StartDBInstance: 'stopped',
      RebootDBInstance: 'available',
    };
    const then: Readonly<Record<string, string>> = {
      StopDBInstance: 'stopped',
      StartDBInstance: 'available',
      RebootDBInstance: 'available',
    };
    rds.withInstance();
    let number = 0;
    const property = fc.property(fc.array(fc.constantFrom(...operations), { maxLength: 10 }), (steps) => {
      number += 1;
      const id = `db-${number}`;
      rds.call('CreateDBInstance', { ...metadata, DBInstanceIdentifier: id });
      let settled = 'available';
      let busy = true;
      for (const step of steps) {
        if (step === 'wait') {
          rds.cloud.advance(600);
          busy = false;
          continue;
        }
        try {
          rds.call(step, { DBInstanceIdentifier: id });
          expect([busy, settled]).to.deep.equal([false, from[step]]);
          settled = then[step]!;
          busy = true;
        } catch (error) {
          if (!(error instanceof AwsFailure)) throw error;
          expect(error.error.code).to.equal('InvalidDBInstanceState');
          expect(busy || settled !== from[step]).to.be.true;
        }
      }
      rds.cloud.advance(600);
      expect(rds.instance(id).DBInstanceStatus).to.equal(settled);
    });
    fc.assert(property, { seed: 5, numRuns: 40 });
  });
});
