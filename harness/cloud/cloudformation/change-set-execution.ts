/** What an execution makes of change sets: the one that is executed says how it went, and the others go. */
import { changeSetAt, changeSetsOf, type ChangeSetRecord } from './change-set-record.js';
import type { StackRun } from './stack-run.js';

/** Keeps what the operation came to with the change set that it executes, once it can get no further. */
export function noteExecution(run: StackRun): void {
  const { changeSet } = run.operation;
  const { status } = run.body;
  if (changeSet === undefined || status.endsWith('IN_PROGRESS')) return;
  const record = changeSetAt(run.context.state, changeSet);
  if (record?.body.execution !== 'EXECUTE_IN_PROGRESS') return;
  const done = status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE';
  const execution = done ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
  run.context.transaction.putResource({ ...record, body: { ...record.body, execution } });
}

/** Deletes a stack's change sets: they do not fit it any more. */
export function dropChangeSets(run: StackRun, except?: ChangeSetRecord): void {
  for (const record of changeSetsOf(run.context.state, run.stackId)) {
    if (record.id !== except?.id) run.context.transaction.deleteResource(record);
  }
}
