/** Tells whether a person who is asked and a principal who asks are one: on the way from an ask to its answers. */
import { parseArn } from './arn.js';

/**
 * The name by which a person is told apart: of an ARN what follows its last slash, a user's or a session's name.
 * Without case, since IAM's user names are unique without it (IAM User Guide, "IAM and AWS STS quotas").
 */
export function personName(personOrArn: string): string {
  const resource = parseArn(personOrArn)?.resource ?? personOrArn;
  return resource.slice(resource.lastIndexOf('/') + 1).toLowerCase();
}

/** Whether the principal is this person: one name in two accounts is one person, so that nobody approves their own. */
export function isPerson(person: string, principal: string): boolean {
  return person === principal || personName(person) === personName(principal);
}
