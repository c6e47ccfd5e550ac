/** The role that CloudFormation takes on for a stack, as an actor. */
import type { Actor } from '../../contract/actor.js';
import { parseArn } from '../../contract/arn.js';
import type { AwsFailure } from '../../contract/aws-error.js';
import { validationFailure } from './template-failure.js';

const sessionName = 'AWSCloudFormation';
const sessionSeconds = 3600;

/** A session of the role, begun by CloudFormation on the actor's behalf: the chain still says who that was. */
export function serviceRoleActor(caller: Actor, roleArn: string, now: number): Actor {
  const { partition, account } = parseArn(roleArn) ?? caller;
  const principal = `arn:${partition}:sts::${account}:assumed-role/${roleName(roleArn)}/${sessionName}`;
  return {
    principal,
    account,
    partition,
    chain: [...caller.chain, { arn: principal, by: 'service' }],
    root: caller.root,
    accessKeyId: caller.accessKeyId,
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

export function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

export function invalidRole(roleArn: string): AwsFailure {
  return validationFailure(`Role ${roleArn} is invalid or cannot be assumed`);
}
