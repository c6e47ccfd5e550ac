/** Services that act with a role: whether its trust policy lets them. */
import { evaluate } from '../../../iam/evaluate.js';
import { policyOf } from '../../../iam/policy.js';
import { servicePrincipal } from '../../../iam/principal.js';
import { emptyContext } from '../../../iam/request-context.js';
import type { State } from '../../world/state.js';
import { documentOf } from '../iam/policy-text.js';
import { roleAt } from './assume-role.js';

/**
 * Whether a role's trust policy lets a service assume it.
 * @param service the service principal, e.g. `lambda.amazonaws.com`.
 */
export function trustsService(state: State, roleArn: string, service: string): boolean {
  const role = roleAt(state, roleArn);
  if (role === undefined) return false;
  const trust = policyOf(documentOf(role.body.trust), { name: role.id, kind: 'trust' });
  const request = {
    principal: servicePrincipal(service),
    action: 'sts:AssumeRole',
    resource: roleArn,
    context: emptyContext,
  };
  return evaluate(request, { resource: [trust] }).allowed;
}
