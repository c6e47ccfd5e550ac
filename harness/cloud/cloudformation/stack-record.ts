/** What the world holds of a stack: its own record, its members, the operation under way, and the keys of all these. */
import type { Json, JsonObject } from '../../contract/json.js';
import type { StackMember } from '../../contract/resource.js';
import type { ResourceRecord, State } from '../world/state.js';

export const stackType = 'AWS::CloudFormation::Stack';

export type StackStatus =
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'CREATE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'REVIEW_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS';

/** What a stack is to be, as a caller asked for it. */
export type StackTarget = {
  /** Digest of the template's text, which is stored once. */
  readonly template: string;
  /** The text of every parameter. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The values that Parameter Store had under the names that parameters gave; absent where none did. */
  readonly resolved?: Readonly<Record<string, string>>;
  /** Names of the parameters that are never shown. */
  readonly secretParameters: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
};

export type StackOutput = {
  readonly name: string;
  readonly value: string;
  readonly description: string | null;
  readonly exportName: string | null;
};

export type StackBody = {
  readonly name: string;
  readonly status: StackStatus;
  readonly reason: string | null;
  /** What it is on its way to be, or is. */
  readonly target: StackTarget;
  /** What the last operation that succeeded made of it; null while there was none. */
  readonly settled: StackTarget | null;
  readonly outputs: readonly StackOutput[];
  readonly roleArn: string | null;
  readonly terminationProtection: boolean;
  readonly disableRollback: boolean;
  readonly timeoutMinutes: number | null;
  /** The stack policy's text; null while none is set. */
  readonly policy: string | null;
  /** What the policy held of the stack's resources when it was set; absent while none is set. */
  readonly policyHolds?: readonly string[];
  readonly updatedAt: number | null;
  readonly deletedAt: number | null;
  /** The stack that it is a resource of; absent where it is nested in none. */
  readonly parent?: ParentStack;
};

export type ParentStack = {
  readonly stackId: string;
  readonly rootId: string;
  /** What it is in its root stack: see {@link StackMember.root}. */
  readonly root: { readonly stackName: string; readonly logicalId: string };
};

export type StackRecord = ResourceRecord<StackBody>;

/** One physical resource as a stack made it. */
export type MemberVersion = {
  readonly physicalId: string;
  /** Resolved, with tags. */
  readonly properties: JsonObject;
  /** Logical ids that it was made after. */
  readonly dependencies: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  readonly metadata: Json;
};

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

/** One logical resource of a stack. */
export type Member = {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
  /** Virtual time of the status. */
  readonly at: number;
  /** What the stack has now; null where it has nothing yet, or no more. */
  readonly current: MemberVersion | null;
  /** What it had before the update under way changed it: null for nothing. Absent where nothing was changed. */
  readonly before?: MemberVersion | null;
  /** Physical id for lists, kept once the resource is gone. */
  readonly lastPhysicalId: string | null;
};

export type StackEvent = {
  /** Empty for the stack itself. */
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly time: number;
  readonly status: string;
  readonly reason: string | null;
  readonly properties: JsonObject | null;
  readonly token: string | null;
};

/** The part of a stack's id after its name. */
export function stackUuid(stackId: string): string {
  return stackId.slice(stackId.lastIndexOf('/') + 1);
}

function stackPrefix(stackId: string): string {
  return `d/cloudformation/stack/${stackUuid(stackId)}/`;
}
export function memberPrefix(stackId: string): string {
  return `${stackPrefix(stackId)}member/`;
}
export function memberKey(stackId: string, logicalId: string): string {
  return memberPrefix(stackId) + logicalId;
}
export function eventPrefix(stackId: string): string {
  return `${stackPrefix(stackId)}event/`;
}
export function operationKey(stackId: string): string {
  return `${stackPrefix(stackId)}operation`;
}
export function templateKey(digest: string): string {
  return `d/cloudformation/template/${digest}`;
}
export function deletedPrefix(account: string, region: string): string {
  return `d/cloudformation/deleted/${account}/${region}/`;
}
export function exportPrefix(account: string, region: string): string {
  return `d/cloudformation/export/${account}/${region}/`;
}
/** Under an export's name: the ids of the stacks that import it. */
export function importPrefix(account: string, region: string, exportName: string): string {
  return `d/cloudformation/import/${account}/${region}/${encodeURIComponent(exportName)}/`;
}
/** Index under which a live stack is found by its name. */
export function nameIndex(account: string, region: string, name: string): string {
  return `stack/${account}/${region}/${name}`;
}

/** A resource of a stack as its member; the stack itself has no logical id. */
export function memberOf(
  { name, parent }: Pick<StackBody, 'name' | 'parent'>,
  stackId: string,
  logicalId = '',
): StackMember {
  const member = { stackName: name, stackId, logicalId };
  if (parent === undefined) return member;
  const { stackName, logicalId: path } = parent.root;
  return { ...member, root: { stackName, logicalId: logicalId === '' ? path : `${path}/${logicalId}` } };
}

// The casts of this service: a key's prefix tells what its value is, and only these functions rely on it.

export function memberAt(state: State, stackId: string, logicalId: string): Member | undefined {
  return state.get(memberKey(stackId, logicalId)) as Member | undefined;
}

/** The text of a template that some stack has or had. */
export function templateAt(state: State, digest: string): string {
  const text = state.get(templateKey(digest));
  if (typeof text !== 'string') throw new Error(`no template ${digest} is stored`);
  return text;
}

/** A stack's members in the order of their logical ids. */
export function* membersOf(state: State, stackId: string): Generator<Member> {
  for (const [, value] of state.withPrefix(memberPrefix(stackId))) yield value as Member;
}

/** A stack's events, oldest first, with their keys. */
export function* eventsOf(state: State, stackId: string): Generator<readonly [string, StackEvent]> {
  for (const [key, value] of state.withPrefix(eventPrefix(stackId))) yield [key, value as StackEvent];
}
