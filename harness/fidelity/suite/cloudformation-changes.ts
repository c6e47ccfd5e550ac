/** What is asked of CloudFormation about changes: change sets, failures, rollbacks, and what is kept. */
import { defineSuite } from '../sequence.js';

const queue = (name: string): string =>
  JSON.stringify({
    Resources: { Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name, DelaySeconds: 1 } } },
  });
const table = (name: string, more: object = {}): object => ({
  Type: 'AWS::DynamoDB::Table',
  ...more,
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  },
});
/** There can be no second table of a name. */
const failing = JSON.stringify({
  Resources: { First: table('Twice'), Second: table('Twice', { DependsOn: 'First' }) },
});
const kept = JSON.stringify({ Resources: { Orders: table('Kept', { DeletionPolicy: 'Retain' }) } });
const bucket = JSON.stringify({
  Resources: { Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b-{run}' } } },
});

const status = (...is: readonly string[]): { readonly path: string; readonly is: readonly string[] } => ({
  path: 'Stacks.0.StackStatus',
  is,
});
const reasons = ['Stacks[].StackStatusReason', 'StackEvents[].ResourceStatusReason'] as const;

export default defineSuite({
  name: 'cloudformation-changes',
  service: 'CloudFormation',
  opaque: ['EventId', 'OperationId'],
  sequences: [
    {
      name: 'a change set',
      steps: [
        {
          operation: 'CreateChangeSet',
          input: {
            StackName: 'work',
            ChangeSetName: 'first',
            ChangeSetType: 'CREATE',
            TemplateBody: queue('one'),
          },
          save: { stackId: 'StackId', firstId: 'Id' },
        },
        {
          operation: 'DescribeChangeSet',
          input: { ChangeSetName: '{firstId}' },
          until: { path: 'Status', is: ['CREATE_COMPLETE'] },
        },
        { operation: 'DescribeStacks', input: { StackName: 'work' } },
        { operation: 'ExecuteChangeSet', input: { ChangeSetName: '{firstId}' } },
        { operation: 'DescribeStacks', input: { StackName: 'work' }, until: status('CREATE_COMPLETE') },
        {
          operation: 'CreateChangeSet',
          input: { StackName: 'work', ChangeSetName: 'same', TemplateBody: queue('one') },
          save: { sameId: 'Id' },
        },
        {
          operation: 'DescribeChangeSet',
          input: { ChangeSetName: '{sameId}' },
          until: { path: 'Status', is: ['FAILED'] },
          ignore: ['StatusReason'],
        },
        {
          operation: 'ExecuteChangeSet',
          input: { ChangeSetName: '{sameId}' },
          fails: 'InvalidChangeSetStatus',
        },
        {
          operation: 'CreateChangeSet',
          input: { StackName: 'work', ChangeSetName: 'renamed', TemplateBody: queue('two') },
          save: { renamedId: 'Id' },
        },
        {
          operation: 'DescribeChangeSet',
          input: { ChangeSetName: '{renamedId}' },
          until: { path: 'Status', is: ['CREATE_COMPLETE'] },
          ignore: ['Changes[].ResourceChange.PhysicalResourceId'],
        },
        {
          operation: 'CreateChangeSet',
          input: { StackName: 'work', ChangeSetName: 'renamed', TemplateBody: queue('two') },
          fails: 'AlreadyExistsException',
        },
        {
          operation: 'ListChangeSets',
          input: { StackName: 'work' },
          ignore: ['Summaries[].StatusReason'],
        },
        { operation: 'DeleteChangeSet', input: { ChangeSetName: '{renamedId}' } },
        {
          operation: 'DescribeChangeSet',
          input: { ChangeSetName: '{renamedId}' },
          until: { fails: 'ChangeSetNotFound' },
          fails: 'ChangeSetNotFound',
        },
        {
          operation: 'DescribeChangeSet',
          input: { StackName: 'never', ChangeSetName: 'first' },
          fails: 'ValidationError',
        },
      ],
    },
    {
      name: 'a stack that cannot be made',
      steps: [
        {
          operation: 'CreateStack',
          input: { StackName: 'wrong', TemplateBody: failing },
          save: { stackId: 'StackId' },
        },
        {
          operation: 'DescribeStacks',
          input: { StackName: 'wrong' },
          until: status('ROLLBACK_COMPLETE', 'CREATE_FAILED', 'ROLLBACK_FAILED'),
          ignore: reasons,
        },
        {
          operation: 'UpdateStack',
          input: { StackName: 'wrong', TemplateBody: queue('one') },
          fails: 'ValidationError',
        },
        {
          operation: 'ContinueUpdateRollback',
          input: { StackName: 'wrong' },
          fails: 'ValidationError',
        },
        { operation: 'CancelUpdateStack', input: { StackName: 'wrong' }, fails: 'ValidationError' },
        { operation: 'RollbackStack', input: { StackName: 'wrong' }, fails: 'ValidationError' },
        { operation: 'DeleteStack', input: { StackName: 'wrong' } },
        {
          operation: 'DescribeStacks',
          input: { StackName: '{stackId}' },
          until: status('DELETE_COMPLETE'),
          ignore: reasons,
        },
      ],
    },
    {
      name: 'what is kept when its stack is deleted',
      steps: [
        {
          operation: 'CreateStack',
          input: { StackName: 'keeper', TemplateBody: kept },
          save: { stackId: 'StackId' },
        },
        { operation: 'DescribeStacks', input: { StackName: 'keeper' }, until: status('CREATE_COMPLETE') },
        { operation: 'DeleteStack', input: { StackName: 'keeper' } },
        {
          operation: 'DescribeStacks',
          input: { StackName: '{stackId}' },
          until: status('DELETE_COMPLETE'),
          ignore: reasons,
        },
        {
          service: 'DynamoDB',
          operation: 'DescribeTable',
          input: { TableName: 'Kept' },
        },
      ],
    },
    {
      name: 'a bucket that cannot be deleted',
      steps: [
        {
          operation: 'CreateStack',
          input: { StackName: 'files', TemplateBody: bucket },
          save: { stackId: 'StackId' },
        },
        { operation: 'DescribeStacks', input: { StackName: 'files' }, until: status('CREATE_COMPLETE') },
        { service: 'S3', operation: 'PutObject', input: { Bucket: 'b-{run}', Key: 'a', Body: 'x' } },
        { operation: 'DeleteStack', input: { StackName: 'files' } },
        {
          operation: 'DescribeStacks',
          input: { StackName: '{stackId}' },
          until: status('DELETE_FAILED', 'DELETE_COMPLETE'),
          ignore: reasons,
        },
        {
          operation: 'DeleteStack',
          input: { StackName: 'files', RetainResources: ['Files'] },
        },
        {
          operation: 'DescribeStacks',
          input: { StackName: '{stackId}' },
          until: status('DELETE_COMPLETE'),
          ignore: reasons,
        },
        { service: 'S3', operation: 'HeadBucket', input: { Bucket: 'b-{run}' } },
      ],
    },
    {
      name: 'events',
      steps: [
        {
          operation: 'CreateStack',
          input: { StackName: 'told', TemplateBody: queue('told') },
          save: { stackId: 'StackId' },
        },
        { operation: 'DescribeStacks', input: { StackName: 'told' }, until: status('CREATE_COMPLETE') },
        {
          operation: 'DescribeStackEvents',
          input: { StackName: 'told' },
          ignore: ['StackEvents[].PhysicalResourceId', 'StackEvents[].ResourceProperties', ...reasons],
        },
        { operation: 'DescribeStackEvents', input: { StackName: 'never' }, fails: 'ValidationError' },
      ],
    },
  ],
});
