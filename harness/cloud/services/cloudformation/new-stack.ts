/** A stack's record as it begins: nothing of it is there yet. */
import { memberOf, stackType, type StackBody, type StackRecord } from '../../cloudformation/stack-record.js';
import type { CallContext } from '../../call-context.js';

/** What a caller, or an outer stack, says of a stack beside what it is to hold. */
export type NewStack = Pick<
  StackBody,
  'name' | 'target' | 'roleArn' | 'terminationProtection' | 'disableRollback' | 'timeoutMinutes' | 'policy'
> &
  Pick<StackBody, 'parent'>;

/** The record of a new stack, not stored yet. Its id is its ARN. */
export function newStack(context: CallContext, stack: NewStack): StackRecord {
  const { partition, region, account, transaction } = context;
  const uuid = transaction.uuid(`stack ${stack.name}`);
  const id = `arn:${partition}:cloudformation:${region}:${account}:stack/${stack.name}/${uuid}`;
  const body: StackBody = {
    status: 'CREATE_IN_PROGRESS',
    reason: null,
    settled: null,
    outputs: [],
    updatedAt: null,
    deletedAt: null,
    ...stack,
  };
  const born = context.born(context.place(stackType), { id, arn: id, tags: stack.target.tags }, body);
  return { ...born, stack: memberOf(body, id) };
}
