/** What is asked of DynamoDB about tables: their life, settings, tags and protections. */
import { defineSuite } from '../sequence.js';

const keyed = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
} as const;
const onDemand = { ...keyed, BillingMode: 'PAY_PER_REQUEST' } as const;

const active = { path: 'Table.TableStatus', is: ['ACTIVE'] } as const;
const tableArn = 'arn:aws:dynamodb:us-east-1:{account}:table/Orders';

export default defineSuite({
  name: 'dynamodb',
  service: 'DynamoDB',
  sequences: [
    {
      name: "a table's life",
      steps: [
        {
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          fails: 'ResourceNotFoundException',
        },
        { operation: 'CreateTable', input: { TableName: 'Orders', ...onDemand } },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        {
          operation: 'CreateTable',
          input: { TableName: 'Orders', ...onDemand },
          fails: 'ResourceInUseException',
        },
        { operation: 'ListTables' },
        { operation: 'DeleteTable', input: { TableName: 'Orders' } },
        {
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          until: { fails: 'ResourceNotFoundException' },
          fails: 'ResourceNotFoundException',
        },
        { operation: 'DeleteTable', input: { TableName: 'Orders' }, fails: 'ResourceNotFoundException' },
        { operation: 'ListTables' },
      ],
    },
    {
      name: 'what a table cannot be',
      steps: [
        { operation: 'CreateTable', input: { TableName: 'T', ...onDemand }, fails: 'ValidationException' },
        { operation: 'CreateTable', input: { TableName: 'Orders', ...keyed }, fails: 'ValidationException' },
        {
          operation: 'CreateTable',
          input: { TableName: 'Orders', ...onDemand, AttributeDefinitions: [] },
          fails: 'ValidationException',
        },
        {
          operation: 'CreateTable',
          input: {
            TableName: 'Orders',
            ...onDemand,
            AttributeDefinitions: [
              { AttributeName: 'id', AttributeType: 'S' },
              { AttributeName: 'other', AttributeType: 'S' },
            ],
          },
          fails: 'ValidationException',
        },
        { operation: 'ListTables' },
      ],
    },
    {
      name: 'a table with an index and provisioned capacity',
      steps: [
        {
          operation: 'CreateTable',
          input: {
            TableName: 'Orders',
            AttributeDefinitions: [
              { AttributeName: 'id', AttributeType: 'S' },
              { AttributeName: 'at', AttributeType: 'N' },
              { AttributeName: 'who', AttributeType: 'S' },
            ],
            KeySchema: [
              { AttributeName: 'id', KeyType: 'HASH' },
              { AttributeName: 'at', KeyType: 'RANGE' },
            ],
            ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
            GlobalSecondaryIndexes: [
              {
                IndexName: 'by-who',
                KeySchema: [{ AttributeName: 'who', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'KEYS_ONLY' },
                ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
              },
            ],
            SSESpecification: { Enabled: false },
            Tags: [{ Key: 'team', Value: 'a' }],
          },
        },
        {
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          until: active,
        },
        {
          operation: 'UpdateTable',
          input: {
            TableName: 'Orders',
            ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
          },
          fails: 'ValidationException',
        },
        {
          operation: 'UpdateTable',
          input: {
            TableName: 'Orders',
            ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 },
          },
        },
        {
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          until: active,
        },
      ],
    },
    {
      name: 'a stream',
      steps: [
        {
          operation: 'CreateTable',
          input: {
            TableName: 'Orders',
            ...onDemand,
            StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
          },
          ignore: ['TableDescription.LatestStreamArn', 'TableDescription.LatestStreamLabel'],
        },
        {
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          until: active,
          ignore: ['Table.LatestStreamArn', 'Table.LatestStreamLabel'],
        },
      ],
    },
    {
      name: 'protection against deletion',
      steps: [
        {
          operation: 'CreateTable',
          input: { TableName: 'Orders', ...onDemand, DeletionProtectionEnabled: true },
        },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        { operation: 'DeleteTable', input: { TableName: 'Orders' }, fails: 'ValidationException' },
        { operation: 'UpdateTable', input: { TableName: 'Orders', DeletionProtectionEnabled: false } },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        { operation: 'DeleteTable', input: { TableName: 'Orders' } },
        {
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          until: { fails: 'ResourceNotFoundException' },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'tags',
      steps: [
        {
          operation: 'CreateTable',
          input: { TableName: 'Orders', ...onDemand, Tags: [{ Key: 'team', Value: 'a' }] },
        },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        {
          operation: 'TagResource',
          input: {
            ResourceArn: tableArn,
            Tags: [
              { Key: 'team', Value: 'b' },
              { Key: 'stage', Value: 'test' },
            ],
          },
        },
        { operation: 'ListTagsOfResource', input: { ResourceArn: tableArn } },
        { operation: 'UntagResource', input: { ResourceArn: tableArn, TagKeys: ['team'] } },
        { operation: 'ListTagsOfResource', input: { ResourceArn: tableArn } },
        {
          operation: 'TagResource',
          input: { ResourceArn: `${tableArn}-not`, Tags: [{ Key: 'team', Value: 'b' }] },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'time to live',
      steps: [
        { operation: 'CreateTable', input: { TableName: 'Orders', ...onDemand } },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        { operation: 'DescribeTimeToLive', input: { TableName: 'Orders' } },
        {
          operation: 'UpdateTimeToLive',
          input: {
            TableName: 'Orders',
            TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
          },
        },
        { operation: 'DescribeTimeToLive', input: { TableName: 'Orders' } },
        {
          operation: 'DescribeTimeToLive',
          input: { TableName: 'Nothing' },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'a policy of its own',
      steps: [
        { operation: 'CreateTable', input: { TableName: 'Orders', ...onDemand } },
        { operation: 'DescribeTable', input: { TableName: 'Orders' }, until: active },
        {
          operation: 'GetResourcePolicy',
          input: { ResourceArn: tableArn },
          fails: 'PolicyNotFoundException',
        },
        {
          operation: 'PutResourcePolicy',
          input: {
            ResourceArn: tableArn,
            Policy: JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: 'arn:aws:iam::{account}:root' },
                  Action: 'dynamodb:GetItem',
                  Resource: tableArn,
                },
              ],
            }),
          },
          save: { revision: 'RevisionId' },
        },
        { operation: 'GetResourcePolicy', input: { ResourceArn: tableArn } },
        { operation: 'DeleteResourcePolicy', input: { ResourceArn: tableArn } },
        {
          operation: 'GetResourcePolicy',
          input: { ResourceArn: tableArn },
          fails: 'PolicyNotFoundException',
        },
      ],
    },
  ],
});
