/** Operations on managed policies (IAM API Reference: CreatePolicy and its like). */
import type {
  CreatePolicyCommandInput,
  CreatePolicyCommandOutput,
  DeletePolicyCommandInput,
  DeletePolicyCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  ListPoliciesCommandInput,
  ListPoliciesCommandOutput,
  Policy,
} from '@aws-sdk/client-iam';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { recordsAt } from '../../records-at.js';
import { operation, type Operation } from '../../service.js';
import { listTags, requestTags, tagsIn } from '../../tag-list.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import type { ResourceRecord } from '../../world/state.js';
import { alreadyExists, deleteConflict, limitExceeded, missing, noSuchEntity } from './failures.js';
import { iamArn, nameTaken } from './holder.js';
import { listed } from './listing.js';
import {
  awsManagedPolicy,
  findManagedPolicy,
  isAttachable,
  managedPolicyIndexes,
  managedPolicyType,
  useCount,
  type ManagedPolicyBody,
} from './managed-policy.js';
import { awsManagedPolicies, type AwsManagedPolicy } from './aws-managed-policies.js';
import { checkedName, checkedPath } from './names.js';
import { checkedPolicy, documentOf, policySize } from './policy-text.js';
import { checkedTags } from './tagging.js';

export const managedPolicyKind: ResourceKind = {
  type: managedPolicyType,
  indexes: managedPolicyIndexes,
  observe: (record) => {
    const { path, description, defaultVersion, versions } = record.body as ManagedPolicyBody;
    const inForce = versions[defaultVersion];
    return plainObservation({
      grants: inForce === undefined ? null : documentOf(inForce.text),
      configuration: { path, description, versions: Object.keys(versions).sort(), tags: record.tags },
    });
  },
};

/** The text of a managed policy's document, checked with its size. */
export function checkedManagedPolicy(value: string | undefined): string {
  const text = checkedPolicy(value, 'identity');
  if (policySize(text) > 6144) throw limitExceeded('Cannot exceed quota for PolicySize: 6144');
  return text;
}

/** The record of a policy that the account owns. AWS's own cannot be changed by anyone. */
export function ownPolicy(
  context: CallContext,
  value: string | undefined,
): ResourceRecord<ManagedPolicyBody> {
  const arn = required(value, 'PolicyArn', missing);
  const record = findManagedPolicy(context.state, arn);
  if (record?.account !== context.account) throw noSuchEntity(`Policy ${arn} was not found.`);
  return record;
}

export function shownPolicy(
  context: CallContext,
  record: ResourceRecord<ManagedPolicyBody>,
  whole: boolean,
): Policy {
  const { name, path, uniqueId, description, defaultVersion, updatedAt } = record.body;
  return {
    PolicyName: name,
    PolicyId: uniqueId,
    Arn: record.arn,
    Path: path,
    DefaultVersionId: defaultVersion,
    AttachmentCount: useCount(context, record.arn, 'attached'),
    PermissionsBoundaryUsageCount: useCount(context, record.arn, 'bounded'),
    IsAttachable: true,
    ...(whole && description !== null ? { Description: description } : {}),
    CreateDate: new Date(record.createdAt),
    UpdateDate: new Date(updatedAt),
    ...(whole && Object.keys(record.tags).length > 0 ? { Tags: listTags(record.tags) } : {}),
  };
}

function shownAwsPolicy(context: CallContext, arn: string, policy: AwsManagedPolicy): Policy {
  return {
    PolicyName: policy.name,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: policy.version,
    AttachmentCount: useCount(context, arn, 'attached'),
    PermissionsBoundaryUsageCount: useCount(context, arn, 'bounded'),
    IsAttachable: true,
  };
}

/** The policies that a list's scope names, in the order of their ARNs. */
export function policiesIn(
  context: CallContext,
  scope: ListPoliciesCommandInput['Scope'],
  whole: boolean,
): Policy[] {
  const policies: Policy[] = [];
  if (scope !== 'AWS') {
    const place = context.globalPlace(managedPolicyType);
    for (const record of recordsAt<ManagedPolicyBody>(context.state, place)) {
      policies.push(shownPolicy(context, record, whole));
    }
  }
  if (scope !== 'Local') {
    for (const policy of awsManagedPolicies.values()) {
      const arn = iamArn(
        { partition: context.partition, account: 'aws' },
        'policy',
        policy.path,
        policy.name,
      );
      policies.push(shownAwsPolicy(context, arn, policy));
    }
  }
  return policies.sort((left, right) => ((left.Arn ?? '') < (right.Arn ?? '') ? -1 : 1));
}

export const managedPolicyOperations: Readonly<Record<string, Operation>> = {
  CreatePolicy: operation<CreatePolicyCommandInput, CreatePolicyCommandOutput>({
    readOnly: false,
    actions: ({ PolicyName, Path, Tags }, scene) => [
      {
        action: 'iam:CreatePolicy',
        resources: [iamArn(scene, 'policy', Path ?? '/', PolicyName ?? '')],
        context: requestTags(tagsIn(Tags)),
      },
    ],
    run: (input, context) => {
      const name = checkedName(input.PolicyName, 'PolicyName', 128);
      const path = checkedPath(input.Path);
      const text = checkedManagedPolicy(input.PolicyDocument);
      if (nameTaken(context, managedPolicyType, name)) {
        throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
      }
      const arn = iamArn(context, 'policy', path, name);
      const identity = { id: arn, arn, tags: checkedTags(input.Tags, context.standing) };
      const record = context.born<ManagedPolicyBody>(context.globalPlace(managedPolicyType), identity, {
        name,
        path,
        uniqueId: `ANPA${context.transaction.base32(`policy ${name}`, 17)}`,
        description: input.Description ?? null,
        defaultVersion: 'v1',
        versions: { v1: { text, createdAt: context.now } },
        nextVersion: 2,
        updatedAt: context.now,
      });
      context.transaction.putResource(record);
      // The description is "included in the response to the GetPolicy operation" (API Reference, Policy).
      const { Description: _, ...shown } = shownPolicy(context, record, true);
      return { Policy: shown };
    },
  }),

  GetPolicy: operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
    readOnly: true,
    actions: ({ PolicyArn }) => [{ action: 'iam:GetPolicy', resources: [PolicyArn ?? ''] }],
    run: ({ PolicyArn }, context) => {
      const arn = required(PolicyArn, 'PolicyArn', missing);
      if (!isAttachable(context, arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      const known = awsManagedPolicy(arn);
      if (known !== undefined) return { Policy: shownAwsPolicy(context, arn, known) };
      return { Policy: shownPolicy(context, ownPolicy(context, arn), true) };
    },
  }),

  ListPolicies: operation<ListPoliciesCommandInput, ListPoliciesCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'iam:ListPolicies', resources: ['*'] }],
    run: (input, context) => {
      const { PathPrefix = '/', OnlyAttached, PolicyUsageFilter } = input;
      const bounded = PolicyUsageFilter === 'PermissionsBoundary';
      const chosen = policiesIn(context, input.Scope, false).filter((policy) => {
        if (!(policy.Path ?? '/').startsWith(PathPrefix)) return false;
        const uses = bounded ? policy.PermissionsBoundaryUsageCount : policy.AttachmentCount;
        return (OnlyAttached !== true && PolicyUsageFilter === undefined) || (uses ?? 0) > 0;
      });
      const { items, paging } = listed(chosen, (policy) => policy.Arn ?? '', input);
      return { Policies: items, ...paging };
    },
  }),

  DeletePolicy: operation<DeletePolicyCommandInput, DeletePolicyCommandOutput>({
    readOnly: false,
    actions: ({ PolicyArn }) => [{ action: 'iam:DeletePolicy', resources: [PolicyArn ?? ''] }],
    run: ({ PolicyArn }, context) => {
      const record = ownPolicy(context, PolicyArn);
      const { arn } = record;
      if (useCount(context, arn, 'attached') + useCount(context, arn, 'bounded') > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (Object.keys(record.body.versions).length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      context.transaction.deleteResource(record);
      return {};
    },
  }),
};
