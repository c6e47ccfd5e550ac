/** What is asked of Organizations: an organization made, its units, and policies with what they are attached to. */
import { defineSuite, type FidelityStep } from '../sequence.js';

const denying = (action: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'never', Effect: 'Deny', Action: action, Resource: '*' }],
  });

const type = 'SERVICE_CONTROL_POLICY';

const founded: readonly FidelityStep[] = [
  {
    operation: 'CreateOrganization',
    input: { FeatureSet: 'ALL' },
    save: { organizationId: 'Organization.Id' },
  },
  { operation: 'ListRoots', save: { rootId: 'Roots.0.Id' } },
];

const withPolicies: readonly FidelityStep[] = [
  ...founded,
  { operation: 'EnablePolicyType', input: { RootId: '{rootId}', PolicyType: type } },
];

export default defineSuite({
  name: 'organizations',
  service: 'Organizations',
  opaque: ['MasterAccountEmail', 'Email'],
  sequences: [
    {
      name: 'an organization is made',
      steps: [
        { operation: 'DescribeOrganization', fails: 'AWSOrganizationsNotInUseException' },
        ...founded,
        { operation: 'CreateOrganization', fails: 'AlreadyInOrganizationException' },
        { operation: 'DescribeOrganization' },
        { operation: 'ListAccounts' },
        { operation: 'DescribeAccount', input: { AccountId: '{account}' } },
        {
          operation: 'DescribeAccount',
          input: { AccountId: '100000000009' },
          fails: 'AccountNotFoundException',
        },
        { operation: 'ListParents', input: { ChildId: '{account}' } },
        { operation: 'ListAccountsForParent', input: { ParentId: '{rootId}' } },
      ],
    },
    {
      name: 'units',
      steps: [
        ...founded,
        {
          operation: 'CreateOrganizationalUnit',
          input: { ParentId: '{rootId}', Name: 'shops' },
          save: { unitId: 'OrganizationalUnit.Id' },
        },
        {
          operation: 'CreateOrganizationalUnit',
          input: { ParentId: '{rootId}', Name: 'shops' },
          fails: 'DuplicateOrganizationalUnitException',
        },
        {
          operation: 'CreateOrganizationalUnit',
          input: { ParentId: 'r-zzzz', Name: 'lost' },
          fails: 'ParentNotFoundException',
        },
        {
          operation: 'CreateOrganizationalUnit',
          input: { ParentId: '{unitId}', Name: 'online' },
          save: { innerId: 'OrganizationalUnit.Id' },
        },
        { operation: 'DescribeOrganizationalUnit', input: { OrganizationalUnitId: '{unitId}' } },
        { operation: 'ListOrganizationalUnitsForParent', input: { ParentId: '{rootId}' } },
        { operation: 'ListChildren', input: { ParentId: '{unitId}', ChildType: 'ORGANIZATIONAL_UNIT' } },
        { operation: 'ListParents', input: { ChildId: '{innerId}' } },
        {
          operation: 'MoveAccount',
          input: { AccountId: '{account}', SourceParentId: '{rootId}', DestinationParentId: '{unitId}' },
        },
        { operation: 'ListAccountsForParent', input: { ParentId: '{unitId}' } },
        {
          operation: 'UpdateOrganizationalUnit',
          input: { OrganizationalUnitId: '{innerId}', Name: 'web' },
        },
        { operation: 'DescribeOrganizationalUnit', input: { OrganizationalUnitId: '{innerId}' } },
        { operation: 'DeleteOrganizationalUnit', input: { OrganizationalUnitId: '{innerId}' } },
        {
          operation: 'DescribeOrganizationalUnit',
          input: { OrganizationalUnitId: '{innerId}' },
          fails: 'OrganizationalUnitNotFoundException',
        },
        { operation: 'ListOrganizationalUnitsForParent', input: { ParentId: '{unitId}' } },
        {
          operation: 'DeleteOrganizationalUnit',
          input: { OrganizationalUnitId: '{unitId}' },
          fails: 'OrganizationalUnitNotEmptyException',
        },
      ],
    },
    {
      name: "a policy's life",
      steps: [
        ...withPolicies,
        {
          operation: 'EnablePolicyType',
          input: { RootId: '{rootId}', PolicyType: type },
          fails: 'PolicyTypeAlreadyEnabledException',
        },
        {
          operation: 'CreatePolicy',
          input: {
            Name: 'no keys',
            Description: 'nobody deletes keys',
            Type: type,
            Content: denying('kms:ScheduleKeyDeletion'),
          },
          save: { policyId: 'Policy.PolicySummary.Id' },
        },
        {
          operation: 'CreatePolicy',
          input: { Name: 'no keys', Description: 'again', Type: type, Content: denying('kms:*') },
          fails: 'DuplicatePolicyException',
        },
        {
          operation: 'CreatePolicy',
          input: { Name: 'broken', Description: 'broken', Type: type, Content: 'not json' },
          fails: 'MalformedPolicyDocumentException',
        },
        { operation: 'DescribePolicy', input: { PolicyId: '{policyId}' } },
        { operation: 'DescribePolicy', input: { PolicyId: 'p-zzzzzzzz' }, fails: 'PolicyNotFoundException' },
        { operation: 'UpdatePolicy', input: { PolicyId: '{policyId}', Description: 'really nobody' } },
        { operation: 'ListPolicies', input: { Filter: type } },
        { operation: 'DeletePolicy', input: { PolicyId: '{policyId}' } },
        { operation: 'DeletePolicy', input: { PolicyId: '{policyId}' }, fails: 'PolicyNotFoundException' },
        { operation: 'ListPolicies', input: { Filter: type } },
      ],
    },
    {
      name: 'policies attached',
      steps: [
        ...withPolicies,
        {
          operation: 'CreateOrganizationalUnit',
          input: { ParentId: '{rootId}', Name: 'shops' },
          save: { unitId: 'OrganizationalUnit.Id' },
        },
        {
          operation: 'CreatePolicy',
          input: { Name: 'no queues', Description: 'none', Type: type, Content: denying('sqs:*') },
          save: { policyId: 'Policy.PolicySummary.Id' },
        },
        { operation: 'AttachPolicy', input: { PolicyId: '{policyId}', TargetId: '{unitId}' } },
        {
          operation: 'AttachPolicy',
          input: { PolicyId: '{policyId}', TargetId: '{unitId}' },
          fails: 'DuplicatePolicyAttachmentException',
        },
        {
          operation: 'AttachPolicy',
          input: { PolicyId: '{policyId}', TargetId: 'ou-zzzz-00000000' },
          fails: 'TargetNotFoundException',
        },
        { operation: 'ListPoliciesForTarget', input: { TargetId: '{unitId}', Filter: type } },
        { operation: 'ListTargetsForPolicy', input: { PolicyId: '{policyId}' } },
        { operation: 'DeletePolicy', input: { PolicyId: '{policyId}' }, fails: 'PolicyInUseException' },
        { operation: 'DetachPolicy', input: { PolicyId: '{policyId}', TargetId: '{unitId}' } },
        {
          operation: 'DetachPolicy',
          input: { PolicyId: '{policyId}', TargetId: '{unitId}' },
          fails: 'PolicyNotAttachedException',
        },
        { operation: 'ListTargetsForPolicy', input: { PolicyId: '{policyId}' } },
        { operation: 'DisablePolicyType', input: { RootId: '{rootId}', PolicyType: type } },
        {
          operation: 'AttachPolicy',
          input: { PolicyId: '{policyId}', TargetId: '{unitId}' },
          fails: 'PolicyTypeNotEnabledException',
        },
      ],
    },
    {
      name: 'tags',
      steps: [
        ...founded,
        {
          operation: 'CreateOrganizationalUnit',
          input: { ParentId: '{rootId}', Name: 'shops', Tags: [{ Key: 'team', Value: 'a' }] },
          save: { unitId: 'OrganizationalUnit.Id' },
        },
        {
          operation: 'TagResource',
          input: { ResourceId: '{unitId}', Tags: [{ Key: 'stage', Value: 'test' }] },
        },
        { operation: 'UntagResource', input: { ResourceId: '{unitId}', TagKeys: ['team'] } },
        { operation: 'ListTagsForResource', input: { ResourceId: '{unitId}' } },
        {
          operation: 'TagResource',
          input: { ResourceId: 'ou-zzzz-00000000', Tags: [{ Key: 'stage', Value: 'test' }] },
          fails: 'TargetNotFoundException',
        },
      ],
    },
  ],
});
