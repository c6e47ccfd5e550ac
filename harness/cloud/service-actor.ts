/** Who a service is while it acts with a role on somebody's behalf: Lambda with a function's, CloudFormation with a stack's. */
import type { Actor } from '../contract/actor.js';
import { formatArn, parseArn } from '../contract/arn.js';

const sessionSeconds = 3600;

/**
 * The actor that a service becomes by assuming a role on somebody's behalf: it has the role's permissions and the
 * caller's root.
 * @param now virtual time, in milliseconds.
 */
export function serviceActor(caller: Actor, roleArn: string, sessionName: string, now: number): Actor {
  const { partition, account } = parseArn(roleArn) ?? caller;
  const resource = `assumed-role/${roleName(roleArn)}/${sessionName}`;
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
      expiresAt: now + sessionSeconds * 1000,
      sourceIdentity: null,
      tags: {},
    },
  };
}

/** The name at the end of a role's ARN, without its path. */
export function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
