import { expect } from 'chai';
import { credentialsActor } from '../../../harness/contract/actor.js';
import { propertyRun } from './iam/policy-version-machine.js';
import { cloudUnderTest, testAccount, type CloudUnderTest } from '../cloud-under-test.js';

const arnOf = (resource: string): string => `arn:aws-cn:iam::${testAccount}:${resource}`;
const allow = (...actions: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
const trust = (principal: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
  });
const lambdaTrust = trust({ Service: 'lambda.amazonaws.com' });

describe('IAM', () => {
  let under: CloudUnderTest;
  beforeEach(async () => {
    under = await cloudUnderTest();
  });
  const call = <Output extends object>(operation: string, input: object = {}): Output =>
    under.call<Output>('IAM', operation, input);
  const errorOf = (operation: string, input: object = {}): string => {
    const { code, message } = under.errorOf('IAM', operation, input);
    return `${code}: ${message}`;
  };

  describe('roles', () => {
    beforeEach(() => {
      call('CreateRole', { RoleName: 'Worker', Path: '/team/', AssumeRolePolicyDocument: lambdaTrust });
    });

    it('shows a role as it was created, its trust policy URL-encoded', () => {
      const { Role } = call<{ Role: Record<string, string> }>('GetRole', { RoleName: 'Worker' });
      expect(Role['Arn']).to.equal(arnOf('role/team/Worker'));
      expect(Role['RoleId']).to.match(/^AROA[A-Z2-7]{17}$/);
      expect(Role['MaxSessionDuration']).to.equal(3600);
      expect(decodeURIComponent(Role['AssumeRolePolicyDocument']!)).to.equal(lambdaTrust);
      expect(Role['AssumeRolePolicyDocument']).to.not.match(/[!'()* ]/);
    });

    it('refuses a name that is taken, in any case', () => {
      const again = { RoleName: 'worker', AssumeRolePolicyDocument: lambdaTrust };
      expect(errorOf('CreateRole', again)).to.equal(
        'EntityAlreadyExists: Role with name worker already exists.',
      );
      expect(under.errorOf('IAM', 'CreateRole', again).status).to.equal(409);
    });

    it('answers NoSuchEntity with 404 for a role that is not there', () => {
      expect(errorOf('GetRole', { RoleName: 'Nobody' })).to.equal(
        'NoSuchEntity: The role with name Nobody cannot be found.',
      );
      expect(under.errorOf('IAM', 'GetRole', { RoleName: 'Nobody' }).status).to.equal(404);
    });

    it('refuses malformed trust policies, names, paths and durations', () => {
      const role = (more: object): object => ({
        RoleName: 'Other',
        AssumeRolePolicyDocument: lambdaTrust,
        ...more,
      });
      expect(errorOf('CreateRole', role({ AssumeRolePolicyDocument: '{' }))).to.match(
        /^MalformedPolicyDocument: /,
      );
      expect(errorOf('CreateRole', role({ AssumeRolePolicyDocument: allow('s3:*') }))).to.match(
        /^MalformedPolicyDocument: /,
      );
      expect(errorOf('CreateRole', role({ RoleName: 'a b' }))).to.match(
        /^ValidationError: .*roleName is invalid/,
      );
      expect(errorOf('CreateRole', role({ RoleName: 'a'.repeat(65) }))).to.match(/less than or equal to 64$/);
      expect(errorOf('CreateRole', role({ Path: 'team' }))).to.match(/^ValidationError: .*path is invalid/);
      expect(errorOf('CreateRole', role({ MaxSessionDuration: 60 }))).to.match(
        /greater than or equal to 3600$/,
      );
    });

    it('does not delete a role that still has policies, and deletes it once it has none', () => {
      call('PutRolePolicy', { RoleName: 'Worker', PolicyName: 'p', PolicyDocument: allow('s3:GetObject') });
      expect(errorOf('DeleteRole', { RoleName: 'Worker' })).to.equal(
        'DeleteConflict: Cannot delete entity, must delete policies first.',
      );
      call('DeleteRolePolicy', { RoleName: 'Worker', PolicyName: 'p' });
      call('AttachRolePolicy', {
        RoleName: 'Worker',
        PolicyArn: 'arn:aws-cn:iam::aws:policy/AdministratorAccess',
      });
      expect(errorOf('DeleteRole', { RoleName: 'Worker' })).to.match(/must detach all policies first/);
      call('DetachRolePolicy', {
        RoleName: 'Worker',
        PolicyArn: 'arn:aws-cn:iam::aws:policy/AdministratorAccess',
      });
      const { effects } = under.preview('IAM', 'DeleteRole', { RoleName: 'Worker' });
      expect(effects.map(({ kind, resource }) => `${kind} ${resource.id}`)).to.deep.equal(['delete Worker']);
      call('DeleteRole', { RoleName: 'Worker' });
      expect(under.inventory('AWS::IAM::Role')).to.deep.equal([]);
    });

    it('counts every widening of what a role may do as a grant', () => {
      const kinds = (operation: string, input: object): string[] =>
        under.preview('IAM', operation, { RoleName: 'Worker', ...input }).effects.map(({ kind }) => kind);
      expect(kinds('PutRolePolicy', { PolicyName: 'p', PolicyDocument: allow('*') })).to.deep.equal([
        'grant',
      ]);
      expect(kinds('UpdateAssumeRolePolicy', { PolicyDocument: trust({ AWS: testAccount }) })).to.deep.equal([
        'grant',
      ]);
      const anyone = kinds('UpdateAssumeRolePolicy', { PolicyDocument: trust({ AWS: '*' }) });
      expect(anyone).to.have.members(['grant', 'expose']);
      expect(kinds('UpdateRole', { Description: 'new' })).to.deep.equal(['update']);
    });

    it('keeps inline policies within the quota, white space aside', () => {
      const actions = Array.from({ length: 700 }, (_, index) => `s3:Get${'x'.repeat(5)}${index}`);
      const long = allow(...actions);
      const input = { RoleName: 'Worker', PolicyName: 'p', PolicyDocument: long };
      expect(errorOf('PutRolePolicy', input)).to.equal(
        'LimitExceeded: Maximum policy size of 10240 bytes exceeded for role Worker',
      );
      const padded = allow('s3:GetObject') + ' '.repeat(20_000);
      call('PutRolePolicy', { ...input, PolicyDocument: padded });
    });

    it('lists roles in pages and by path', () => {
      for (const name of ['A', 'B', 'C'])
        call('CreateRole', { RoleName: name, AssumeRolePolicyDocument: lambdaTrust });
      type Page = { Roles: { RoleName: string }[]; IsTruncated: boolean; Marker?: string };
      const first = call<Page>('ListRoles', { MaxItems: 3 });
      expect(first.Roles.map((role) => role.RoleName)).to.deep.equal(['A', 'B', 'C']);
      expect(first.IsTruncated).to.equal(true);
      const second = call<Page>('ListRoles', { MaxItems: 3, Marker: first.Marker });
      expect(second.Roles.map((role) => role.RoleName)).to.deep.equal(['Worker']);
      expect(second).to.not.have.property('Marker');
      expect(call<Page>('ListRoles', { PathPrefix: '/team/' }).Roles).to.have.length(1);
      expect(errorOf('ListRoles', { Marker: 'nonsense' })).to.equal('ValidationError: Invalid Marker.');
    });

    it('changes tags without regard to the case of their keys', () => {
      call('TagRole', { RoleName: 'Worker', Tags: [{ Key: 'Team', Value: 'a' }] });
      call('TagRole', { RoleName: 'Worker', Tags: [{ Key: 'team', Value: 'b' }] });
      expect(call('ListRoleTags', { RoleName: 'Worker' })).to.deep.equal({
        Tags: [{ Key: 'team', Value: 'b' }],
        IsTruncated: false,
      });
      call('UntagRole', { RoleName: 'Worker', TagKeys: ['TEAM'] });
      expect(call('ListRoleTags', { RoleName: 'Worker' })).to.deep.include({ Tags: [] });
    });

    it('lets nobody change a service-linked role, and deletes it by its own operation', () => {
      const { Role } = call<{ Role: { RoleName: string; Arn: string } }>('CreateServiceLinkedRole', {
        AWSServiceName: 'rds.amazonaws.com',
      });
      expect(Role.Arn).to.equal(arnOf('role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS'));
      const { RoleName } = Role;
      const put = { RoleName, PolicyName: 'p', PolicyDocument: allow('*') };
      expect(errorOf('PutRolePolicy', put)).to.match(/^UnmodifiableEntity: /);
      expect(errorOf('DeleteRole', { RoleName })).to.match(/^UnmodifiableEntity: /);
      const { DeletionTaskId } = call<{ DeletionTaskId: string }>('DeleteServiceLinkedRole', { RoleName });
      expect(call('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })).to.deep.equal({
        Status: 'SUCCEEDED',
      });
      expect(errorOf('CreateServiceLinkedRole', { AWSServiceName: 'unheard-of.amazonaws.com' })).to.match(
        /^NotImplemented: not implemented: IAM.CreateServiceLinkedRole/,
      );
    });
  });

  describe('users and groups', () => {
    beforeEach(() => {
      call('CreateUser', { UserName: 'ann' });
      call('CreateGroup', { GroupName: 'ops' });
      call('AddUserToGroup', { UserName: 'ann', GroupName: 'ops' });
    });

    it('keeps membership on both sides', () => {
      type Members = { Users: { UserName: string }[] };
      expect(
        call<Members>('GetGroup', { GroupName: 'ops' }).Users.map((user) => user.UserName),
      ).to.deep.equal(['ann']);
      const { Groups } = call<{ Groups: { GroupName: string }[] }>('ListGroupsForUser', { UserName: 'ann' });
      expect(Groups.map((group) => group.GroupName)).to.deep.equal(['ops']);
    });

    it('deletes a user only once nothing hangs on it', () => {
      expect(errorOf('DeleteGroup', { GroupName: 'ops' })).to.match(/must remove users from group first/);
      expect(errorOf('DeleteUser', { UserName: 'ann' })).to.match(/must remove users from group first/);
      call('RemoveUserFromGroup', { UserName: 'ann', GroupName: 'ops' });
      const { AccessKey } = call<{ AccessKey: { AccessKeyId: string } }>('CreateAccessKey', {
        UserName: 'ann',
      });
      expect(errorOf('DeleteUser', { UserName: 'ann' })).to.match(/must delete access keys first/);
      call('DeleteAccessKey', { UserName: 'ann', AccessKeyId: AccessKey.AccessKeyId });
      call('DeleteUser', { UserName: 'ann' });
      call('DeleteGroup', { GroupName: 'ops' });
      expect(under.inventory().map(({ resource }) => resource.id)).to.deep.equal([]);
    });

    it('gives two access keys, whose secrets are not in the world', () => {
      type Made = { AccessKey: { AccessKeyId: string; SecretAccessKey: string } };
      const first = call<Made>('CreateAccessKey', { UserName: 'ann' }).AccessKey;
      const second = call<Made>('CreateAccessKey', { UserName: 'ann' }).AccessKey;
      expect(first.AccessKeyId).to.match(/^AKIA[A-Z2-7]{16}$/);
      expect(second.AccessKeyId).to.not.equal(first.AccessKeyId);
      expect(errorOf('CreateAccessKey', { UserName: 'ann' })).to.equal(
        'LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2',
      );
      expect(first.SecretAccessKey).to.equal(under.cloud.secretOf(first.AccessKeyId));
      const everything = JSON.stringify([...under.world.state.withPrefix('')]);
      expect(everything).to.include(first.AccessKeyId).and.to.not.include(first.SecretAccessKey);
    });

    it('stops a key from serving when it is switched off', () => {
      const { AccessKey } = call<{ AccessKey: { AccessKeyId: string } }>('CreateAccessKey', {
        UserName: 'ann',
      });
      const { effects } = under.preview('IAM', 'UpdateAccessKey', {
        UserName: 'ann',
        AccessKeyId: AccessKey.AccessKeyId,
        Status: 'Inactive',
      });
      expect(effects.map(({ kind }) => kind)).to.deep.equal(['stop']);
      expect(errorOf('DeleteAccessKey', { UserName: 'ann', AccessKeyId: 'AKIANOBODY' })).to.match(
        /^NoSuchEntity: /,
      );
    });
  });

  describe('managed policies', () => {
    let PolicyArn: string;
    beforeEach(() => {
      call('CreateRole', { RoleName: 'Worker', AssumeRolePolicyDocument: lambdaTrust });
      const input = { PolicyName: 'Limits', PolicyDocument: allow('s3:GetObject') };
      PolicyArn = call<{ Policy: { Arn: string } }>('CreatePolicy', input).Policy.Arn;
    });

    it('counts where a policy is attached, and does not delete it meanwhile', () => {
      call('AttachRolePolicy', { RoleName: 'Worker', PolicyArn });
      call('PutRolePermissionsBoundary', { RoleName: 'Worker', PermissionsBoundary: PolicyArn });
      const { Policy } = call<{ Policy: object }>('GetPolicy', { PolicyArn });
      expect(Policy).to.include({
        AttachmentCount: 1,
        PermissionsBoundaryUsageCount: 1,
        DefaultVersionId: 'v1',
      });
      type Entities = { PolicyRoles: { RoleName: string }[] };
      const { PolicyRoles } = call<Entities>('ListEntitiesForPolicy', { PolicyArn });
      expect(PolicyRoles.map((role) => role.RoleName)).to.deep.equal(['Worker']);
      expect(errorOf('DeletePolicy', { PolicyArn })).to.equal(
        'DeleteConflict: Cannot delete a policy attached to entities.',
      );
      call('DetachRolePolicy', { RoleName: 'Worker', PolicyArn });
      expect(errorOf('DeletePolicy', { PolicyArn })).to.match(/^DeleteConflict: /);
      call('DeleteRolePermissionsBoundary', { RoleName: 'Worker' });
      call('DeletePolicy', { PolicyArn });
      expect(errorOf('GetPolicy', { PolicyArn })).to.match(/^NoSuchEntity: /);
    });

    it('keeps five versions, and never deletes the one in force', () => {
      for (let index = 0; index < 4; index += 1) {
        call('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow(`s3:Get${index}`) });
      }
      expect(errorOf('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('*') })).to.match(
        /^LimitExceeded: A managed policy can have up to 5 versions/,
      );
      expect(errorOf('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' })).to.equal(
        'DeleteConflict: Cannot delete the default version of a policy.',
      );
      const { effects } = under.preview('IAM', 'SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v3' });
      expect(effects.map(({ kind }) => kind)).to.deep.equal(['grant']);
      call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v3' });
      call('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' });
      const created = call<{ PolicyVersion: object }>('CreatePolicyVersion', {
        PolicyArn,
        PolicyDocument: allow('*'),
        SetAsDefault: true,
      });
      expect(created.PolicyVersion).to.include({ VersionId: 'v6', IsDefaultVersion: true });
      type Listed = { Versions: { VersionId: string }[] };
      const { Versions } = call<Listed>('ListPolicyVersions', { PolicyArn });
      expect(Versions.map((version) => version.VersionId)).to.deep.equal(['v6', 'v5', 'v4', 'v3', 'v2']);
    });

    it('keeps its promises over any sequence of version calls', () => {
      propertyRun(under, PolicyArn);
    });

    it('knows AWS’s own policies, and says so of those it does not know', () => {
      const administrator = 'arn:aws-cn:iam::aws:policy/AdministratorAccess';
      call('AttachRolePolicy', { RoleName: 'Worker', PolicyArn: administrator });
      const { PolicyVersion } = call<{ PolicyVersion: { Document: string } }>('GetPolicyVersion', {
        PolicyArn: administrator,
        VersionId: 'v1',
      });
      expect(JSON.parse(decodeURIComponent(PolicyVersion.Document))).to.have.nested.property(
        'Statement[0].Action[0]',
        '*',
      );
      const unknown = { RoleName: 'Worker', PolicyArn: 'arn:aws-cn:iam::aws:policy/SecurityAudit' };
      expect(under.errorOf('IAM', 'AttachRolePolicy', unknown).origin).to.equal('unsupported');
      const absent = { RoleName: 'Worker', PolicyArn: arnOf('policy/Absent') };
      expect(errorOf('AttachRolePolicy', absent)).to.match(/^NoSuchEntity: Policy .*Absent does not exist/);
    });

    it('describes the whole account', () => {
      call('AttachRolePolicy', { RoleName: 'Worker', PolicyArn });
      call('PutRolePolicy', { RoleName: 'Worker', PolicyName: 'p', PolicyDocument: allow('s3:GetObject') });
      type Details = {
        RoleDetailList: object[];
        Policies: { PolicyName: string; PolicyVersionList: object[] }[];
      };
      const { RoleDetailList, Policies } = call<Details>('GetAccountAuthorizationDetails');
      expect(RoleDetailList[0]).to.deep.include({
        AttachedManagedPolicies: [{ PolicyName: 'Limits', PolicyArn }],
        RolePolicyList: [
          {
            PolicyName: 'p',
            PolicyDocument: encodeURIComponent(allow('s3:GetObject')).replaceAll('*', '%2A'),
          },
        ],
      });
      expect(Policies.map((policy) => policy.PolicyName)).to.deep.equal(['Limits']);
      expect(Policies[0]!.PolicyVersionList).to.have.length(1);
      const filtered = call<Details>('GetAccountAuthorizationDetails', { Filter: ['LocalManagedPolicy'] });
      expect(filtered.RoleDetailList).to.deep.equal([]);
    });
  });

  it('holds one role in an instance profile, and passes it only to those who may pass it', () => {
    call('CreateRole', { RoleName: 'Worker', AssumeRolePolicyDocument: lambdaTrust });
    call('CreateInstanceProfile', { InstanceProfileName: 'Machine' });
    call('AddRoleToInstanceProfile', { InstanceProfileName: 'Machine', RoleName: 'Worker' });
    expect(
      errorOf('AddRoleToInstanceProfile', { InstanceProfileName: 'Machine', RoleName: 'Worker' }),
    ).to.match(/^LimitExceeded: /);
    expect(errorOf('DeleteRole', { RoleName: 'Worker' })).to.match(
      /must remove roles from instance profile first/,
    );
    expect(errorOf('DeleteInstanceProfile', { InstanceProfileName: 'Machine' })).to.match(
      /^DeleteConflict: /,
    );
    const { InstanceProfiles } = call<{ InstanceProfiles: object[] }>('ListInstanceProfilesForRole', {
      RoleName: 'Worker',
    });
    expect(InstanceProfiles).to.have.length(1);
    call('CreateUser', { UserName: 'ann' });
    const ann = credentialsActor(arnOf('user/ann'), 'AKIAANN');
    const without = { UserName: 'ann', PolicyName: 'p', PolicyDocument: allow('iam:*InstanceProfile') };
    call('PutUserPolicy', without);
    call('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'Machine', RoleName: 'Worker' });
    const adding = { InstanceProfileName: 'Machine', RoleName: 'Worker' };
    expect(under.errorOf('IAM', 'AddRoleToInstanceProfile', adding, ann).message).to.match(
      /not authorized to perform: iam:PassRole on resource: .*role\/Worker/,
    );
    const passing = {
      Effect: 'Allow',
      Action: ['iam:*InstanceProfile', 'iam:PassRole'],
      Resource: '*',
      Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'ec2.amazonaws.com.cn' } },
    };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [passing] });
    call('PutUserPolicy', { ...without, PolicyDocument });
    under.call('IAM', 'AddRoleToInstanceProfile', adding, ann);
    call('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'Machine', RoleName: 'Worker' });
    call('DeleteInstanceProfile', { InstanceProfileName: 'Machine' });
    expect(errorOf('GetInstanceProfile', { InstanceProfileName: 'Machine' })).to.match(/^NoSuchEntity: /);
  });

  it('gives an account one alias', () => {
    call('CreateAccountAlias', { AccountAlias: 'first-name' });
    call('CreateAccountAlias', { AccountAlias: 'second-name' });
    expect(call('ListAccountAliases')).to.deep.equal({ AccountAliases: ['second-name'], IsTruncated: false });
    expect(errorOf('CreateAccountAlias', { AccountAlias: '-' })).to.match(/^ValidationError: /);
    call('DeleteAccountAlias', { AccountAlias: 'second-name' });
    expect(errorOf('DeleteAccountAlias', { AccountAlias: 'second-name' })).to.match(/^NoSuchEntity: /);
  });
});
