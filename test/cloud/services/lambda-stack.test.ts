import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { credentialsActor } from '../../../harness/contract/actor.js';
import { cloudUnderTest, type CloudUnderTest } from '../cloud-under-test.js';
import { configurationOf, provideResource } from './provided-resource.js';
import {
  configurationOfFunction,
  createRole,
  functionArn,
  functionType,
  roleArn,
  withFunction,
} from './report-function.js';

const code = 'exports.handler = async () => 1;';
const properties = {
  Role: roleArn,
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Timeout: '30',
  MemorySize: 1024,
  Code: { ZipFile: code },
  Environment: { Variables: { LIMIT: 5 } },
  ReservedConcurrentExecutions: 10,
  Tags: [{ Key: 'team', Value: 'cost' }],
};

async function withRole(): Promise<CloudUnderTest> {
  const cloud = await cloudUnderTest();
  createRole(cloud);
  return cloud;
}

describe('AWS::Lambda::Function', () => {
  it('comes up with all that its template says, under a generated name', async () => {
    const cloud = await withRole();
    const made = provideResource(cloud, functionType, properties);
    expect(made.id).to.match(/^costs-Member-[A-Z2-7]{12}$/);
    expect(made.attributes()['Arn']).to.equal(
      `arn:aws-cn:lambda:cn-north-1:123456789012:function:${made.id}`,
    );
    const [state] = cloud.inventory(functionType);
    expect(state?.resource.stack).to.include({ stackName: 'costs', logicalId: 'Member' });
    expect(state?.observed.serving).to.be.true;
    expect(configurationOf(cloud, functionType)).to.deep.include({
      Timeout: 30,
      MemorySize: 1024,
      ReservedConcurrentExecutions: 10,
      Tags: { team: 'cost' },
    });
    const shown = configurationOfFunction(cloud, made.id);
    expect(shown.Environment?.Variables).to.deep.equal({ LIMIT: '5' });
    expect(shown.CodeSha256).to.equal(createHash('sha256').update(code).digest('base64'));
  });

  it('is updated by what has changed alone, back to defaults where the template is silent', async () => {
    const cloud = await withRole();
    const made = provideResource(cloud, functionType, properties);
    const { Environment: _variables, ReservedConcurrentExecutions: _reserved, ...others } = properties;
    made.update({
      ...others,
      Code: { ZipFile: 'exports.handler = async () => 2;' },
      MemorySize: 256,
      Tags: [{ Key: 'stage', Value: 'prod' }],
    });
    expect(configurationOf(cloud, functionType)).to.deep.include({
      Timeout: 30,
      MemorySize: 256,
      Environment: { Variables: {} },
      ReservedConcurrentExecutions: null,
      Tags: { stage: 'prod' },
    });
    expect(configurationOfFunction(cloud, made.id)).to.include({ LastUpdateStatus: 'Successful' });
    made.remove();
    expect(cloud.inventory(functionType)).to.be.empty;
    made.remove();
  });

  it('refuses what has no behaviour behind it', async () => {
    const cloud = await withRole();
    expect(() => provideResource(cloud, functionType, { ...properties, RecursiveLoop: 'Allow' })).to.throw(
      'not implemented: AWS::Lambda::Function with RecursiveLoop',
    );
  });

  it('needs nobody who may pass its role, where an update leaves the role as it is', async () => {
    const cloud = await withRole();
    const template = (timeout: number): string =>
      JSON.stringify({
        Resources: {
          Report: {
            Type: functionType,
            Properties: { ...properties, FunctionName: 'report', Timeout: timeout },
          },
        },
      });
    cloud.call('CloudFormation', 'CreateStack', { StackName: 'costs', TemplateBody: template(30) });
    cloud.advance(60);
    const { User } = cloud.call<{ User: { Arn: string } }>('IAM', 'CreateUser', { UserName: 'operator' });
    const statement = { Effect: 'Allow', Action: ['cloudformation:*', 'lambda:*'], Resource: '*' };
    cloud.call('IAM', 'PutUserPolicy', {
      UserName: 'operator',
      PolicyName: 'operates',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    });
    const operator = credentialsActor(User.Arn, 'AKIAOPERATOR');
    cloud.call('CloudFormation', 'UpdateStack', { StackName: 'costs', TemplateBody: template(60) }, operator);
    cloud.advance(60);
    const { Stacks } = cloud.call<{ Stacks: { StackStatus: string }[] }>('CloudFormation', 'DescribeStacks');
    expect(Stacks[0]?.StackStatus).to.equal('UPDATE_COMPLETE');
    expect(configurationOfFunction(cloud).Timeout).to.equal(60);
    cloud.call('CloudFormation', 'DeleteStack', { StackName: 'costs' }, operator);
    cloud.advance(60);
    expect(cloud.inventory(functionType)).to.be.empty;
  });
});

describe('AWS::Lambda::Version and AWS::Lambda::Alias', () => {
  it('come and go with their stack; a version of what has not changed is refused', async () => {
    const cloud = await withFunction();
    const version = provideResource(cloud, 'AWS::Lambda::Version', { FunctionName: 'report' }, 'First');
    expect(version.id).to.equal(`${functionArn}:1`);
    expect(version.attributes()).to.deep.equal({ FunctionArn: `${functionArn}:1`, Version: '1' });
    expect(() =>
      provideResource(cloud, 'AWS::Lambda::Version', { FunctionName: 'report' }, 'Second'),
    ).to.throw(
      'A version for this Lambda function exists ( 1 ). Modify the function to create a new version.',
    );
    const told = { FunctionName: 'report', FunctionVersion: '1', Name: 'live' };
    const alias = provideResource(cloud, 'AWS::Lambda::Alias', told, 'Live');
    expect(alias.attributes()).to.deep.equal({ AliasArn: `${functionArn}:live` });
    alias.update({ ...told, Description: 'what users call' });
    expect(configurationOf(cloud, 'AWS::Lambda::Alias')).to.include({ Description: 'what users call' });
    expect(() => version.remove()).to.throw(/the following aliases reference it: \[live\]/);
    alias.remove();
    version.remove();
    expect(cloud.inventory('AWS::Lambda::Version')).to.be.empty;
    expect(
      cloud.call<FunctionConfiguration>('Lambda', 'PublishVersion', { FunctionName: 'report' }),
    ).to.include({
      Version: '2',
    });
  });
});

describe('AWS::Lambda::Permission and AWS::Lambda::Url', () => {
  it('let a service in, and take it away again', async () => {
    const cloud = await withFunction();
    const permission = provideResource(cloud, 'AWS::Lambda::Permission', {
      FunctionName: functionArn,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    });
    expect(permission.id).to.match(/^report\|costs-Member-[A-Z2-7]{12}$/);
    expect(permission.attributes()['Id']).to.match(/^costs-Member-/);
    expect(cloud.inventory('AWS::Lambda::Permission')[0]?.resource.id).to.equal(permission.id);
    permission.remove();
    expect(cloud.inventory('AWS::Lambda::Permission')).to.be.empty;
    permission.remove();
  });

  it('give a function an address', async () => {
    const cloud = await withFunction();
    const told = { TargetFunctionArn: functionArn, AuthType: 'AWS_IAM' };
    const url = provideResource(cloud, 'AWS::Lambda::Url', told);
    expect(url.attributes()['FunctionUrl']).to.match(/^https:\/\//);
    url.update({ ...told, AuthType: 'NONE', Cors: { AllowCredentials: 'true', AllowOrigins: ['*'] } });
    expect(configurationOf(cloud, 'AWS::Lambda::Url')).to.deep.include({
      AuthType: 'NONE',
      Cors: { AllowCredentials: true, AllowOrigins: ['*'] },
    });
    url.remove();
    expect(cloud.inventory('AWS::Lambda::Url')).to.be.empty;
  });
});
