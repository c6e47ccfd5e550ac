import { expect } from 'chai';
import type { Actor } from '../../../harness/contract/actor.js';
import type { ActionRequest } from '../../../harness/contract/call.js';
import { testAccount, testRegion } from '../cloud-under-test.js';
import { allow, asking, deny, document, partition, remoteAccount, type Asking } from './asking.js';

const table = `arn:${partition}:dynamodb:${testRegion}:${testAccount}:table/costs`;
const reading = { action: 'dynamodb:DescribeTable', resources: [table] };
const deleting = { action: 'dynamodb:DeleteTable', resources: [table] };

describe('condition keys', () => {
  let under: Asking['under'];
  let iam: Asking['iam'];
  let resource: Asking['resource'];
  let allowed: Asking['allowed'];
  let denial: Asking['denial'];
  let open: Asking['open'];
  let sessionOf: Asking['sessionOf'];

  beforeEach(async () => {
    ({ under, iam, resource, allowed, denial, open, sessionOf } = await asking());
  });

  const when = (operator: string, key: string, value: string | string[]): Actor =>
    sessionOf('Operator', allow('*', { Condition: { [operator]: { [key]: value } } }));

  it('know the resource’s tags, those of a part of it included', () => {
    const session = when('StringEquals', 'aws:ResourceTag/Stage', 'dev');
    expect(allowed(session, deleting)).to.equal(false);
    resource('AWS::DynamoDB::Table', table, { tags: { stage: 'dev' } });
    expect(allowed(session, deleting)).to.equal(true);
    expect(allowed(session, { action: 'dynamodb:Query', resources: [`${table}/index/by-day`] })).to.equal(
      true,
    );
    resource('AWS::DynamoDB::Table', table, { tags: { Stage: 'prod' } });
    expect(allowed(session, deleting)).to.equal(false);
  });

  it('know the tags and values that a request carries', () => {
    const session = when('StringEquals', 'aws:RequestTag/Stage', 'dev');
    const tagging = (value: string): ActionRequest => ({
      action: 'dynamodb:TagResource',
      resources: [table],
      context: { 'aws:RequestTag/Stage': value, 'aws:TagKeys': ['Stage'] },
    });
    expect(allowed(session, tagging('dev'))).to.equal(true);
    expect(allowed(session, tagging('prod'))).to.equal(false);
  });

  it('know to whom a role is passed', () => {
    const session = when('StringEquals', 'iam:PassedToService', 'lambda.amazonaws.com');
    const passing = (service: string): ActionRequest => ({
      action: 'iam:PassRole',
      resources: [`arn:${partition}:iam::${testAccount}:role/x`],
      context: { 'iam:PassedToService': service },
    });
    expect(allowed(session, passing('lambda.amazonaws.com'))).to.equal(true);
    expect(allowed(session, passing('ecs-tasks.amazonaws.com'))).to.equal(false);
  });

  it('know the services on the way', () => {
    const session = when('ForAnyValue:StringEquals', 'aws:CalledVia', 'cloudformation.amazonaws.com');
    expect(allowed(session, deleting)).to.equal(false);
    expect(allowed(session, deleting, { calledVia: ['cloudformation.amazonaws.com'] })).to.equal(true);
    iam('PutRolePolicy', {
      RoleName: 'Operator',
      PolicyName: 'direct',
      PolicyDocument: document(deny('*', { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } })),
    });
    expect(allowed(session, deleting, { calledVia: ['cloudformation.amazonaws.com'] })).to.equal(false);
  });

  it('know the principal by its role, account, tags and session', () => {
    const condition = {
      ArnEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${testAccount}:role/Operator` },
      StringEquals: {
        'aws:PrincipalAccount': testAccount,
        'aws:PrincipalType': 'AssumedRole',
        'aws:PrincipalTag/team': 'ops',
      },
      StringLike: { 'aws:userid': 'AROA*:work' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const session = sessionOf('Operator', allow('*', { Condition: condition }));
    expect(allowed(session, deleting)).to.equal(false);
    iam('TagRole', { RoleName: 'Operator', Tags: [{ Key: 'Team', Value: 'ops' }] });
    expect(allowed(session, deleting)).to.equal(true);
  });

  it('end older sessions by the time of their issue, in virtual time', () => {
    const session = sessionOf('Operator', allow('*'));
    under.advance(60);
    const revoked = new Date(under.world.now).toISOString();
    const condition = { Condition: { DateLessThan: { 'aws:TokenIssueTime': revoked } } };
    iam('PutRolePolicy', {
      RoleName: 'Operator',
      PolicyName: 'AWSRevokeOlderSessions',
      PolicyDocument: document(deny('*', condition)),
    });
    expect(denial(session, reading)).to.include({ policy: 'AWSRevokeOlderSessions' });
    expect(allowed(open('Operator', 'again'), reading)).to.equal(true);
  });

  it('know the time of day and the region, a global service’s own included', () => {
    const night = when('DateGreaterThan', 'aws:CurrentTime', new Date(under.world.now + 1000).toISOString());
    expect(allowed(night, reading)).to.equal(false);
    under.advance(2);
    expect(allowed(night, reading)).to.equal(true);
    const home = sessionOf(
      'Home',
      allow('*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'cn-north-1' } } }),
    );
    expect(allowed(home, reading)).to.equal(true);
    expect(allowed(home, reading, { region: 'cn-northwest-1' })).to.equal(false);
    const listing = { action: 'iam:ListUsers', resources: ['*'] };
    expect(allowed(home, listing, { region: 'cn-northwest-1' })).to.equal(true);
  });

  it('know whose resource it is', () => {
    const session = when('StringEquals', 'aws:ResourceAccount', testAccount);
    expect(allowed(session, reading)).to.equal(true);
    const foreign = `arn:${partition}:s3:::elsewhere`;
    resource('AWS::S3::Bucket', foreign, {
      account: remoteAccount,
      policy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
      },
    });
    expect(allowed(session, { action: 's3:GetObject', resources: [`${foreign}/x`] })).to.equal(false);
  });
});
