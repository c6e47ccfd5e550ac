import { expect } from 'chai';
import { createOrganization } from '../../harness/cloud/services/organizations/create-organization.js';
import {
  allow,
  asking,
  deny,
  document,
  partition,
  remoteAccount,
  type Asking,
} from './authorisation/asking.js';
import { rootActor, testAccount, testRegion } from './cloud-under-test.js';

const table = `arn:${partition}:dynamodb:${testRegion}:${testAccount}:table/costs`;
const reading = { action: 'dynamodb:DescribeTable', resources: [table] };
const deleting = { action: 'dynamodb:DeleteTable', resources: [table] };

describe('authorisation', () => {
  let under: Asking['under'];
  let decide: Asking['decide'];
  let iam: Asking['iam'];
  let resource: Asking['resource'];
  let allowed: Asking['allowed'];
  let denial: Asking['denial'];
  let ann: Asking['ann'];
  let sessionOf: Asking['sessionOf'];

  beforeEach(async () => {
    ({ under, decide, iam, resource, allowed, denial, ann, sessionOf } = await asking());
  });

  it('gathers inline and attached policies of a user and of its groups', () => {
    expect(allowed(ann(), reading)).to.equal(false);
    iam('CreateGroup', { GroupName: 'readers' });
    iam('AddUserToGroup', { GroupName: 'readers', UserName: 'ann' });
    iam('PutGroupPolicy', {
      GroupName: 'readers',
      PolicyName: 'read',
      PolicyDocument: document(allow('dynamodb:Describe*')),
    });
    expect(allowed(ann(), reading)).to.equal(true);
    expect(allowed(ann(), deleting)).to.equal(false);
    const administrator = `arn:${partition}:iam::aws:policy/AdministratorAccess`;
    iam('AttachUserPolicy', { UserName: 'ann', PolicyArn: administrator });
    expect(allowed(ann(), deleting)).to.equal(true);
    iam('AttachGroupPolicy', {
      GroupName: 'readers',
      PolicyArn: `arn:${partition}:iam::aws:policy/AWSDenyAll`,
    });
    expect(denial(ann(), deleting)).to.include({ by: 'identity', policy: 'AWSDenyAll' });
  });

  it('names the first action that is denied, what denied it, and answers as its service does', () => {
    const session = sessionOf('Reader', allow('dynamodb:Describe*'));
    const denied = denial(session, [reading, deleting]);
    expect(denied.by).to.equal('identity');
    expect(denied.policy).to.equal(null);
    expect(denied.error).to.deep.equal({
      code: 'AccessDeniedException',
      message: `User: ${session.principal} is not authorized to perform: dynamodb:DeleteTable on resource: ${table} because no identity-based policy allows the dynamodb:DeleteTable action`,
      status: 400,
      origin: 'authorisation',
    });
    const codeOf = (action: string): string => denial(session, { action, resources: ['*'] }).error.code;
    expect(codeOf('cloudformation:DeleteStack')).to.equal('AccessDenied');
    expect(codeOf('s3:ListAllMyBuckets')).to.equal('AccessDenied');
    expect(codeOf('ec2:TerminateInstances')).to.equal('UnauthorizedOperation');
    expect(codeOf('lambda:ListFunctions')).to.equal('AccessDeniedException');
    expect(codeOf('kms:ListKeys')).to.equal('AccessDeniedException');
  });

  it('sees a change of policies at once, and none before its time', () => {
    const session = sessionOf('Operator', allow('dynamodb:*'));
    const before = under.world.state;
    expect(allowed(session, deleting)).to.equal(true);
    iam('PutRolePolicy', {
      RoleName: 'Operator',
      PolicyName: 'stop',
      PolicyDocument: document(deny('dynamodb:Delete*')),
    });
    expect(denial(session, deleting)).to.include({ by: 'identity', policy: 'stop' });
    const scene = {
      state: before,
      now: under.world.now,
      actor: session,
      account: testAccount,
      region: testRegion,
      partition,
    };
    expect(decide([deleting], scene, []).allowed).to.equal(true);
  });

  it('takes the version of a managed policy that is in force, without anything being attached', () => {
    const created = iam('CreatePolicy', {
      PolicyName: 'Work',
      PolicyDocument: document(allow('dynamodb:Describe*')),
    });
    const PolicyArn = (created as { Policy: { Arn: string } }).Policy.Arn;
    const session = sessionOf('Operator');
    iam('AttachRolePolicy', { RoleName: 'Operator', PolicyArn });
    expect(allowed(session, deleting)).to.equal(false);
    iam('CreatePolicyVersion', { PolicyArn, PolicyDocument: document(allow('dynamodb:*')) });
    expect(allowed(session, deleting)).to.equal(false);
    iam('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' });
    expect(allowed(session, deleting)).to.equal(true);
  });

  it('keeps a role within its boundary until that is taken away', () => {
    const created = iam('CreatePolicy', {
      PolicyName: 'Fence',
      PolicyDocument: document(allow('dynamodb:Describe*')),
    });
    const session = sessionOf('Operator', allow('*'));
    const PermissionsBoundary = (created as { Policy: { Arn: string } }).Policy.Arn;
    iam('PutRolePermissionsBoundary', { RoleName: 'Operator', PermissionsBoundary });
    expect(allowed(session, reading)).to.equal(true);
    expect(denial(session, deleting)).to.include({ by: 'boundary' });
    iam('DeleteRolePermissionsBoundary', { RoleName: 'Operator' });
    expect(allowed(session, deleting)).to.equal(true);
  });

  it('asks every level of service control policies, of members only', () => {
    const motive = { cause: 'organization', callId: 'test', checked: true };
    const wish = {
      id: 'o-a1b2c3d4e5',
      managementAccount: remoteAccount,
      memberAccounts: [testAccount],
      partition,
    };
    under.world.commit(
      under.world.propose(motive, (transaction) => createOrganization(transaction, wish)),
      null,
    );
    const created = under.call<{ Policy: { PolicySummary: { Id: string } } }>(
      'Organizations',
      'CreatePolicy',
      {
        Name: 'KeepData',
        Description: '',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: document(deny('dynamodb:DeleteTable')),
      },
      rootActor(remoteAccount),
    );
    const session = sessionOf('Operator', allow('*'));
    expect(allowed(session, deleting)).to.equal(true);
    const input = { PolicyId: created.Policy.PolicySummary.Id, TargetId: testAccount };
    under.call('Organizations', 'AttachPolicy', input, rootActor(remoteAccount));
    expect(denial(session, deleting)).to.include({ by: 'scp', policy: 'KeepData' });
    expect(denial(rootActor(), deleting)).to.include({ by: 'scp' });
    expect(
      allowed(rootActor(remoteAccount), {
        ...deleting,
        resources: [table.replace(testAccount, remoteAccount)],
      }),
    ).to.equal(true);
  });

  it('allows the account’s root everything of its own', () => {
    expect(allowed(rootActor(), deleting)).to.equal(true);
    expect(
      allowed(rootActor(), { ...deleting, resources: [table.replace(testAccount, remoteAccount)] }),
    ).to.equal(false);
  });

  describe('policies on resources', () => {
    const bucket = `arn:${partition}:s3:::reports`;
    const object = { action: 's3:GetObject', resources: [`${bucket}/2025/12.csv`] };
    const statement = (Effect: string, Principal: unknown, more: object = {}): object => ({
      Version: '2012-10-17',
      Statement: [{ Effect, Principal, Action: 's3:GetObject', Resource: `${bucket}/*`, ...more }],
    });

    it('grant to a user whom no other policy allows it, and deny whom others allow it', () => {
      resource('AWS::S3::Bucket', bucket, { policy: statement('Allow', { AWS: ann().principal }) });
      expect(allowed(ann(), object)).to.equal(true);
      const session = sessionOf('Operator', allow('s3:*'));
      expect(allowed(session, object)).to.equal(true);
      resource('AWS::S3::Bucket', bucket, { policy: statement('Deny', '*') });
      expect(denial(session, object)).to.include({ by: 'resource', policy: 'reports' });
    });

    it('must grant across accounts, beside the caller’s own', () => {
      const session = sessionOf('Operator', allow('s3:*'));
      resource('AWS::S3::Bucket', bucket, { account: remoteAccount });
      expect(denial(session, object)).to.include({ by: 'resource' });
      resource('AWS::S3::Bucket', bucket, {
        account: remoteAccount,
        policy: statement('Allow', { AWS: testAccount }),
      });
      expect(allowed(session, object)).to.equal(true);
      expect(allowed(ann(), object)).to.equal(false);
    });

    it('of keys must grant even in the same account', () => {
      const key = `arn:${partition}:kms:${testRegion}:${testAccount}:key/0a1b`;
      const using = { action: 'kms:Decrypt', resources: [key] };
      const session = sessionOf('Operator', allow('kms:*'));
      const policy = (Principal: object): object => ({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }],
      });
      resource('AWS::KMS::Key', key, { policy: policy({ AWS: ann().principal }) });
      expect(denial(session, using)).to.include({ by: 'key' });
      expect(allowed(ann(), using)).to.equal(true);
      resource('AWS::KMS::Key', key, { policy: policy({ AWS: testAccount }) });
      expect(allowed(session, using)).to.equal(true);
    });

    it('do not speak about the actions of other services on the same ARN', () => {
      const queue = `arn:${partition}:sqs:${testRegion}:${testAccount}:jobs`;
      const policy = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
      };
      resource('AWS::SQS::Queue', queue, { policy });
      expect(allowed(ann(), { action: 'sqs:SendMessage', resources: [queue] })).to.equal(true);
      expect(allowed(ann(), { action: 'tag:GetResources', resources: [queue] })).to.equal(false);
    });

    it('do not make a role’s trust a permission to change the role', () => {
      sessionOf('Operator');
      const role = `arn:${partition}:iam::${testAccount}:role/Operator`;
      iam('DeleteUserPolicy', { UserName: 'ann', PolicyName: 'assume' });
      iam('UpdateAssumeRolePolicy', {
        RoleName: 'Operator',
        PolicyDocument: document({ Effect: 'Allow', Action: 'sts:*', Principal: { AWS: ann().principal } }),
      });
      expect(allowed(ann(), { action: 'sts:AssumeRole', resources: [role] })).to.equal(true);
      expect(allowed(ann(), { action: 'iam:DeleteRole', resources: [role] })).to.equal(false);
    });
  });
});
