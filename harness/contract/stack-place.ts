/** Where a resource belongs, as people and patterns name it: in its stack, and in the root of the stacks it is nested in. */
import type { StackMember } from './resource.js';
import type { StackResource } from './scenario.js';

/**
 * The place by which a resource is known again when it, or its stack, is made anew: `shop` and `Data/Table` for what is
 * in a nested stack, since such a stack gets another name each time.
 */
export function lastingPlace({ stackName, logicalId, root }: StackMember): StackResource {
  return { stack: root?.stackName ?? stackName, logicalId: root?.logicalId ?? logicalId };
}

/** Whether the test holds for the resource's place in its own stack, or for the one in the root stack. */
export function isPlaced(
  { stackName, logicalId, root }: StackMember,
  test: (stack: string, logicalId: string) => boolean,
): boolean {
  return test(stackName, logicalId) || (root !== undefined && test(root.stackName, root.logicalId));
}

/** A place in words: `shop/Data/Table`, or `shop` for the stack itself. */
export function placeName({ stack, logicalId }: StackResource): string {
  return logicalId === '' ? stack : `${stack}/${logicalId}`;
}
