/** One step of taking a stack's resources down: deleted, kept, or copied first, as its policies say. */
import { attempt, recordOf } from './attempt.js';
import type { DeletionPolicy, Member, MemberVersion } from './stack-record.js';
import type { StackRun } from './stack-run.js';
import { stepBegun, stepDone, stepFailed, type StepStart } from './step-start.js';
import { report } from './provide-step.js';

export type DeletionAction = 'delete' | 'delete-before';

export function beginDeletion(run: StackRun, logicalId: string, action: DeletionAction): StepStart {
  const member = run.member(logicalId);
  if (member === undefined) return stepDone;
  const version = action === 'delete' ? member.current : (member.before ?? null);
  if (version === null) {
    gone(run, member, action, 'DELETE_COMPLETE');
    return stepDone;
  }
  const { type } = member;
  const { physicalId, properties } = version;
  const policy = policyFor(run, member, version, action);
  if (policy === 'Retain' || (action === 'delete' && run.operation.leave.includes(logicalId))) {
    return retain(run, member, version, action);
  }
  report(run, member, physicalId, 'DELETE_IN_PROGRESS', null, properties);
  const deleted = attempt(run, { logicalId, type, deed: 'delete', physicalId }, (context) => {
    const provider = run.provider(type);
    if (policy === 'Snapshot') provider.snapshot?.(physicalId, properties, context);
    return provider.delete(physicalId, properties, context);
  });
  if (deleted.ok) {
    if (action === 'delete') run.put({ ...member, status: 'DELETE_IN_PROGRESS', reason: null }, physicalId);
    return stepBegun(deleted.result);
  }
  return notDeleted(run, member, version, { action, reason: deleted.reason });
}

/** A deletion that had begun did not get to its end. */
export function failDeletion(
  run: StackRun,
  logicalId: string,
  action: DeletionAction,
  reason: string,
): StepStart {
  const member = run.member(logicalId);
  const version = action === 'delete' ? member?.current : member?.before;
  if (member === undefined || version === null || version === undefined) return stepFailed;
  return notDeleted(run, member, version, { action, reason });
}

function notDeleted(
  run: StackRun,
  member: Member,
  version: MemberVersion,
  { action, reason }: { readonly action: DeletionAction; readonly reason: string },
): StepStart {
  const { physicalId, properties } = version;
  report(run, member, physicalId, 'DELETE_FAILED', reason, properties);
  // An update does not fail because something old stays behind: it is no longer the stack's.
  if (isCleanup(run) || run.operation.force) {
    if (isCleanup(run)) run.proceed({ failing: 'left behind' });
    release(run, member, version);
    gone(run, member, action, 'DELETE_SKIPPED');
    return stepDone;
  }
  run.put({ ...member, status: 'DELETE_FAILED', reason }, physicalId);
  return stepFailed;
}

export function settleDeletion(run: StackRun, logicalId: string, action: DeletionAction): void {
  const member = run.member(logicalId);
  if (member === undefined) return;
  const version = action === 'delete' ? member.current : member.before;
  report(run, member, version?.physicalId ?? '', 'DELETE_COMPLETE', null, version?.properties);
  gone(run, member, action, 'DELETE_COMPLETE');
}

function isCleanup(run: StackRun): boolean {
  const { phase } = run.operation;
  return phase === 'update-cleanup' || phase === 'update-rollback-cleanup';
}

/** What a policy means for this deletion; only `Delete`, `Retain` and `Snapshot` are left. */
function policyFor(
  run: StackRun,
  member: Member,
  version: MemberVersion,
  action: DeletionAction,
): Exclude<DeletionPolicy, 'RetainExceptOnCreate'> {
  const { phase } = run.operation;
  const undoing = phase === 'create-rollback' || phase === 'update-rollback-cleanup';
  if (action === 'delete-before') {
    if (phase !== 'update-cleanup') return 'Delete';
    const policy = member.current?.updateReplacePolicy ?? version.updateReplacePolicy;
    return policy === 'RetainExceptOnCreate' ? 'Retain' : policy;
  }
  const policy = version.deletionPolicy;
  if (policy === 'RetainExceptOnCreate') return undoing ? 'Delete' : 'Retain';
  return policy === 'Snapshot' && undoing ? 'Delete' : policy;
}

function retain(run: StackRun, member: Member, version: MemberVersion, action: DeletionAction): StepStart {
  report(run, member, version.physicalId, 'DELETE_SKIPPED', null, version.properties);
  release(run, member, version);
  gone(run, member, action, 'DELETE_SKIPPED');
  return stepDone;
}

/** The resource stays, and is no stack's any more; where it came from is kept, for who watches over it. */
function release(run: StackRun, { type }: Member, { physicalId }: MemberVersion): void {
  const record = recordOf(run, type, physicalId);
  if (record === undefined) return;
  const stack = record.stack === null ? null : { ...record.stack, left: true as const };
  run.context.transaction.putResource({ ...record, stack });
}

/** The stack has it no more. A deleted stack still lists what it had; an updated one does not. */
function gone(run: StackRun, member: Member, action: DeletionAction, status: string): void {
  if (action === 'delete-before') {
    const { before, ...rest } = member;
    if (before !== undefined) run.put(rest, rest.current?.physicalId ?? '');
    return;
  }
  if (isCleanup(run)) {
    run.forget(member.logicalId);
    return;
  }
  const { before: _before, ...rest } = member;
  const physicalId = member.current?.physicalId ?? member.lastPhysicalId ?? '';
  run.put({ ...rest, status, reason: null, current: null }, physicalId);
}
