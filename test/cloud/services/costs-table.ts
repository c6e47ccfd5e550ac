/** The table that the tests of DynamoDB work with. */
import type { ScanCommandOutput, TableDescription } from '@aws-sdk/client-dynamodb';
import { cloudUnderTest, type CloudUnderTest } from '../cloud-under-test.js';

export const tableType = 'AWS::DynamoDB::Table';
export const backupType = 'AWS::DynamoDB::Backup';
export const tableArn = 'arn:aws-cn:dynamodb:cn-north-1:123456789012:table/costs';

export const costsTable = {
  TableName: 'costs',
  AttributeDefinitions: [
    { AttributeName: 'account', AttributeType: 'S' },
    { AttributeName: 'day', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'account', KeyType: 'HASH' },
    { AttributeName: 'day', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

/** An item of the table, or its key. */
export function day(account: string, number: number, further: object = {}): object {
  return { account: { S: account }, day: { N: String(number) }, ...further };
}

export async function withTable(settings: object = {}): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  cloud.call('DynamoDB', 'CreateTable', { ...costsTable, ...settings });
  cloud.advance(15);
  return cloud;
}

export function describeTable(cloud: CloudUnderTest, TableName = 'costs'): TableDescription {
  return cloud.call<{ Table: TableDescription }>('DynamoDB', 'DescribeTable', { TableName }).Table;
}

export function putItem(cloud: CloudUnderTest, Item: object): void {
  cloud.call('DynamoDB', 'PutItem', { TableName: 'costs', Item });
}

export function scan(cloud: CloudUnderTest, TableName = 'costs', further: object = {}): ScanCommandOutput {
  return cloud.call<ScanCommandOutput>('DynamoDB', 'Scan', { TableName, ...further });
}
