import { expect } from 'chai';
import fc from 'fast-check';
import type { ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { testStart } from '../cloud-under-test.js';
import { day, describeTable, putItem, scan, withTable } from './costs-table.js';
import { expectError } from './expect-error.js';

describe('DynamoDB items', () => {
  it('are put, read, updated, deleted and counted', async () => {
    const cloud = await withTable();
    putItem(cloud, day('a', 1, { cost: { N: '10.50' }, raw: { B: Buffer.from('xyz') } }));
    expect(describeTable(cloud)).to.include({ ItemCount: 1 });
    const Key = day('a', 1);
    const got = cloud.call<{ Item: Record<string, unknown> }>('DynamoDB', 'GetItem', {
      TableName: 'costs',
      Key,
    });
    expect(got.Item['cost']).to.deep.equal({ N: '10.5' });
    expect(got.Item['raw']).to.deep.equal({ B: Buffer.from('xyz') });
    const update = {
      TableName: 'costs',
      Key,
      UpdateExpression:
        'SET #c = #c + :more, tags = list_append(if_not_exists(tags, :none), :tag) REMOVE raw ADD seen :one',
      ConditionExpression: 'attribute_exists(account) AND #c BETWEEN :low AND :high',
      ExpressionAttributeNames: { '#c': 'cost' },
      ExpressionAttributeValues: {
        ':more': { N: '0.1' },
        ':none': { L: [] },
        ':tag': { L: [{ S: 'x' }] },
        ':one': { N: '1' },
        ':low': { N: '10' },
        ':high': { N: '11' },
      },
      ReturnValues: 'ALL_NEW',
    };
    expect(cloud.call('DynamoDB', 'UpdateItem', update)).to.deep.equal({
      Attributes: { ...day('a', 1), cost: { N: '10.6' }, tags: { L: [{ S: 'x' }] }, seen: { N: '1' } },
    });
    expect(
      cloud.call('DynamoDB', 'DeleteItem', { TableName: 'costs', Key, ReturnValues: 'ALL_OLD' }),
    ).to.have.property('Attributes');
    expect(describeTable(cloud)).to.include({ ItemCount: 0, TableSizeBytes: 0 });
    expect(cloud.call('DynamoDB', 'GetItem', { TableName: 'costs', Key })).to.deep.equal({});
  });

  it('keep a failed condition from writing anything', async () => {
    const cloud = await withTable();
    putItem(cloud, day('a', 1));
    const before = cloud.world.state;
    const input = {
      TableName: 'costs',
      Item: day('a', 1, { cost: { N: '1' } }),
      ConditionExpression: 'attribute_not_exists(account)',
    };
    expectError(
      cloud.errorOf('DynamoDB', 'PutItem', input),
      'ConditionalCheckFailedException',
      'The conditional request failed',
    );
    expect(cloud.world.state.changesTo(before).filter(({ key }) => !key.startsWith('l/'))).to.deep.equal([]);
  });

  it('are refused with wrong keys, expressions or options', async () => {
    const cloud = await withTable();
    const error = (operation: string, input: object): AwsError =>
      cloud.errorOf('DynamoDB', operation, { TableName: 'costs', ...input });
    expectError(
      error('PutItem', { Item: { account: { S: 'a' } } }),
      'ValidationException',
      'One or more parameter values were invalid: Missing the key day in the item',
    );
    expectError(
      error('PutItem', { Item: { account: { N: '1' }, day: { N: '1' } } }),
      'ValidationException',
      'One or more parameter values were invalid: Type mismatch for key account expected: S actual: N',
    );
    expectError(
      error('GetItem', { Key: { account: { S: 'a' } } }),
      'ValidationException',
      'The provided key element does not match the schema',
    );
    expectError(
      error('UpdateItem', { Key: day('a', 1), UpdateExpression: 'SET cost :x' }),
      'ValidationException',
      /^Invalid UpdateExpression: Syntax error; token: ":x"/,
    );
    expectError(
      error('UpdateItem', {
        Key: day('a', 1),
        UpdateExpression: 'SET x = :x',
        ExpressionAttributeValues: { ':x': { S: '' }, ':y': { S: '' } },
      }),
      'ValidationException',
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:y}',
    );
    expectError(
      error('UpdateItem', {
        Key: day('a', 1),
        UpdateExpression: 'SET account = :x',
        ExpressionAttributeValues: { ':x': { S: 'b' } },
      }),
      'ValidationException',
      /Cannot update attribute account\. This attribute is part of the key$/,
    );
    expectError(
      error('PutItem', { Item: day('a', 1), Expected: { account: { Exists: false } } }),
      'NotImplemented',
      'not implemented: DynamoDB.PutItem with Expected',
      'unsupported',
    );
    expectError(
      cloud.errorOf('DynamoDB', 'PutItem', { TableName: 'gone', Item: day('a', 1) }),
      'ResourceNotFoundException',
      'Requested resource not found',
    );
  });

  it('are queried in the order of the sort key, page by page, both ways', async () => {
    const cloud = await withTable();
    for (const number of [2, 10, 1, -3])
      putItem(cloud, day('a', number, { cost: { N: String(number * 2) } }));
    putItem(cloud, day('b', 1));
    const input = {
      TableName: 'costs',
      KeyConditionExpression: 'account = :a AND #d > :d',
      ExpressionAttributeNames: { '#d': 'day' },
      ExpressionAttributeValues: { ':a': { S: 'a' }, ':d': { N: '-1' } },
      ProjectionExpression: '#d',
      Limit: 2,
    };
    const first = cloud.call<ScanCommandOutput>('DynamoDB', 'Query', input);
    expect(first.Items).to.deep.equal([{ day: { N: '1' } }, { day: { N: '2' } }]);
    expect(first.LastEvaluatedKey).to.deep.equal(day('a', 2));
    const second = cloud.call<ScanCommandOutput>('DynamoDB', 'Query', {
      ...input,
      ExclusiveStartKey: first.LastEvaluatedKey,
    });
    expect(second).to.deep.equal({ Items: [{ day: { N: '10' } }], Count: 1, ScannedCount: 1 });
    const down = cloud.call<ScanCommandOutput>('DynamoDB', 'Query', {
      ...input,
      ScanIndexForward: false,
      Limit: 1,
    });
    expect(down.Items).to.deep.equal([{ day: { N: '10' } }]);
    expectError(
      cloud.errorOf('DynamoDB', 'Query', { ...input, KeyConditionExpression: '#d > :d AND #d > :a' }),
      'ValidationException',
      'Query condition missed key schema element: account',
    );
  });

  it('are scanned with a filter, and written and read in batches', async () => {
    const cloud = await withTable();
    const requests = [1, 2, 3].map((number) => ({ PutRequest: { Item: day('a', number) } }));
    cloud.call('DynamoDB', 'BatchWriteItem', { RequestItems: { costs: requests } });
    const found = scan(cloud, 'costs', {
      FilterExpression: 'NOT #d IN (:one, :two) OR size(account) > :two',
      ExpressionAttributeNames: { '#d': 'day' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':two': { N: '2' } },
    });
    expect(found).to.deep.equal({ Items: [day('a', 3)], Count: 1, ScannedCount: 3 });
    const batch = cloud.call<{ Responses: Record<string, unknown[]> }>('DynamoDB', 'BatchGetItem', {
      RequestItems: { costs: { Keys: [day('a', 1), day('a', 9)] } },
    });
    expect(batch.Responses['costs']).to.deep.equal([day('a', 1)]);
    const removals = [1, 2, 3].map((number) => ({ DeleteRequest: { Key: day('a', number) } }));
    const deletion = { RequestItems: { costs: removals } };
    const [effect] = cloud.preview('DynamoDB', 'BatchWriteItem', deletion).effects;
    expect(effect).to.deep.include({ kind: 'delete', loses: { records: 3, bytes: 3 * 13 } });
    const twice = { RequestItems: { costs: [removals[0], removals[0]] } };
    expectError(
      cloud.errorOf('DynamoDB', 'BatchWriteItem', twice),
      'ValidationException',
      'Provided list of item keys contains duplicates',
    );
  });

  it('behave as a map does, and the volume counts them, whatever is done (seeded)', async () => {
    const cloud = await withTable();
    const model = new Map<string, string>();
    const step = fc.record({
      account: fc.constantFrom('a', 'b/c', '#'),
      day: fc.integer({ min: -2, max: 2 }),
      value: fc.option(fc.string({ maxLength: 5 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const { account, day: number, value } of steps) {
          const key = JSON.stringify([account, number]);
          if (value === null) {
            model.delete(key);
            cloud.call('DynamoDB', 'DeleteItem', { TableName: 'costs', Key: day(account, number) });
          } else {
            model.set(key, value);
            putItem(cloud, day(account, number, { value: { S: value } }));
          }
        }
        const items = scan(cloud).Items ?? [];
        const found = items.map((item) => [
          JSON.stringify([item['account']?.S, Number(item['day']?.N)]),
          item['value']?.S,
        ]);
        expect(found).to.have.deep.members([...model]);
        const bytes = items.reduce((total, item) => {
          const digits = String(Math.abs(Number(item['day']?.N))).replace(/^0$/, '').length;
          const { account, value } = item;
          return (
            total +
            7 +
            Buffer.byteLength(account?.S ?? '') +
            3 +
            Math.ceil(digits / 2) +
            1 +
            5 +
            Buffer.byteLength(value?.S ?? '')
          );
        }, 0);
        expect(describeTable(cloud)).to.include({ ItemCount: model.size, TableSizeBytes: bytes });
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('go a day after the time that their time to live names', async () => {
    const cloud = await withTable();
    const due = Math.floor(testStart / 1000) + 3600;
    putItem(cloud, day('a', 1, { until: { N: String(due) } }));
    putItem(cloud, day('a', 2));
    const specification = { TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } };
    const [effect, ...others] = cloud.preview('DynamoDB', 'UpdateTimeToLive', {
      TableName: 'costs',
      ...specification,
    }).effects;
    expect(effect?.kind).to.equal('update');
    expect(others.map(({ from, kind }) => [kind, from])).to.deep.equal([
      ['delete', (due + 24 * 3600) * 1000],
    ]);
    cloud.call('DynamoDB', 'UpdateTimeToLive', { TableName: 'costs', ...specification });
    cloud.advance(24 * 3600);
    expect(scan(cloud).Count).to.equal(2);
    cloud.advance(3600);
    expect(scan(cloud).Items).to.deep.equal([day('a', 2)]);
    expectError(
      cloud.errorOf('DynamoDB', 'UpdateTimeToLive', { TableName: 'costs', ...specification }),
      'ValidationException',
      'TimeToLive is already enabled',
    );
  });
});
