/** Services that act with a role: whether its trust policy lets them, and the actor that they then are. */
import type { Actor } from '../../../contract/actor.js';
import { formatArn } from '../../../contract/arn.js';
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

/**
 * The actor that a service becomes by assuming a role on somebody's behalf: it has the role's permissions and the
 * caller's root.
 * @param now virtual time, in milliseconds.
 */
export function serviceActor(caller: Actor, roleArn: string, sessionName: string, now: number): Actor {
  const { partition } = caller;
  const account = roleArn.split(':')[4] ?? caller.account;
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const resource = `assumed-role/${role}/${sessionName}`;
  const principal = formatArn({ partition, service: 'sts', region: '', account, resource });
  return {
    principal,
    account,
    partition,
    chain: [...caller.chain, { arn: principal, by: 'service' }],
    root: caller.root,
    // A service's own credentials: no caller can hold them, and no session is stored for them.
    accessKeyId: '',
    session: {
      roleArn,
      name: sessionName,
      issuedAt: now,
      expiresAt: now + 3600 * 1000,
      sourceIdentity: null,
      tags: {},
    },
  };
}
