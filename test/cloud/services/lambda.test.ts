import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type {
  FunctionConfiguration,
  GetFunctionCommandOutput,
  ListFunctionsCommandOutput,
} from '@aws-sdk/client-lambda';
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import type { AwsError } from '../../../harness/contract/aws-error.js';
import { cloudUnderTest, type CloudUnderTest } from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import { configurationOf } from './provided-resource.js';
import {
  configurationOfFunction,
  createRole,
  functionArn,
  functionType,
  reportFunction,
  roleArn,
  withFunction,
} from './report-function.js';

/** A user who may do what a policy's statements say. */
function userWith(cloud: CloudUnderTest, statements: readonly object[]): Actor {
  const { User } = cloud.call<{ User: { Arn: string } }>('IAM', 'CreateUser', { UserName: 'operator' });
  cloud.call('IAM', 'PutUserPolicy', {
    UserName: 'operator',
    PolicyName: 'operates',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
  return credentialsActor(User.Arn, 'AKIA');
}

describe('Lambda functions', () => {
  it('are Pending, then Active, and shown with their defaults', async () => {
    const cloud = await cloudUnderTest();
    createRole(cloud);
    const created = cloud.call<FunctionConfiguration>('Lambda', 'CreateFunction', reportFunction);
    expect(created).to.include({
      State: 'Pending',
      StateReasonCode: 'Creating',
      FunctionArn: functionArn,
    });
    expect(created.CodeSha256).to.equal(
      createHash('sha256').update(reportFunction.Code.ZipFile).digest('base64'),
    );
    expect(created).not.to.have.property('LastUpdateStatus');
    expect(cloud.inventory(functionType)[0]?.observed.serving).to.be.false;
    cloud.advance(8);
    const shown = configurationOfFunction(cloud);
    expect(shown).to.deep.include({
      State: 'Active',
      LastUpdateStatus: 'Successful',
      MemorySize: 128,
      Timeout: 30,
      Version: '$LATEST',
      LastModified: '2025-12-15T09:00:00.000+0000',
      Architectures: ['x86_64'],
      Environment: reportFunction.Environment,
    });
    expect(configurationOfFunction(cloud, functionArn).FunctionName).to.equal('report');
    const whole = cloud.call<GetFunctionCommandOutput>('Lambda', 'GetFunction', {
      FunctionName: '123456789012:function:report',
    });
    expect(whole.Code?.RepositoryType).to.equal('S3');
  });

  it('are observed with their settings, their code and role, and no values of variables', async () => {
    const cloud = await withFunction({ Tags: { team: 'cost' } });
    const [state] = cloud.inventory(functionType);
    expect(state?.observed.delegates).to.deep.equal({
      codeSha256: createHash('sha256').update(reportFunction.Code.ZipFile).digest('base64'),
      role: roleArn,
    });
    expect(configurationOf(cloud, functionType)).to.deep.include({
      Timeout: 30,
      MemorySize: 128,
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      ReservedConcurrentExecutions: null,
      Tags: { team: 'cost' },
    });
    const shown = JSON.stringify(configurationOf(cloud, functionType));
    expect(shown).to.contain('TOKEN').and.not.to.contain('very secret');
  });

  it('are refused with names taken, wrong settings, or a role that Lambda may not assume', async () => {
    const cloud = await withFunction();
    createRole(cloud, 'database', { service: 'rds.amazonaws.com' });
    const error = (changes: object): AwsError =>
      cloud.errorOf('Lambda', 'CreateFunction', { ...reportFunction, FunctionName: 'other', ...changes });
    expectError(
      error({ FunctionName: 'report' }),
      'ResourceConflictException',
      'Function already exist: report',
    );
    const unassumable = 'The role defined for the function cannot be assumed by Lambda.';
    expectError(error({ Role: `${roleArn}s` }), 'InvalidParameterValueException', unassumable);
    expectError(
      error({ Role: 'arn:aws-cn:iam::123456789012:role/database' }),
      'InvalidParameterValueException',
      unassumable,
    );
    expectError(error({ Role: 'report' }), 'ValidationException', /at 'role' failed to satisfy constraint/);
    expectError(
      error({ Timeout: 901 }),
      'ValidationException',
      "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
    );
    expectError(error({ Handler: undefined }), 'InvalidParameterValueException', /are mandatory parameters/);
    expectError(
      error({ Environment: { Variables: { AWS_REGION: 'x' } } }),
      'InvalidParameterValueException',
      /Reserved keys used in this request: AWS_REGION$/,
    );
    expectError(
      error({ DurableConfig: { ExecutionTimeout: 1 } }),
      'NotImplemented',
      'not implemented: Lambda.CreateFunction with DurableConfig',
      'unsupported',
    );
    expectError(
      cloud.errorOf('Lambda', 'GetFunction', { FunctionName: 'gone' }),
      'ResourceNotFoundException',
      'Function not found: arn:aws-cn:lambda:cn-north-1:123456789012:function:gone',
    );
    expect(cloud.inventory(functionType)).to.have.length(1);
  });

  it('are listed page by page, without their states', async () => {
    const cloud = await withFunction();
    cloud.call('Lambda', 'CreateFunction', { ...reportFunction, FunctionName: 'aggregate' });
    const first = cloud.call<ListFunctionsCommandOutput>('Lambda', 'ListFunctions', { MaxItems: 1 });
    expect(first.Functions?.map(({ FunctionName, State }) => [FunctionName, State])).to.deep.equal([
      ['aggregate', undefined],
    ]);
    const second = cloud.call<ListFunctionsCommandOutput>('Lambda', 'ListFunctions', {
      Marker: first.NextMarker,
    });
    expect(second.Functions?.map(({ FunctionName }) => FunctionName)).to.deep.equal(['report']);
    expect(second.NextMarker).to.be.undefined;
    expectError(
      cloud.errorOf('Lambda', 'ListFunctions', { Marker: 'x' }),
      'InvalidParameterValueException',
      'Invalid Marker',
    );
  });

  it('keep serving while they are updated, and refuse a second update', async () => {
    const cloud = await withFunction();
    const input = { FunctionName: 'report', Timeout: 60 };
    expect(
      cloud
        .preview('Lambda', 'UpdateFunctionConfiguration', input)
        .effects.map(({ kind, detail }) => [kind, detail]),
    ).to.deep.equal([['update', 'configuration: Timeout']]);
    const updating = cloud.call<FunctionConfiguration>('Lambda', 'UpdateFunctionConfiguration', input);
    expect(updating).to.include({ LastUpdateStatus: 'InProgress', State: 'Active', Timeout: 60 });
    expect(cloud.inventory(functionType)[0]?.observed.serving).to.be.true;
    expectError(
      cloud.errorOf('Lambda', 'UpdateFunctionCode', { FunctionName: 'report', ZipFile: Buffer.from('2') }),
      'ResourceConflictException',
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn}`,
    );
    cloud.advance(6);
    expect(configurationOfFunction(cloud)).to.include({ LastUpdateStatus: 'Successful', Timeout: 60 });
    expect(configurationOfFunction(cloud).Environment).to.deep.equal(reportFunction.Environment);
    cloud.call('Lambda', 'UpdateFunctionConfiguration', {
      FunctionName: 'report',
      Environment: { Variables: {} },
    });
    expect(configurationOfFunction(cloud).Environment).to.be.undefined;
  });

  it('delegate anew where their code changes; a stale revision is refused', async () => {
    const cloud = await withFunction();
    const { RevisionId } = configurationOfFunction(cloud);
    const input = { FunctionName: 'report', ZipFile: Buffer.from('other'), RevisionId };
    expect(
      cloud.preview('Lambda', 'UpdateFunctionCode', input).effects.map(({ kind }) => kind),
    ).to.deep.equal(['delegate']);
    cloud.call('Lambda', 'UpdateFunctionCode', input);
    cloud.advance(6);
    expect(cloud.errorOf('Lambda', 'UpdateFunctionCode', input)).to.include({
      code: 'PreconditionFailedException',
      status: 412,
    });
  });

  it('may be given a role by those only who may pass it to Lambda', async () => {
    const cloud = await withFunction();
    const onFunctions = { Effect: 'Allow', Action: 'lambda:*', Resource: '*' };
    const toDatabases = {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'rds.amazonaws.com' } },
    };
    const operator = userWith(cloud, [onFunctions, toDatabases]);
    const create = { ...reportFunction, FunctionName: 'other' };
    expectError(
      cloud.errorOf('Lambda', 'CreateFunction', create, operator),
      'AccessDeniedException',
      /is not authorized to perform: iam:PassRole on resource: arn:aws-cn:iam::123456789012:role\/report/,
      'authorisation',
    );
    const update = { FunctionName: 'report', Timeout: 5 };
    expect(
      cloud.errorOf('Lambda', 'UpdateFunctionConfiguration', { ...update, Role: roleArn }, operator).origin,
    ).to.equal('authorisation');
    cloud.call('Lambda', 'UpdateFunctionConfiguration', update, operator);
    expect(configurationOfFunction(cloud).Timeout).to.equal(5);
  });

  it('are deleted with all their versions, aliases, permissions and addresses', async () => {
    const cloud = await withFunction();
    const FunctionName = 'report';
    cloud.call('Lambda', 'PublishVersion', { FunctionName });
    cloud.call('Lambda', 'CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '1' });
    cloud.call('Lambda', 'AddPermission', {
      FunctionName: 'report:live',
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    });
    cloud.call('Lambda', 'CreateFunctionUrlConfig', { FunctionName, AuthType: 'AWS_IAM' });
    const { effects } = cloud.preview('Lambda', 'DeleteFunction', { FunctionName });
    expect(effects.map(({ kind, resource }) => `${kind} ${resource.type}`)).to.have.members([
      `delete ${functionType}`,
      'delete AWS::Lambda::Version',
      'delete AWS::Lambda::Alias',
      'delete AWS::Lambda::Permission',
      'delete AWS::Lambda::Url',
    ]);
    expect(cloud.call('Lambda', 'DeleteFunction', { FunctionName })).to.deep.equal({ StatusCode: 204 });
    expect(cloud.inventory().filter(({ resource }) => resource.type.startsWith('AWS::Lambda'))).to.be.empty;
  });

  it('are not executed: Invoke says so', async () => {
    const cloud = await withFunction();
    expectError(
      cloud.errorOf('Lambda', 'Invoke', { FunctionName: 'report' }),
      'NotImplemented',
      'not implemented: Lambda.Invoke',
      'unsupported',
    );
  });

  it('stop while their reserved concurrency is 0', async () => {
    const cloud = await withFunction();
    const FunctionName = 'report';
    const stop = { FunctionName, ReservedConcurrentExecutions: 0 };
    expect(
      cloud.preview('Lambda', 'PutFunctionConcurrency', stop).effects.map(({ kind }) => kind),
    ).to.have.members(['stop', 'update']);
    cloud.call('Lambda', 'PutFunctionConcurrency', stop);
    expect(cloud.inventory(functionType)[0]?.observed.serving).to.be.false;
    expect(cloud.call('Lambda', 'GetFunctionConcurrency', { FunctionName })).to.deep.equal({
      ReservedConcurrentExecutions: 0,
    });
    expectError(
      cloud.errorOf('Lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 901 }),
      'InvalidParameterValueException',
      /below its minimum value of \[100\]/,
    );
    cloud.call('Lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 300 });
    const settings = cloud.call<{ AccountLimit: object; AccountUsage: object }>(
      'Lambda',
      'GetAccountSettings',
    );
    expect(settings.AccountLimit).to.include({ UnreservedConcurrentExecutions: 700 });
    expect(settings.AccountUsage).to.deep.equal({ FunctionCount: 1, TotalCodeSize: 32 });
    cloud.call('Lambda', 'DeleteFunctionConcurrency', { FunctionName });
    expect(cloud.call('Lambda', 'GetFunctionConcurrency', { FunctionName })).to.deep.equal({});
    expect(cloud.inventory(functionType)[0]?.observed.serving).to.be.true;
  });

  it('carry tags', async () => {
    const cloud = await withFunction();
    cloud.call('Lambda', 'TagResource', { Resource: functionArn, Tags: { team: 'cost', stage: 'prod' } });
    cloud.call('Lambda', 'UntagResource', { Resource: functionArn, TagKeys: ['team'] });
    expect(cloud.call('Lambda', 'ListTags', { Resource: functionArn })).to.deep.equal({
      Tags: { stage: 'prod' },
    });
    expect(cloud.errorOf('Lambda', 'ListTags', { Resource: `${functionArn}:1` }).code).to.equal(
      'InvalidParameterValueException',
    );
  });
});
