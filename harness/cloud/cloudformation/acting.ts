/** CloudFormation at work on somebody's behalf: what it calls then, `aws:CalledVia` says. */
import type { CallContext } from '../call-context.js';

const principal = 'cloudformation.amazonaws.com';

/** Whether CloudFormation is on the way already, as for a stack inside a stack. */
export function isCloudFormation({ standing }: CallContext): boolean {
  return standing.calledVia.at(-1) === principal;
}

/** The same work with CloudFormation on the way. It counts once, however deep stacks are nested. Modeled. */
export function actingAsCloudFormation(context: CallContext): CallContext {
  if (isCloudFormation(context)) return context;
  return context.with({ calledVia: [...context.standing.calledVia, principal] });
}
