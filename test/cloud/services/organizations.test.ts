import { expect } from 'chai';
import type { Actor } from '../../../harness/contract/actor.js';
import { createOrganization } from '../../../harness/cloud/services/organizations/create-organization.js';
import { cloudUnderTest, rootActor, testAccount, type CloudUnderTest } from '../cloud-under-test.js';

const management = '999988887777';
const other = '210987654321';
const id = 'o-a1b2c3d4e5';
const deny = (...actions: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: actions, Resource: '*' }] });

describe('Organizations', () => {
  let under: CloudUnderTest;
  let rootId: string;
  const manager = rootActor(management);
  const call = <Output extends object>(operation: string, input: object = {}, as: Actor = manager): Output =>
    under.call<Output>('Organizations', operation, input, as);
  const codeOf = (operation: string, input: object = {}, as: Actor = manager): string =>
    under.errorOf('Organizations', operation, input, as).code;
  const scp = (Name: string, Content: string): string =>
    call<{ Policy: { PolicySummary: { Id: string } } }>('CreatePolicy', {
      Name,
      Content,
      Description: Name,
      Type: 'SERVICE_CONTROL_POLICY',
    }).Policy.PolicySummary.Id;
  const unit = (Name: string, ParentId = rootId): string =>
    call<{ OrganizationalUnit: { Id: string } }>('CreateOrganizationalUnit', { Name, ParentId })
      .OrganizationalUnit.Id;

  beforeEach(async () => {
    under = await cloudUnderTest();
    const proposal = under.world.propose(
      { cause: 'organization', callId: 'platform', checked: true },
      (transaction) =>
        createOrganization(transaction, {
          id,
          managementAccount: management,
          memberAccounts: [testAccount, other],
          partition: 'aws-cn',
        }),
    );
    under.world.commit(proposal, null);
    rootId = call<{ Roots: { Id: string }[] }>('ListRoots').Roots[0]!.Id;
  });

  it('describes itself to every member, and the rest to the management account only', () => {
    const { Organization } = call<{ Organization: object }>('DescribeOrganization', {}, rootActor());
    expect(Organization).to.include({ Id: id, MasterAccountId: management, FeatureSet: 'ALL' });
    expect(codeOf('ListAccounts', {}, rootActor())).to.equal('AccessDeniedException');
    expect(codeOf('DescribeOrganization', {}, rootActor('555555555555'))).to.equal(
      'AWSOrganizationsNotInUseException',
    );
    const { Accounts } = call<{ Accounts: { Id: string }[] }>('ListAccounts');
    expect(Accounts.map((account) => account.Id)).to.deep.equal([testAccount, other, management]);
  });

  it('is made by an account that has none, with policy types to be enabled', () => {
    const founder = rootActor('444455556666');
    const { Organization } = call<{ Organization: { Id: string } }>('CreateOrganization', {}, founder);
    expect(Organization.Id).to.match(/^o-[a-z0-9]{10}$/);
    expect(Organization).to.include({ MasterAccountId: '444455556666', FeatureSet: 'ALL' });
    expect(codeOf('CreateOrganization', {}, founder)).to.equal('AlreadyInOrganizationException');
    expect(codeOf('CreateOrganization', {}, rootActor())).to.equal('AlreadyInOrganizationException');
    const { Roots } = call<{ Roots: { Id: string; PolicyTypes: object[] }[] }>('ListRoots', {}, founder);
    expect(Roots[0]!.PolicyTypes).to.deep.equal([]);
    call('EnablePolicyType', { RootId: Roots[0]!.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }, founder);
    const { Accounts } = call<{ Accounts: { Id: string }[] }>('ListAccounts', {}, founder);
    expect(Accounts.map((account) => account.Id)).to.deep.equal(['444455556666']);
  });

  it('grows a tree of units and moves accounts in it', () => {
    const production = unit('production');
    const nested = unit('nested', production);
    expect(codeOf('CreateOrganizationalUnit', { Name: 'production', ParentId: rootId })).to.equal(
      'DuplicateOrganizationalUnitException',
    );
    expect(codeOf('CreateOrganizationalUnit', { Name: 'x', ParentId: 'ou-none-nowhere1' })).to.equal(
      'ParentNotFoundException',
    );
    call('MoveAccount', { AccountId: testAccount, SourceParentId: rootId, DestinationParentId: nested });
    expect(call('ListParents', { ChildId: testAccount })).to.deep.equal({
      Parents: [{ Id: nested, Type: 'ORGANIZATIONAL_UNIT' }],
    });
    expect(call('ListChildren', { ParentId: production, ChildType: 'ORGANIZATIONAL_UNIT' })).to.deep.equal({
      Children: [{ Id: nested, Type: 'ORGANIZATIONAL_UNIT' }],
    });
    expect(codeOf('DeleteOrganizationalUnit', { OrganizationalUnitId: nested })).to.equal(
      'OrganizationalUnitNotEmptyException',
    );
    call('MoveAccount', { AccountId: testAccount, SourceParentId: nested, DestinationParentId: rootId });
    call('DeleteOrganizationalUnit', { OrganizationalUnitId: nested });
    expect(codeOf('DescribeOrganizationalUnit', { OrganizationalUnitId: nested })).to.equal(
      'OrganizationalUnitNotFoundException',
    );
  });

  it('limits a member’s root by a policy on any level above it, and never the management account', () => {
    const production = unit('production');
    call('MoveAccount', { AccountId: testAccount, SourceParentId: rootId, DestinationParentId: production });
    const PolicyId = scp('NoNewUsers', deny('iam:CreateUser'));
    under.call('IAM', 'CreateUser', { UserName: 'before' });
    for (const TargetId of [rootId, production, testAccount]) {
      call('AttachPolicy', { PolicyId, TargetId });
      const error = under.errorOf('IAM', 'CreateUser', { UserName: 'after' });
      expect(error.message).to.match(/with an explicit deny in a service control policy$/);
      expect(error.origin).to.equal('authorisation');
      call('DetachPolicy', { PolicyId, TargetId });
    }
    call('AttachPolicy', { PolicyId, TargetId: production });
    under.call('IAM', 'CreateUser', { UserName: 'elsewhere' }, rootActor(other));
    call('AttachPolicy', { PolicyId, TargetId: rootId });
    under.call('IAM', 'CreateUser', { UserName: 'manager' }, manager);
  });

  it('shows an attachment and its removal as grants on what it was attached to', () => {
    const PolicyId = scp('NoNewUsers', deny('iam:CreateUser'));
    const input = { PolicyId, TargetId: testAccount };
    const kinds = (operation: string): string[] =>
      under
        .preview('Organizations', operation, input, { as: manager })
        .effects.map(({ kind, resource }) => `${kind} ${resource.id}`);
    expect(kinds('AttachPolicy')).to.deep.equal([`grant ${testAccount}`]);
    call('AttachPolicy', input);
    expect(kinds('DetachPolicy')).to.deep.equal([`grant ${testAccount}`]);
  });

  it('keeps at least one policy on everything, and at most five', () => {
    const full = { PolicyId: 'p-FullAWSAccess', TargetId: testAccount };
    expect(codeOf('DetachPolicy', full)).to.equal('ConstraintViolationException');
    expect(codeOf('AttachPolicy', full)).to.equal('DuplicatePolicyAttachmentException');
    for (let index = 0; index < 4; index += 1) {
      call('AttachPolicy', { PolicyId: scp(`p${index}`, deny(`s3:Get${index}`)), TargetId: testAccount });
    }
    expect(codeOf('AttachPolicy', { PolicyId: scp('p4', deny('s3:Get4')), TargetId: testAccount })).to.equal(
      'ConstraintViolationException',
    );
    expect(codeOf('AttachPolicy', { PolicyId: 'p-nowhere1', TargetId: testAccount })).to.equal(
      'PolicyNotFoundException',
    );
    expect(codeOf('AttachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: '000000000000' })).to.equal(
      'TargetNotFoundException',
    );
  });

  it('updates, lists and deletes policies, but none in use and none of AWS’s', () => {
    const PolicyId = scp('NoNewUsers', deny('iam:CreateUser'));
    call('AttachPolicy', { PolicyId, TargetId: testAccount });
    call('UpdatePolicy', { PolicyId, Content: deny('iam:CreateGroup') });
    under.call('IAM', 'CreateUser', { UserName: 'allowed-again' });
    expect(under.errorOf('IAM', 'CreateGroup', { GroupName: 'g' }).code).to.equal('AccessDenied');
    type Targets = { Targets: { TargetId: string; Type: string }[] };
    expect(call<Targets>('ListTargetsForPolicy', { PolicyId }).Targets).to.have.length(1);
    expect(call<Targets>('ListTargetsForPolicy', { PolicyId: 'p-FullAWSAccess' }).Targets[0]).to.include({
      TargetId: rootId,
      Type: 'ROOT',
    });
    const listing = { TargetId: testAccount, Filter: 'SERVICE_CONTROL_POLICY' };
    const { Policies } = call<{ Policies: { Id: string }[] }>('ListPoliciesForTarget', listing);
    expect(Policies.map((policy) => policy.Id)).to.have.members([PolicyId, 'p-FullAWSAccess']);
    expect(codeOf('DeletePolicy', { PolicyId })).to.equal('PolicyInUseException');
    call('DetachPolicy', { PolicyId, TargetId: testAccount });
    call('DeletePolicy', { PolicyId });
    expect(codeOf('DescribePolicy', { PolicyId })).to.equal('PolicyNotFoundException');
    expect(codeOf('DeletePolicy', { PolicyId: 'p-FullAWSAccess' })).to.equal('InvalidInputException');
  });

  it('refuses malformed policies, taken names, and types that it does not enforce', () => {
    const policy = { Name: 'n', Description: 'd', Content: deny('s3:*'), Type: 'SERVICE_CONTROL_POLICY' };
    expect(codeOf('CreatePolicy', { ...policy, Content: '{}' })).to.equal('MalformedPolicyDocumentException');
    call('CreatePolicy', policy);
    expect(codeOf('CreatePolicy', policy)).to.equal('DuplicatePolicyException');
    expect(codeOf('CreatePolicy', { ...policy, Type: 'TAG_POLICY' })).to.equal('NotImplemented');
  });

  it('lifts every limit when the policy type is switched off, and begins anew when it is on again', () => {
    const PolicyId = scp('NoNewUsers', deny('iam:CreateUser'));
    call('AttachPolicy', { PolicyId, TargetId: testAccount });
    const wish = { RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' };
    expect(codeOf('EnablePolicyType', wish)).to.equal('PolicyTypeAlreadyEnabledException');
    call('DisablePolicyType', wish);
    under.call('IAM', 'CreateUser', { UserName: 'free' });
    expect(codeOf('AttachPolicy', { PolicyId, TargetId: testAccount })).to.equal(
      'PolicyTypeNotEnabledException',
    );
    call('EnablePolicyType', wish);
    under.call('IAM', 'CreateUser', { UserName: 'still-free' });
    call('AttachPolicy', { PolicyId, TargetId: testAccount });
    expect(under.errorOf('IAM', 'CreateUser', { UserName: 'bound' }).code).to.equal('AccessDenied');
  });

  it('tags accounts, units and policies', () => {
    const ResourceId = unit('production');
    call('TagResource', { ResourceId, Tags: [{ Key: 'Stage', Value: 'prod' }] });
    expect(call('ListTagsForResource', { ResourceId })).to.deep.equal({
      Tags: [{ Key: 'Stage', Value: 'prod' }],
    });
    call('UntagResource', { ResourceId, TagKeys: ['Stage'] });
    expect(call('ListTagsForResource', { ResourceId })).to.deep.equal({ Tags: [] });
  });
});
