import { expect } from 'chai';
import type { Actor } from '../../../harness/contract/actor.js';
import { BlastpitError } from '../../../harness/contract/blastpit-error.js';
import type { SessionPlan } from '../../../harness/contract/scenario.js';
import { serviceActor } from '../../../harness/cloud/service-actor.js';
import { trustsService } from '../../../harness/cloud/services/sts/trusts-service.js';
import { actorOf, openRootSession, openSession } from '../../../harness/cloud/services/sts/sessions.js';
import type { Transaction } from '../../../harness/cloud/world/transaction.js';
import {
  cloudUnderTest,
  rootActor,
  testAccount,
  testRegion,
  type CloudUnderTest,
} from '../cloud-under-test.js';

const partition = 'aws-cn';
const roleArn = (name: string, account = testAccount): string =>
  `arn:${partition}:iam::${account}:role/${name}`;
const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (actions: string | string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
  ...more,
});
const trust = (principal: object | string, more: object = {}): string =>
  policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...more });
const sessionActions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

interface Assumed {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    readonly Expiration: Date;
  };
  readonly AssumedRoleUser: { readonly Arn: string; readonly AssumedRoleId: string };
  readonly SourceIdentity?: string;
}

describe('STS', () => {
  let under: CloudUnderTest;
  const iam = (operation: string, input: object, as?: Actor): object =>
    under.call('IAM', operation, input, as);
  const role = (RoleName: string, document: string, ...allowed: string[]): void => {
    iam('CreateRole', { RoleName, AssumeRolePolicyDocument: document });
    if (allowed.length === 0) return;
    iam('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: policy(allow(allowed)) });
  };
  const assume = (RoleName: string, as: Actor, more: object = {}): Assumed =>
    under.call<Assumed & object>(
      'STS',
      'AssumeRole',
      { RoleArn: roleArn(RoleName), RoleSessionName: 'work', ...more },
      as,
    );
  const denialOf = (RoleName: string, as: Actor, more: object = {}): string => {
    const input = { RoleArn: roleArn(RoleName), RoleSessionName: 'work', ...more };
    const { code, message } = under.errorOf('STS', 'AssumeRole', input, as);
    return `${code}: ${message}`;
  };
  const actor = (accessKeyId: string): Actor => {
    const found = actorOf(under.world.state, accessKeyId, under.world.now);
    if (typeof found === 'string') throw new Error(`the key is ${found}`);
    return found;
  };
  const as = (assumed: Assumed): Actor => actor(assumed.Credentials.AccessKeyId);
  let ann: Actor;

  beforeEach(async () => {
    under = await cloudUnderTest();
    iam('CreateUser', { UserName: 'ann' });
    iam('PutUserPolicy', {
      UserName: 'ann',
      PolicyName: 'assume',
      PolicyDocument: policy(allow(sessionActions)),
    });
    const { AccessKey } = iam('CreateAccessKey', { UserName: 'ann' }) as {
      AccessKey: { AccessKeyId: string };
    };
    ann = actor(AccessKey.AccessKeyId);
  });

  it('tells a user, a session and the root who they are', () => {
    role('Operator', trust({ AWS: testAccount }));
    const who = (by: Actor): unknown => under.call('STS', 'GetCallerIdentity', {}, by);
    const { User } = iam('GetUser', { UserName: 'ann' }) as { User: { UserId: string } };
    expect(who(ann)).to.deep.equal({
      Account: testAccount,
      Arn: `arn:${partition}:iam::${testAccount}:user/ann`,
      UserId: User.UserId,
    });
    const assumed = assume('Operator', ann);
    expect(who(as(assumed))).to.deep.equal({
      Account: testAccount,
      Arn: `arn:${partition}:sts::${testAccount}:assumed-role/Operator/work`,
      UserId: assumed.AssumedRoleUser.AssumedRoleId,
    });
    expect(assumed.AssumedRoleUser.AssumedRoleId).to.match(/^AROA[A-Z2-7]{17}:work$/);
    expect(who(rootActor())).to.deep.include({ UserId: testAccount });
  });

  it('gives credentials whose secrets are derived and nowhere in the world', () => {
    role('Operator', trust({ AWS: testAccount }));
    const { Credentials } = assume('Operator', ann);
    expect(Credentials.AccessKeyId).to.match(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials.SecretAccessKey).to.equal(under.cloud.secretOf(Credentials.AccessKeyId));
    expect(Credentials.SessionToken).to.equal(under.cloud.sessionTokenOf(Credentials.AccessKeyId));
    expect(Credentials.Expiration.getTime()).to.equal(under.world.now + 3_600_000);
    const everything = JSON.stringify([...under.world.state.withPrefix('')]);
    expect(everything).to.include(Credentials.AccessKeyId);
    expect(everything)
      .to.not.include(Credentials.SecretAccessKey)
      .and.to.not.include(Credentials.SessionToken);
    const first = assume('Operator', ann).Credentials.AccessKeyId;
    expect(assume('Operator', ann).Credentials.AccessKeyId).to.not.equal(first);
  });

  it('ends a session in virtual time', () => {
    role('Operator', trust({ AWS: testAccount }));
    const { AccessKeyId } = assume('Operator', ann, { DurationSeconds: 900 }).Credentials;
    under.advance(899);
    expect(actorOf(under.world.state, AccessKeyId, under.world.now)).to.be.an('object');
    under.advance(1);
    expect(actorOf(under.world.state, AccessKeyId, under.world.now)).to.equal('expired');
    expect(actorOf(under.world.state, 'ASIANOBODYNOBODYNOBO', under.world.now)).to.equal('unknown');
  });

  it('does not know a key that is switched off or deleted', () => {
    const { accessKeyId: AccessKeyId } = ann;
    iam('UpdateAccessKey', { UserName: 'ann', AccessKeyId, Status: 'Inactive' });
    expect(actorOf(under.world.state, AccessKeyId, under.world.now)).to.equal('unknown');
    iam('DeleteAccessKey', { UserName: 'ann', AccessKeyId });
    expect(actorOf(under.world.state, AccessKeyId, under.world.now)).to.equal('unknown');
  });

  describe('AssumeRole', () => {
    it('needs both sides where the trust policy names the account', () => {
      role('Operator', trust({ AWS: testAccount }));
      assume('Operator', ann);
      iam('DeleteUserPolicy', { UserName: 'ann', PolicyName: 'assume' });
      expect(denialOf('Operator', ann)).to.equal(
        `AccessDenied: User: ${ann.principal} is not authorized to perform: sts:AssumeRole on resource: ${roleArn('Operator')} because no identity-based policy allows the sts:AssumeRole action`,
      );
    });

    it('needs the trust policy alone where that names the user', () => {
      iam('DeleteUserPolicy', { UserName: 'ann', PolicyName: 'assume' });
      role('Operator', trust({ AWS: ann.principal }));
      expect(assume('Operator', ann).AssumedRoleUser.Arn).to.match(/assumed-role\/Operator\/work$/);
    });

    it('is denied by a trust policy that names somebody else, and for a role that is not there', () => {
      role('Operator', trust({ Service: 'lambda.amazonaws.com' }));
      expect(denialOf('Operator', ann)).to.match(/^AccessDenied: .* because no role trust policy allows/);
      expect(denialOf('Absent', ann)).to.match(/^AccessDenied: /);
      expect(denialOf('Operator', rootActor())).to.match(/^AccessDenied: /);
    });

    it('crosses accounts with both sides only', async () => {
      const other = '210987654321';
      const RoleArn = roleArn('Remote', other);
      const wish = { RoleArn, RoleSessionName: 'work' };
      under.call(
        'IAM',
        'CreateRole',
        { RoleName: 'Remote', AssumeRolePolicyDocument: trust({ AWS: testAccount }) },
        rootActor(other),
      );
      const assumed = under.call<Assumed & object>('STS', 'AssumeRole', wish, ann);
      expect(as(assumed).account).to.equal(other);
      iam('DeleteUserPolicy', { UserName: 'ann', PolicyName: 'assume' });
      expect(under.errorOf('STS', 'AssumeRole', wish, ann).code).to.equal('AccessDenied');
    });

    it('asks for the external id that the trust policy asks for', () => {
      const condition = { Condition: { StringEquals: { 'sts:ExternalId': 'agreed' } } };
      role('Operator', trust({ AWS: testAccount }, condition));
      expect(denialOf('Operator', ann)).to.match(/^AccessDenied: /);
      expect(denialOf('Operator', ann, { ExternalId: 'guessed' })).to.match(/^AccessDenied: /);
      assume('Operator', ann, { ExternalId: 'agreed' });
    });

    it('keeps sessions within the role’s maximum, and chained ones within an hour', () => {
      role('First', trust({ AWS: testAccount }), 'sts:AssumeRole');
      role('Second', trust({ AWS: testAccount }));
      iam('UpdateRole', { RoleName: 'Second', MaxSessionDuration: 7200 });
      expect(denialOf('First', ann, { DurationSeconds: 3601 })).to.equal(
        'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
      expect(denialOf('First', ann, { DurationSeconds: 899 })).to.match(/greater than or equal to 900$/);
      assume('Second', ann, { DurationSeconds: 7200 });
      const first = as(assume('First', ann));
      expect(denialOf('Second', first, { DurationSeconds: 3601 })).to.match(
        /exceeds the 1 hour session limit/,
      );
      const second = as(assume('Second', first));
      expect(second.chain.map(({ arn, by }) => `${by} ${arn.split(':').at(-1)}`)).to.deep.equal([
        'credentials user/ann',
        'AssumeRole assumed-role/First/work',
        'AssumeRole assumed-role/Second/work',
      ]);
      expect(second.root).to.equal(ann.principal);
    });

    it('cuts a session down to its session policy', () => {
      role('Operator', trust({ AWS: testAccount }), 'iam:*');
      const whole = as(assume('Operator', ann));
      const cut = as(assume('Operator', ann, { Policy: policy(allow('iam:ListUsers')) }));
      under.call('IAM', 'ListRoles', {}, whole);
      under.call('IAM', 'ListUsers', {}, cut);
      expect(under.errorOf('IAM', 'ListRoles', {}, cut).message).to.match(/because no session policy allows/);
      const arn = { arn: `arn:${partition}:iam::aws:policy/IAMReadOnlyAccess` };
      const reading = as(assume('Operator', ann, { PolicyArns: [arn] }));
      under.call('IAM', 'ListRoles', {}, reading);
      expect(under.errorOf('IAM', 'CreateUser', { UserName: 'bob' }, reading).code).to.equal('AccessDenied');
      expect(denialOf('Operator', ann, { Policy: '{}' })).to.match(/^MalformedPolicyDocument: /);
    });

    it('carries the source identity along the chain, where both sides allow to set it', () => {
      const everything = policy({ Effect: 'Allow', Action: sessionActions, Principal: { AWS: testAccount } });
      role('First', everything, ...sessionActions);
      role('Second', everything);
      role('Plain', trust({ AWS: testAccount }));
      const first = assume('First', ann, { SourceIdentity: 'ann-in-person' });
      expect(first.SourceIdentity).to.equal('ann-in-person');
      expect(as(assume('Second', as(first))).session?.sourceIdentity).to.equal('ann-in-person');
      expect(denialOf('Second', as(first), { SourceIdentity: 'somebody-else' })).to.match(/^AccessDenied: /);
      expect(denialOf('Plain', as(first))).to.match(/sts:SetSourceIdentity on resource/);
    });

    it('hands on transitive session tags only', () => {
      const everything = policy({ Effect: 'Allow', Action: sessionActions, Principal: { AWS: testAccount } });
      role('First', everything, ...sessionActions);
      role('Second', everything);
      const Tags = [
        { Key: 'Team', Value: 'costs' },
        { Key: 'Desk', Value: '7' },
      ];
      const first = as(assume('First', ann, { Tags, TransitiveTagKeys: ['Team'] }));
      expect(first.session?.tags).to.deep.equal({ Team: 'costs', Desk: '7' });
      expect(as(assume('Second', first)).session?.tags).to.deep.equal({ Team: 'costs' });
      const clash = { Tags: [{ Key: 'team', Value: 'other' }] };
      expect(denialOf('Second', first, clash)).to.match(
        /^InvalidParameterValue: .*conflicts with a transitive tag/,
      );
      expect(denialOf('First', ann, { TransitiveTagKeys: ['Team'] })).to.match(
        /must be included in the requested tags/,
      );
    });

    it('leaves a session without permissions when its role is made anew', () => {
      role('Operator', trust({ AWS: testAccount }), 'iam:ListRoles');
      const session = as(assume('Operator', ann));
      under.call('IAM', 'ListRoles', {}, session);
      iam('DeleteRolePolicy', { RoleName: 'Operator', PolicyName: 'own' });
      iam('DeleteRole', { RoleName: 'Operator' });
      role('Operator', trust({ AWS: testAccount }), 'iam:ListRoles');
      expect(under.errorOf('IAM', 'ListRoles', {}, session).code).to.equal('AccessDenied');
    });

    it('says so where blastpit cannot follow, such as MFA', () => {
      role('Operator', trust({ AWS: testAccount }));
      const input = {
        RoleArn: roleArn('Operator'),
        RoleSessionName: 'work',
        SerialNumber: 'arn:x',
        TokenCode: '123456',
      };
      expect(under.errorOf('STS', 'AssumeRole', input, ann).origin).to.equal('unsupported');
    });
  });

  it('gives a user a session that IAM does not serve', () => {
    iam('AttachUserPolicy', {
      UserName: 'ann',
      PolicyArn: `arn:${partition}:iam::aws:policy/AdministratorAccess`,
    });
    const session = as(under.call<Assumed & object>('STS', 'GetSessionToken', {}, ann));
    expect(session.principal).to.equal(ann.principal);
    expect(under.errorOf('IAM', 'ListUsers', {}, session).code).to.equal('InvalidClientTokenId');
    role('Operator', trust({ AWS: testAccount }));
    assume('Operator', session);
    expect(under.errorOf('STS', 'GetSessionToken', {}, session).code).to.equal('AccessDenied');
  });

  it('gives a federated user what both its policy and its user allow', () => {
    iam('PutUserPolicy', {
      UserName: 'ann',
      PolicyName: 'federate',
      PolicyDocument: policy(allow(['sts:GetFederationToken', 'iam:ListUsers', 'iam:ListRoles'])),
    });
    const Policy = policy(allow(['iam:ListUsers', 'iam:ListGroups']));
    type Federated = Assumed & { FederatedUser: { Arn: string } };
    const federated = under.call<Federated & object>(
      'STS',
      'GetFederationToken',
      { Name: 'guest', Policy },
      ann,
    );
    expect(federated.FederatedUser.Arn).to.equal(`arn:${partition}:sts::${testAccount}:federated-user/guest`);
    under.call('IAM', 'ListUsers', {}, as(federated));
    expect(under.errorOf('IAM', 'ListRoles', {}, as(federated)).message).to.match(/no session policy/);
    expect(under.errorOf('IAM', 'ListGroups', {}, as(federated)).message).to.match(
      /no identity-based policy/,
    );
  });

  it('tells the account of a key', () => {
    expect(under.call('STS', 'GetAccessKeyInfo', { AccessKeyId: ann.accessKeyId })).to.deep.equal({
      Account: testAccount,
    });
    expect(under.errorOf('STS', 'GetAccessKeyInfo', { AccessKeyId: 'AKIANOBODYNOBODYNOBO' }).code).to.equal(
      'ValidationError',
    );
  });

  describe('a scenario’s session', () => {
    const open = (plan: SessionPlan): Actor => {
      const motive = { cause: 'the session', callId: 'platform', checked: true };
      const proposal = under.world.propose(motive, (transaction: Transaction) =>
        openSession(transaction, { plan, account: testAccount, partition, region: testRegion }),
      );
      under.world.commit(proposal, null);
      return actor(proposal.result);
    };

    it('begins with a user and assumes role after role', () => {
      role('Operator', trust({ AWS: testAccount }), 'sts:AssumeRole');
      role('Agent', trust({ AWS: roleArn('Operator') }));
      const session = open({
        begins: { user: 'ann' },
        assumes: [
          { role: 'Operator', sessionName: 'ann' },
          { role: 'Agent', sessionName: 'agent' },
        ],
      });
      expect(session.principal).to.match(/assumed-role\/Agent\/agent$/);
      expect(session.root).to.equal(ann.principal);
      expect(session.chain).to.have.length(3);
    });

    it('begins with a role as an instance has it', () => {
      role('Agent', trust({ Service: 'ec2.amazonaws.com.cn' }), 'iam:ListUsers');
      const session = open({ begins: { role: 'Agent' }, assumes: [] });
      expect(session.principal).to.match(/assumed-role\/Agent\/i-0[0-9a-f]{16}$/);
      expect(session.root).to.equal(session.principal);
      under.call('IAM', 'ListUsers', {}, session);
    });

    it('is refused with AWS’s words where a step is not allowed', () => {
      role('Operator', trust({ Service: 'lambda.amazonaws.com' }));
      const plan = { begins: { user: 'ann' }, assumes: [{ role: 'Operator', sessionName: 'ann' }] };
      expect(() => open(plan)).to.throw(BlastpitError, /cannot assume Operator: .*no role trust policy/);
      expect(() => open({ begins: { user: 'nobody' }, assumes: [] })).to.throw(
        BlastpitError,
        /no user "nobody"/,
      );
    });

    it('can be the account’s root without an end', () => {
      const motive = { cause: 'root', callId: 'platform', checked: true };
      const proposal = under.world.propose(motive, (transaction) =>
        openRootSession(transaction, testAccount, partition),
      );
      under.world.commit(proposal, null);
      under.advance(40 * 24 * 3600);
      under.call('IAM', 'CreateUser', { UserName: 'made-by-root' }, actor(proposal.result));
    });
  });

  it('lets a service act with the roles that trust it, under the caller’s root', () => {
    role('Stacks', trust({ Service: 'cloudformation.amazonaws.com' }), 'iam:ListUsers');
    expect(trustsService(under.world.state, roleArn('Stacks'), 'cloudformation.amazonaws.com')).to.equal(
      true,
    );
    expect(trustsService(under.world.state, roleArn('Stacks'), 'lambda.amazonaws.com')).to.equal(false);
    expect(trustsService(under.world.state, roleArn('Absent'), 'lambda.amazonaws.com')).to.equal(false);
    const service = serviceActor(ann, roleArn('Stacks'), 'AWSCloudFormation', under.world.now);
    under.call('IAM', 'ListUsers', {}, service);
    expect(under.errorOf('IAM', 'ListRoles', {}, service).code).to.equal('AccessDenied');
    expect(service.root).to.equal(ann.principal);
    expect(service.chain.at(-1)).to.deep.equal({ arn: service.principal, by: 'service' });
  });
});
