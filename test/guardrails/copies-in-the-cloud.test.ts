/** Copies as the embedded cloud has them: who may delete them, how old their data is. */
import { expect } from 'chai';
import { credentialsActor, type Actor } from '../../harness/contract/actor.js';
import type { Judgement } from '../../harness/contract/guardrail.js';
import { cloudUnderTest, testAccount, type CloudUnderTest } from '../cloud/cloud-under-test.js';
import { seedVolume } from '../cloud/services/seeded-volume.js';
import { backupType, rdsUnderTest, snapshotType } from '../cloud/services/rds-under-test.js';
import { build, judge } from './build.js';

const table = 'UsageTable';
const user = credentialsActor(`arn:aws-cn:iam::${testAccount}:user/li.wei`, 'AKIALIWEILIWEILIWEI0');

function allow(cloud: CloudUnderTest, ...Action: string[]): void {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
  const PolicyDocument = JSON.stringify(document);
  cloud.call('IAM', 'PutUserPolicy', { UserName: 'li.wei', PolicyName: 'work', PolicyDocument });
}

/** A table with data, a backup of it, and a user who may delete the table. */
async function withBackup(settings: (cloud: CloudUnderTest) => object = () => ({})): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  cloud.call('IAM', 'CreateUser', { UserName: 'li.wei' });
  allow(cloud, 'dynamodb:DeleteTable');
  cloud.call('DynamoDB', 'CreateTable', {
    ...settings(cloud),
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'account', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'account', KeyType: 'HASH' }],
  });
  cloud.advance(60);
  seedVolume(cloud, 'AWS::DynamoDB::Table', table, { records: 1_200_000, bytes: 5_000_000_000 });
  cloud.call('DynamoDB', 'CreateBackup', { TableName: table, BackupName: 'before' });
  cloud.advance(60);
  return cloud;
}

async function deleting(cloud: CloudUnderTest, actor: Actor = user): Promise<Judgement> {
  const request = { service: 'DynamoDB', operation: 'DeleteTable', input: { TableName: table } };
  const call = cloud.backend.understand({ ...request, region: 'cn-north-1', actor }, 'c99');
  const { effects } = cloud.backend.preview(call, true);
  const guardrail = await build('backup-before-destroy', {
    resources: [{ type: 'AWS::DynamoDB::Table' }],
  });
  return judge(guardrail, { call, effects, inventory: cloud.backend.view });
}

describe('backup-before-destroy in the embedded cloud', () => {
  it('lets a table go whose backup its deleter cannot delete', async () => {
    expect(await deleting(await withBackup())).to.deep.equal({ answer: 'allow' });
  });

  it('denies once the same user may delete backups', async () => {
    const cloud = await withBackup();
    allow(cloud, 'dynamodb:Delete*');
    const judgement = await deleting(cloud);
    expect(judgement.answer).to.equal('deny');
    expect(judgement)
      .to.have.property('reason')
      .that.matches(/^no copy of .*UsageTable that li\.wei cannot delete$/);
  });

  it('denies once the backup is a day old, or is not there yet', async () => {
    const cloud = await withBackup();
    cloud.advance(25 * 3600);
    expect(await deleting(cloud))
      .to.have.property('reason')
      .that.contains('from the last 24 hours');
    cloud.call('DynamoDB', 'CreateBackup', { TableName: table, BackupName: 'again' });
    expect((await deleting(cloud)).answer).to.equal('deny');
    cloud.advance(60);
    expect((await deleting(cloud)).answer).to.equal('allow');
  });

  it('denies once the same user may take the key away that table and backup are encrypted with', async () => {
    const cloud = await withBackup((world) => {
      const { KeyMetadata } = world.call<{ KeyMetadata: { Arn: string } }>('KMS', 'CreateKey');
      return { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: KeyMetadata.Arn } };
    });
    expect((await deleting(cloud)).answer).to.equal('allow');
    allow(cloud, 'dynamodb:DeleteTable', 'kms:ScheduleKeyDeletion');
    expect(await deleting(cloud))
      .to.have.property('reason')
      .that.matches(/UsageTable whose key li\.wei cannot take away$/);
  });

  it('knows how old data is: a copied snapshot’s as old as the first, an automated backup’s as young as can be', async () => {
    const { call, cloud, withInstance } = await rdsUnderTest();
    withInstance();
    const madeAt = cloud.world.now;
    call('CreateDBSnapshot', { DBInstanceIdentifier: 'metadata', DBSnapshotIdentifier: 'first' });
    cloud.advance(2 * 3600);
    call('CopyDBSnapshot', { SourceDBSnapshotIdentifier: 'first', TargetDBSnapshotIdentifier: 'second' });
    const ages = (type: string): (number | null)[] =>
      cloud.inventory(type).map(({ resource }) => cloud.backend.view.copiedAt(resource));
    expect(ages(snapshotType)).to.deep.equal([madeAt, madeAt]);
    expect(ages(backupType)).to.deep.equal([cloud.world.now - 300_000]);
    const gone = { ...cloud.inventory(snapshotType)[0]!.resource, incarnation: 'another' };
    expect(cloud.backend.view.copiedAt(gone)).to.equal(null);
  });
});
