/** What the world holds of a change set: what a stack is to be, and what that would change. */
import type { JsonObject } from '../../contract/json.js';
import { resourceAt, type ResourceRecord, type State } from '../world/state.js';
import type { ResourceChange } from './resource-change.js';
import { operationAt, type OnFailure } from './stack-operation.js';
import { stackUuid, type StackTarget } from './stack-record.js';

export const changeSetType = 'AWS::CloudFormation::ChangeSet';

export type ChangeSetStatus = 'CREATE_PENDING' | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'FAILED';

export type ChangeSetBody = {
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly status: ChangeSetStatus;
  readonly reason: string | null;
  readonly description: string | null;
  readonly token: string | null;
  readonly target: StackTarget;
  /** The service role that was given; null for the one that the stack has. */
  readonly roleArn: string | null;
  readonly onStackFailure: OnFailure | null;
  /** Empty until it is complete. */
  readonly changes: readonly ResourceChange[];
  /** The stack's operation when it was made: after another one, it does not fit the stack any more. */
  readonly basis: string;
  /** How its execution went; null while there was none. */
  readonly execution: 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED' | 'EXECUTE_IN_PROGRESS' | null;
};

export type ChangeSetRecord = ResourceRecord<ChangeSetBody>;

export type ExecutionStatus =
  Exclude<ChangeSetBody['execution'], null> | 'AVAILABLE' | 'OBSOLETE' | 'UNAVAILABLE';

/** What stands for a stack as it is now: its last operation. */
export function basisOf(state: State, stackId: string): string {
  return operationAt(state, stackId)?.id ?? '';
}

/** Whether a change set can be executed, or what came of it. */
export function executionStatus(state: State, { body }: ChangeSetRecord): ExecutionStatus {
  if (body.execution !== null) return body.execution;
  if (body.status !== 'CREATE_COMPLETE') return 'UNAVAILABLE';
  return body.basis === basisOf(state, body.stackId) ? 'AVAILABLE' : 'OBSOLETE';
}

/** Index under which the change sets of a stack are found, by name. */
export function changeSetIndex(stackId: string, name: string): string {
  return `changeset/${stackUuid(stackId)}/${name}`;
}

/** The change sets of a stack, in the order of their names. */
export function* changeSetsOf(state: State, stackId: string): Generator<ChangeSetRecord> {
  for (const [, key] of state.withPrefix(`i/${changeSetIndex(stackId, '')}`)) {
    const record = typeof key === 'string' ? changeSetAt(state, key) : undefined;
    if (record !== undefined) yield record;
  }
}

export function changeSetAt(state: State, key: string): ChangeSetRecord | undefined {
  return resourceAt<ChangeSetBody & JsonObject>(state, key);
}
