/** How CloudFormation brings the policies and tags of a stack's users, groups and roles to what the template says. */
import { AwsFailure } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { documentOf, objectsOf, textOf, textsOf } from '../../property.js';
import type { Holder } from './holder.js';

/** A user, group or role of a stack, as the template has it and as it had it before. */
export interface HolderChange {
  readonly holder: Holder;
  readonly name: string;
  readonly properties: JsonObject;
  readonly previous: JsonObject;
}

/** What a template says of a resource before it is created and after it is deleted. */
export const nothing: JsonObject = {};

/** Does work on something that may be gone already. */
export function unlessGone(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.error.code !== 'NoSuchEntity') throw error;
  }
}

function inlineOf(properties: JsonObject): ReadonlyMap<string, string> {
  const policies = objectsOf(properties, 'Policies') ?? [];
  return new Map(
    policies.map((policy) => [
      textOf(policy, 'PolicyName') ?? '',
      documentOf(policy, 'PolicyDocument') ?? '',
    ]),
  );
}

/** Puts, deletes, attaches and detaches what differs from the previous properties. */
export function applyPolicies(change: HolderChange, context: CallContext): void {
  const { holder, name, properties, previous } = change;
  const { noun, member } = holder;
  const [wanted, present] = [inlineOf(properties), inlineOf(previous)];
  for (const PolicyName of present.keys()) {
    if (wanted.has(PolicyName)) continue;
    unlessGone(() => context.invoke('IAM', `Delete${noun}Policy`, { [member]: name, PolicyName }));
  }
  for (const [PolicyName, PolicyDocument] of wanted) {
    if (present.get(PolicyName) === PolicyDocument) continue;
    context.invoke('IAM', `Put${noun}Policy`, { [member]: name, PolicyName, PolicyDocument });
  }
  const { added, removed } = difference(properties, previous, 'ManagedPolicyArns');
  for (const PolicyArn of removed) {
    unlessGone(() => context.invoke('IAM', `Detach${noun}Policy`, { [member]: name, PolicyArn }));
  }
  for (const PolicyArn of added) context.invoke('IAM', `Attach${noun}Policy`, { [member]: name, PolicyArn });
}

/** Sets or takes away the permissions boundary where the template changed it. */
export function applyBoundary(change: HolderChange, context: CallContext): void {
  const { holder, name, properties, previous } = change;
  const boundary = textOf(properties, 'PermissionsBoundary');
  if (boundary === textOf(previous, 'PermissionsBoundary')) return;
  const { noun, member } = holder;
  if (boundary === undefined) {
    context.invoke('IAM', `Delete${noun}PermissionsBoundary`, { [member]: name });
  } else {
    context.invoke('IAM', `Put${noun}PermissionsBoundary`, { [member]: name, PermissionsBoundary: boundary });
  }
}

/** Tags and untags what differs from the previous properties. */
export function applyTags(change: HolderChange, context: CallContext): void {
  const { holder, name, properties, previous } = change;
  const { noun, member } = holder;
  const [wanted, present] = [tagsOf(properties), tagsOf(previous)];
  const TagKeys = [...present.keys()].filter((key) => !wanted.has(key));
  const Tags = [...wanted]
    .filter(([key, value]) => present.get(key) !== value)
    .map(([Key, Value]) => ({ Key, Value }));
  if (TagKeys.length > 0) context.invoke('IAM', `Untag${noun}`, { [member]: name, TagKeys });
  if (Tags.length > 0) context.invoke('IAM', `Tag${noun}`, { [member]: name, Tags });
}

/** The template's tags as an input takes them; undefined where there are none. */
export function tagList(properties: JsonObject): readonly { Key: string; Value: string }[] | undefined {
  const tags = [...tagsOf(properties)].map(([Key, Value]) => ({ Key, Value }));
  return tags.length === 0 ? undefined : tags;
}

function tagsOf(properties: JsonObject): ReadonlyMap<string, string> {
  const tags = objectsOf(properties, 'Tags') ?? [];
  return new Map(tags.map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? '']));
}

/** Which texts of a list property came and went. */
export function difference(
  properties: JsonObject,
  previous: JsonObject,
  name: string,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const [wanted, present] = [textsOf(properties, name) ?? [], textsOf(previous, name) ?? []];
  return {
    added: wanted.filter((each) => !present.includes(each)),
    removed: present.filter((each) => !wanted.includes(each)),
  };
}
