/** What is asked of Lambda about functions: their life, code, versions, aliases, concurrency and tags. */
import { defineSuite } from '../sequence.js';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const settings = {
  Runtime: 'nodejs22.x',
  Role: '{role}',
  Handler: 'index.handler',
  Code: { ZipFile: '{zip}' },
} as const;

const role = {
  service: 'IAM',
  operation: 'CreateRole',
  input: { RoleName: 'worker', AssumeRolePolicyDocument: trust },
  save: { role: 'Role.Arn' },
} as const;

const FunctionName = 'work';
const functionArn = 'arn:aws:lambda:us-east-1:{account}:function:work';
const made = [
  role,
  { operation: 'CreateFunction', input: { FunctionName, ...settings } },
  {
    operation: 'GetFunctionConfiguration',
    input: { FunctionName },
    until: { path: 'State', is: ['Active'] },
  },
] as const;

export default defineSuite({
  name: 'lambda',
  service: 'Lambda',
  opaque: ['RevisionId', 'Location', 'LastModified'],
  sequences: [
    {
      name: "a function's life",
      steps: [
        { operation: 'GetFunction', input: { FunctionName }, fails: 'ResourceNotFoundException' },
        { operation: 'ListFunctions' },
        role,
        {
          operation: 'CreateFunction',
          input: {
            FunctionName,
            ...settings,
            Description: 'does the work',
            MemorySize: 256,
            Timeout: 30,
            Environment: { Variables: { STAGE: 'test' } },
            Tags: { team: 'a' },
          },
        },
        {
          operation: 'GetFunctionConfiguration',
          input: { FunctionName },
          until: { path: 'State', is: ['Active'] },
        },
        { operation: 'GetFunction', input: { FunctionName } },
        {
          operation: 'CreateFunction',
          input: { FunctionName, ...settings },
          fails: 'ResourceConflictException',
        },
        { operation: 'ListFunctions' },
        { operation: 'DeleteFunction', input: { FunctionName } },
        { operation: 'GetFunction', input: { FunctionName }, fails: 'ResourceNotFoundException' },
        { operation: 'DeleteFunction', input: { FunctionName }, fails: 'ResourceNotFoundException' },
        { operation: 'ListFunctions' },
      ],
    },
    {
      name: 'what a function cannot be',
      steps: [
        role,
        {
          operation: 'CreateFunction',
          input: { FunctionName, ...settings, Role: 'arn:aws:iam::{account}:role/nobody' },
          fails: 'InvalidParameterValueException',
        },
        {
          operation: 'CreateFunction',
          input: { FunctionName: 'small', ...settings, MemorySize: 64 },
          fails: 'ValidationException',
        },
        {
          operation: 'CreateFunction',
          input: { FunctionName: 'old', ...settings, Runtime: 'cobol' },
          fails: 'InvalidParameterValueException',
        },
        { operation: 'ListFunctions' },
      ],
    },
    {
      name: 'updates',
      steps: [
        ...made,
        {
          operation: 'UpdateFunctionConfiguration',
          input: { FunctionName, Timeout: 60, Environment: { Variables: { STAGE: 'live' } } },
        },
        {
          operation: 'GetFunctionConfiguration',
          input: { FunctionName },
          until: { path: 'LastUpdateStatus', is: ['Successful'] },
        },
        { operation: 'UpdateFunctionCode', input: { FunctionName, ZipFile: '{zip}' } },
        {
          operation: 'GetFunctionConfiguration',
          input: { FunctionName },
          until: { path: 'LastUpdateStatus', is: ['Successful'] },
        },
        {
          operation: 'UpdateFunctionConfiguration',
          input: { FunctionName: 'never', Timeout: 60 },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'versions and aliases',
      steps: [
        ...made,
        { operation: 'PublishVersion', input: { FunctionName, Description: 'the first' } },
        {
          operation: 'GetFunctionConfiguration',
          input: { FunctionName, Qualifier: '1' },
          until: { path: 'State', is: ['Active'] },
        },
        { operation: 'ListVersionsByFunction', input: { FunctionName } },
        {
          operation: 'CreateAlias',
          input: { FunctionName, Name: 'live', FunctionVersion: '1', Description: 'serves' },
        },
        {
          operation: 'CreateAlias',
          input: { FunctionName, Name: 'live', FunctionVersion: '1' },
          fails: 'ResourceConflictException',
        },
        {
          operation: 'CreateAlias',
          input: { FunctionName, Name: 'next', FunctionVersion: '7' },
          fails: 'ResourceNotFoundException',
        },
        { operation: 'GetAlias', input: { FunctionName, Name: 'live' } },
        { operation: 'ListAliases', input: { FunctionName } },
        {
          operation: 'UpdateAlias',
          input: { FunctionName, Name: 'live', FunctionVersion: '$LATEST' },
        },
        { operation: 'DeleteAlias', input: { FunctionName, Name: 'live' } },
        {
          operation: 'GetAlias',
          input: { FunctionName, Name: 'live' },
          fails: 'ResourceNotFoundException',
        },
        { operation: 'DeleteFunction', input: { FunctionName, Qualifier: '1' } },
        { operation: 'ListVersionsByFunction', input: { FunctionName } },
      ],
    },
    {
      name: 'concurrency',
      steps: [
        ...made,
        { operation: 'GetFunctionConcurrency', input: { FunctionName } },
        {
          operation: 'PutFunctionConcurrency',
          input: { FunctionName, ReservedConcurrentExecutions: 0 },
        },
        { operation: 'GetFunctionConcurrency', input: { FunctionName } },
        {
          operation: 'PutFunctionConcurrency',
          input: { FunctionName, ReservedConcurrentExecutions: 1000 },
          fails: 'InvalidParameterValueException',
        },
        { operation: 'DeleteFunctionConcurrency', input: { FunctionName } },
        { operation: 'GetFunctionConcurrency', input: { FunctionName } },
        { operation: 'GetAccountSettings' },
        {
          operation: 'PutFunctionConcurrency',
          input: { FunctionName: 'never', ReservedConcurrentExecutions: 0 },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'tags',
      steps: [
        ...made,
        { operation: 'TagResource', input: { Resource: functionArn, Tags: { team: 'a', stage: 'test' } } },
        { operation: 'UntagResource', input: { Resource: functionArn, TagKeys: ['team'] } },
        { operation: 'ListTags', input: { Resource: functionArn } },
        {
          operation: 'ListTags',
          input: { Resource: `${functionArn}-not` },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
  ],
});
