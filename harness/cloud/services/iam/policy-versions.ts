/**
 * Versions of managed policies (IAM API Reference: CreatePolicyVersion and its like): whoever sets another default changes
 * what every holder may do, with nothing attached.
 */
import type {
  CreatePolicyVersionCommandInput,
  CreatePolicyVersionCommandOutput,
  DeletePolicyVersionCommandInput,
  DeletePolicyVersionCommandOutput,
  GetPolicyVersionCommandInput,
  GetPolicyVersionCommandOutput,
  ListPolicyVersionsCommandInput,
  ListPolicyVersionsCommandOutput,
  PolicyVersion,
  SetDefaultPolicyVersionCommandInput,
  SetDefaultPolicyVersionCommandOutput,
} from '@aws-sdk/client-iam';
import { required } from '../../input-check.js';
import { operation, type Operation } from '../../service.js';
import type { ResourceRecord } from '../../world/state.js';
import { deleteConflict, limitExceeded, missing, noSuchEntity } from './failures.js';
import { listed } from './listing.js';
import {
  awsManagedPolicy,
  isAttachable,
  type ManagedPolicyBody,
  type PolicyVersionBody,
} from './managed-policy.js';
import { checkedManagedPolicy, ownPolicy } from './managed-policies.js';
import { encodedPolicy } from './policy-text.js';

const mostVersions = 5;

function onPolicy(action: string) {
  return ({ PolicyArn }: { readonly PolicyArn?: string | undefined }) => [
    { action, resources: [PolicyArn ?? ''] },
  ];
}

/** @param withText whether the answer carries the document, as only GetPolicyVersion's does. */
export function shownVersion(
  { body }: ResourceRecord<ManagedPolicyBody>,
  id: string,
  version: PolicyVersionBody,
  withText: boolean,
): PolicyVersion {
  return {
    ...(withText ? { Document: encodedPolicy(version.text) } : {}),
    VersionId: id,
    IsDefaultVersion: id === body.defaultVersion,
    CreateDate: new Date(version.createdAt),
  };
}

function numberOf(versionId: string): number {
  return Number(versionId.slice(1));
}

/** Newest first, as IAM lists them. */
export function versionsOf({ body }: ResourceRecord<ManagedPolicyBody>): [string, PolicyVersionBody][] {
  return Object.entries(body.versions).sort(([left], [right]) => numberOf(right) - numberOf(left));
}

function theVersion(
  record: ResourceRecord<ManagedPolicyBody>,
  value: string | undefined,
): readonly [string, PolicyVersionBody] {
  const id = required(value, 'VersionId', missing);
  const version = record.body.versions[id];
  if (version !== undefined) return [id, version];
  throw noSuchEntity(`Policy ${record.arn} version ${id} does not exist or is not attachable.`);
}

export const policyVersionOperations: Readonly<Record<string, Operation>> = {
  CreatePolicyVersion: operation<CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput>({
    readOnly: false,
    actions: onPolicy('iam:CreatePolicyVersion'),
    run: (input, context) => {
      const record = ownPolicy(context, input.PolicyArn);
      const { body } = record;
      const text = checkedManagedPolicy(input.PolicyDocument);
      if (Object.keys(body.versions).length >= mostVersions) {
        throw limitExceeded(
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
        );
      }
      const id = `v${body.nextVersion}`;
      const version = { text, createdAt: context.now };
      const changed = {
        ...record,
        body: {
          ...body,
          versions: { ...body.versions, [id]: version },
          nextVersion: body.nextVersion + 1,
          defaultVersion: input.SetAsDefault === true ? id : body.defaultVersion,
          updatedAt: context.now,
        },
      };
      context.transaction.putResource(changed);
      return { PolicyVersion: shownVersion(changed, id, version, false) };
    },
  }),

  SetDefaultPolicyVersion: operation<
    SetDefaultPolicyVersionCommandInput,
    SetDefaultPolicyVersionCommandOutput
  >({
    readOnly: false,
    actions: onPolicy('iam:SetDefaultPolicyVersion'),
    run: ({ PolicyArn, VersionId }, context) => {
      const record = ownPolicy(context, PolicyArn);
      const [id] = theVersion(record, VersionId);
      const body = { ...record.body, defaultVersion: id, updatedAt: context.now };
      context.transaction.putResource({ ...record, body });
      return {};
    },
  }),

  GetPolicyVersion: operation<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>({
    readOnly: true,
    actions: onPolicy('iam:GetPolicyVersion'),
    run: ({ PolicyArn, VersionId }, context) => {
      const arn = required(PolicyArn, 'PolicyArn', missing);
      if (!isAttachable(context, arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      const known = awsManagedPolicy(arn);
      if (known !== undefined) {
        if (VersionId !== known.version) {
          throw noSuchEntity(`Policy ${arn} version ${VersionId ?? ''} does not exist or is not attachable.`);
        }
        const document = encodedPolicy(known.text);
        return { PolicyVersion: { Document: document, VersionId: known.version, IsDefaultVersion: true } };
      }
      const record = ownPolicy(context, arn);
      const [id, version] = theVersion(record, VersionId);
      return { PolicyVersion: shownVersion(record, id, version, true) };
    },
  }),

  ListPolicyVersions: operation<ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput>({
    readOnly: true,
    actions: onPolicy('iam:ListPolicyVersions'),
    run: (input, context) => {
      const arn = required(input.PolicyArn, 'PolicyArn', missing);
      if (!isAttachable(context, arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      const known = awsManagedPolicy(arn);
      if (known !== undefined) {
        return { Versions: [{ VersionId: known.version, IsDefaultVersion: true }], IsTruncated: false };
      }
      const record = ownPolicy(context, arn);
      const places = versionsOf(record).map((entry, place) => ({ entry, place }));
      const { items, paging } = listed(places, ({ place }) => String(place).padStart(2, '0'), input);
      return {
        Versions: items.map(({ entry: [id, version] }) => shownVersion(record, id, version, false)),
        ...paging,
      };
    },
  }),

  DeletePolicyVersion: operation<DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput>({
    readOnly: false,
    actions: onPolicy('iam:DeletePolicyVersion'),
    run: ({ PolicyArn, VersionId }, context) => {
      const record = ownPolicy(context, PolicyArn);
      const [id] = theVersion(record, VersionId);
      if (id === record.body.defaultVersion) {
        throw deleteConflict('Cannot delete the default version of a policy.');
      }
      const { [id]: _, ...versions } = record.body.versions;
      context.transaction.putResource({
        ...record,
        body: { ...record.body, versions, updatedAt: context.now },
      });
      return {};
    },
  }),
};
