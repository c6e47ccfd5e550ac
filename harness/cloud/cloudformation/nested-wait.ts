/** How a stack in a stack tells the outer one that it has got where it was to get, or that it will not. */
import type { StackWaiter } from './stack-operation.js';
import type { StackStatus } from './stack-record.js';
import { stackType } from './stack-record.js';
import type { StackRun } from './stack-run.js';

/** CloudFormation looks after a nested stack a moment later. Modeled. */
const noticeSeconds = 1;

const goals: Readonly<Record<StackWaiter['goal'], readonly StackStatus[]>> = {
  create: ['CREATE_COMPLETE'],
  // What is left over stays until the outermost stack is through.
  update: ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
  restore: ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'],
  'clean-up': ['UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'],
  delete: ['DELETE_COMPLETE'],
};

/** Tells the outer stack, once, where the operation has come to where it is waited for, or can get no further. */
export function tellWaiter(run: StackRun): void {
  const { waiter } = run.operation;
  if (waiter === null) return;
  const reached = goals[waiter.goal].includes(run.body.status);
  if (!reached && !isStuck(run, waiter)) return;
  run.proceed({ waiter: null });
  const { stack, operation, logicalId } = waiter;
  const problem = reached ? null : problemOf(run, waiter);
  const { context } = run;
  context.schedule(
    noticeSeconds,
    'cloudformation.nested',
    { stack, operation, logicalId, nested: run.stackId, problem },
    context.key(context.place(stackType), stack),
  );
}

/** An update that failed is rolled back at the outer stack's word, and not before. */
function isStuck({ body: { status }, operation: { open, phase } }: StackRun, { goal }: StackWaiter): boolean {
  if (!status.endsWith('IN_PROGRESS')) return true;
  return goal === 'update' && phase === 'update' && status === 'UPDATE_ROLLBACK_IN_PROGRESS' && open === 0;
}

function problemOf({ body: { status, reason }, stackId }: StackRun, { goal }: StackWaiter): string {
  const why = reason ?? '';
  if (goal === 'create') return `Embedded stack ${stackId} was not successfully created: ${why}`;
  if (goal === 'delete') return `Embedded stack ${stackId} was not successfully deleted: ${why}`;
  return `Embedded stack ${stackId} was not successfully updated. Currently in ${status} with reason: ${why}`;
}
