/** What becomes of data in other services when its key cannot be used, comes back, or is destroyed. */
import { expect } from 'chai';
import type { Effect } from '../../../harness/contract/effect.js';
import type { DataVolume, Observation } from '../../../harness/contract/resource.js';
import { keyTimes } from '../../../harness/cloud/key-times.js';
import { cloudUnderTest, testRegion, type CloudUnderTest } from '../cloud-under-test.js';
import { backupType, costsTable, describeTable, tableType } from './costs-table.js';
import { bucketType } from './costs-bucket.js';
import { daySeconds } from './kms-under-test.js';
import { instanceType, metadata } from './rds-under-test.js';
import { createRole, functionType, reportFunction } from './report-function.js';
import { seedVolume } from './seeded-volume.js';

const volume: DataVolume = { records: 1_000_000, bytes: 2 ** 40 };
const nothing: DataVolume = { records: 0, bytes: 0 };
const queueType = 'AWS::SQS::Queue';
const dependents = [tableType, bucketType, instanceType, queueType, functionType];

interface UnderOneKey {
  readonly cloud: CloudUnderTest;
  readonly KeyId: string;
  readonly key: (operation: string, further?: object) => void;
  readonly observed: (type: string) => Observation;
  readonly serving: () => Record<string, boolean>;
}

/** A table, a bucket, a database, a queue and a function under one key, with a million records each where they hold data. */
async function underOneKey(): Promise<UnderOneKey> {
  const cloud = await cloudUnderTest();
  const { KeyMetadata } = cloud.call<{ KeyMetadata: { KeyId: string; Arn: string } }>('KMS', 'CreateKey');
  const { Arn, KeyId } = KeyMetadata;
  cloud.call('KMS', 'CreateAlias', { AliasName: 'alias/costs', TargetKeyId: KeyId });
  const SSESpecification = { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: KeyId };
  cloud.call('DynamoDB', 'CreateTable', { ...costsTable, SSESpecification });
  const Bucket = 'cost-reports';
  const CreateBucketConfiguration = { LocationConstraint: testRegion };
  cloud.call('S3', 'CreateBucket', { Bucket, CreateBucketConfiguration });
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: Arn } };
  cloud.call('S3', 'PutBucketEncryption', {
    Bucket,
    ServerSideEncryptionConfiguration: { Rules: [rule] },
  });
  cloud.call('RDS', 'CreateDBInstance', { ...metadata, StorageEncrypted: true, KmsKeyId: Arn });
  cloud.call('SQS', 'CreateQueue', { QueueName: 'usage', Attributes: { KmsMasterKeyId: 'alias/costs' } });
  createRole(cloud);
  cloud.call('Lambda', 'CreateFunction', { ...reportFunction, KMSKeyArn: Arn });
  cloud.advance(600);
  seedVolume(cloud, tableType, 'costs', volume);
  seedVolume(cloud, bucketType, Bucket, volume);
  seedVolume(cloud, instanceType, 'metadata', volume);
  const observed = (type: string): Observation => cloud.inventory(type)[0]!.observed;
  return {
    cloud,
    KeyId,
    key: (operation, further = {}) => {
      cloud.call('KMS', operation, { KeyId, ...further });
    },
    observed,
    serving: () => Object.fromEntries(dependents.map((type) => [type, observed(type).serving])),
  };
}

const all = (value: boolean): Record<string, boolean> =>
  Object.fromEntries(dependents.map((type) => [type, value]));

function kindsOn(effects: readonly Effect[], type: string): readonly string[] {
  return effects.filter(({ resource }) => resource.type === type).map(({ kind }) => kind);
}

describe('A key that cannot be used', () => {
  it('stops what it protects when each next needs it: the bucket at once, the table after minutes, the database after hours', async () => {
    const { cloud, key, serving } = await underOneKey();
    key('DisableKey');
    expect(serving()).to.deep.equal({ ...all(true), [bucketType]: false, [functionType]: false });
    cloud.advance(keyTimes.tableNotices);
    expect(serving()).to.deep.equal({ ...all(false), [instanceType]: true });
    cloud.advance(keyTimes.databaseNotices);
    expect(serving()).to.deep.equal(all(false));
  });

  it('is answered by each service in its own words', async () => {
    const { cloud, key } = await underOneKey();
    cloud.call('S3', 'PutObject', { Bucket: 'cost-reports', Key: 'a', Body: 'x' });
    key('DisableKey');
    const get = { Bucket: 'cost-reports', Key: 'a' };
    expect(cloud.errorOf('S3', 'GetObject', get).code).to.equal('KMS.DisabledException');
    expect(cloud.errorOf('S3', 'PutObject', { ...get, Body: 'y' }).code).to.equal('KMS.DisabledException');
    const counted = { ...get, Key: 'data/part-000000000007.bin' };
    expect(cloud.errorOf('S3', 'GetObject', counted).code).to.equal('KMS.DisabledException');
    cloud.advance(keyTimes.databaseNotices);
    expect(describeTable(cloud).TableStatus).to.equal('INACCESSIBLE_ENCRYPTION_CREDENTIALS');
    expect(describeTable(cloud).SSEDescription).to.have.property('InaccessibleEncryptionDateTime');
    expect(cloud.errorOf('DynamoDB', 'Scan', { TableName: 'costs' }).code).to.equal(
      'ResourceNotFoundException',
    );
    const QueueUrl = cloud.call<{ QueueUrl: string }>('SQS', 'GetQueueUrl', { QueueName: 'usage' }).QueueUrl;
    expect(cloud.errorOf('SQS', 'SendMessage', { QueueUrl, MessageBody: 'x' }).code).to.equal('KmsDisabled');
    const DBInstanceIdentifier = 'metadata';
    const { DBInstances } = cloud.call<{ DBInstances: { DBInstanceStatus: string }[] }>(
      'RDS',
      'DescribeDBInstances',
    );
    expect(DBInstances[0]!.DBInstanceStatus).to.equal('inaccessible-encryption-credentials-recoverable');
    expect(cloud.errorOf('RDS', 'StartDBInstance', { DBInstanceIdentifier }).code).to.equal(
      'KMSKeyNotAccessibleFault',
    );
  });

  it('is not missed where it was enabled again before', async () => {
    const { cloud, key, serving } = await underOneKey();
    key('DisableKey');
    cloud.advance(60);
    key('EnableKey');
    cloud.advance(2 * daySeconds);
    expect(serving()).to.deep.equal(all(true));
  });

  it('brings all back when it comes back, but a database waits for its owner', async () => {
    const { cloud, key, observed, serving } = await underOneKey();
    key('ScheduleKeyDeletion', { PendingWindowInDays: 7 });
    cloud.advance(daySeconds);
    key('CancelKeyDeletion');
    expect(serving()).to.deep.equal(all(false));
    key('EnableKey');
    expect(serving()).to.deep.equal({ ...all(true), [instanceType]: false });
    cloud.call('RDS', 'StartDBInstance', { DBInstanceIdentifier: 'metadata' });
    cloud.advance(600);
    expect(serving()).to.deep.equal(all(true));
    for (const type of [tableType, bucketType, instanceType]) {
      expect(observed(type).data, type).to.deep.equal(volume);
    }
  });

  it('leaves an archived table after a week, whose backup the key opens again', async () => {
    const { cloud, key, observed } = await underOneKey();
    key('DisableKey');
    cloud.advance(keyTimes.tableNotices + keyTimes.tableArchived + 10);
    const table = describeTable(cloud);
    expect(table.TableStatus).to.equal('ARCHIVED');
    const BackupArn = table.ArchivalSummary?.ArchivalBackupArn;
    expect(observed(tableType).data).to.deep.equal(nothing);
    expect(observed(backupType)).to.deep.include({ serving: false, data: volume });
    const restore = { BackupArn, TargetTableName: 'again' };
    expect(cloud.errorOf('DynamoDB', 'RestoreTableFromBackup', restore).code).to.equal('ValidationException');
    key('EnableKey');
    expect(describeTable(cloud).TableStatus).to.equal('ARCHIVED');
    cloud.call('DynamoDB', 'RestoreTableFromBackup', restore);
    cloud.advance(3600);
    expect(describeTable(cloud, 'again')).to.include({ TableStatus: 'ACTIVE', ItemCount: volume.records });
    cloud.call('DynamoDB', 'DeleteTable', { TableName: 'costs' });
  });

  it('leaves a database after a week in its terminal state, from which only a copy helps', async () => {
    const { cloud, key, observed } = await underOneKey();
    cloud.call('RDS', 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'metadata',
      DBSnapshotIdentifier: 'before',
    });
    cloud.advance(600);
    key('DisableKey');
    expect(observed('AWS::RDS::DBSnapshot').serving).to.equal(false);
    cloud.advance(keyTimes.databaseNotices + keyTimes.databaseTerminal);
    key('EnableKey');
    expect(observed(instanceType)).to.deep.include({ serving: false, data: nothing });
    const DBInstanceIdentifier = 'metadata';
    expect(cloud.errorOf('RDS', 'StartDBInstance', { DBInstanceIdentifier }).code).to.equal(
      'InvalidDBInstanceState',
    );
    expect(observed('AWS::RDS::DBSnapshot')).to.deep.include({ serving: true, data: volume });
  });
});

describe('ScheduleKeyDeletion', () => {
  it('shows what stops, and what is lost for good once the window is over', async () => {
    const { cloud, KeyId } = await underOneKey();
    const { effects } = cloud.preview('KMS', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    expect(kindsOn(effects, 'AWS::KMS::Key')).to.include.members(['stop', 'expire', 'delete']);
    for (const type of [tableType, bucketType, instanceType]) {
      expect(kindsOn(effects, type), type).to.deep.equal(['stop', 'delete']);
      const lost = effects.find(({ kind, resource }) => kind === 'delete' && resource.type === type);
      expect(lost?.loses, type).to.deep.equal(volume);
    }
    expect(kindsOn(effects, queueType)).to.deep.equal(['stop']);
  });

  it('spares copies under another key', async () => {
    const { cloud, key } = await underOneKey();
    const DBSnapshotIdentifier = 'before';
    cloud.call('RDS', 'CreateDBSnapshot', { DBInstanceIdentifier: 'metadata', DBSnapshotIdentifier });
    cloud.advance(600);
    const other = cloud.call<{ KeyMetadata: { KeyId: string } }>('KMS', 'CreateKey').KeyMetadata.KeyId;
    cloud.call('RDS', 'CopyDBSnapshot', {
      SourceDBSnapshotIdentifier: DBSnapshotIdentifier,
      TargetDBSnapshotIdentifier: 'elsewhere',
      KmsKeyId: other,
    });
    cloud.advance(600);
    key('ScheduleKeyDeletion', { PendingWindowInDays: 7 });
    cloud.advance(8 * daySeconds);
    const snapshots = cloud.inventory('AWS::RDS::DBSnapshot');
    const data = Object.fromEntries(snapshots.map(({ resource, observed }) => [resource.id, observed.data]));
    expect(data).to.deep.equal({ before: nothing, elsewhere: volume });
    cloud.call('RDS', 'RestoreDBInstanceFromDBSnapshot', {
      DBInstanceIdentifier: 'again',
      DBSnapshotIdentifier: 'elsewhere',
    });
  });

  it('takes what came under the key, whatever the bucket’s default is by then', async () => {
    const { cloud, key, observed } = await underOneKey();
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };
    cloud.call('S3', 'PutBucketEncryption', {
      Bucket: 'cost-reports',
      ServerSideEncryptionConfiguration: { Rules: [rule] },
    });
    key('ScheduleKeyDeletion', { PendingWindowInDays: 7 });
    cloud.advance(8 * daySeconds);
    expect(observed(bucketType)).to.deep.include({ serving: false, data: nothing });
  });
});
