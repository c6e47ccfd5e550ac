import { expect } from 'chai';
import {
  anonymous,
  federatedUserPrincipal,
  rolePrincipal,
  rootPrincipal,
  servicePrincipal,
} from '../../harness/iam/principal.js';
import { account, allows, decide, policy, session, user, type Members, type Question } from './ask.js';

const everything = policy('identity');
const nothing = policy('identity', { Action: 'none:Of*' });
const elsewhere = { boundary: policy('boundary', { Action: 'ec2:*' }) };
const denyAll = { Effect: 'Deny' };
const onResource = (...statements: Members[]) => ({ resource: [policy('resource', ...statements)] });
const userAndGroups = { identity: [nothing, policy('identity', { Action: 's3:Get*' })] };

describe('a request within one account', () => {
  it('is denied where nothing allows', () => {
    expect(decide({})).to.deep.equal({
      allowed: false,
      explicit: false,
      by: 'identity',
      message:
        'User: arn:aws:iam::111122223333:user/team/alice is not authorized to perform: s3:GetObject' +
        ' on resource: "arn:aws:s3:::ledger/2025/december.csv"' +
        ' because no identity-based policy allows the s3:GetObject action',
    });
  });

  it('is allowed by any identity-based policy, which is named with its statement', () => {
    expect(decide(userAndGroups)).to.deep.equal({
      allowed: true,
      by: 'identity',
      policy: 'the identity policy',
      statement: 'Statement[0]',
    });
    expect(decide({ identity: [policy('identity', { Sid: 'Reads' })] })).to.include({ statement: 'Reads' });
  });

  it('is denied by any Deny, wherever it stands, and the kind is named', () => {
    const deny = { ...denyAll, Sid: 'No' };
    const sets = [
      { identity: [everything, policy('identity', deny)] },
      { identity: [everything], boundary: policy('boundary', {}, deny) },
      { identity: [everything], session: [policy('session', {}, deny)] },
      { identity: [everything], serviceControl: [[policy('scp', {})], [policy('scp', {}, deny)]] },
      {
        identity: [everything],
        resourceControl: [
          [policy('rcp', { Principal: '*' }), policy('rcp', { ...deny, Principal: '*', Action: 's3:*' })],
        ],
      },
      { identity: [everything], ...onResource({ ...deny, Principal: '*' }) },
    ];
    const kinds = ['identity', 'boundary', 'session', 'scp', 'rcp', 'resource'];
    for (const [index, policies] of sets.entries()) {
      const decision = decide(policies, { principal: session });
      expect(decision).to.include({ allowed: false, explicit: true, by: kinds[index], statement: 'No' });
    }
  });

  it('follows the documented example of carlossalazar’s buckets', () => {
    const identity = [
      policy(
        'identity',
        { Action: ['s3:GetBucketLocation', 's3:ListAllMyBuckets'], Resource: 'arn:aws:s3:::*' },
        { Action: 's3:*', Resource: ['arn:aws:s3:::carlossalazar/*', 'arn:aws:s3:::carlossalazar'] },
        { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::*log*' },
      ),
    ];
    const put = (bucket: string): boolean =>
      allows({ identity }, { action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/a` });
    expect(put('carlossalazar-logs')).to.equal(false);
    expect(put('carlossalazar')).to.equal(true);
    expect(put('carlossalazar/log')).to.equal(false);
    expect(put('mary')).to.equal(false);
  });

  it('matches actions without regard to case, resources with it', () => {
    const identity = [policy('identity', { Action: 'S3:getOBJECT', Resource: 'arn:aws:s3:::ledger/*' })];
    expect(allows({ identity })).to.equal(true);
    expect(allows({ identity }, { resource: 'arn:aws:s3:::Ledger/a' })).to.equal(false);
    expect(allows({ identity }, { action: 's3:GetObjectAcl' })).to.equal(false);
  });

  it('knows NotAction and NotResource', () => {
    const allBut = { identity: [policy('identity', { NotAction: ['iam:*', 's3:Delete*'] })] };
    expect(allows(allBut)).to.equal(true);
    expect(allows(allBut, { action: 's3:DeleteObject' })).to.equal(false);
    const elsewhereOnly = { identity: [policy('identity', { NotResource: 'arn:aws:s3:::ledger/*' })] };
    expect(allows(elsewhereOnly)).to.equal(false);
    expect(allows(elsewhereOnly, { resource: 'arn:aws:s3:::other/a' })).to.equal(true);
  });

  it('lets a star that ends a part run on beyond the colon, and completes a short ARN', () => {
    const table = {
      action: 'dynamodb:DeleteTable',
      resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/t',
    };
    const covers = (Resource: string): boolean =>
      allows({ identity: [policy('identity', { Resource })] }, table);
    expect(covers('arn:aws:dynamodb:us-*:111122223333:table/t')).to.equal(true);
    expect(covers('arn:aws:dynamodb:*:*:*:*/t')).to.equal(false);
    expect(covers('arn:aws:dynamodb:us-east-1:1*')).to.equal(true);
    expect(covers('arn:aws:dynamodb')).to.equal(true);
    expect(covers('arn:aws:dynamodb:us-east-1')).to.equal(true);
    expect(covers('arn:aws:dynamodb:us-west-1')).to.equal(false);
    expect(covers('arn:aws:sqs')).to.equal(false);
    const index = {
      action: 'dynamodb:Query',
      resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/t:extra/x',
    };
    expect(
      allows({ identity: [policy('identity', { Resource: 'arn:aws:dynamodb:*:*:table/*/x' })] }, index),
    ).to.equal(true);
  });

  it('needs "*" as resource where the action is on none in particular', () => {
    const list = { action: 's3:ListAllMyBuckets', resource: '*' };
    expect(allows({ identity: [policy('identity', { Resource: 'arn:aws:s3:::*' })] }, list)).to.equal(false);
    expect(allows({ identity: [everything] }, list)).to.equal(true);
  });
});

describe('a permissions boundary', () => {
  it('limits what identity-based policies grant, and grants nothing itself', () => {
    const identity = [everything];
    expect(decide({ identity, ...elsewhere })).to.include({
      allowed: false,
      explicit: false,
      by: 'boundary',
    });
    expect(allows({ identity, boundary: policy('boundary', { Action: 's3:*' }) })).to.equal(true);
    expect(decide({ boundary: policy('boundary') })).to.include({ by: 'identity' });
  });

  it('is the documented one of ShirleyRodriguez', () => {
    const boundary = policy('boundary', { Action: ['s3:*', 'cloudwatch:*', 'ec2:*'] });
    const identity = [policy('identity', { Action: 'iam:CreateUser' })];
    expect(decide({ identity, boundary }, { action: 'iam:CreateUser', resource: '*' })).to.include({
      by: 'boundary',
    });
  });
});

describe('a session policy', () => {
  const asRole: Question = { principal: session };

  it('intersects with the role’s policies; several of them are a union', () => {
    const reads = policy('session', { Action: 's3:Get*' });
    const runs = policy('session', { Action: 'ec2:*' });
    const identity = [everything];
    expect(allows({ identity }, asRole)).to.equal(true);
    expect(decide({ identity, session: [runs] }, asRole)).to.include({
      allowed: false,
      explicit: false,
      by: 'session',
    });
    expect(allows({ identity, session: [runs, reads] }, asRole)).to.equal(true);
    expect(decide({ session: [reads] }, asRole)).to.include({ by: 'identity' });
  });

  it('is what a federated user’s session cannot do without', () => {
    const federated = federatedUserPrincipal(`arn:aws:sts::${account}:federated-user/alice`, user.arn);
    const identity = [everything];
    expect(decide({ identity }, { principal: federated })).to.include({ allowed: false, by: 'session' });
    expect(allows({ identity, session: [policy('session')] }, { principal: federated })).to.equal(true);
  });
});

describe('service control policies', () => {
  const identity = [everything];
  const full = [policy('scp')];
  const s3Only = [policy('scp', { Action: 's3:*' })];

  it('must allow at every level from the root to the account', () => {
    expect(allows({ identity, serviceControl: [full, full, s3Only] })).to.equal(true);
    const outside = { action: 'ec2:RunInstances', resource: '*' };
    expect(decide({ identity, serviceControl: [full, s3Only, full] }, outside)).to.include({
      explicit: false,
      by: 'scp',
    });
    expect(allows({ identity, serviceControl: [full, [], full] })).to.equal(false);
    expect(allows({ identity, serviceControl: [[...s3Only, ...full]] }, outside)).to.equal(true);
  });

  it('grant nothing', () => {
    expect(decide({ serviceControl: [full] })).to.include({ by: 'identity' });
  });

  it('bind the root user of a member account, and nobody where there are none', () => {
    const root = { principal: rootPrincipal(account, 'aws') };
    expect(allows({}, root)).to.equal(true);
    expect(decide({}, root)).to.deep.equal({ allowed: true, by: 'root' });
    expect(allows({ serviceControl: [[policy('scp', {}, denyAll)]] }, root)).to.equal(false);
  });

  it('do not touch service-linked roles, nor do RCPs', () => {
    const linkedArn = `arn:aws:iam::${account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;
    const linked = rolePrincipal(`arn:aws:sts::${account}:assumed-role/AWSServiceRoleForECS/ecs`, linkedArn);
    const serviceControl = [[policy('scp', denyAll)]];
    const resourceControl = [[policy('rcp', { ...denyAll, Principal: '*', Action: 's3:*' })]];
    expect(allows({ identity, serviceControl, resourceControl }, { principal: linked })).to.equal(true);
    expect(allows({ identity, serviceControl }, { principal: session })).to.equal(false);
    expect(allows({ identity, resourceControl }, { principal: session })).to.equal(false);
  });

  it('hold back the documented region', () => {
    const scp = policy(
      'scp',
      {},
      {
        Sid: 'LimitActionsInRegion',
        Effect: 'Deny',
        NotAction: 'iam:*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-west-1' } },
      },
    );
    const inRegion = (region: string, action: string): boolean =>
      allows({ identity, serviceControl: [[scp]] }, { action, with: { 'aws:RequestedRegion': region } });
    expect(inRegion('us-west-1', 's3:GetObject')).to.equal(true);
    expect(inRegion('us-west-2', 's3:GetObject')).to.equal(false);
    expect(inRegion('us-west-2', 'iam:GetUser')).to.equal(true);
  });
});

describe('resource control policies', () => {
  it('limit everyone who comes to the resource, services included', () => {
    const resourceControl = [
      [
        policy('rcp', { Principal: '*' }),
        policy('rcp', {
          ...denyAll,
          Principal: '*',
          Action: 's3:*',
          Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } },
        }),
      ],
    ];
    const policies = { ...onResource({ Principal: '*' }), resourceControl };
    for (const principal of [user, session, anonymous, servicePrincipal('cloudtrail.amazonaws.com')]) {
      expect(allows(policies, { principal, with: { 'aws:SecureTransport': true } })).to.equal(true);
      expect(allows(policies, { principal, with: { 'aws:SecureTransport': false } })).to.equal(false);
    }
  });
});

describe('revoking older sessions', () => {
  it('denies tokens issued before the moment and lets new ones through', () => {
    const revoke = policy('identity', {
      ...denyAll,
      Condition: { DateLessThan: { 'aws:TokenIssueTime': '2025-12-01T12:00:00Z' } },
    });
    const at = (issued: string): boolean =>
      allows(
        { identity: [everything, revoke] },
        { principal: session, with: { 'aws:TokenIssueTime': Date.parse(issued) } },
      );
    expect(at('2025-12-01T11:59:59Z')).to.equal(false);
    expect(at('2025-12-01T12:00:00Z')).to.equal(true);
  });
});
