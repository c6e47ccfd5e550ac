/** Operations on service control policies (Organizations API Reference: CreatePolicy and its like). */
import type {
  CreatePolicyCommandInput,
  CreatePolicyCommandOutput,
  DeletePolicyCommandInput,
  DeletePolicyCommandOutput,
  DescribePolicyCommandInput,
  DescribePolicyCommandOutput,
  ListPoliciesCommandInput,
  ListPoliciesCommandOutput,
  PolicySummary,
  UpdatePolicyCommandInput,
  UpdatePolicyCommandOutput,
} from '@aws-sdk/client-organizations';
import { constraint, unsupported } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { checkedPolicy } from '../iam/policy-text.js';
import { invalidInput, missing, policyNotFound } from './failures.js';
import { fullAccess, fullAccessArn, fullAccessId } from './full-access.js';
import { askedArn, listed, managedOrganization, recordsOf } from './membership.js';
import {
  accountType,
  organizationArn,
  policyRecord,
  policyType,
  serviceControl,
  unitType,
  type OrganizationPolicyBody,
  type OrganizationRecord,
  type TargetBody,
} from './organization-record.js';

/** Most characters of an SCP. */
const longestContent = 5120;

/** A policy of the organization, or AWS's own FullAWSAccess. */
interface KnownPolicy {
  readonly id: string;
  readonly arn: string;
  readonly awsManaged: boolean;
  readonly body: Pick<OrganizationPolicyBody, 'name' | 'description' | 'content'>;
}

/** @throws AwsFailure of origin `unsupported` for the types of policies that limit nothing here. */
export function checkedType(type: string | undefined): typeof serviceControl {
  const wanted = required(type, 'PolicyType', missing);
  if (wanted === serviceControl) return wanted;
  throw unsupported(`Organizations with policies of the type ${wanted}`);
}

export function thePolicy(
  context: CallContext,
  organization: OrganizationRecord,
  value: string | undefined,
): KnownPolicy {
  const id = required(value, 'PolicyId', missing);
  if (id === fullAccessId) {
    return { id, arn: fullAccessArn(context.partition), awsManaged: true, body: fullAccess };
  }
  const record = policyRecord(context.state, organization, id);
  if (record === undefined) throw policyNotFound();
  return { id, arn: record.arn, awsManaged: false, body: record.body };
}

export function shownPolicy({ id, arn, awsManaged, body }: KnownPolicy): PolicySummary {
  return {
    Id: id,
    Arn: arn,
    Name: body.name,
    Description: body.description,
    Type: serviceControl,
    AwsManaged: awsManaged,
  };
}

/** Everything that a policy is attached to, in the order of root, units, accounts. */
export function targetsOf(context: CallContext, organization: OrganizationRecord, policyId: string) {
  const units = recordsOf<TargetBody>(context, organization, unitType);
  const accounts = recordsOf<TargetBody>(context, organization, accountType);
  return [organization, ...units, ...accounts].filter(({ body }) => body.attached.includes(policyId));
}

/** What IAM is asked about a policy. */
export function policyRequest(action: string, id: string | undefined, scene: Scene) {
  const arn = (organization: OrganizationRecord): string =>
    id === fullAccessId
      ? fullAccessArn(scene.partition)
      : organizationArn(organization, `policy/service_control_policy/${id ?? ''}`);
  return {
    action,
    resources: [askedArn(scene, arn)],
    context: { 'organizations:PolicyType': serviceControl },
  };
}

function checkedContent(content: string | undefined): string {
  const text = checkedPolicy(content, 'scp', 'Content', 'MalformedPolicyDocumentException');
  if (text.length <= longestContent) return text;
  throw constraint(
    'ConstraintViolationException',
    'You have exceeded the maximum size of a policy document: POLICY_CONTENT_LIMIT_EXCEEDED.',
  );
}

function checkedName(
  context: CallContext,
  organization: OrganizationRecord,
  value: string | undefined,
  own?: string,
): string {
  const name = required(value, 'Name', missing);
  if (name.length < 1 || name.length > 128) throw invalidInput('You specified an invalid value for Name.');
  const taken = recordsOf<OrganizationPolicyBody>(context, organization, policyType).some(
    ({ id, body }) => body.name === name && id !== own,
  );
  if (!taken && name !== fullAccess.name) return name;
  throw constraint('DuplicatePolicyException', 'A policy with the same name already exists.');
}

function refuseAwsManaged({ awsManaged }: KnownPolicy): void {
  if (awsManaged) throw invalidInput("You can't modify or delete an AWS managed policy: IMMUTABLE_POLICY.");
}

export const policyOperations: Readonly<Record<string, Operation>> = {
  CreatePolicy: operation<CreatePolicyCommandInput, CreatePolicyCommandOutput>({
    readOnly: false,
    actions: ({ Type, Tags }, scene) => [
      {
        action: 'organizations:CreatePolicy',
        resources: [
          askedArn(scene, (organization) => organizationArn(organization, 'policy/service_control_policy/*')),
        ],
        context: { 'organizations:PolicyType': Type ?? '', ...requestTags(tagsIn(Tags)) },
      },
    ],
    run: (input, context) => {
      const organization = managedOrganization(context);
      checkedType(input.Type);
      const name = checkedName(context, organization, input.Name);
      const content = checkedContent(input.Content);
      const description = required(input.Description, 'Description', missing);
      const id = `p-${context.transaction.hex(`policy ${name}`, 8)}`;
      const arn = organizationArn(organization, `policy/service_control_policy/${id}`);
      const identity = { id, arn, tags: tagsIn(input.Tags) };
      const body = { organization: organization.id, name, description, content };
      context.transaction.putResource(
        context.born<OrganizationPolicyBody>(context.globalPlace(policyType), identity, body),
      );
      return {
        Policy: { PolicySummary: shownPolicy({ id, arn, awsManaged: false, body }), Content: content },
      };
    },
  }),

  UpdatePolicy: operation<UpdatePolicyCommandInput, UpdatePolicyCommandOutput>({
    readOnly: false,
    actions: ({ PolicyId }, scene) => [policyRequest('organizations:UpdatePolicy', PolicyId, scene)],
    run: ({ PolicyId, Name, Description, Content }, context) => {
      const organization = managedOrganization(context);
      const known = thePolicy(context, organization, PolicyId);
      refuseAwsManaged(known);
      const record = policyRecord(context.state, organization, known.id);
      if (record === undefined) throw policyNotFound();
      const body = {
        ...record.body,
        ...(Name === undefined ? {} : { name: checkedName(context, organization, Name, known.id) }),
        ...(Description === undefined ? {} : { description: Description }),
        ...(Content === undefined ? {} : { content: checkedContent(Content) }),
      };
      context.transaction.putResource({ ...record, body });
      return { Policy: { PolicySummary: shownPolicy({ ...known, body }), Content: body.content } };
    },
  }),

  DeletePolicy: operation<DeletePolicyCommandInput, DeletePolicyCommandOutput>({
    readOnly: false,
    actions: ({ PolicyId }, scene) => [policyRequest('organizations:DeletePolicy', PolicyId, scene)],
    run: ({ PolicyId }, context) => {
      const organization = managedOrganization(context);
      const known = thePolicy(context, organization, PolicyId);
      refuseAwsManaged(known);
      if (targetsOf(context, organization, known.id).length > 0) {
        throw constraint(
          'PolicyInUseException',
          'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
        );
      }
      const record = policyRecord(context.state, organization, known.id);
      if (record !== undefined) context.transaction.deleteResource(record);
      return {};
    },
  }),

  DescribePolicy: operation<DescribePolicyCommandInput, DescribePolicyCommandOutput>({
    readOnly: true,
    actions: ({ PolicyId }, scene) => [policyRequest('organizations:DescribePolicy', PolicyId, scene)],
    run: ({ PolicyId }, context) => {
      const known = thePolicy(context, managedOrganization(context), PolicyId);
      return { Policy: { PolicySummary: shownPolicy(known), Content: known.body.content } };
    },
  }),

  ListPolicies: operation<ListPoliciesCommandInput, ListPoliciesCommandOutput>({
    readOnly: true,
    actions: ({ Filter }) => [
      {
        action: 'organizations:ListPolicies',
        resources: ['*'],
        context: { 'organizations:PolicyType': Filter ?? '' },
      },
    ],
    run: (input, context) => {
      const organization = managedOrganization(context);
      checkedType(input.Filter);
      const own = recordsOf<OrganizationPolicyBody>(context, organization, policyType).map(({ id }) => id);
      const { items, paging } = listed([...own, fullAccessId].sort(), (id) => id, input);
      return { Policies: items.map((id) => shownPolicy(thePolicy(context, organization, id))), ...paging };
    },
  }),
};
