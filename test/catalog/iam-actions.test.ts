import { expect } from 'chai';
import {
  actionExists,
  globalConditionKeys,
  iamAction,
  iamService,
  iamServicePrefixes,
  matchActions,
} from '../../harness/catalog/iam-actions.js';
import { allServiceFacts } from '../../harness/catalog/services.js';

describe('the catalog of IAM actions', () => {
  it('knows an action in any case, with its level, resources and conditions', () => {
    const action = iamAction('DynamoDB:deletetable')!;
    expect(action.id).to.equal('dynamodb:DeleteTable');
    expect(action.accessLevel).to.equal('Write');
    expect(action.resourceTypes.map((each) => [each.name, each.required])).to.deep.equal([['table', true]]);
    expect(iamAction('iam:CreateRole')!.conditionKeys).to.include('iam:PermissionsBoundary');
    expect(iamAction('iam:PutRolePolicy')!.accessLevel).to.equal('Permissions management');
    expect(iamAction('cloudformation:DeleteStack')!.resourceTypes.map((each) => each.name)).to.include(
      'stack',
    );
  });

  it('knows resource ARNs and condition keys of a service', () => {
    const s3 = iamService('s3')!;
    expect(s3.resourceTypes.get('bucket')?.arn).to.equal('arn:${Partition}:s3:::${BucketName}');
    expect(s3.conditionKeys.get('s3:versionid')).to.deep.equal({ key: 's3:versionid', type: 'String' });
  });

  it('tells actions that exist from those that do not', () => {
    expect(actionExists('s3:GetObject')).to.equal(true);
    expect(actionExists('s3:GetObjects')).to.equal(false);
    expect(actionExists('nothing:GetObject')).to.equal(false);
    expect(actionExists('GetObject')).to.equal(false);
  });

  it('expands the wildcards of a policy', () => {
    expect(matchActions('kms:*KeyDeletion')).to.deep.equal([
      'kms:CancelKeyDeletion',
      'kms:ScheduleKeyDeletion',
    ]);
    expect(matchActions('dynamodb:Delete?able')).to.deep.equal(['dynamodb:DeleteTable']);
    expect(matchActions('S3:putbucketpolicy')).to.deep.equal(['s3:PutBucketPolicy']);
    expect(matchActions('s3:Get.*')).to.deep.equal([]);
    expect(matchActions('*').length).to.be.greaterThan(20_000);
    expect(matchActions('*:*')).to.deep.equal(matchActions('*'));
  });

  it('has the actions of every service in the catalog', () => {
    expect(iamServicePrefixes().length).to.be.greaterThan(400);
    for (const facts of allServiceFacts().values()) {
      expect(iamService(facts.iamPrefix)?.actionNames().length, facts.name).to.be.greaterThan(5);
    }
  });

  it('knows the keys that every request may carry', () => {
    for (const key of [
      'aws:principalarn',
      'aws:sourceip',
      'aws:viaawsservice',
      'aws:calledvia',
      'aws:tokenissuetime',
    ]) {
      expect(globalConditionKeys().has(key), key).to.equal(true);
    }
  });
});
