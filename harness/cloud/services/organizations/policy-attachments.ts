/** Attaching and detaching service control policies, and switching them on and off (Organizations API Reference). */
import type {
  AttachPolicyCommandInput,
  AttachPolicyCommandOutput,
  DetachPolicyCommandInput,
  DetachPolicyCommandOutput,
  DisablePolicyTypeCommandInput,
  DisablePolicyTypeCommandOutput,
  EnablePolicyTypeCommandInput,
  EnablePolicyTypeCommandOutput,
  ListPoliciesForTargetCommandInput,
  ListPoliciesForTargetCommandOutput,
  ListTargetsForPolicyCommandInput,
  ListTargetsForPolicyCommandOutput,
} from '@aws-sdk/client-organizations';
import { constraint } from '../../../contract/aws-error.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import { missing, targetNotFound } from './failures.js';
import { fullAccessId } from './full-access.js';
import { askedArn, listed, managedOrganization, recordsOf, targetArn } from './membership.js';
import {
  accountType,
  organizationType,
  serviceControl,
  targetRecord,
  unitType,
  type OrganizationRecord,
  type TargetBody,
} from './organization-record.js';
import { checkedType, policyRequest, shownPolicy, targetsOf, thePolicy } from './policies.js';
import { shownRoot } from './tree.js';

const mostAttached = 5;

function theTarget(
  context: CallContext,
  organization: OrganizationRecord,
  id: string | undefined,
): ResourceRecord<TargetBody> {
  const record = targetRecord(context.state, organization, required(id, 'TargetId', missing));
  if (record === undefined) throw targetNotFound();
  return record;
}

function attach(context: CallContext, record: ResourceRecord<TargetBody>, attached: readonly string[]): void {
  context.transaction.putResource({ ...record, body: { ...record.body, attached } });
}

function targetRequest(action: string, id: string | undefined, scene: Scene) {
  return {
    action,
    resources: [askedArn(scene, (organization) => targetArn(organization, id ?? ''))],
    context: { 'organizations:PolicyType': serviceControl },
  };
}

function requireEnabled(organization: OrganizationRecord): void {
  if (organization.body.enabled.includes(serviceControl)) return;
  throw constraint(
    'PolicyTypeNotEnabledException',
    "The specified policy type isn't currently enabled in this root.",
  );
}

/** @throws AwsFailure where a root is not that of the organization. */
function checkRoot(organization: OrganizationRecord, id: string | undefined): void {
  if (required(id, 'RootId', missing) === organization.body.rootId) return;
  throw constraint('RootNotFoundException', "We can't find a root with the RootId that you specified.");
}

/** Switches SCPs on or off for the whole tree: off takes every attachment away, on begins with FullAWSAccess. */
function switchPolicies(
  context: CallContext,
  organization: OrganizationRecord,
  on: boolean,
): OrganizationRecord {
  const attached = on ? [fullAccessId] : [];
  for (const type of [unitType, accountType]) {
    for (const record of recordsOf<TargetBody>(context, organization, type))
      attach(context, record, attached);
  }
  const enabled = on ? [serviceControl] : [];
  const changed = { ...organization, body: { ...organization.body, attached, enabled } };
  context.transaction.putResource(changed);
  return changed;
}

function kindOf(type: string): 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT' {
  if (type === organizationType) return 'ROOT';
  return type === unitType ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT';
}

export const policyAttachmentOperations: Readonly<Record<string, Operation>> = {
  AttachPolicy: operation<AttachPolicyCommandInput, AttachPolicyCommandOutput>({
    readOnly: false,
    actions: ({ PolicyId, TargetId }, scene) => [
      policyRequest('organizations:AttachPolicy', PolicyId, scene),
      targetRequest('organizations:AttachPolicy', TargetId, scene),
    ],
    run: ({ PolicyId, TargetId }, context) => {
      const organization = managedOrganization(context);
      const { id } = thePolicy(context, organization, PolicyId);
      const target = theTarget(context, organization, TargetId);
      requireEnabled(organization);
      const { attached } = target.body;
      if (attached.includes(id)) {
        throw constraint(
          'DuplicatePolicyAttachmentException',
          'The selected policy is already attached to the specified target.',
        );
      }
      if (attached.length >= mostAttached) {
        throw constraint(
          'ConstraintViolationException',
          'You have attached the maximum number of policies to the specified target: MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED.',
        );
      }
      attach(context, target, [...attached, id]);
      return {};
    },
  }),

  DetachPolicy: operation<DetachPolicyCommandInput, DetachPolicyCommandOutput>({
    readOnly: false,
    actions: ({ PolicyId, TargetId }, scene) => [
      policyRequest('organizations:DetachPolicy', PolicyId, scene),
      targetRequest('organizations:DetachPolicy', TargetId, scene),
    ],
    run: ({ PolicyId, TargetId }, context) => {
      const organization = managedOrganization(context);
      const { id } = thePolicy(context, organization, PolicyId);
      const target = theTarget(context, organization, TargetId);
      const attached = target.body.attached.filter((each) => each !== id);
      if (attached.length === target.body.attached.length) {
        throw constraint(
          'PolicyNotAttachedException',
          "The policy isn't attached to the specified target in the specified root.",
        );
      }
      if (attached.length === 0) {
        throw constraint(
          'ConstraintViolationException',
          'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
        );
      }
      attach(context, target, attached);
      return {};
    },
  }),

  ListPoliciesForTarget: operation<ListPoliciesForTargetCommandInput, ListPoliciesForTargetCommandOutput>({
    readOnly: true,
    actions: ({ TargetId }, scene) => [targetRequest('organizations:ListPoliciesForTarget', TargetId, scene)],
    run: (input, context) => {
      const organization = managedOrganization(context);
      checkedType(input.Filter);
      const ids = [...theTarget(context, organization, input.TargetId).body.attached].sort();
      const { items, paging } = listed(ids, (id) => id, input);
      return { Policies: items.map((id) => shownPolicy(thePolicy(context, organization, id))), ...paging };
    },
  }),

  ListTargetsForPolicy: operation<ListTargetsForPolicyCommandInput, ListTargetsForPolicyCommandOutput>({
    readOnly: true,
    actions: ({ PolicyId }, scene) => [policyRequest('organizations:ListTargetsForPolicy', PolicyId, scene)],
    run: (input, context) => {
      const organization = managedOrganization(context);
      const { id } = thePolicy(context, organization, input.PolicyId);
      const places = targetsOf(context, organization, id).map((target, place) => ({ target, place }));
      const { items, paging } = listed(places, ({ place }) => String(place).padStart(6, '0'), input);
      return {
        Targets: items.map(({ target }) => {
          const targetId = target.type === organizationType ? organization.body.rootId : target.id;
          return {
            TargetId: targetId,
            Arn: targetArn(organization, targetId),
            Name: target.body.name,
            Type: kindOf(target.type),
          };
        }),
        ...paging,
      };
    },
  }),

  EnablePolicyType: operation<EnablePolicyTypeCommandInput, EnablePolicyTypeCommandOutput>({
    readOnly: false,
    actions: ({ RootId }, scene) => [targetRequest('organizations:EnablePolicyType', RootId, scene)],
    run: ({ RootId, PolicyType }, context) => {
      const organization = managedOrganization(context);
      checkRoot(organization, RootId);
      checkedType(PolicyType);
      if (organization.body.enabled.includes(serviceControl)) {
        throw constraint(
          'PolicyTypeAlreadyEnabledException',
          'The specified policy type is already enabled in the specified root.',
        );
      }
      return { Root: shownRoot(switchPolicies(context, organization, true)) };
    },
  }),

  DisablePolicyType: operation<DisablePolicyTypeCommandInput, DisablePolicyTypeCommandOutput>({
    readOnly: false,
    actions: ({ RootId }, scene) => [targetRequest('organizations:DisablePolicyType', RootId, scene)],
    run: ({ RootId, PolicyType }, context) => {
      const organization = managedOrganization(context);
      checkRoot(organization, RootId);
      checkedType(PolicyType);
      requireEnabled(organization);
      return { Root: shownRoot(switchPolicies(context, organization, false)) };
    },
  }),
};
