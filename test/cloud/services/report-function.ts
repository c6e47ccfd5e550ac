/** The function that the tests of Lambda work with, and its role. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { cloudUnderTest, type CloudUnderTest } from '../cloud-under-test.js';

export const functionType = 'AWS::Lambda::Function';
export const functionArn = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:report';
export const roleArn = 'arn:aws-cn:iam::123456789012:role/report';

export const reportFunction = {
  FunctionName: 'report',
  Role: roleArn,
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Timeout: 30,
  Code: { ZipFile: Buffer.from('exports.handler = async () => 1;') },
  Environment: { Variables: { TABLE: 'costs', TOKEN: 'very secret' } },
};

/** A role that a service may assume, allowed what its one policy says. */
export function createRole(
  cloud: CloudUnderTest,
  RoleName = 'report',
  options: { readonly service?: string; readonly allows?: readonly string[] } = {},
): void {
  const Principal = { Service: options.service ?? 'lambda.amazonaws.com' };
  const trust = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
  cloud.call('IAM', 'CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
  });
  if (options.allows === undefined) return;
  const statement = { Effect: 'Allow', Action: options.allows, Resource: '*' };
  cloud.call('IAM', 'PutRolePolicy', {
    RoleName,
    PolicyName: 'work',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
}

export async function withFunction(settings: object = {}): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  createRole(cloud);
  cloud.call('Lambda', 'CreateFunction', { ...reportFunction, ...settings });
  cloud.advance(8);
  return cloud;
}

export function configurationOfFunction(
  cloud: CloudUnderTest,
  FunctionName = 'report',
  Qualifier?: string,
): FunctionConfiguration {
  return cloud.call<FunctionConfiguration>('Lambda', 'GetFunctionConfiguration', {
    FunctionName,
    ...(Qualifier === undefined ? {} : { Qualifier }),
  });
}
