/** What follows on what in a stack's operation: how each phase begins, and where it leads when it is over. */
import { AwsFailure } from '../../contract/aws-error.js';
import type { JsonObject } from '../../contract/json.js';
import type { CallContext } from '../call-context.js';
import { advance, failedSteps, settle, settleNested, stopProvision } from './advance.js';
import { dropChangeSets, noteExecution } from './change-set-execution.js';
import { exportedValue, exportProblem, moveExports, moveImports } from './exports.js';
import { cleanUpSteps } from './nested-step.js';
import { tellWaiter } from './nested-wait.js';
import { importedNames, resolveOutputs } from './outputs.js';
import { planDeletion, planRestoration, type Plan } from './plan.js';
import { policyDenial } from './stack-policy.js';
import {
  deletedPrefix,
  membersOf,
  stackUuid,
  type Member,
  type StackOutput,
  type StackStatus,
  type StackTarget,
} from './stack-record.js';
import { StackRun } from './stack-run.js';
import { attempt } from './attempt.js';
import { protection } from '../../contract/aws-error.js';

/** CloudFormation's own time from one phase to the next, in virtual seconds. Modeled. */
export const phaseSeconds = 1;

/** Events of CloudFormation, by their full names. */
export const stackEvents: Readonly<Record<string, (context: CallContext, payload: JsonObject) => void>> = {
  'cloudformation.begin': (context, payload) => {
    const run = StackRun.resume(context, payload);
    if (run === undefined) return;
    if (beginPhase(run)) {
      const over = advance(run, run.operation.plan.keys());
      if (over) endPhase(run);
    }
    keep(run);
  },
  'cloudformation.settled': (context, payload) => {
    const run = StackRun.resume(context, payload);
    if (run === undefined) return;
    const steps = Array.isArray(payload['steps']) ? (payload['steps'] as readonly number[]) : [];
    if (settle(run, steps)) endPhase(run);
    keep(run);
  },
  'cloudformation.nested': (context, payload) => {
    const run = StackRun.resume(context, payload);
    const { nested, logicalId, problem } = payload;
    if (run === undefined || typeof nested !== 'string' || typeof logicalId !== 'string') return;
    const outcome = { nested, logicalId, problem: typeof problem === 'string' ? problem : null };
    if (settleNested(run, outcome)) endPhase(run);
    keep(run);
  },
  'cloudformation.deadline': (context, payload) => {
    const run = StackRun.resume(context, payload);
    if (run?.operation.phase !== 'create') return;
    run.proceed({ deadline: null });
    stopProvision(
      run,
      undefined,
      'Stack creation time exceeded the specified timeout. Rollback requested by user.',
    );
    if (run.operation.open === 0) endPhase(run);
    keep(run);
  },
};

/** Writes down how far the stack has come; the stack that it is nested in may wait for that. */
function keep(run: StackRun): void {
  tellWaiter(run);
  noteExecution(run);
  if (run.body.status !== 'DELETE_COMPLETE') run.save();
}

/** Looks at what must hold before a phase's first step. @returns whether its steps may begin. */
function beginPhase(run: StackRun): boolean {
  const { phase, failing, deleter } = run.operation;
  if (failing !== null || (deleter !== null && phase !== 'delete')) return true;
  if (phase === 'create' || phase === 'update') {
    const problem = importProblem(run) ?? (phase === 'update' ? removalProblem(run) : undefined);
    if (problem !== undefined) run.proceed({ failing: problem });
  }
  if (phase !== 'delete') return true;
  const inUse = exportProblem(run.context, run.stackId, run.body.outputs, []);
  const { statusBefore } = run.operation;
  if (inUse === undefined || statusBefore === null) return true;
  run.become(statusBefore, inUse);
  return false;
}

/** Registers what the stack imports; says which export there is not. */
function importProblem(run: StackRun): string | undefined {
  const names = importedNames(run.assembly(run.body.target));
  try {
    for (const name of names) exportedValue(run.context, name);
  } catch (error) {
    if (error instanceof AwsFailure) return error.error.message;
    throw error;
  }
  setImports(run, [...new Set([...run.operation.imports, ...names])]);
  return undefined;
}

function setImports(run: StackRun, names: readonly string[]): void {
  const { imports } = run.operation;
  if (imports.length === 0 && names.length === 0) return;
  moveImports(run.context, { id: run.stackId, name: run.body.name }, imports, names);
  run.proceed({ imports: names });
}

/** A stack policy may forbid that resources leave the template. */
function removalProblem(run: StackRun): string | undefined {
  const policy = run.operation.policy ?? run.body.policy;
  if (policy === null) return undefined;
  const { resources } = run.assembly(run.body.target);
  for (const { logicalId, type, current } of membersOf(run.context.state, run.stackId)) {
    if (current === null || resources.has(logicalId)) continue;
    const denial = policyDenial(policy, { action: 'Update:Delete', logicalId, type });
    if (denial === undefined) continue;
    const about = { logicalId, type, deed: 'delete', physicalId: current.physicalId } as const;
    const guarded = attempt(run, about, (context) => {
      context.protect(true, () => protection('ValidationError', denial));
    });
    if (!guarded.ok) return denial;
  }
  return undefined;
}

function endPhase(run: StackRun): void {
  if (run.operation.deleter !== null && run.operation.phase !== 'delete') {
    enterDeletion(run);
    return;
  }
  switch (run.operation.phase) {
    case 'create':
      endCreation(run);
      return;
    case 'create-rollback':
      endTakingDown(run, 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED');
      return;
    case 'delete':
      endTakingDown(run, 'DELETE_COMPLETE', 'DELETE_FAILED');
      return;
    case 'update':
      endUpdate(run);
      return;
    case 'update-cleanup':
      run.become(
        'UPDATE_COMPLETE',
        leftBehind(run, 'Update successful. One or more resources could not be deleted.'),
      );
      return;
    case 'update-rollback':
      endUpdateRollback(run);
      return;
    case 'update-rollback-cleanup':
      run.become(
        'UPDATE_ROLLBACK_COMPLETE',
        leftBehind(run, 'Update rollback successful. One or more resources could not be deleted.'),
      );
      break;
  }
}

function leftBehind(run: StackRun, reason: string): string | null {
  return run.operation.failing === null ? null : reason;
}

function endCreation(run: StackRun): void {
  const { deadline, failing, onFailure } = run.operation;
  if (deadline !== null) run.context.transaction.cancel(deadline);
  run.proceed({ deadline: null });
  const outcome = failing === null ? settledOutputs(run) : undefined;
  if (outcome?.outputs !== undefined) {
    run.change({ outputs: outcome.outputs, settled: run.body.target });
    run.become('CREATE_COMPLETE', null);
    return;
  }
  const reason = failureReason(run, outcome?.problem ?? failing ?? '');
  if (onFailure === 'DO_NOTHING') {
    run.become('CREATE_FAILED', reason);
  } else if (onFailure === 'DELETE') {
    run.become('DELETE_IN_PROGRESS', `${reason}Delete requested by user.`);
    enterDeletion(run);
  } else {
    run.become('ROLLBACK_IN_PROGRESS', withRequest(reason));
    enterCreationRollback(run);
  }
}

function withRequest(reason: string): string {
  return reason.endsWith('requested by user.') ? reason : `${reason.trimEnd()} Rollback requested by user.`;
}

export function enterCreationRollback(run: StackRun): void {
  run.enter('create-rollback', deletionPlan(run), phaseSeconds);
}

export function enterDeletion(run: StackRun, afterSeconds = phaseSeconds): void {
  run.enter('delete', deletionPlan(run), afterSeconds);
}

/** All that the stack has, and what a broken-off update has put something in place of. */
function deletionPlan(run: StackRun): Plan {
  const doomed: { member: Member; action: 'delete' | 'delete-before' }[] = [];
  for (const member of membersOf(run.context.state, run.stackId)) {
    const { current, before } = member;
    if (before !== undefined && before !== null && before.physicalId !== current?.physicalId) {
      doomed.push({ member, action: 'delete-before' });
    }
    if (current !== null || member.status.endsWith('FAILED')) doomed.push({ member, action: 'delete' });
  }
  return planDeletion(doomed);
}

function endTakingDown(run: StackRun, complete: StackStatus, failed: StackStatus): void {
  const left = failedSteps(run);
  if (left.length > 0) {
    run.become(failed, `The following resource(s) failed to delete: [${left.join(', ')}]. `);
    return;
  }
  setImports(run, []);
  moveExports(run.context, { id: run.stackId, name: run.body.name }, run.body.outputs, []);
  run.change({ outputs: [] });
  run.become(complete, null);
  if (complete === 'DELETE_COMPLETE') bury(run);
}

/** The stack is gone; what it was can be described by its id for 90 days. */
function bury(run: StackRun): void {
  const { transaction, account, region, now } = run.context;
  run.change({ deletedAt: now });
  run.save();
  dropChangeSets(run);
  transaction.deleteResource(run.record);
  transaction.put(deletedPrefix(account, region) + stackUuid(run.stackId), run.record);
}

type Outcome = {
  readonly outputs?: readonly StackOutput[];
  readonly problem?: string;
};

/** The outputs, with their exports in place; or why they cannot be. */
function settledOutputs(run: StackRun): Outcome {
  const assembly = run.assembly(run.body.target);
  let outputs: readonly StackOutput[];
  try {
    outputs = resolveOutputs(run, assembly);
  } catch (error) {
    if (error instanceof AwsFailure) return { problem: error.error.message };
    throw error;
  }
  const problem = exportProblem(run.context, run.stackId, run.body.outputs, outputs);
  if (problem !== undefined) return { problem };
  moveExports(run.context, { id: run.stackId, name: run.body.name }, run.body.outputs, outputs);
  setImports(run, importedNames(assembly));
  return { outputs };
}

/** Which resources failed, in CloudFormation's words; else what else went wrong. */
function failureReason(run: StackRun, otherwise: string): string {
  const failed = failedSteps(run);
  if (failed.length === 0 || otherwise.startsWith('Stack creation time')) return otherwise;
  const created: string[] = [];
  const updated: string[] = [];
  for (const logicalId of failed) {
    const member = run.member(logicalId);
    (member?.status === 'UPDATE_FAILED' ? updated : created).push(logicalId);
  }
  const said = [
    ...(created.length === 0
      ? []
      : [`The following resource(s) failed to create: [${created.join(', ')}]. `]),
    ...(updated.length === 0
      ? []
      : [`The following resource(s) failed to update: [${updated.join(', ')}]. `]),
  ];
  return said.join('');
}

function endUpdate(run: StackRun): void {
  const { failing } = run.operation;
  const outcome = failing === null ? settledOutputs(run) : undefined;
  if (outcome?.outputs === undefined) {
    const reason = failureReason(run, outcome?.problem ?? failing ?? '');
    if (run.operation.onFailure === 'DO_NOTHING') run.become('UPDATE_FAILED', reason);
    else if (run.operation.waiter === null) rollUpdateBack(run, reason);
    else if (run.body.status !== 'UPDATE_ROLLBACK_IN_PROGRESS') {
      run.become('UPDATE_ROLLBACK_IN_PROGRESS', reason);
    }
    return;
  }
  run.change({ outputs: outcome.outputs });
  run.become('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', null);
  if (run.operation.waiter === null) cleanUpdateUp(run);
}

/** From here on the update can no longer be gone back on. */
export function cleanUpdateUp(run: StackRun): void {
  run.change({ settled: run.body.target });
  const { resources } = run.assembly(run.body.target);
  const doomed: { member: Member; action: 'delete' | 'delete-before' }[] = [];
  for (const member of membersOf(run.context.state, run.stackId)) {
    const { logicalId, before, current } = member;
    if (!resources.has(logicalId)) {
      doomed.push({ member, action: 'delete' });
    } else if (before !== undefined && before !== null && before.physicalId !== current?.physicalId) {
      doomed.push({ member, action: 'delete-before' });
    } else if (before !== undefined) {
      forgetBefore(run, member);
    }
  }
  run.enter('update-cleanup', [...planDeletion(doomed), ...cleanUpSteps(run)], phaseSeconds);
}

function forgetBefore(run: StackRun, member: Member): void {
  const { before: _before, ...rest } = member;
  run.put(rest, rest.current?.physicalId ?? '');
}

/** @param reason what the status says; null where the status has been said already. */
export function rollUpdateBack(run: StackRun, reason: string | null): void {
  const { settled, status } = run.body;
  // A cancelled update has said so when it was cancelled.
  if (status !== 'UPDATE_ROLLBACK_IN_PROGRESS') run.become('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  if (settled !== null) target(run, settled);
  const changed = [...membersOf(run.context.state, run.stackId)].filter(
    ({ before, current, status: is }) =>
      (before !== undefined && before !== null) ||
      (current !== null && before === undefined && is === 'UPDATE_FAILED'),
  );
  run.enter('update-rollback', planRestoration(changed), phaseSeconds);
}

function target(run: StackRun, to: StackTarget): void {
  run.change({ target: to });
  run.retag(to.tags);
}

function endUpdateRollback(run: StackRun): void {
  const failed = failedSteps(run);
  if (failed.length > 0) {
    run.become(
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: [${failed.join(', ')}]. `,
    );
    return;
  }
  setImports(run, importedNames(run.assembly(run.body.target)));
  // A nested stack may have been through with its update before another failed.
  const outputs = run.body.parent === undefined ? undefined : settledOutputs(run).outputs;
  if (outputs !== undefined) run.change({ outputs });
  run.become('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', null);
  if (run.operation.waiter === null) cleanRollbackUp(run);
}

/** Deletes what the update had made that was gone back on. */
export function cleanRollbackUp(run: StackRun): void {
  const doomed: { member: Member; action: 'delete' | 'delete-before' }[] = [];
  for (const member of membersOf(run.context.state, run.stackId)) {
    if (member.before === undefined) continue;
    doomed.push({ member, action: member.before === null ? 'delete' : 'delete-before' });
  }
  run.enter('update-rollback-cleanup', [...planDeletion(doomed), ...cleanUpSteps(run)], phaseSeconds);
}
