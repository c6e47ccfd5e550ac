/** Templates that lie in the world's own S3, and the roles that deploy them. */
import { expect } from 'chai';
import { rootActor, testRegion } from '../cloud-under-test.js';
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import { addressedObject } from '../../../harness/cloud/services/cloudformation/template-url.js';
import { stackUnderTest, type StackUnderTest } from './stack-under-test.js';

const topic = `Resources: { Topic: { Type: 'AWS::SNS::Topic' } }`;
const url = 'https://templates.s3.cn-north-1.amazonaws.com.cn/live/shop.yaml';
const more = 'For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';

describe('a TemplateURL', () => {
  let test: StackUnderTest;
  beforeEach(async () => {
    test = await stackUnderTest();
    test.call('S3', 'CreateBucket', {
      Bucket: 'templates',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
    test.call('S3', 'PutObject', { Bucket: 'templates', Key: 'live/shop.yaml', Body: topic });
  });
  const refused = (TemplateURL: string, as: Actor = rootActor()): string =>
    test.errorOf('CloudFormation', 'CreateStack', { StackName: 'shop', TemplateURL }, as).message;

  for (const [form, host] of [
    ['virtual hosted', 'templates.s3.cn-north-1.amazonaws.com.cn/'],
    ['virtual hosted with a dash', 'templates.s3-cn-north-1.amazonaws.com.cn/'],
    ['virtual hosted with a dotted bucket', 'my.templates.s3.cn-north-1.amazonaws.com.cn/'],
    ['dual-stack', 'templates.s3.dualstack.cn-north-1.amazonaws.com.cn/'],
    ['path style', 's3.cn-north-1.amazonaws.com.cn/templates/'],
    ['path style with a dash', 's3-cn-north-1.amazonaws.com.cn/templates/'],
    ['path style without a region', 's3.amazonaws.com.cn/templates/'],
  ] as const) {
    it(`${form} names bucket, key and version`, () => {
      const bucket = form.includes('dotted') ? 'my.templates' : 'templates';
      expect(addressedObject(`https://${host}live/my%20shop.yaml?versionId=v1`, 'aws-cn')).to.deep.equal({
        bucket,
        key: 'live/my shop.yaml',
        versionId: 'v1',
      });
    });
  }

  it('of another partition, another server or another protocol is no supported URL', () => {
    for (const wrong of [
      'https://templates.s3.us-east-1.amazonaws.com/live/shop.yaml',
      'https://raw.example.org/shop.yaml',
      'http://s3.cn-north-1.amazonaws.com.cn/templates/live/shop.yaml',
      'https://templates.s3-website.cn-north-1.amazonaws.com.cn/live/shop.yaml',
      'https://s3.cn-north-1.amazonaws.com.cn/templates',
      'https://templates.s3.cn-north-1.amazonaws.com.cn/%E0%A4%A',
      'shop.yaml',
    ]) {
      expect(refused(wrong), wrong).to.equal('TemplateURL must be a supported URL.');
    }
    expect(refused('s3://templates/live/shop.yaml')).to.equal(
      'S3 error: Domain name specified in templates is not a valid S3 domain',
    );
  });

  it('gives the template to create, update, validate and sum up', () => {
    test.cfn('CreateStack', { TemplateURL: url });
    test.advance(60);
    expect(test.stack()).to.include({ StackStatus: 'CREATE_COMPLETE' });
    expect(test.cfn('GetTemplate')).to.include({ TemplateBody: topic });
    const two = `${topic.slice(0, -1)}, Second: { Type: 'AWS::SNS::Topic' } }`;
    test.call('S3', 'PutObject', { Bucket: 'templates', Key: 'live/shop.yaml', Body: two });
    test.cfn('UpdateStack', { TemplateURL: url });
    test.advance(60);
    expect(test.members().map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal([
      'Second',
      'Topic',
    ]);
    expect(test.call('CloudFormation', 'ValidateTemplate', { TemplateURL: url })['Parameters']).to.deep.equal(
      [],
    );
    expect(
      test.call('CloudFormation', 'GetTemplateSummary', { TemplateURL: url })['ResourceTypes'],
    ).to.deep.equal(['AWS::SNS::Topic']);
  });

  it('beside a TemplateBody, or to nothing, is refused in S3’s words', () => {
    expect(
      test.errorOf('CloudFormation', 'CreateStack', {
        StackName: 'shop',
        TemplateURL: url,
        TemplateBody: topic,
      }).message,
    ).to.equal('You cannot specify both Template URL and Template Body');
    expect(test.errorOf('CloudFormation', 'CreateStack', { StackName: 'shop' }).message).to.equal(
      'Either Template URL or Template Body must be specified.',
    );
    expect(refused(url.replace('shop', 'shed'))).to.equal(
      `S3 error: The specified key does not exist.\n${more}`,
    );
    expect(refused(url.replace('templates', 'attic'))).to.equal(
      `S3 error: The specified bucket does not exist\n${more}`,
    );
  });

  it('is read as the caller: who may not read the object cannot deploy it', () => {
    test.call('IAM', 'CreateUser', { UserName: 'dev' });
    const allow = (Action: string[], Condition = {}): void => {
      const document = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action, Resource: '*', Condition }],
      };
      test.call('IAM', 'PutUserPolicy', {
        UserName: 'dev',
        PolicyName: Action.join('-').replaceAll(/[:*]/g, ''),
        PolicyDocument: JSON.stringify(document),
      });
    };
    const dev = credentialsActor('arn:aws-cn:iam::123456789012:user/dev', 'AKIADEVDEVDEVDEVDEVD');
    allow(['cloudformation:*', 'sns:*']);
    const denied = test.errorOf(
      'CloudFormation',
      'CreateStack',
      { StackName: 'shop', TemplateURL: url },
      dev,
    );
    expect(denied).to.include({
      code: 'ValidationError',
      message: `S3 error: Access Denied\n${more}`,
      origin: 'authorisation',
    });
    allow(['s3:GetObject'], {
      'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' },
    });
    test.call('CloudFormation', 'CreateStack', { StackName: 'shop', TemplateURL: url }, dev);
    expect(test.stack()).to.include({ StackStatus: 'CREATE_IN_PROGRESS' });
  });

  it('can be asked for in a policy', () => {
    test.call('IAM', 'CreateUser', { UserName: 'dev' });
    const statement = {
      Effect: 'Allow',
      Action: 'cloudformation:CreateStack',
      Resource: '*',
      Condition: { StringLike: { 'cloudformation:TemplateUrl': 'https://approved.*' } },
    };
    test.call('IAM', 'PutUserPolicy', {
      UserName: 'dev',
      PolicyName: 'approved',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    });
    const dev = credentialsActor('arn:aws-cn:iam::123456789012:user/dev', 'AKIADEVDEVDEVDEVDEVD');
    expect(refused(url, dev)).to.contain('is not authorized to perform: cloudformation:CreateStack');
    expect(refused('https://approved.s3.cn-north-1.amazonaws.com.cn/a', dev)).to.contain('S3 error');
  });

  it('keeps parameters out of the journal, since nobody has read yet which may be shown', () => {
    const Parameters = [{ ParameterKey: 'Password', ParameterValue: 'hunter2' }];
    const { recorded } = test.backend.understand(
      {
        service: 'CloudFormation',
        operation: 'UpdateStack',
        input: { StackName: 'shop', TemplateURL: url, Parameters },
        region: testRegion,
        actor: rootActor(),
      },
      'c1',
    );
    expect(JSON.stringify(recorded)).not.to.contain('hunter2');
  });
});

describe('a service role of CloudFormation', () => {
  it('is taken on only where its trust policy, read as IAM reads it, lets it', async () => {
    const test = await stackUnderTest();
    const trusted = (name: string, statement: object): string => {
      const trust = { Version: '2012-10-17', Statement: [statement] };
      const made = test.call('IAM', 'CreateRole', {
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify(trust),
      });
      return (made['Role'] as { Arn: string }).Arn;
    };
    const Principal = { Service: 'cloudformation.amazonaws.com' };
    const good = trusted('good', { Effect: 'Allow', Principal, Action: 'sts:*' });
    const otherAction = trusted('tags', { Effect: 'Allow', Principal, Action: 'sts:TagSession' });
    const conditional = trusted('conditional', {
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
    });
    const input = { StackName: 'shop', TemplateBody: topic };
    for (const RoleARN of [otherAction, conditional]) {
      expect(test.errorOf('CloudFormation', 'CreateStack', { ...input, RoleARN }).message).to.equal(
        `Role ${RoleARN} is invalid or cannot be assumed`,
      );
    }
    test.call('CloudFormation', 'CreateStack', { ...input, RoleARN: good });
    expect(test.stack()).to.include({ RoleARN: good });
  });
});
