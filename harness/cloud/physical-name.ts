/** Names that CloudFormation gives to resources whose template names none. */
import type { CallContext } from './call-context.js';

export interface NameLimits {
  /** Most characters that the service allows. */
  readonly maximum: number;
  /** Whether the service takes lower-case letters only, as S3 does. */
  readonly lowerCase?: boolean;
}

const randomLength = 12;

/**
 * A name of the form `stack-logicalId-RANDOM`, cut to the service's limit: first the stack's name gives way, down to
 * half of the room, then the logical id (CloudFormation User Guide, "Name type": the form is published, the cutting
 * is as observed).
 * @throws Error where the context works on no stack's resource.
 */
export function physicalName(context: CallContext, limits: NameLimits): string {
  const { member } = context.standing;
  if (member === null) throw new Error('only resources of a stack get a generated name');
  const { stackName, logicalId } = member;
  const room = Math.max(2, limits.maximum - randomLength - 2);
  const stackRoom = Math.max(room - logicalId.length, Math.floor(room / 2));
  const stackPart = stackName.slice(0, stackRoom);
  const logicalPart = logicalId.slice(0, room - stackPart.length);
  const random = context.transaction.base32(`physical name ${member.stackId} ${logicalId}`, randomLength);
  const name = `${stackPart}-${logicalPart}-${random}`;
  return limits.lowerCase === true ? name.toLowerCase() : name;
}
