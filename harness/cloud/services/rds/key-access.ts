/** What RDS answers where a database or a copy needs a key that cannot be used. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { KeyedBody } from '../../encrypted-resource.js';

export function keyNotAccessible(id: string): AwsFailure {
  return constraint('KMSKeyNotAccessibleFault', `The KMS key of ${id} is not accessible.`);
}

/** Whether it stopped for want of its key, and its seven days are not over. */
export function canBeStarted({ body }: { readonly body: KeyedBody }): boolean {
  const stage = body.withoutKey?.stage;
  return stage === 'inaccessible' || stage === 'waiting';
}
