/** One step of rolling an update back: a resource becomes again what it was before. */
import { sameJson } from '../../contract/json.js';
import { attempt } from './attempt.js';
import { markMember, report } from './provide-step.js';
import type { Member, MemberVersion } from './stack-record.js';
import type { StackRun } from './stack-run.js';
import { stepBegun, stepDone, stepFailed, type StepStart } from './step-start.js';

export function beginRestoration(run: StackRun, logicalId: string): StepStart {
  const member = run.member(logicalId);
  if (member === undefined) return stepDone;
  const { before, current, type } = member;
  if (before === undefined || before === null) {
    // Its change failed and left it as it was.
    if (current === null) return stepDone;
    run.put({ ...member, status: 'UPDATE_COMPLETE', reason: null }, current.physicalId);
    report(run, member, current.physicalId, 'UPDATE_COMPLETE', null, current.properties);
    return stepDone;
  }
  if (run.operation.leave.includes(logicalId)) {
    // Skipped on the caller's word: taken as if it were as before.
    back(run, member, 'UPDATE_COMPLETE');
    return stepDone;
  }
  if (current === null || current.physicalId !== before.physicalId) {
    // A second resource was made beside it: the stack has the first again, and the second goes in the cleanup.
    report(run, member, before.physicalId, 'UPDATE_IN_PROGRESS', null, before.properties);
    run.put(
      { ...member, status: 'UPDATE_COMPLETE', reason: null, current: before, before: current },
      before.physicalId,
    );
    report(run, member, before.physicalId, 'UPDATE_COMPLETE', null, before.properties);
    return stepDone;
  }
  const { nested } = run.provider(type);
  if (nested === undefined && sameJson(current.properties, before.properties)) {
    back(run, member, 'UPDATE_COMPLETE');
    return stepDone;
  }
  const { physicalId, properties } = before;
  report(run, member, physicalId, 'UPDATE_IN_PROGRESS', null, properties);
  const changed = attempt(run, { logicalId, type, deed: 'update', physicalId }, (context) =>
    nested === undefined
      ? run.provider(type).update(physicalId, properties, current.properties, context)
      : nested.restore(physicalId, context),
  );
  if (!changed.ok) return notRestored(run, member, before, changed.reason);
  run.put({ ...member, status: 'UPDATE_IN_PROGRESS', reason: null }, physicalId);
  markMember(run, member, physicalId);
  return stepBegun(changed.result);
}

/** Going back had begun and did not get to its end. */
export function failRestoration(run: StackRun, logicalId: string, reason: string): StepStart {
  const member = run.member(logicalId);
  const before = member?.before;
  if (member === undefined || before === undefined || before === null) return stepFailed;
  return notRestored(run, member, before, reason);
}

function notRestored(run: StackRun, member: Member, before: MemberVersion, reason: string): StepStart {
  run.put({ ...member, status: 'UPDATE_FAILED', reason }, before.physicalId);
  report(run, member, before.physicalId, 'UPDATE_FAILED', reason, before.properties);
  return stepFailed;
}

export function settleRestoration(run: StackRun, logicalId: string): void {
  const member = run.member(logicalId);
  if (member?.before === undefined || member.before === null) return;
  const { physicalId, properties } = member.before;
  back(run, member, 'UPDATE_COMPLETE');
  report(run, member, physicalId, 'UPDATE_COMPLETE', null, properties);
}

function back(run: StackRun, member: Member, status: string): void {
  const { before, ...rest } = member;
  run.put({ ...rest, status, reason: null, current: before ?? null }, before?.physicalId ?? '');
}
