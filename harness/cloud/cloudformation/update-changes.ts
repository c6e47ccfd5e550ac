/** Says whether an update would change anything, before it begins. */
import { AwsFailure } from '../../contract/aws-error.js';
import { sameJson } from '../../contract/json.js';
import { resolveOutputs } from './outputs.js';
import { isAsTold, resolveProperties } from './provide-step.js';
import { membersOf, type StackTarget } from './stack-record.js';
import type { StackRun } from './stack-run.js';
import { validationFailure } from './template-failure.js';

/**
 * @param run whose record has the new target already.
 * @throws AwsFailure `No updates are to be performed.`, or where a resource would change its type.
 */
export function requireChanges(run: StackRun, previous: StackTarget): void {
  if (!hasChanges(run, previous)) throw validationFailure('No updates are to be performed.');
}

/**
 * Whether an update would do anything. A stack with stacks in it is always looked through: what their templates say by
 * now is seen then.
 * @throws AwsFailure where a resource would change its type.
 */
export function hasChanges(run: StackRun, previous: StackTarget): boolean {
  const { resources } = run.assembly(run.body.target);
  const retyped: string[] = [];
  let left = false;
  for (const { logicalId, type, current } of membersOf(run.context.state, run.stackId)) {
    if (current === null) continue;
    const resource = resources.get(logicalId);
    if (resource === undefined) left = true;
    else if (resource.type !== type) retyped.push(logicalId);
  }
  if (retyped.length > 0) {
    throw validationFailure(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${retyped.join(', ')}]`,
    );
  }
  return left || !sameJson(previous.tags, run.body.target.tags) || !isUnchanged(run);
}

function isUnchanged(run: StackRun): boolean {
  const assembly = run.assembly(run.body.target);
  try {
    for (const resource of assembly.resources.values()) {
      if (run.provider(resource.type).nested !== undefined) return false;
      const current = run.member(resource.logicalId)?.current ?? null;
      if (current === null || !isAsTold(current, resolveProperties(run, assembly, resource), resource))
        return false;
    }
    return sameJson(resolveOutputs(run, assembly), run.body.outputs);
  } catch (error) {
    // What cannot be worked out yet refers to something that is still to be made.
    if (error instanceof AwsFailure) return false;
    throw error;
  }
}
