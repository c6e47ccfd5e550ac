/** What agents that write their calls themselves are told: by the API's own shapes, with what would be right. */
import { expect } from 'chai';
import type { Json } from '../../harness/contract/json.js';
import { operationGuide } from '../../harness/runs/guide/operation-guide.js';

const { check, describe: tell, readable } = operationGuide;

function fault(service: string, operation: string, input: Json): string {
  const checked = check(service, operation, input);
  if (checked.ok) throw new Error('it is a call');
  return checked.message;
}

function typed(service: string, operation: string, input: Json): unknown {
  const checked = check(service, operation, input);
  if (!checked.ok) throw new Error(checked.message);
  return checked;
}

describe('a call that somebody wrote', () => {
  it('is found however its service and operation are written', () => {
    for (const [service, operation] of [
      ['DynamoDB', 'ListTables'],
      ['dynamodb', 'list-tables'],
      ['Dynamo DB', 'listTables'],
    ] as const) {
      expect(typed(service, operation, {})).to.deep.equal({
        ok: true,
        service: 'DynamoDB',
        operation: 'ListTables',
        input: {},
      });
    }
    expect(typed('logs', 'describe_log_groups', {})).to.include({ service: 'CloudWatchLogs' });
    expect(typed('elasticloadbalancing', 'DescribeLoadBalancers', {})).to.include({ ok: true });
  });

  it('has times and bytes as clients of AWS have them', () => {
    expect(typed('CloudTrail', 'LookupEvents', { StartTime: '2026-01-31T12:00:00Z' }))
      .to.have.nested.property('input.StartTime')
      .that.deep.equals(new Date('2026-01-31T12:00:00Z'));
    const key = 'alias/x';
    expect(typed('KMS', 'Encrypt', { KeyId: key, Plaintext: 'héllo' }))
      .to.have.nested.property('input.Plaintext')
      .that.deep.equals(Buffer.from('héllo'));
    expect(typed('KMS', 'Encrypt', { KeyId: key, Plaintext: { base64: 'AAEC' } }))
      .to.have.nested.property('input.Plaintext')
      .that.deep.equals(Buffer.from([0, 1, 2]));
  });

  it('that takes what may be left out as null is one', () => {
    expect(typed('S3', 'ListBuckets', { Prefix: null })).to.deep.include({ input: {} });
  });

  for (const [what, service, operation, input, message] of [
    [
      'another service',
      'CloudFront2',
      'X',
      {},
      'There is no service "CloudFront2". Did you mean "CloudFront"?',
    ],
    [
      'another operation',
      'S3',
      'DeleteBuckets',
      {},
      'S3 has no operation "DeleteBuckets". Did you mean DeleteBucket',
    ],
    [
      'another member',
      'DynamoDB',
      'DeleteTable',
      { tablename: 'x' },
      'The input has no member "tablename". Did you mean "TableName"? Its members: TableName.',
    ],
    ['no member', 'DynamoDB', 'DeleteTable', {}, 'TableName is missing: it must be a string.'],
    [
      'a member deep down',
      'DynamoDB',
      'CreateTable',
      { TableName: 'x', KeySchema: [{ AttributeName: 'id', KeyType: 7 }] },
      'KeySchema[0].KeyType must be a string, not the number 7.',
    ],
    [
      'two members of a union',
      'DynamoDB',
      'GetItem',
      { TableName: 'x', Key: { id: { S: 'a', N: '1' } } },
      'Key.id must have exactly one of the members S, N,',
    ],
    ['no object', 'S3', 'ListBuckets', [], 'The input must be an object with members, not a list.'],
    [
      'a time that is none',
      'CloudTrail',
      'LookupEvents',
      { StartTime: 'yesterday' },
      'StartTime must be a time, e.g. "2026-01-31T12:00:00Z", not the text "yesterday".',
    ],
  ] as const) {
    it(`that names ${what} is told what would be right`, () => {
      expect(fault(service, operation, input)).to.contain(message);
    });
  }
});

describe('an operation', () => {
  it('is told with its members, those inside them, and which are required', () => {
    const told = tell('cloudformation', 'update-stack');
    expect(told).to.match(
      /^CloudFormation UpdateStack\nInput \(\* is required\):\n {2}StackName\*: string\n/,
    );
    expect(told).to.contain('  Parameters: list of object\n    ParameterKey: string\n');
    expect(told).to.match(/Output:\n {2}StackId: string/);
  });

  it('whose shapes contain themselves is told to an end', () => {
    expect(tell('DynamoDB', 'PutItem').length).to.be.lessThan(20_000);
  });

  it('that there is not is told by near names, and a service by its operations', () => {
    expect(tell('S3', 'RemoveBucket')).to.contain('S3 has no operation "RemoveBucket".');
    expect(tell('SQS', null)).to.contain('Operations of SQS: ').and.to.contain('DeleteQueue');
  });
});

describe('an answer', () => {
  it('is JSON, with times as text and bytes as text or base64', () => {
    const at = new Date('2026-01-31T12:00:00Z');
    const answer = {
      $metadata: {},
      At: at,
      Text: Buffer.from('hé'),
      Bytes: new Uint8Array([255]),
      Gone: undefined,
    };
    expect(readable(answer)).to.deep.equal({
      At: '2026-01-31T12:00:00.000Z',
      Text: 'hé',
      Bytes: { base64: '/w==' },
    });
  });

  it('has no secret half of credentials in it', () => {
    const answer = {
      Credentials: { AccessKeyId: 'ASIAX', SecretAccessKey: 's3cret', SessionToken: 't0ken' },
    };
    expect(JSON.stringify(readable(answer))).not.to.match(/s3cret|t0ken/);
  });
});
