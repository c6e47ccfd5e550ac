import { expect } from 'chai';
import {
  anonymous,
  externalPrincipal,
  federatedUserPrincipal,
  rootPrincipal,
  serviceName,
  servicePrincipal,
} from '../../harness/iam/principal.js';
import {
  account,
  allows,
  decide,
  policy,
  roleArn,
  session,
  sessionArn,
  user,
  type Members,
  type Question,
} from './ask.js';

const everything = policy('identity');
const elsewhere = { boundary: policy('boundary', { Action: 'ec2:*' }) };
const denyAll = { Effect: 'Deny' };
const named = (who: string): Members => ({ Principal: { AWS: who } });
const onResource = (...statements: Members[]) => ({ resource: [policy('resource', ...statements)] });

describe('a resource-based policy in the same account', () => {
  const federatedArn = `arn:aws:sts::${account}:federated-user/alice`;
  const federated = federatedUserPrincipal(federatedArn, user.arn);
  const limits = { boundary: elsewhere.boundary, session: [policy('session', { Action: 'ec2:*' })] };

  // The table of the IAM User Guide: who is named, and which implicit denies the grant gets past.
  const table: [
    what: string,
    asked: Question,
    who: string,
    past: { identity: boolean; boundary: boolean; session: boolean },
  ][] = [
    ['names the user', { principal: user }, user.arn, { identity: true, boundary: true, session: true }],
    [
      'names the role session',
      { principal: session },
      sessionArn,
      { identity: true, boundary: true, session: true },
    ],
    ['names the role', { principal: session }, roleArn, { identity: true, boundary: false, session: false }],
    ['names everyone', { principal: session }, '*', { identity: true, boundary: true, session: true }],
    [
      'names the federated user',
      { principal: federated },
      federatedArn,
      { identity: true, boundary: true, session: true },
    ],
    ['names the account', { principal: user }, account, { identity: false, boundary: false, session: false }],
    [
      'names the account’s root',
      { principal: user },
      `arn:aws:iam::${account}:root`,
      { identity: false, boundary: false, session: false },
    ],
    [
      'names another user',
      { principal: user },
      `arn:aws:iam::${account}:user/bob`,
      { identity: false, boundary: false, session: false },
    ],
    [
      'names another session',
      { principal: session },
      `${sessionArn}8`,
      { identity: false, boundary: false, session: false },
    ],
  ];
  for (const [what, asked, who, past] of table) {
    it(`${what}: ${JSON.stringify(past)}`, () => {
      const resource = onResource(named(who));
      expect(allows({ ...resource }, asked), 'identity').to.equal(
        asked.principal === federated ? true : past.identity,
      );
      const identity = [everything];
      expect(allows({ ...resource, identity, boundary: limits.boundary }, asked), 'boundary').to.equal(
        past.boundary,
      );
      expect(allows({ ...resource, identity, session: limits.session }, asked), 'session').to.equal(
        past.session,
      );
    });
  }

  it('that names the user behind a federated session is limited by the session policy', () => {
    const resource = onResource(named(user.arn));
    expect(allows({ ...resource, session: [policy('session')] }, { principal: federated })).to.equal(true);
    expect(allows({ ...resource, session: limits.session }, { principal: federated })).to.equal(false);
  });

  it('grants by aws:PrincipalArn and a star past boundary and session policy', () => {
    const resource = onResource({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': roleArn } } });
    const asRole = { principal: session, with: { 'aws:PrincipalArn': roleArn } };
    expect(allows({ ...resource, ...limits }, asRole)).to.equal(true);
    expect(allows({ ...resource, ...limits }, { ...asRole, with: {} })).to.equal(false);
  });

  it('does not get past an explicit deny', () => {
    const resource = onResource(named(sessionArn));
    const session7 = { principal: session };
    expect(allows({ ...resource, session: [policy('session', denyAll)] }, session7)).to.equal(false);
    expect(allows({ ...resource, boundary: policy('boundary', denyAll) }, session7)).to.equal(false);
  });

  it('denies a role’s sessions where it names the role, and all in an account where it names that', () => {
    const identity = [everything];
    for (const who of [roleArn, sessionArn, account, `arn:aws:iam::${account}:root`, '*']) {
      expect(
        allows({ identity, ...onResource({ ...denyAll, ...named(who) }) }, { principal: session }),
      ).to.equal(false);
    }
    expect(
      allows({ identity, ...onResource({ ...denyAll, ...named(user.arn) }) }, { principal: session }),
    ).to.equal(true);
  });

  it('spares with NotPrincipal only the principal it names, and never one with a boundary', () => {
    const identity = [everything];
    const allBut = (...who: string[]) => onResource({ ...denyAll, NotPrincipal: { AWS: [account, ...who] } });
    expect(allows({ identity, ...allBut(user.arn) })).to.equal(true);
    expect(allows({ identity, ...allBut(user.arn) }, { principal: session })).to.equal(false);
    expect(allows({ identity, ...allBut(roleArn, sessionArn) }, { principal: session })).to.equal(true);
    expect(allows({ identity, ...allBut(roleArn) }, { principal: session })).to.equal(false);
    expect(allows({ identity, ...allBut(user.arn), boundary: policy('boundary') })).to.equal(false);
  });
});

describe('services, providers and strangers', () => {
  const deliver = { action: 's3:PutObject', principal: servicePrincipal('cloudtrail.amazonaws.com') };

  it('a service needs the resource’s policy', () => {
    expect(decide({}, deliver)).to.include({ allowed: false, by: 'resource' });
    const trail = { Principal: { Service: 'cloudtrail.amazonaws.com' } };
    expect(allows(onResource(trail), deliver)).to.equal(true);
    expect(allows(onResource({ Principal: { Service: 'config.amazonaws.com' } }), deliver)).to.equal(false);
    const guarded = { ...trail, Condition: { StringEquals: { 'aws:SourceAccount': account } } };
    expect(allows(onResource(guarded), { ...deliver, with: { 'aws:SourceAccount': account } })).to.equal(
      true,
    );
    expect(
      allows(onResource(guarded), { ...deliver, with: { 'aws:SourceAccount': '999999999999' } }),
    ).to.equal(false);
  });

  it('an anonymous caller needs everyone to be allowed', () => {
    expect(allows(onResource({ Principal: '*' }), { principal: anonymous })).to.equal(true);
    expect(allows(onResource({ Principal: { AWS: '*' } }), { principal: anonymous })).to.equal(true);
    expect(allows(onResource(named(account)), { principal: anonymous })).to.equal(false);
  });

  it('in China, EC2 goes by its Chinese name and Lambda does not', () => {
    expect(serviceName('ec2', 'aws-cn')).to.equal('ec2.amazonaws.com.cn');
    expect(serviceName('lambda', 'aws-cn')).to.equal('lambda.amazonaws.com');
    expect(serviceName('ec2', 'aws')).to.equal('ec2.amazonaws.com');
    const trust = { resource: [policy('trust', { Principal: { Service: 'ec2.amazonaws.com.cn' } })] };
    const assume = { action: 'sts:AssumeRole', resource: 'arn:aws-cn:iam::111122223333:role/web' };
    expect(allows(trust, { ...assume, principal: servicePrincipal(serviceName('ec2', 'aws-cn')) })).to.equal(
      true,
    );
    expect(allows(trust, { ...assume, principal: servicePrincipal(serviceName('ec2', 'aws')) })).to.equal(
      false,
    );
  });

  it('a provider’s user gets in by the trust policy', () => {
    const trust = {
      resource: [
        policy('trust', {
          Principal: { Federated: 'accounts.google.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
        }),
      ],
    };
    const assume = { action: 'sts:AssumeRoleWithWebIdentity', resource: roleArn };
    expect(allows(trust, { ...assume, principal: externalPrincipal('accounts.google.com') })).to.equal(true);
    expect(decide(trust, { ...assume, principal: externalPrincipal('www.amazon.com') })).to.include({
      by: 'trust',
    });
  });

  it('an account of another partition is another account', () => {
    const policies = onResource(named(`arn:aws-cn:iam::${account}:root`));
    expect(allows({ ...policies, identity: [everything] }, { resourceAccount: '999999999999' })).to.equal(
      false,
    );
  });
});

describe('a request across accounts', () => {
  const theirs = { resourceAccount: '222222222222' };
  const identity = [everything];

  it('needs an Allow on both sides', () => {
    const grant = onResource(named(user.arn));
    expect(allows({ identity, ...grant }, theirs)).to.equal(true);
    expect(decide({ ...grant }, theirs)).to.include({ allowed: false, by: 'identity' });
    expect(decide({ identity }, theirs)).to.include({ allowed: false, by: 'resource' });
    expect(allows({ identity, ...onResource(named(account)) }, theirs)).to.equal(true);
    expect(allows({ identity, ...onResource({ Principal: '*' }) }, theirs)).to.equal(true);
  });

  it('is limited on the caller’s side whoever is named', () => {
    const grant = onResource(named(sessionArn));
    const asRole = { ...theirs, principal: session };
    expect(allows({ identity, ...grant }, asRole)).to.equal(true);
    expect(allows({ ...grant }, asRole)).to.equal(false);
    expect(allows({ identity, ...grant, ...elsewhere }, asRole)).to.equal(false);
    expect(
      allows({ identity, ...grant, session: [policy('session', { Action: 'ec2:*' })] }, asRole),
    ).to.equal(false);
    expect(allows({ identity, ...grant, serviceControl: [[]] }, asRole)).to.equal(false);
  });

  it('follows the documented example of the Production bucket', () => {
    const carlos = [
      policy(
        'identity',
        { Action: 's3:ListAllMyBuckets' },
        { Action: 's3:*Object*', Resource: 'arn:aws:s3:::Production/*' },
        { Effect: 'Deny', Action: 's3:*', Resource: ['arn:aws:s3:::*log*', 'arn:aws:s3:::*log*/*'] },
      ),
    ];
    const bucket = onResource({
      ...named(user.arn),
      Action: ['s3:GetObject*', 's3:PutObject*', 's3:ReplicateObject', 's3:RestoreObject'],
      Resource: 'arn:aws:s3:::Production/*',
    });
    const put = { ...theirs, action: 's3:PutObject' };
    const logs = decide({ identity: carlos }, { ...put, resource: 'arn:aws:s3:::Production-logs/a' });
    expect(logs).to.include({ allowed: false, explicit: true, by: 'identity' });
    expect(
      allows({ identity: carlos, ...bucket }, { ...put, resource: 'arn:aws:s3:::Production/a' }),
    ).to.equal(true);
    const remove = { ...theirs, action: 's3:DeleteObject', resource: 'arn:aws:s3:::Production/a' };
    expect(decide({ identity: carlos, ...bucket }, remove)).to.include({ by: 'resource' });
  });
});

describe('a KMS key', () => {
  const decrypt = { action: 'kms:Decrypt', resource: `arn:aws:kms:us-east-1:${account}:key/1` };
  const key = (...statements: Members[]) => ({ resource: [policy('key', ...statements)] });
  const identity = [everything];

  it('is closed to the account’s own administrators unless its policy lets the account in', () => {
    expect(decide({ identity, ...key(named(`arn:aws:iam::${account}:user/bob`)) }, decrypt)).to.include({
      allowed: false,
      by: 'key',
      message: `User: ${user.arn} is not authorized to perform: kms:Decrypt on resource: ${decrypt.resource} because no resource-based policy allows the kms:Decrypt action`,
    });
    const toAccount = key(named(`arn:aws:iam::${account}:root`));
    expect(allows({ identity, ...toAccount }, decrypt)).to.equal(true);
    expect(decide(toAccount, decrypt)).to.include({ allowed: false, by: 'identity' });
  });

  it('is open to whom its policy names, without more', () => {
    expect(allows(key(named(user.arn)), decrypt)).to.equal(true);
    expect(allows({ ...key(named(roleArn)) }, { ...decrypt, principal: session })).to.equal(true);
    expect(allows({ ...key(named(roleArn)), ...elsewhere }, { ...decrypt, principal: session })).to.equal(
      false,
    );
  });

  it('is closed to the root user too, where the policy does not name the account', () => {
    const root = { ...decrypt, principal: rootPrincipal(account, 'aws') };
    expect(allows(key(named(user.arn)), root)).to.equal(false);
    expect(allows(key(named(account)), root)).to.equal(true);
  });

  it('across accounts needs both sides', () => {
    const theirs = { ...decrypt, resourceAccount: '222222222222' };
    expect(allows({ identity, ...key(named(account)) }, theirs)).to.equal(true);
    expect(allows(key(named(user.arn)), theirs)).to.equal(false);
  });
});

describe('assuming a role', () => {
  const assume = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${account}:role/target` };
  const trust = (...statements: Members[]) => ({ resource: [policy('trust', ...statements)] });
  const identity = [everything];

  it('needs the trust policy, even for an administrator', () => {
    expect(decide({ identity, ...trust(named(`arn:aws:iam::${account}:user/bob`)) }, assume)).to.include({
      by: 'trust',
      message: `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${assume.resource} because no role trust policy allows the sts:AssumeRole action`,
    });
  });

  it('needs an identity-based policy only where the trust policy names the account', () => {
    expect(allows(trust(named(user.arn)), assume)).to.equal(true);
    expect(allows(trust(named(account)), assume)).to.equal(false);
    expect(allows({ identity, ...trust(named(account)) }, assume)).to.equal(true);
  });

  it('across accounts needs both, and the external id that is asked for', () => {
    const external = { ...named(account), Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } };
    const theirs = { ...assume, resourceAccount: '222222222222' };
    expect(
      allows({ identity, ...trust(external) }, { ...theirs, with: { 'sts:ExternalId': 'x-1' } }),
    ).to.equal(true);
    expect(allows({ identity, ...trust(external) }, theirs)).to.equal(false);
    expect(allows({ ...trust(named(user.arn)) }, theirs)).to.equal(false);
  });

  it('chains from one role’s session to the next', () => {
    expect(allows(trust(named(roleArn)), { ...assume, principal: session })).to.equal(true);
    expect(
      allows(trust(named(`arn:aws:iam::${account}:role/other`)), { ...assume, principal: session }),
    ).to.equal(false);
  });
});
