/** Signed requests of every protocol, as the SDK's own clients put them on the wire. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SdkRequest } from '../wire/sdk-request.js';
import { wireRequestOf } from '../wire/sdk-request.js';
import type { Credentials } from '../../harness/runs/entrances/entrance.js';

export interface WireTarget {
  readonly port: number;
  readonly region: string;
  readonly credentials: Credentials;
}

/** What a client's `send` takes, whichever client it is. */
interface AnyClient {
  readonly send: (command: never) => Promise<unknown>;
  readonly destroy: () => void;
}

/** One request of each protocol, in bytes. */
export async function validRequests(target: WireTarget): Promise<readonly Buffer[]> {
  const S3 = { Bucket: 'reports', Key: 'a/b c', Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } };
  const made: readonly ((settings: object) => readonly [AnyClient, object])[] = [
    (settings) => [new DynamoDBClient(settings), new DescribeTableCommand({ TableName: 'ledger' })],
    (settings) => [
      new SQSClient(settings),
      new SendMessageCommand({
        QueueUrl: 'http://127.0.0.1/000000000000/none',
        MessageBody: 'x',
        MessageAttributes: { a: { DataType: 'Number', StringValue: '1' } },
      }),
    ],
    (settings) => [new CloudFormationClient(settings), new DescribeStacksCommand({ StackName: 'none' })],
    (settings) => [new S3Client({ ...settings, forcePathStyle: true }), new PutObjectTaggingCommand(S3)],
    (settings) => [new LambdaClient(settings), new ListFunctionsCommand({ MaxItems: 2 })],
    (settings) => [new CloudWatchClient(settings), new DescribeAlarmsCommand({ AlarmNames: ['none'] })],
  ];
  return Promise.all(made.map((make) => bytesOf(make, target)));
}

/** A call whose record can be told from all others by the table that it names. */
export function markedRequest(target: WireTarget, mark: string): Promise<Buffer> {
  return bytesOf(
    (settings) => [new DynamoDBClient(settings), new DescribeTableCommand({ TableName: mark })],
    target,
  );
}

async function bytesOf(
  make: (settings: object) => readonly [AnyClient, object],
  { port, region, credentials }: WireTarget,
): Promise<Buffer> {
  const caught: { request?: SdkRequest } = {};
  const requestHandler = {
    handle: (request: SdkRequest): Promise<never> => {
      caught.request = request;
      return Promise.reject(new Error('caught'));
    },
    destroy: () => undefined,
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const [client, command] = make({ endpoint, region, credentials, requestHandler, maxAttempts: 1 });
  await client.send(command as never).catch(() => undefined);
  client.destroy();
  if (caught.request === undefined) throw new Error('the client sent nothing');
  const { method, path, query, headers, body } = wireRequestOf(caught.request);
  const lines = Object.entries({ ...headers, host: `127.0.0.1:${port}`, 'content-length': body.length });
  const head = [
    `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
