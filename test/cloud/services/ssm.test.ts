import { expect } from 'chai';
import fc from 'fast-check';
import type {
  DescribeParametersCommandOutput,
  GetParameterCommandOutput,
  GetParameterHistoryCommandOutput,
  GetParametersByPathCommandOutput,
  GetParametersCommandOutput,
} from '@aws-sdk/client-ssm';
import { credentialsActor } from '../../../harness/contract/actor.js';
import {
  cloudUnderTest,
  rootActor,
  testAccount,
  testRegion,
  testStart,
  type CloudUnderTest,
} from '../cloud-under-test.js';
import { expectError } from './expect-error.js';
import { provideResource } from './provided-resource.js';

const arnOf = (name: string): string => `arn:aws-cn:ssm:${testRegion}:${testAccount}:parameter${name}`;

describe('SSM: Parameter Store', () => {
  let cloud: CloudUnderTest;
  beforeEach(async () => {
    cloud = await cloudUnderTest();
  });
  const ssm = <Output extends object = Record<string, unknown>>(operation: string, input: object): Output =>
    cloud.call<Output>('SSM', operation, input);
  const put = (Name: string, Value: string, further: object = {}): object =>
    ssm('PutParameter', { Name, Value, Type: 'String', ...further });
  const value = (Name: string, further: object = {}): string | undefined =>
    ssm<GetParameterCommandOutput>('GetParameter', { Name, ...further }).Parameter?.Value;

  it('keeps a value, and tells it with its version, time and ARN', () => {
    expect(put('/costs/prod/limit', '12')).to.deep.equal({ Version: 1, Tier: 'Standard' });
    expect(ssm('GetParameter', { Name: '/costs/prod/limit' })).to.deep.equal({
      Parameter: {
        Name: '/costs/prod/limit',
        Type: 'String',
        Value: '12',
        Version: 1,
        LastModifiedDate: new Date(testStart),
        ARN: arnOf('/costs/prod/limit'),
        DataType: 'text',
      },
    });
    expect(value(arnOf('/costs/prod/limit'))).to.equal('12');
  });

  it('finds a plain name and a path of one level by their ARNs, which look alike', () => {
    put('plain', 'a');
    put('/one', 'b');
    expect([value(arnOf('/plain')), value(arnOf('/one'))]).to.deep.equal(['a', 'b']);
  });

  it('overwrites only where that is said, and keeps what is not given', () => {
    put('limit', '1', { Description: 'the limit', AllowedPattern: '\\d+' });
    expectError(
      cloud.errorOf('SSM', 'PutParameter', { Name: 'limit', Value: '2' }),
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
    expect(value('limit')).to.equal('1');
    expect(ssm('PutParameter', { Name: 'limit', Value: '2', Overwrite: true })).to.include({ Version: 2 });
    expectError(
      cloud.errorOf('SSM', 'PutParameter', { Name: 'limit', Value: 'two', Overwrite: true }),
      'ParameterPatternMismatchException',
      /allowedPattern: \\d\+$/,
    );
    const [described] = ssm<DescribeParametersCommandOutput>('DescribeParameters', {}).Parameters!;
    expect(described).to.include({ Version: 2, Description: 'the limit', AllowedPattern: '\\d+' });
    expect(described).not.to.have.property('Value');
  });

  it('names versions by number and label, the latest hundred of them', () => {
    for (let index = 1; index <= 3; index += 1) put('limit', String(index), { Overwrite: true });
    ssm('LabelParameterVersion', { Name: 'limit', ParameterVersion: 2, Labels: ['live', '2nd'] });
    expect([value('limit'), value('limit:1'), value('limit:live')]).to.deep.equal(['3', '1', '2']);
    expectError(
      cloud.errorOf('SSM', 'GetParameter', { Name: 'limit:9' }),
      'ParameterVersionNotFound',
      'Systems Manager could not find version 9 of limit. Verify the version and try again.',
    );
    expect(ssm('LabelParameterVersion', { Name: 'limit', Labels: ['live'] })).to.deep.equal({
      InvalidLabels: [],
      ParameterVersion: 3,
    });
    const { Parameters } = ssm<GetParameterHistoryCommandOutput>('GetParameterHistory', { Name: 'limit' });
    expect(Parameters!.map(({ Version, Labels }) => [Version, Labels])).to.deep.equal([
      [1, []],
      [2, []],
      [3, ['live']],
    ]);
    for (let index = 4; index <= 102; index += 1) put('limit', String(index), { Overwrite: true });
    expectError(
      cloud.errorOf('SSM', 'PutParameter', { Name: 'limit', Value: 'x', Overwrite: true }),
      'ParameterMaxVersionLimitExceeded',
      /Version 3, the oldest version, can't be deleted because it has a label/,
    );
    ssm('UnlabelParameterVersion', { Name: 'limit', ParameterVersion: 3, Labels: ['live'] });
    expect(put('limit', 'x', { Overwrite: true })).to.include({ Version: 103 });
  });

  it('refuses names, types and values that Parameter Store does not take', () => {
    const refused: readonly (readonly [object, string, RegExp])[] = [
      [{ Name: 'a/b' }, 'ValidationException', /fully qualified name/],
      [{ Name: 'ssm-x' }, 'ValidationException', /can't be prefixed with "aws" or "ssm"/],
      [{ Name: '/aws/x' }, 'AccessDeniedException', /No access to reserved parameter name: \/aws\/x\./],
      [{ Name: '/a b' }, 'ValidationException', /each sub-path can be formed/],
      [{ Name: `/${'a/'.repeat(15)}b` }, 'HierarchyLevelLimitExceededException', /16 levels/],
      [{ Type: undefined }, 'ValidationException', /A parameter type is required/],
      [{ Type: 'Number' }, 'UnsupportedParameterType', /Number is not supported/],
      [{ Value: 'x'.repeat(4097) }, 'ValidationException', /maximum parameter value of 4096/],
      [{ KeyId: 'alias/x' }, 'ValidationException', /SecureString type parameter only/],
    ];
    for (const [wrong, code, message] of refused) {
      const input = { Name: 'x', Value: '1', Type: 'String', ...wrong };
      expectError(cloud.errorOf('SSM', 'PutParameter', input), code, message);
    }
    expect(cloud.inventory('AWS::SSM::Parameter')).to.have.length(0);
    expect(put('long', 'x'.repeat(4097), { Tier: 'Intelligent-Tiering' })).to.include({ Tier: 'Advanced' });
  });

  it('tells secrets only to those who ask for them, and holds none in inventories', () => {
    put('/costs/password', 'hunter2', { Type: 'SecureString' });
    expect(value('/costs/password')).not.to.contain('hunter2');
    expect(value('/costs/password', { WithDecryption: true })).to.equal('hunter2');
    expect(JSON.stringify(cloud.inventory())).not.to.contain('hunter2');
  });

  it('encrypts under a key of the account, and is lost with it', () => {
    const { KeyMetadata } = cloud.call<{ KeyMetadata: { KeyId: string } }>('KMS', 'CreateKey', {});
    const { KeyId } = KeyMetadata;
    put('/costs/password', 'hunter2', { Type: 'SecureString', KeyId });
    expect(value('/costs/password', { WithDecryption: true })).to.equal('hunter2');
    expect(JSON.stringify([...cloud.world.state.withPrefix('r/AWS::SSM')])).not.to.contain('hunter2');
    cloud.call('KMS', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    expectError(
      cloud.errorOf('SSM', 'GetParameter', { Name: '/costs/password', WithDecryption: true }),
      'InvalidKeyId',
      /is pending deletion/,
    );
    expectError(
      cloud.errorOf('SSM', 'PutParameter', {
        Name: '/b',
        Value: 'x',
        Type: 'SecureString',
        KeyId: 'alias/no',
      }),
      'InvalidKeyId',
      /alias\/no/,
    );
  });

  it('lists a path, one level or all, page by page', () => {
    for (const name of ['/a/1', '/a/2', '/a/b/3', '/ab/4', 'a']) put(name, name);
    const byPath = (further: object): GetParametersByPathCommandOutput =>
      ssm('GetParametersByPath', { Path: '/a', ...further });
    const names = (output: GetParametersByPathCommandOutput): (string | undefined)[] =>
      output.Parameters!.map(({ Name }) => Name);
    expect(names(byPath({}))).to.deep.equal(['/a/1', '/a/2']);
    const first = byPath({ Recursive: true, MaxResults: 2 });
    expect(names(first)).to.deep.equal(['/a/1', '/a/2']);
    const second = byPath({ Recursive: true, MaxResults: 2, NextToken: first.NextToken });
    expect(names(second)).to.deep.equal(['/a/b/3']);
    expect(second).not.to.have.property('NextToken');
    expectError(cloud.errorOf('SSM', 'GetParametersByPath', { Path: 'a' }), 'ValidationException', /slash/);
  });

  it('filters descriptions by name, type, path, tag', () => {
    put('/a/1', 'x', { Tags: [{ Key: 'team', Value: 'costs' }] });
    put('/a/b/2', 'x,y', { Type: 'StringList' });
    put('three', 'x');
    const described = (ParameterFilters: object[]): (string | undefined)[] =>
      ssm<DescribeParametersCommandOutput>('DescribeParameters', { ParameterFilters }).Parameters!.map(
        ({ Name }) => Name,
      );
    expect(described([{ Key: 'Name', Option: 'Contains', Values: ['hre'] }])).to.deep.equal(['three']);
    expect(described([{ Key: 'Name', Option: 'BeginsWith', Values: ['/a'] }])).to.have.length(2);
    expect(described([{ Key: 'Type', Values: ['StringList'] }])).to.deep.equal(['/a/b/2']);
    expect(described([{ Key: 'Path', Values: ['/a'] }])).to.deep.equal(['/a/1']);
    expect(described([{ Key: 'Path', Option: 'Recursive', Values: ['/a'] }])).to.have.length(2);
    expect(described([{ Key: 'tag:team', Values: ['costs'] }])).to.deep.equal(['/a/1']);
    const wrong = { ParameterFilters: [{ Key: 'Colour', Values: ['red'] }] };
    expectError(cloud.errorOf('SSM', 'DescribeParameters', wrong), 'InvalidFilterKey', /Colour/);
  });

  it('says which of several names it does not have', () => {
    put('/a', '1');
    expect(ssm<GetParametersCommandOutput>('GetParameters', { Names: ['/a', '/b', '/a:7'] })).to.deep.include(
      { InvalidParameters: ['/b', '/a:7'] },
    );
    expect(ssm('DeleteParameters', { Names: ['/a', '/b'] })).to.deep.equal({
      DeletedParameters: ['/a'],
      InvalidParameters: ['/b'],
    });
    expectError(
      cloud.errorOf('SSM', 'GetParameter', { Name: '/a' }),
      'ParameterNotFound',
      'Parameter /a not found.',
    );
  });

  it('shows in a preview that a value goes for good', () => {
    put('/a', '1');
    const { effects } = cloud.preview('SSM', 'DeleteParameter', { Name: '/a' });
    expect(effects.map(({ kind, resource }) => [kind, resource.id])).to.deep.equal([['delete', '/a']]);
    const overwritten = cloud.preview('SSM', 'PutParameter', { Name: '/a', Value: '2', Overwrite: true });
    expect(overwritten.effects.map(({ kind, detail }) => [kind, detail])).to.deep.equal([
      ['update', 'configuration: Version'],
    ]);
    expect(value('/a')).to.equal('1');
  });

  it('tags parameters, and lets policies go by the tags', () => {
    put('/a', '1', { Tags: [{ Key: 'team', Value: 'costs' }] });
    const resource = { ResourceType: 'Parameter', ResourceId: '/a' };
    ssm('AddTagsToResource', { ...resource, Tags: [{ Key: 'stage', Value: 'test' }] });
    ssm('RemoveTagsFromResource', { ...resource, TagKeys: ['team'] });
    expect(ssm('ListTagsForResource', resource)).to.deep.equal({
      TagList: [{ Key: 'stage', Value: 'test' }],
    });
    cloud.call('IAM', 'CreateUser', { UserName: 'ana' });
    cloud.call('IAM', 'PutUserPolicy', {
      UserName: 'ana',
      PolicyName: 'tests',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'ssm:GetParameter',
            Resource: '*',
            Condition: { StringEquals: { 'aws:ResourceTag/stage': 'test' } },
          },
        ],
      }),
    });
    put('/b', '2');
    const ana = credentialsActor(`arn:aws-cn:iam::${rootActor().account}:user/ana`, 'AKIAANAANAANAANAANAA');
    expect(
      cloud.call<GetParameterCommandOutput>('SSM', 'GetParameter', { Name: '/a' }, ana).Parameter,
    ).to.include({
      Value: '1',
    });
    expectError(
      cloud.errorOf('SSM', 'GetParameter', { Name: '/b' }, ana),
      'AccessDeniedException',
      /not authorized to perform: ssm:GetParameter on resource: .*parameter\/b/,
      'authorisation',
    );
  });

  it('is provided to stacks with its attributes, changed in place and deleted', () => {
    const resource = provideResource(cloud, 'AWS::SSM::Parameter', {
      Type: 'String',
      Value: '1',
      Tags: { team: 'costs' },
    });
    expect(resource.id).to.match(/^costs-Member-[A-Z2-7]{12}$/);
    expect(resource.attributes()).to.deep.equal({
      Type: 'String',
      Value: '1',
      Arn: arnOf(`/${resource.id}`),
    });
    resource.update({ Type: 'String', Value: '2', Tags: { stage: 'test' } });
    expect(value(resource.id)).to.equal('2');
    expect(ssm('ListTagsForResource', { ResourceType: 'Parameter', ResourceId: resource.id })).to.deep.equal({
      TagList: [{ Key: 'stage', Value: 'test' }],
    });
    resource.remove();
    expect(cloud.inventory('AWS::SSM::Parameter')).to.have.length(0);
  });

  it('answers to any sequence of puts and deletes as a map with versions does', async () => {
    const fresh = await cloudUnderTest();
    const names = ['/p/a', '/p/b', '/p/q/c'];
    const kept = new Map<string, { value: string; version: number }>();
    const step = fc.record({
      name: fc.constantFrom(...names),
      value: fc.option(fc.string({ minLength: 1, maxLength: 5 }), { nil: null }),
      overwrite: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const { name, value: wanted, overwrite } of steps) {
          const before = kept.get(name);
          if (wanted === null) {
            if (before === undefined) {
              expect(fresh.errorOf('SSM', 'DeleteParameter', { Name: name }).code).to.equal(
                'ParameterNotFound',
              );
            } else fresh.call('SSM', 'DeleteParameter', { Name: name });
            kept.delete(name);
            continue;
          }
          const input = { Name: name, Value: wanted, Type: 'String', Overwrite: overwrite };
          if (before !== undefined && !overwrite) {
            expect(fresh.errorOf('SSM', 'PutParameter', input).code).to.equal('ParameterAlreadyExists');
            continue;
          }
          fresh.call('SSM', 'PutParameter', input);
          kept.set(name, { value: wanted, version: (before?.version ?? 0) + 1 });
        }
        const { Parameters } = fresh.call<GetParametersByPathCommandOutput>('SSM', 'GetParametersByPath', {
          Path: '/p',
          Recursive: true,
        });
        const found = Parameters!.map(({ Name, Value, Version }) => [Name, Value, Version]);
        const expected = [...kept]
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, { value: held, version }]) => [name, held, version]);
        expect(found).to.deep.equal(expected);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
