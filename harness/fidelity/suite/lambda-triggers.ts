/** What is asked of Lambda about what may call functions: permissions, URLs and event source mappings. */
import { defineSuite } from '../sequence.js';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const FunctionName = 'work';
const made = [
  {
    service: 'IAM',
    operation: 'CreateRole',
    input: { RoleName: 'worker', AssumeRolePolicyDocument: trust },
    save: { role: 'Role.Arn' },
  },
  {
    service: 'IAM',
    operation: 'AttachRolePolicy',
    input: {
      RoleName: 'worker',
      PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole',
    },
  },
  {
    operation: 'CreateFunction',
    input: {
      FunctionName,
      Runtime: 'nodejs22.x',
      Role: '{role}',
      Handler: 'index.handler',
      Code: { ZipFile: '{zip}' },
    },
  },
  {
    operation: 'GetFunctionConfiguration',
    input: { FunctionName },
    until: { path: 'State', is: ['Active'] },
  },
] as const;

export default defineSuite({
  name: 'lambda-triggers',
  service: 'Lambda',
  opaque: ['RevisionId', 'Location', 'LastModified'],
  sequences: [
    {
      name: 'permissions',
      steps: [
        ...made,
        { operation: 'GetPolicy', input: { FunctionName }, fails: 'ResourceNotFoundException' },
        {
          operation: 'AddPermission',
          input: {
            FunctionName,
            StatementId: 'buckets',
            Action: 'lambda:InvokeFunction',
            Principal: 's3.amazonaws.com',
            SourceAccount: '{account}',
            SourceArn: 'arn:aws:s3:::uploads',
          },
        },
        {
          operation: 'AddPermission',
          input: {
            FunctionName,
            StatementId: 'buckets',
            Action: 'lambda:InvokeFunction',
            Principal: 's3.amazonaws.com',
          },
          fails: 'ResourceConflictException',
        },
        { operation: 'GetPolicy', input: { FunctionName } },
        { operation: 'RemovePermission', input: { FunctionName, StatementId: 'buckets' } },
        {
          operation: 'RemovePermission',
          input: { FunctionName, StatementId: 'buckets' },
          fails: 'ResourceNotFoundException',
        },
        { operation: 'GetPolicy', input: { FunctionName }, fails: 'ResourceNotFoundException' },
      ],
    },
    {
      name: 'a URL of its own',
      steps: [
        ...made,
        {
          operation: 'GetFunctionUrlConfig',
          input: { FunctionName },
          fails: 'ResourceNotFoundException',
        },
        {
          operation: 'CreateFunctionUrlConfig',
          input: { FunctionName, AuthType: 'AWS_IAM' },
          save: { functionUrl: 'FunctionUrl' },
        },
        {
          operation: 'CreateFunctionUrlConfig',
          input: { FunctionName, AuthType: 'AWS_IAM' },
          fails: 'ResourceConflictException',
        },
        { operation: 'GetFunctionUrlConfig', input: { FunctionName } },
        {
          operation: 'UpdateFunctionUrlConfig',
          input: { FunctionName, AuthType: 'NONE', Cors: { AllowOrigins: ['*'], MaxAge: 60 } },
        },
        { operation: 'ListFunctionUrlConfigs', input: { FunctionName } },
        { operation: 'DeleteFunctionUrlConfig', input: { FunctionName } },
        {
          operation: 'GetFunctionUrlConfig',
          input: { FunctionName },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
    {
      name: 'a queue that it works off',
      steps: [
        ...made,
        {
          service: 'SQS',
          operation: 'CreateQueue',
          input: { QueueName: 'jobs', Attributes: { VisibilityTimeout: '60' } },
          save: { queueUrl: 'QueueUrl' },
        },
        {
          operation: 'CreateEventSourceMapping',
          input: {
            FunctionName,
            EventSourceArn: 'arn:aws:sqs:us-east-1:{account}:jobs',
            BatchSize: 5,
            Enabled: false,
          },
          save: { mapping: 'UUID' },
        },
        {
          operation: 'GetEventSourceMapping',
          input: { UUID: '{mapping}' },
          until: { path: 'State', is: ['Disabled'] },
        },
        {
          operation: 'CreateEventSourceMapping',
          input: { FunctionName, EventSourceArn: 'arn:aws:sqs:us-east-1:{account}:jobs' },
          fails: 'ResourceConflictException',
        },
        {
          operation: 'CreateEventSourceMapping',
          input: { FunctionName: 'never', EventSourceArn: 'arn:aws:sqs:us-east-1:{account}:jobs' },
          fails: 'ResourceNotFoundException',
        },
        { operation: 'ListEventSourceMappings', input: { FunctionName } },
        { operation: 'UpdateEventSourceMapping', input: { UUID: '{mapping}', BatchSize: 7 } },
        {
          operation: 'GetEventSourceMapping',
          input: { UUID: '{mapping}' },
          until: { path: 'State', is: ['Disabled'] },
        },
        { operation: 'DeleteEventSourceMapping', input: { UUID: '{mapping}' } },
        {
          operation: 'GetEventSourceMapping',
          input: { UUID: '{mapping}' },
          until: { fails: 'ResourceNotFoundException' },
          fails: 'ResourceNotFoundException',
        },
        {
          operation: 'GetEventSourceMapping',
          input: { UUID: '00000000-0000-4000-8000-000000000000' },
          fails: 'ResourceNotFoundException',
        },
      ],
    },
  ],
});
