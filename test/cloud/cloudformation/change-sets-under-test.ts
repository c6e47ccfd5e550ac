/** Change sets of a stack called `shop`, for tests: made, looked at, executed. */
import type { Change, DescribeChangeSetCommandOutput, ResourceChange } from '@aws-sdk/client-cloudformation';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

export interface ShopWish {
  readonly name?: string;
  readonly cidr?: string;
  readonly key?: string;
  readonly queue?: boolean;
  readonly retain?: boolean;
  readonly topic?: string;
  readonly more?: boolean;
  readonly note?: string;
}

/** A network that is replaced, what refers to it, a table that is replaced by its key, and things that come and go. */
export function shopTemplate(wish: ShopWish = {}): string {
  const {
    name = 'one',
    cidr = '10.0.0.0/16',
    key = 'id',
    queue = true,
    retain = false,
    topic = '!Ref Name',
    more = false,
  } = wish;
  return `
Parameters: { Name: { Type: String, Default: ${name} } }
Resources:
  Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: ${cidr} } }
  Sub: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: !Ref Net, CidrBlock: 10.0.0.0/24 } }
  Orders:
    Type: AWS::DynamoDB::Table
    ${retain ? 'UpdateReplacePolicy: Retain' : ''}
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }]
      KeySchema: [{ AttributeName: ${key}, KeyType: HASH }]
  News: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: ${topic} } }
${queue ? "  Jobs: { Type: 'AWS::SQS::Queue' }" : ''}
${more ? "  Log: { Type: 'AWS::Logs::LogGroup' }" : ''}
Outputs: { Note: { Value: ${wish.note ?? 'none'} } }
`;
}

export interface ChangeSetsUnderTest extends StackUnderTest {
  /** Creates a change set and says its id. */
  readonly make: (input: object, name?: string) => string;
  readonly look: (name?: string, further?: object) => DescribeChangeSetCommandOutput;
  /** Creates a change set, waits until it is worked out, and looks at it. */
  readonly made: (input: object, name?: string) => DescribeChangeSetCommandOutput;
  /** Executes it, and lets an hour pass. */
  readonly execute: (name?: string, further?: object) => void;
}

export async function changeSetsUnderTest(): Promise<ChangeSetsUnderTest> {
  const test = await stackUnderTest();
  const make: ChangeSetsUnderTest['make'] = (input, name = 'plan') =>
    String(test.cfn('CreateChangeSet', { ChangeSetName: name, ...input })['Id']);
  const look: ChangeSetsUnderTest['look'] = (name = 'plan', further = {}) =>
    test.cfn('DescribeChangeSet', {
      ChangeSetName: name,
      ...further,
    }) as unknown as DescribeChangeSetCommandOutput;
  return {
    ...test,
    make,
    look,
    made: (input, name = 'plan') => {
      make(input, name);
      test.advance(30);
      return look(name);
    },
    execute: (name = 'plan', further = {}) => {
      test.cfn('ExecuteChangeSet', { ChangeSetName: name, ...further });
      test.advance(3600);
    },
  };
}

/** What a change set says of one resource. */
export function changed(
  { Changes }: { readonly Changes?: readonly Change[] | undefined },
  logicalId: string,
): ResourceChange {
  return Changes!.find(({ ResourceChange: change }) => change!.LogicalResourceId === logicalId)!
    .ResourceChange!;
}

/** Its changes, each as `action, logical id, replacement`. */
export function actions({ Changes }: { readonly Changes?: readonly Change[] | undefined }): string[] {
  return Changes!.map(({ ResourceChange: change }) =>
    [change!.Action, change!.LogicalResourceId, change!.Replacement]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}
