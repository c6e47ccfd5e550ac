/** Stack policies: set, read, never taken away, and seen where they are weakened. */
import { expect } from 'chai';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

const template = (name = 'one', second = true): string => `
Resources:
  First: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: ${name} } }
${second ? `  Second: { Type: 'AWS::SQS::Queue' }` : ''}`;
const statement = (
  Effect: string,
  Action: string | string[],
  Resource: string | string[],
  Condition?: object,
) => ({
  Effect,
  Principal: '*',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const policy = (...Statement: object[]): string => JSON.stringify({ Statement });
const open = policy(statement('Allow', 'Update:*', '*'));
const guarded = policy(
  statement('Allow', 'Update:*', '*'),
  statement('Deny', ['Update:Delete', 'Update:Replace'], 'LogicalResourceId/S*'),
);

describe('a stack policy', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
  });
  const refused = (input: object): string =>
    test.errorOf('CloudFormation', 'SetStackPolicy', { StackName: 'shop', ...input }).message;
  const protections = (): readonly string[] =>
    test.inventory('AWS::CloudFormation::Stack')[0]!.observed.protections;
  const setting = (StackPolicyBody: string): string[] =>
    test
      .preview('CloudFormation', 'SetStackPolicy', { StackName: 'shop', StackPolicyBody })
      .effects.map(({ kind, detail }) => `${kind} ${detail}`);

  it('denies what it does not allow, once it is set', () => {
    test.create(template());
    test.cfn('SetStackPolicy', { StackPolicyBody: policy(statement('Allow', 'Update:Modify', '*')) });
    test.update(template('two'));
    expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
    test.update(template('two', false));
    expect(test.story().join('\n')).to.contain(
      'no statement allows [Update:Delete] for resource [LogicalResourceId/Second]',
    );
    expect(test.stack().StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
  });

  it('may name types of resources', () => {
    const condition = { StringLike: { ResourceType: ['AWS::SNS::*'] } };
    test.create(template(), {
      StackPolicyBody: policy(
        statement('Allow', 'Update:*', '*'),
        statement('Deny', 'Update:*', '*', condition),
      ),
    });
    const { stops } = test.preview('CloudFormation', 'UpdateStack', {
      StackName: 'shop',
      TemplateBody: template('two'),
    });
    expect(stops.map(({ origin, by, message }) => [origin, by, message])).to.deep.equal([
      [
        'protection',
        'StackPolicy',
        'Action denied by stack policy: Statement [#2] does not allow [Update:*] for resource [LogicalResourceId/First];',
      ],
    ]);
  });

  it('is replaced and never removed', () => {
    test.create(template(), { StackPolicyBody: guarded });
    for (const [input, message] of [
      [{}, 'Member must not be null'],
      [{ StackPolicyBody: '' }, 'Error validating stack policy: Invalid stack policy'],
      [{ StackPolicyBody: '{}' }, 'Error validating stack policy: Invalid stack policy'],
      [{ StackPolicyBody: policy() }, 'Error validating stack policy: Invalid stack policy'],
      [
        { StackPolicyBody: policy({ Effect: 'Allow', Action: 'Update:*', Resource: '*' }) },
        'Error validating stack policy: Invalid stack policy',
      ],
      [
        { StackPolicyBody: policy({ ...statement('Allow', 'Update:*', '*'), Principal: 'me' }) },
        'Error validating stack policy: Invalid stack policy',
      ],
      [{ StackPolicyBody: `${open}${' '.repeat(16_384)}` }, 'less than or equal to 16384'],
      [{ StackPolicyBody: open, StackPolicyURL: 'https://x/y' }, 'You cannot specify both'],
      [{ StackPolicyURL: 'https://x/y' }, 'StackPolicyURL must be a supported URL.'],
    ] as const) {
      expect(refused(input)).to.contain(message);
    }
    expect(test.cfn('GetStackPolicy')['StackPolicyBody']).to.equal(guarded);
    test.cfn('SetStackPolicy', { StackPolicyBody: open });
    expect(test.cfn('GetStackPolicy')['StackPolicyBody']).to.equal(open);
  });

  it('is read from S3 where a call gives its address', () => {
    test.call('S3', 'CreateBucket', {
      Bucket: 'policies',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
    test.call('S3', 'PutObject', { Bucket: 'policies', Key: 'guard.json', Body: guarded });
    const StackPolicyURL = 'https://policies.s3.cn-north-1.amazonaws.com.cn/guard.json';
    test.create(template(), { StackPolicyURL });
    expect(test.cfn('GetStackPolicy')['StackPolicyBody']).to.equal(guarded);
    test.call('S3', 'PutObject', { Bucket: 'policies', Key: 'open.json', Body: open });
    test.update(template('two', false), {
      StackPolicyDuringUpdateURL: StackPolicyURL.replace('guard', 'open'),
    });
    expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
    expect(test.cfn('GetStackPolicy')['StackPolicyBody']).to.equal(guarded);
  });

  it('counts as protection of what it keeps from being taken away: to weaken it unprotects', () => {
    test.create(template());
    expect(protections()).to.deep.equal([]);
    expect(setting(open).some((line) => line.startsWith('unprotect'))).to.equal(false);
    expect(setting(guarded)[0]).to.equal(
      'update protections: none → StackPolicy Update:Delete Second, StackPolicy Update:Replace Second',
    );
    test.cfn('SetStackPolicy', { StackPolicyBody: guarded });
    expect(protections()).to.deep.equal([
      'StackPolicy Update:Delete Second',
      'StackPolicy Update:Replace Second',
    ]);
    expect(setting(open)[0]).to.equal(
      'unprotect protections: StackPolicy Update:Delete Second, StackPolicy Update:Replace Second → none',
    );
    // Other words for the same, and stricter ones, take nothing away.
    const reworded = policy(
      statement('Allow', 'Update:Modify', '*'),
      statement('Allow', 'Update:*', 'LogicalResourceId/First'),
    );
    const stricter = policy(statement('Deny', 'Update:*', '*'));
    for (const other of [reworded, stricter]) {
      expect(setting(other).filter((line) => line.startsWith('unprotect'))).to.deep.equal([]);
    }
    const weaker = policy(
      statement('Allow', 'Update:*', '*'),
      statement('Deny', 'Update:Delete', 'LogicalResourceId/Second'),
    );
    expect(setting(weaker)[0]).to.match(/^unprotect /);
  });

  it('given with an update is weakened in sight too', () => {
    test.create(template(), { StackPolicyBody: guarded });
    const { effects } = test.preview('CloudFormation', 'UpdateStack', {
      StackName: 'shop',
      TemplateBody: template('one', false),
      StackPolicyBody: open,
    });
    expect(effects.map(({ kind }) => kind)).to.include.members(['unprotect', 'delete']);
  });

  it('of a nested stack is its own, and that of the outer one guards the nested stack as a whole', () => {
    test.call('S3', 'CreateBucket', {
      Bucket: 'templates',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
    const put = (Body: string): void => {
      test.call('S3', 'PutObject', { Bucket: 'templates', Key: 'a', Body });
    };
    put(template());
    const outer = (name: string): string => `
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: 'https://templates.s3.cn-north-1.amazonaws.com.cn/a' }
  Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: ${name} } }`;
    test.create(outer('one'));
    const inner = test.physicalId('Inner');
    test.cfn('SetStackPolicy', { StackName: inner, StackPolicyBody: guarded });
    put(template('one', false));
    test.update(outer('one'));
    expect(test.story().join('\n')).to.contain(
      'with reason: Action denied by stack policy: Statement [#2] does not allow [Update:Delete, Update:Replace] for resource [LogicalResourceId/Second];',
    );
    expect(test.members(inner)).to.have.length(2);
    test.cfn('SetStackPolicy', {
      StackPolicyBody: policy(
        statement('Allow', 'Update:*', '*'),
        statement('Deny', 'Update:*', 'LogicalResourceId/Inner'),
      ),
    });
    test.update(outer('two'));
    expect(test.story().join('\n')).to.contain('for resource [LogicalResourceId/Inner]');
    // Where nothing in it would change, there is nothing to deny.
    put(template());
    test.update(outer('two'));
    expect(test.stack().StackStatus).to.equal('UPDATE_COMPLETE');
  });
});
