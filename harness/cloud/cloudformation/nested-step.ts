/** What the outer stack's operation does with a stack in it beside creating, updating and deleting it. */
import { attempt } from './attempt.js';
import type { Step } from './plan.js';
import { membersOf } from './stack-record.js';
import type { StackRun } from './stack-run.js';
import { stepBegun, stepDone, type StepStart } from './step-start.js';

/**
 * Steps that let the stacks in a stack delete what an update, or going back, has left over: they wait until all of them
 * are through (CloudFormation User Guide, "Troubleshooting", on nested stacks in cleanup).
 */
export function cleanUpSteps(run: StackRun): Step[] {
  const steps: Step[] = [];
  for (const { logicalId, type, current } of membersOf(run.context.state, run.stackId)) {
    if (current === null || run.provider(type).nested === undefined) continue;
    steps.push({ logicalId, action: 'clean-up', needs: [] });
  }
  return steps;
}

export function beginCleanUp(run: StackRun, logicalId: string): StepStart {
  const member = run.member(logicalId);
  const physicalId = member?.current?.physicalId;
  if (member === undefined || physicalId === undefined) return stepDone;
  const { type } = member;
  const { nested } = run.provider(type);
  if (nested === undefined) return stepDone;
  const begun = attempt(run, { logicalId, type, deed: 'update', physicalId }, (context) =>
    nested.cleanUp(physicalId, context),
  );
  // Nothing asks IAM or an owner here: what comes back is that it has begun, or that there is nothing to do.
  return begun.ok ? stepBegun(begun.result) : stepDone;
}

/** Lets a nested stack that is under way come to rest: the outer stack's operation has failed elsewhere. */
export function cancelNested(run: StackRun, logicalId: string): void {
  const member = run.member(logicalId);
  const physicalId = member?.current?.physicalId;
  if (member === undefined || physicalId === undefined) return;
  run.provider(member.type).nested?.cancel(physicalId, run.acting(logicalId));
}
