/**
 * Policies that AWS manages, as AWS publishes them (AWS Managed Policy Reference Guide). Only those whose documents are
 * known here can be attached; any other is refused as not implemented, never taken for empty.
 */
import type { JsonObject } from '../../../contract/json.js';

export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly version: string;
}

const serviceRole = '/service-role/';

function allow(actions: readonly string[], resource = '*'): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] };
}

const logging = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const published: readonly (readonly [name: string, path: string, version: string, document: JsonObject])[] = [
  ['AdministratorAccess', '/', 'v1', allow(['*'])],
  [
    'AWSDenyAll',
    '/',
    'v2',
    { Version: '2012-10-17', Statement: [{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }] },
  ],
  [
    'PowerUserAccess',
    '/',
    'v12',
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
        {
          Effect: 'Allow',
          Action: [
            'account:GetAccountInformation',
            'account:GetGovCloudAccountInformation',
            'account:GetPrimaryEmail',
            'account:ListRegions',
            'iam:CreateServiceLinkedRole',
            'iam:DeleteServiceLinkedRole',
            'iam:ListRoles',
            'organizations:DescribeEffectivePolicy',
            'organizations:DescribeOrganization',
          ],
          Resource: '*',
        },
      ],
    },
  ],
  [
    'IAMFullAccess',
    '/',
    'v2',
    allow([
      'iam:*',
      'organizations:DescribeAccount',
      'organizations:DescribeOrganization',
      'organizations:DescribeOrganizationalUnit',
      'organizations:DescribePolicy',
      'organizations:ListChildren',
      'organizations:ListParents',
      'organizations:ListPoliciesForTarget',
      'organizations:ListRoots',
      'organizations:ListPolicies',
      'organizations:ListTargetsForPolicy',
    ]),
  ],
  [
    'IAMReadOnlyAccess',
    '/',
    'v4',
    allow([
      'iam:GenerateCredentialReport',
      'iam:GenerateServiceLastAccessedDetails',
      'iam:Get*',
      'iam:List*',
      'iam:SimulateCustomPolicy',
      'iam:SimulatePrincipalPolicy',
    ]),
  ],
  ['AmazonS3FullAccess', '/', 'v2', allow(['s3:*', 's3-object-lambda:*'])],
  [
    'AmazonS3ReadOnlyAccess',
    '/',
    'v3',
    allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*']),
  ],
  ['AmazonSQSFullAccess', '/', 'v1', allow(['sqs:*'])],
  [
    'AmazonSQSReadOnlyAccess',
    '/',
    'v4',
    allow([
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ListDeadLetterSourceQueues',
      'sqs:ListQueues',
      'sqs:ListMessageMoveTasks',
      'sqs:ListQueueTags',
    ]),
  ],
  ['AWSCloudFormationFullAccess', '/', 'v1', allow(['cloudformation:*'])],
  [
    'AWSCloudFormationReadOnlyAccess',
    '/',
    'v7',
    allow([
      'cloudformation:Describe*',
      'cloudformation:BatchDescribe*',
      'cloudformation:EstimateTemplateCost',
      'cloudformation:Get*',
      'cloudformation:List*',
      'cloudformation:ValidateTemplate',
      'cloudformation:Detect*',
    ]),
  ],
  [
    'AWSKeyManagementServicePowerUser',
    '/',
    'v2',
    allow([
      'kms:CreateAlias',
      'kms:CreateKey',
      'kms:DeleteAlias',
      'kms:Describe*',
      'kms:GenerateRandom',
      'kms:Get*',
      'kms:List*',
      'kms:TagResource',
      'kms:UntagResource',
      'iam:ListGroups',
      'iam:ListRoles',
      'iam:ListUsers',
    ]),
  ],
  ['AWSLambdaRole', serviceRole, 'v1', allow(['lambda:InvokeFunction'])],
  ['AWSLambdaBasicExecutionRole', serviceRole, 'v1', allow(logging)],
  [
    'AWSLambdaSQSQueueExecutionRole',
    serviceRole,
    'v1',
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...logging]),
  ],
  [
    'AWSLambdaDynamoDBExecutionRole',
    serviceRole,
    'v1',
    allow([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      ...logging,
    ]),
  ],
  [
    'AWSLambdaVPCAccessExecutionRole',
    serviceRole,
    'v3',
    allow([
      ...logging,
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ]),
  ],
];

/** By name, in the order of names. */
export const awsManagedPolicies: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  published
    .map(([name, path, version, document]) => ({ name, path, version, text: JSON.stringify(document) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((policy) => [policy.name, policy]),
);
