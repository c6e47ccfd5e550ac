/** What is asked of DynamoDB about items: written, conditioned, updated, queried, scanned, in batches. */
import { defineSuite } from '../sequence.js';

const table = {
  TableName: 'Orders',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'id', KeyType: 'HASH' },
    { AttributeName: 'at', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} as const;

const made = [
  { operation: 'CreateTable', input: table },
  {
    operation: 'DescribeTable',
    input: { TableName: 'Orders' },
    until: { path: 'Table.TableStatus', is: ['ACTIVE'] },
  },
] as const;

const key = { id: { S: 'one' }, at: { N: '1' } } as const;
const item = {
  ...key,
  name: { S: 'Ada' },
  price: { N: '12.50' },
  tags: { SS: ['a', 'b'] },
  parts: { L: [{ S: 'x' }, { BOOL: true }, { NULL: true }] },
  place: { M: { row: { N: '7' } } },
} as const;

export default defineSuite({
  name: 'dynamodb-items',
  service: 'DynamoDB',
  sequences: [
    {
      name: "an item's life",
      steps: [
        ...made,
        { operation: 'GetItem', input: { TableName: 'Orders', Key: key } },
        { operation: 'PutItem', input: { TableName: 'Orders', Item: item } },
        { operation: 'GetItem', input: { TableName: 'Orders', Key: key } },
        {
          operation: 'GetItem',
          input: {
            TableName: 'Orders',
            Key: key,
            ProjectionExpression: '#name, place.#row',
            ExpressionAttributeNames: { '#name': 'name', '#row': 'row' },
          },
        },
        {
          operation: 'PutItem',
          input: {
            TableName: 'Orders',
            Item: { ...key, name: { S: 'Bea' } },
            ReturnValues: 'ALL_OLD',
          },
        },
        { operation: 'DeleteItem', input: { TableName: 'Orders', Key: key, ReturnValues: 'ALL_OLD' } },
        { operation: 'DeleteItem', input: { TableName: 'Orders', Key: key } },
        { operation: 'GetItem', input: { TableName: 'Orders', Key: key } },
      ],
    },
    {
      name: 'what an item cannot be',
      steps: [
        ...made,
        {
          operation: 'PutItem',
          input: { TableName: 'Nothing', Item: item },
          fails: 'ResourceNotFoundException',
        },
        {
          operation: 'PutItem',
          input: { TableName: 'Orders', Item: { id: { S: 'one' } } },
          fails: 'ValidationException',
        },
        {
          operation: 'PutItem',
          input: { TableName: 'Orders', Item: { id: { N: '1' }, at: { N: '1' } } },
          fails: 'ValidationException',
        },
        {
          operation: 'GetItem',
          input: { TableName: 'Orders', Key: { id: { S: 'one' } } },
          fails: 'ValidationException',
        },
        {
          operation: 'PutItem',
          input: { TableName: 'Orders', Item: { ...key, tags: { SS: [] } } },
          fails: 'ValidationException',
        },
        { operation: 'Scan', input: { TableName: 'Orders' } },
      ],
    },
    {
      name: 'conditions and updates',
      steps: [
        ...made,
        {
          operation: 'PutItem',
          input: {
            TableName: 'Orders',
            Item: item,
            ConditionExpression: 'attribute_not_exists(id)',
          },
        },
        {
          operation: 'PutItem',
          input: {
            TableName: 'Orders',
            Item: item,
            ConditionExpression: 'attribute_not_exists(id)',
          },
          fails: 'ConditionalCheckFailedException',
        },
        {
          operation: 'UpdateItem',
          input: {
            TableName: 'Orders',
            Key: key,
            UpdateExpression: 'SET price = price + :more, #name = :name REMOVE parts[0] ADD tags :tags',
            ExpressionAttributeNames: { '#name': 'name' },
            ExpressionAttributeValues: {
              ':more': { N: '0.5' },
              ':name': { S: 'Eve' },
              ':tags': { SS: ['c'] },
            },
            ReturnValues: 'ALL_NEW',
          },
        },
        {
          operation: 'UpdateItem',
          input: {
            TableName: 'Orders',
            Key: key,
            UpdateExpression: 'SET price = :price',
            ConditionExpression: 'price > :least',
            ExpressionAttributeValues: { ':price': { N: '1' }, ':least': { N: '100' } },
          },
          fails: 'ConditionalCheckFailedException',
        },
        {
          operation: 'UpdateItem',
          input: {
            TableName: 'Orders',
            Key: key,
            UpdateExpression: 'SET price = ',
          },
          fails: 'ValidationException',
        },
        {
          operation: 'UpdateItem',
          input: {
            TableName: 'Orders',
            Key: key,
            UpdateExpression: 'SET at = :at',
            ExpressionAttributeValues: { ':at': { N: '2' } },
          },
          fails: 'ValidationException',
        },
        {
          operation: 'UpdateItem',
          input: {
            TableName: 'Orders',
            Key: { id: { S: 'new' }, at: { N: '1' } },
            UpdateExpression: 'SET seen = if_not_exists(seen, :zero) + :one',
            ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
            ReturnValues: 'UPDATED_NEW',
          },
        },
        {
          operation: 'DeleteItem',
          input: {
            TableName: 'Orders',
            Key: key,
            ConditionExpression: 'begins_with(#name, :start)',
            ExpressionAttributeNames: { '#name': 'name' },
            ExpressionAttributeValues: { ':start': { S: 'Z' } },
          },
          fails: 'ConditionalCheckFailedException',
        },
        { operation: 'Scan', input: { TableName: 'Orders' } },
      ],
    },
    {
      name: 'batches, queries and scans',
      steps: [
        ...made,
        {
          operation: 'BatchWriteItem',
          input: {
            RequestItems: {
              Orders: [1, 2, 3, 4].map((at) => ({
                PutRequest: {
                  Item: { id: { S: 'one' }, at: { N: String(at) }, odd: { BOOL: at % 2 === 1 } },
                },
              })),
            },
          },
        },
        {
          operation: 'BatchWriteItem',
          input: { RequestItems: { Nothing: [{ DeleteRequest: { Key: key } }] } },
          fails: 'ResourceNotFoundException',
        },
        {
          operation: 'BatchGetItem',
          input: {
            RequestItems: {
              Orders: {
                Keys: [
                  { id: { S: 'one' }, at: { N: '2' } },
                  { id: { S: 'two' }, at: { N: '2' } },
                ],
              },
            },
          },
        },
        {
          operation: 'BatchGetItem',
          input: { RequestItems: { Orders: { Keys: [key, key] } } },
          fails: 'ValidationException',
        },
        {
          operation: 'Query',
          input: {
            TableName: 'Orders',
            KeyConditionExpression: 'id = :id AND #at BETWEEN :from AND :to',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: {
              ':id': { S: 'one' },
              ':from': { N: '2' },
              ':to': { N: '4' },
            },
            ScanIndexForward: false,
          },
          ordered: true,
        },
        {
          operation: 'Query',
          input: {
            TableName: 'Orders',
            KeyConditionExpression: 'id = :id',
            FilterExpression: 'odd = :odd',
            ExpressionAttributeValues: { ':id': { S: 'one' }, ':odd': { BOOL: true } },
            Limit: 2,
          },
          ordered: true,
        },
        {
          operation: 'Query',
          input: {
            TableName: 'Orders',
            KeyConditionExpression: 'odd = :odd',
            ExpressionAttributeValues: { ':odd': { BOOL: true } },
          },
          fails: 'ValidationException',
        },
        { operation: 'Scan', input: { TableName: 'Orders', Select: 'COUNT' } },
        {
          operation: 'Scan',
          input: {
            TableName: 'Orders',
            FilterExpression: 'odd = :odd',
            ExpressionAttributeValues: { ':odd': { BOOL: false } },
          },
        },
        { operation: 'Scan', input: { TableName: 'Nothing' }, fails: 'ResourceNotFoundException' },
      ],
    },
  ],
});
