/** The stacks in a stack, and what is decided for all of them at their root. */
import { membersOf, stackType, type StackRecord } from '../../cloudformation/stack-record.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import type { Scene } from '../../scene.js';
import { liveStack } from './find-stack.js';

/** The stack and every stack in it, at any depth, outer ones first. */
export function* withNested(scene: Scene, record: StackRecord): Generator<StackRecord> {
  yield record;
  for (const { type, current } of membersOf(scene.state, record.id)) {
    const nested = type === stackType && current !== null ? liveStack(scene, current.physicalId) : undefined;
    if (nested !== undefined) yield* withNested(scene, nested);
  }
}

/** A stack in a stack, by its own name. */
export function nestedNamed(scene: Scene, root: StackRecord, name: string): StackRecord | undefined {
  for (const record of withNested(scene, root)) {
    if (record.body.name === name && record.id !== root.id) return record;
  }
  return undefined;
}

/**
 * What is switched for a whole tree of stacks is switched at its root (CloudFormation User Guide, "Protect
 * CloudFormation stacks from being deleted"). The text is modeled: AWS publishes none.
 * @throws AwsFailure where the stack is nested in another.
 */
export function requireRoot(scene: Scene, { id, body: { parent } }: StackRecord, operation: string): void {
  // One that was retained where its root went has nobody else to ask.
  if (parent === undefined || liveStack(scene, parent.rootId) === undefined) return;
  throw validationFailure(
    `${operation} cannot be called on nested stack [${id}]; call it on its root stack [${parent.rootId}]`,
  );
}
