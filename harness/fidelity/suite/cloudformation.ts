/** What is asked of CloudFormation about stacks: made, read, updated, protected, deleted. */
import { defineSuite } from '../sequence.js';

const template = JSON.stringify({
  Description: 'a queue and a table',
  Parameters: { Delay: { Type: 'Number', Default: '0', Description: 'seconds' } },
  Resources: {
    Work: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: { Ref: 'Delay' } } },
    Orders: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'Orders',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    },
  },
  Outputs: {
    TableName: { Value: { Ref: 'Orders' }, Export: { Name: 'orders-table' } },
    QueueArn: { Description: 'the queue', Value: { 'Fn::GetAtt': ['Work', 'Arn'] } },
  },
});

const small = JSON.stringify({
  Resources: { Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'small' } } },
});
const importing = JSON.stringify({
  Resources: {
    Note: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Type: 'String', Name: 'note', Value: { 'Fn::ImportValue': 'orders-table' } },
    },
  },
});

const gone = ['DELETE_COMPLETE'] as const;
const made = { path: 'Stacks.0.StackStatus', is: ['CREATE_COMPLETE'] } as const;
const updated = { path: 'Stacks.0.StackStatus', is: ['UPDATE_COMPLETE'] } as const;
const noReason = ['Stacks[].StackStatusReason'] as const;
const physical = [
  'StackResources[].ResourceStatusReason',
  'StackResources[].PhysicalResourceId',
  'StackResourceSummaries[].PhysicalResourceId',
] as const;

export default defineSuite({
  name: 'cloudformation',
  service: 'CloudFormation',
  opaque: ['EventId', 'OperationId'],
  sequences: [
    {
      name: "a stack's life",
      steps: [
        { operation: 'DescribeStacks', input: { StackName: 'shop' }, fails: 'ValidationError' },
        { operation: 'DescribeStacks' },
        {
          operation: 'CreateStack',
          input: {
            StackName: 'shop',
            TemplateBody: template,
            Parameters: [{ ParameterKey: 'Delay', ParameterValue: '5' }],
            Tags: [{ Key: 'team', Value: 'a' }],
          },
          save: { stackId: 'StackId' },
        },
        {
          operation: 'DescribeStacks',
          input: { StackName: 'shop' },
          until: made,
          ignore: ['Stacks[].Outputs[].OutputValue'],
        },
        {
          operation: 'CreateStack',
          input: { StackName: 'shop', TemplateBody: template },
          fails: 'AlreadyExistsException',
        },
        { operation: 'DescribeStackResources', input: { StackName: 'shop' }, ignore: physical },
        {
          operation: 'DescribeStackResource',
          input: { StackName: 'shop', LogicalResourceId: 'Orders' },
        },
        {
          operation: 'DescribeStackResource',
          input: { StackName: 'shop', LogicalResourceId: 'Nothing' },
          fails: 'ValidationError',
        },
        { operation: 'ListStackResources', input: { StackName: 'shop' }, ignore: physical },
        { operation: 'GetTemplate', input: { StackName: 'shop' } },
        { operation: 'GetTemplateSummary', input: { StackName: 'shop' } },
        { operation: 'ListExports' },
        { operation: 'DeleteStack', input: { StackName: 'shop' } },
        {
          operation: 'DescribeStacks',
          input: { StackName: '{stackId}' },
          until: { path: 'Stacks.0.StackStatus', is: gone },
          ignore: ['Stacks[].Outputs[].OutputValue', ...noReason],
        },
        { operation: 'DescribeStacks', input: { StackName: 'shop' }, fails: 'ValidationError' },
        {
          operation: 'ListStacks',
          input: { StackStatusFilter: ['DELETE_COMPLETE'] },
          ignore: ['StackSummaries[].StackStatusReason'],
        },
        { operation: 'DeleteStack', input: { StackName: 'shop' } },
        {
          service: 'DynamoDB',
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'what a stack cannot be',
      steps: [
        {
          operation: 'CreateStack',
          input: { StackName: 'no name', TemplateBody: small },
          fails: 'ValidationError',
        },
        {
          operation: 'CreateStack',
          input: { StackName: 'wrong', TemplateBody: '{"Resources":{}}' },
          fails: 'ValidationError',
        },
        {
          operation: 'CreateStack',
          input: {
            StackName: 'wrong-parameter',
            TemplateBody: small,
            Parameters: [{ ParameterKey: 'Never', ParameterValue: 'x' }],
          },
          fails: 'ValidationError',
        },
        {
          operation: 'CreateStack',
          input: {
            StackName: 'wrong-user',
            TemplateBody: JSON.stringify({
              Resources: {
                Nobody: {
                  Type: 'AWS::IAM::User',
                },
              },
            }),
          },
          fails: 'InsufficientCapabilitiesException',
        },
        { operation: 'ValidateTemplate', input: { TemplateBody: template } },
        {
          operation: 'ValidateTemplate',
          input: { TemplateBody: '{"Resources":{"A":{"Type":"AWS::SQS::Queue","DependsOn":"B"}}}' },
          fails: 'ValidationError',
        },
        { operation: 'GetTemplateSummary', input: { TemplateBody: template } },
        { operation: 'ListStacks' },
        { operation: 'DescribeAccountLimits' },
      ],
    },
    {
      name: 'updates',
      steps: [
        {
          operation: 'UpdateStack',
          input: { StackName: 'shop', TemplateBody: small },
          fails: 'ValidationError',
        },
        {
          operation: 'CreateStack',
          input: { StackName: 'shop', TemplateBody: template },
          save: { stackId: 'StackId' },
        },
        {
          operation: 'DescribeStacks',
          input: { StackName: 'shop' },
          until: made,
          ignore: ['Stacks[].Outputs[].OutputValue'],
        },
        {
          operation: 'UpdateStack',
          input: { StackName: 'shop', UsePreviousTemplate: true },
          fails: 'ValidationError',
        },
        {
          operation: 'UpdateStack',
          input: {
            StackName: 'shop',
            UsePreviousTemplate: true,
            Parameters: [{ ParameterKey: 'Delay', ParameterValue: '7' }],
          },
        },
        {
          operation: 'DescribeStacks',
          input: { StackName: 'shop' },
          until: updated,
          ignore: ['Stacks[].Outputs[].OutputValue'],
        },
        { operation: 'UpdateStack', input: { StackName: 'shop', TemplateBody: small } },
        { operation: 'DescribeStacks', input: { StackName: 'shop' }, until: updated },
        { operation: 'ListStackResources', input: { StackName: 'shop' }, ignore: physical },
        {
          service: 'DynamoDB',
          operation: 'DescribeTable',
          input: { TableName: 'Orders' },
          until: { fails: 'ResourceNotFoundException' },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'protection and policies',
      steps: [
        {
          operation: 'CreateStack',
          input: { StackName: 'safe', TemplateBody: small, EnableTerminationProtection: true },
          save: { stackId: 'StackId' },
        },
        { operation: 'DescribeStacks', input: { StackName: 'safe' }, until: made },
        { operation: 'DeleteStack', input: { StackName: 'safe' }, fails: 'ValidationError' },
        { operation: 'GetStackPolicy', input: { StackName: 'safe' } },
        {
          operation: 'SetStackPolicy',
          input: {
            StackName: 'safe',
            StackPolicyBody: JSON.stringify({
              Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }],
            }),
          },
        },
        { operation: 'GetStackPolicy', input: { StackName: 'safe' } },
        {
          operation: 'UpdateTerminationProtection',
          input: { StackName: 'safe', EnableTerminationProtection: false },
        },
        {
          operation: 'UpdateTerminationProtection',
          input: { StackName: 'never', EnableTerminationProtection: false },
          fails: 'ValidationError',
        },
        { operation: 'DeleteStack', input: { StackName: 'safe' } },
        {
          operation: 'DescribeStacks',
          input: { StackName: '{stackId}' },
          until: { path: 'Stacks.0.StackStatus', is: gone },
          ignore: noReason,
        },
      ],
    },
    {
      name: 'exports that others import',
      steps: [
        {
          operation: 'CreateStack',
          input: { StackName: 'shop', TemplateBody: template },
          save: { shopId: 'StackId' },
        },
        {
          operation: 'DescribeStacks',
          input: { StackName: 'shop' },
          until: made,
          ignore: ['Stacks[].Outputs[].OutputValue'],
        },
        {
          operation: 'CreateStack',
          input: { StackName: 'notes', TemplateBody: importing },
          save: { notesId: 'StackId' },
        },
        { operation: 'DescribeStacks', input: { StackName: 'notes' }, until: made },
        { operation: 'ListImports', input: { ExportName: 'orders-table' } },
        { operation: 'ListImports', input: { ExportName: 'never' }, fails: 'ValidationError' },
        { operation: 'DeleteStack', input: { StackName: 'shop' } },
        {
          operation: 'DescribeStacks',
          input: { StackName: '{shopId}' },
          until: {
            path: 'Stacks.0.StackStatus',
            is: ['CREATE_COMPLETE', 'DELETE_FAILED', 'DELETE_COMPLETE'],
          },
          ignore: ['Stacks[].Outputs[].OutputValue', ...noReason],
        },
      ],
    },
  ],
});
