/** The role that a function's code acts with: who may pass it, and whether Lambda may take it on. */
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import { serviceActor } from '../../service-actor.js';
import { trustsService } from '../sts/trusts-service.js';
import { invalidParameter, validationError } from './failures.js';

const lambdaPrincipal = 'lambda.amazonaws.com';

/** What IAM is asked before a role is handed to Lambda (IAM User Guide, "Pass an IAM role to an AWS service"). */
export function passRole(role: string): ActionRequest {
  return {
    action: 'iam:PassRole',
    resources: [role],
    context: { 'iam:PassedToService': lambdaPrincipal },
  };
}

/** @throws AwsFailure unless Lambda may assume the role. */
export function requireRole(role: string, context: CallContext): void {
  const pattern = 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';
  if (!new RegExp(`^${pattern}$`).test(role)) {
    throw validationError(role, 'role', `Member must satisfy regular expression pattern: ${pattern}`);
  }
  if (!trustsService(context.state, role, lambdaPrincipal)) {
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
  }
}

/** The first of some actions on a resource that a function's role does not allow; undefined where it allows all. */
export function deniedToRole(
  role: string,
  functionName: string,
  actions: readonly string[],
  resource: string,
  context: CallContext,
): string | undefined {
  const actor = serviceActor(context.actor, role, functionName, context.now);
  const acting = context.with({ actor, calledVia: [], member: null });
  return actions.find(
    (action) => !context.cloud.decide([{ action, resources: [resource] }], acting, []).allowed,
  );
}
