/** The role that CloudFormation takes on for a stack, as an actor. */
import type { Actor } from '../../contract/actor.js';
import type { AwsFailure } from '../../contract/aws-error.js';
import { serviceActor } from '../service-actor.js';
import { validationFailure } from './template-failure.js';

/** A session of the role, begun by CloudFormation on the actor's behalf: the chain and the access key still say who that was. */
export function serviceRoleActor(caller: Actor, roleArn: string, now: number): Actor {
  return { ...serviceActor(caller, roleArn, 'AWSCloudFormation', now), accessKeyId: caller.accessKeyId };
}

export function invalidRole(roleArn: string): AwsFailure {
  return validationFailure(`Role ${roleArn} is invalid or cannot be assumed`);
}
