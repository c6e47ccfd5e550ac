import { expect } from 'chai';
import type {
  AliasConfiguration,
  FunctionConfiguration,
  ListVersionsByFunctionCommandOutput,
} from '@aws-sdk/client-lambda';
import { expectError } from './expect-error.js';
import { configurationOfFunction, functionArn, functionType, withFunction } from './report-function.js';

describe('Lambda versions and aliases', () => {
  it('keep a program as it was; publishing what has not changed gives the last version again', async () => {
    const cloud = await withFunction();
    const FunctionName = 'report';
    const first = cloud.call<FunctionConfiguration>('Lambda', 'PublishVersion', { FunctionName });
    expect(first).to.include({ Version: '1', FunctionArn: `${functionArn}:1`, Timeout: 30, State: 'Active' });
    expect(cloud.call<FunctionConfiguration>('Lambda', 'PublishVersion', { FunctionName }).Version).to.equal(
      '1',
    );
    cloud.call('Lambda', 'UpdateFunctionConfiguration', { FunctionName, Timeout: 60 });
    expect(cloud.errorOf('Lambda', 'PublishVersion', { FunctionName }).code).to.equal(
      'ResourceConflictException',
    );
    cloud.advance(6);
    expectError(
      cloud.errorOf('Lambda', 'PublishVersion', { FunctionName, CodeSha256: 'x' }),
      'InvalidParameterValueException',
      /^CodeSHA256 \(x\) is different from current CodeSHA256/,
    );
    cloud.call('Lambda', 'PublishVersion', { FunctionName, Description: 'slower' });
    expect(configurationOfFunction(cloud, 'report', '1').Timeout).to.equal(30);
    expect(configurationOfFunction(cloud, 'report:2')).to.include({ Timeout: 60, Description: 'slower' });
    const { Versions } = cloud.call<ListVersionsByFunctionCommandOutput>('Lambda', 'ListVersionsByFunction', {
      FunctionName,
    });
    expect(Versions?.map(({ Version }) => Version)).to.deep.equal(['$LATEST', '1', '2']);
  });

  it('are pointed to by aliases, which hold their versions fast', async () => {
    const cloud = await withFunction();
    const FunctionName = 'report';
    cloud.call('Lambda', 'PublishVersion', { FunctionName });
    cloud.call('Lambda', 'UpdateFunctionConfiguration', { FunctionName, Timeout: 60 });
    cloud.advance(6);
    cloud.call('Lambda', 'PublishVersion', { FunctionName });
    const alias = { FunctionName, Name: 'live' };
    cloud.call('Lambda', 'CreateAlias', { ...alias, FunctionVersion: '1' });
    expect(configurationOfFunction(cloud, 'report', 'live')).to.include({
      FunctionArn: `${functionArn}:live`,
      Version: '1',
      Timeout: 30,
    });
    expectError(
      cloud.errorOf('Lambda', 'CreateAlias', { ...alias, FunctionVersion: '1' }),
      'ResourceConflictException',
      `Alias already exists: ${functionArn}:live`,
    );
    expect(cloud.errorOf('Lambda', 'UpdateAlias', { ...alias, FunctionVersion: '7' }).code).to.equal(
      'ResourceNotFoundException',
    );
    cloud.call('Lambda', 'UpdateAlias', {
      ...alias,
      FunctionVersion: '2',
      RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } },
    });
    expect(cloud.call<AliasConfiguration>('Lambda', 'GetAlias', alias)).to.deep.include({
      FunctionVersion: '2',
      RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } },
    });
    expectError(
      cloud.errorOf('Lambda', 'DeleteFunction', { FunctionName, Qualifier: '1' }),
      'ResourceConflictException',
      'Unable to delete version because the following aliases reference it: [live]',
    );
    expect(
      cloud.call<{ Aliases: unknown[] }>('Lambda', 'ListAliases', { FunctionName, FunctionVersion: '1' })
        .Aliases,
    ).to.have.length(1);
    cloud.call('Lambda', 'DeleteAlias', alias);
    cloud.call('Lambda', 'DeleteFunction', { FunctionName, Qualifier: '1' });
    expect(cloud.inventory('AWS::Lambda::Version').map(({ resource }) => resource.id)).to.deep.equal([
      `${functionArn}:2`,
    ]);
    expect(cloud.errorOf('Lambda', 'DeleteFunction', { FunctionName, Qualifier: '1' }).code).to.equal(
      'ResourceNotFoundException',
    );
    expectError(
      cloud.errorOf('Lambda', 'GetAlias', alias),
      'ResourceNotFoundException',
      `Cannot find alias arn: ${functionArn}:live`,
    );
  });
});

describe('Lambda permissions and addresses', () => {
  const api = {
    FunctionName: 'report',
    StatementId: 'api',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: 'arn:aws-cn:execute-api:cn-north-1:123456789012:abc/*',
  };

  it('grant to services and others, statement by statement', async () => {
    const cloud = await withFunction();
    expect(cloud.preview('Lambda', 'AddPermission', api).effects.map(({ kind }) => kind)).to.have.members([
      'grant',
      'create',
    ]);
    const { Statement } = cloud.call<{ Statement: string }>('Lambda', 'AddPermission', api);
    expect(JSON.parse(Statement)).to.deep.equal({
      Sid: 'api',
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: functionArn,
      Condition: { ArnLike: { 'AWS:SourceArn': api.SourceArn } },
    });
    expectError(
      cloud.errorOf('Lambda', 'AddPermission', api),
      'ResourceConflictException',
      /^The statement id \(api\) provided already exists/,
    );
    const { Policy } = cloud.call<{ Policy: string }>('Lambda', 'GetPolicy', { FunctionName: 'report' });
    expect(JSON.parse(Policy)).to.deep.include({ Id: 'default' });
    const remove = { FunctionName: 'report', StatementId: 'api' };
    expect(
      cloud
        .preview('Lambda', 'RemovePermission', remove)
        .effects.map(({ kind, resource }) => [kind, resource.type]),
    ).to.deep.include(['delete', 'AWS::Lambda::Permission']);
    cloud.call('Lambda', 'RemovePermission', remove);
    expect(cloud.errorOf('Lambda', 'GetPolicy', { FunctionName: 'report' }).code).to.equal(
      'ResourceNotFoundException',
    );
    expect(cloud.errorOf('Lambda', 'RemovePermission', remove).message).to.equal(
      'No policy is associated with the given resource.',
    );
  });

  it('expose a function that anyone may call at its address', async () => {
    const cloud = await withFunction();
    const created = cloud.call<{ FunctionUrl: string }>('Lambda', 'CreateFunctionUrlConfig', {
      FunctionName: 'report',
      AuthType: 'NONE',
    });
    expect(created.FunctionUrl).to.match(/^https:\/\/[a-z2-7]{32}\.lambda-url\.cn-north-1\.on\.aws\/$/);
    expect(cloud.inventory(functionType)[0]?.observed.exposed).to.be.false;
    const open = {
      FunctionName: 'report',
      StatementId: 'anyone',
      Action: 'lambda:InvokeFunctionUrl',
      Principal: '*',
      FunctionUrlAuthType: 'NONE',
    };
    expect(
      cloud
        .preview('Lambda', 'AddPermission', open)
        .effects.filter(({ resource }) => resource.type === functionType)
        .map(({ kind }) => kind),
    ).to.have.members(['expose', 'grant']);
    cloud.call('Lambda', 'AddPermission', open);
    // The policy is read where the function is asked about again.
    expect(configurationOfFunction(cloud).FunctionName).to.equal('report');
    expect(
      cloud.errorOf('Lambda', 'CreateFunctionUrlConfig', { FunctionName: 'report', AuthType: 'NONE' }).code,
    ).to.equal('ResourceConflictException');
    cloud.call('Lambda', 'UpdateFunctionUrlConfig', { FunctionName: 'report', AuthType: 'AWS_IAM' });
    expect(cloud.call('Lambda', 'GetFunctionUrlConfig', { FunctionName: 'report' })).to.include({
      AuthType: 'AWS_IAM',
    });
    cloud.call('Lambda', 'DeleteFunctionUrlConfig', { FunctionName: 'report' });
    expect(cloud.call('Lambda', 'ListFunctionUrlConfigs', { FunctionName: 'report' })).to.deep.equal({
      FunctionUrlConfigs: [],
    });
  });
});
