import { expect } from 'chai';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { cloudUnderTest, testStart } from '../cloud-under-test.js';
import { costsTable, describeTable, tableArn, tableType, withTable } from './costs-table.js';
import { expectError } from './expect-error.js';
import { configurationOf, provideResource } from './provided-resource.js';
import { seedVolume } from './seeded-volume.js';

describe('DynamoDB tables', () => {
  it('are CREATING, then ACTIVE, and listed', async () => {
    const cloud = await cloudUnderTest();
    const created = cloud.call<{ TableDescription: TableDescription }>('DynamoDB', 'CreateTable', costsTable);
    expect(created.TableDescription.TableStatus).to.equal('CREATING');
    expect(cloud.inventory(tableType)[0]?.observed.serving).to.be.false;
    cloud.advance(15);
    const table = describeTable(cloud);
    expect(table).to.include({ TableStatus: 'ACTIVE', TableArn: tableArn, ItemCount: 0, TableSizeBytes: 0 });
    expect(table.CreationDateTime).to.deep.equal(new Date(testStart));
    expect(cloud.call('DynamoDB', 'ListTables')).to.deep.equal({ TableNames: ['costs'] });
    expect(
      cloud.call<{ Table: TableDescription }>('DynamoDB', 'DescribeTable', { TableName: tableArn }).Table
        .TableName,
    ).to.equal('costs');
  });

  it('are listed page by page', async () => {
    const cloud = await cloudUnderTest();
    for (const TableName of ['aaa', 'bbb', 'ccc'])
      cloud.call('DynamoDB', 'CreateTable', { ...costsTable, TableName });
    expect(cloud.call('DynamoDB', 'ListTables', { Limit: 2 })).to.deep.equal({
      TableNames: ['aaa', 'bbb'],
      LastEvaluatedTableName: 'bbb',
    });
    expect(cloud.call('DynamoDB', 'ListTables', { Limit: 2, ExclusiveStartTableName: 'bbb' })).to.deep.equal({
      TableNames: ['ccc'],
    });
  });

  it('are refused with names taken, keys undefined or throughput missing', async () => {
    const cloud = await withTable();
    const error = (changes: object): AwsError =>
      cloud.errorOf('DynamoDB', 'CreateTable', { ...costsTable, TableName: 'other', ...changes });
    expectError(error({ TableName: 'costs' }), 'ResourceInUseException', 'Table already exists: costs');
    expectError(
      error({ BillingMode: 'PROVISIONED' }),
      'ValidationException',
      /must both be specified when BillingMode is PROVISIONED/,
    );
    expectError(
      error({ AttributeDefinitions: [] }),
      'ValidationException',
      /Some index key attributes are not defined/,
    );
    expectError(error({ TableName: 'a' }), 'ValidationException', /greater than or equal to 3/);
    expectError(
      error({ OnDemandThroughput: { MaxReadRequestUnits: 1 } }),
      'NotImplemented',
      'not implemented: DynamoDB.CreateTable with OnDemandThroughput',
      'unsupported',
    );
    expectError(
      cloud.errorOf('DynamoDB', 'DescribeTable', { TableName: 'gone' }),
      'ResourceNotFoundException',
      'Requested resource not found: Table: gone not found',
    );
  });

  it('with deletion protection cannot be deleted until it is switched off', async () => {
    const cloud = await withTable({ DeletionProtectionEnabled: true });
    expect(cloud.inventory(tableType)[0]?.observed.protections).to.deep.equal(['DeletionProtectionEnabled']);
    expectError(
      cloud.errorOf('DynamoDB', 'DeleteTable', { TableName: 'costs' }),
      'ValidationException',
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      'protection',
    );
    expect(describeTable(cloud).TableStatus).to.equal('ACTIVE');
    const unprotect = { TableName: 'costs', DeletionProtectionEnabled: false };
    expect(cloud.preview('DynamoDB', 'UpdateTable', unprotect).effects.map(({ kind }) => kind)).to.deep.equal(
      ['unprotect'],
    );
    cloud.call('DynamoDB', 'UpdateTable', unprotect);
    cloud.call('DynamoDB', 'DeleteTable', { TableName: 'costs' });
    cloud.advance(60);
    expect(cloud.inventory(tableType)).to.be.empty;
  });

  it('show what deleting one does, protected or not', async () => {
    const cloud = await withTable({ DeletionProtectionEnabled: true });
    seedVolume(cloud, tableType, 'costs', { records: 2_000_000_000, bytes: 40 * 2 ** 40 });
    const input = { TableName: 'costs' };
    expect(cloud.preview('DynamoDB', 'DeleteTable', input).effects).to.deep.equal([]);
    const { effects } = cloud.preview('DynamoDB', 'DeleteTable', input, { checked: false });
    expect(
      effects.map(({ from, kind, loses }) => [kind, (from - cloud.world.now) / 1000, loses]),
    ).to.deep.equal([
      ['stop', 0, null],
      ['delete', 20, { records: 2_000_000_000, bytes: 40 * 2 ** 40 }],
    ]);
    expect(describeTable(cloud)).to.include({ TableStatus: 'ACTIVE', ItemCount: 2_000_000_000 });
  });

  it('change in place: billing, indexes, streams, class', async () => {
    const cloud = await withTable();
    cloud.call('DynamoDB', 'UpdateTable', {
      TableName: 'costs',
      AttributeDefinitions: [
        ...costsTable.AttributeDefinitions,
        { AttributeName: 'service', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'by-service',
            KeySchema: [{ AttributeName: 'service', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
    });
    const updating = describeTable(cloud);
    expect(updating.TableStatus).to.equal('UPDATING');
    expect(updating.GlobalSecondaryIndexes?.[0]?.IndexStatus).to.equal('CREATING');
    expectError(
      cloud.errorOf('DynamoDB', 'UpdateTable', { TableName: 'costs', TableClass: 'STANDARD' }),
      'ResourceInUseException',
      /Table is being updated: costs$/,
    );
    cloud.advance(60);
    const same = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    expectError(
      cloud.errorOf('DynamoDB', 'UpdateTable', { TableName: 'costs', ProvisionedThroughput: same }),
      'ValidationException',
      /will not change/,
    );
    const table = describeTable(cloud);
    expect(table).to.include({ TableStatus: 'ACTIVE' });
    expect(table.GlobalSecondaryIndexes?.[0]).to.include({
      IndexStatus: 'ACTIVE',
      IndexArn: `${tableArn}/index/by-service`,
    });
    expect(table.LatestStreamArn).to.match(/table\/costs\/stream\/2025-12-15T09:00:15\.000$/);
    expect(table.ProvisionedThroughput?.ReadCapacityUnits).to.equal(5);
    expect(table.TableClassSummary).to.deep.equal({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
  });

  it('carry tags and a resource policy, which shows whether anyone gets in', async () => {
    const cloud = await withTable({ Tags: [{ Key: 'team', Value: 'cost' }] });
    cloud.call('DynamoDB', 'TagResource', { ResourceArn: tableArn, Tags: [{ Key: 'stage', Value: 'prod' }] });
    cloud.call('DynamoDB', 'UntagResource', { ResourceArn: tableArn, TagKeys: ['team'] });
    expect(cloud.call('DynamoDB', 'ListTagsOfResource', { ResourceArn: tableArn })).to.deep.equal({
      Tags: [{ Key: 'stage', Value: 'prod' }],
    });
    const statement = { Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource: tableArn };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const input = { ResourceArn: tableArn, Policy };
    const kinds = cloud.preview('DynamoDB', 'PutResourcePolicy', input).effects.map(({ kind }) => kind);
    expect(kinds).to.have.members(['expose', 'grant']);
    cloud.call('DynamoDB', 'PutResourcePolicy', input);
    expect(
      cloud.call<{ Policy: string }>('DynamoDB', 'GetResourcePolicy', { ResourceArn: tableArn }).Policy,
    ).to.equal(Policy);
    cloud.call('DynamoDB', 'DeleteResourcePolicy', { ResourceArn: tableArn });
    expect(cloud.errorOf('DynamoDB', 'GetResourcePolicy', { ResourceArn: tableArn }).code).to.equal(
      'PolicyNotFoundException',
    );
  });
});

describe('AWS::DynamoDB::Table', () => {
  const properties = {
    AttributeDefinitions: [{ AttributeName: 'account', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'account', KeyType: 'HASH' }],
    ProvisionedThroughput: { ReadCapacityUnits: '5', WriteCapacityUnits: 5 },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'true' },
    TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
    DeletionProtectionEnabled: true,
    Tags: [{ Key: 'team', Value: 'cost' }],
  };

  it('comes up with all that its template says, under a generated name', async () => {
    const cloud = await cloudUnderTest();
    const table = provideResource(cloud, tableType, properties);
    expect(table.id).to.match(/^costs-Member-[A-Z2-7]{12}$/);
    expect(table.attributes()).to.deep.equal({
      Arn: `arn:aws-cn:dynamodb:cn-north-1:123456789012:table/${table.id}`,
    });
    const [state] = cloud.inventory(tableType);
    expect(state?.resource.stack).to.include({ stackName: 'costs', logicalId: 'Member' });
    expect(state?.observed).to.deep.include({
      serving: true,
      protections: ['DeletionProtectionEnabled', 'PointInTimeRecoveryEnabled'],
    });
    expect(configurationOf(cloud, tableType)).to.deep.include({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      Tags: { team: 'cost' },
      TimeToLive: 'until',
    });
  });

  it('is updated in place and deleted once unprotected; deleting it again is no error', async () => {
    const cloud = await cloudUnderTest();
    const table = provideResource(cloud, tableType, properties);
    expect(() => table.remove()).to.throw(/protected against deletion/);
    const { ProvisionedThroughput: _throughput, ...others } = properties;
    table.update({
      ...others,
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: false,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      Tags: [{ Key: 'stage', Value: 'prod' }],
    });
    expect(cloud.inventory(tableType)[0]?.observed.protections).to.deep.equal([]);
    expect(configurationOf(cloud, tableType)).to.deep.include({
      BillingMode: 'PAY_PER_REQUEST',
      Tags: { stage: 'prod' },
    });
    table.remove();
    expect(cloud.inventory(tableType)).to.be.empty;
    table.remove();
  });

  it('refuses what has no behaviour behind it', async () => {
    const cloud = await cloudUnderTest();
    const KinesisStreamSpecification = { StreamArn: 'arn:aws-cn:kinesis:cn-north-1:123456789012:stream/x' };
    expect(() => provideResource(cloud, tableType, { ...properties, KinesisStreamSpecification })).to.throw(
      'not implemented: AWS::DynamoDB::Table with KinesisStreamSpecification',
    );
  });
});
