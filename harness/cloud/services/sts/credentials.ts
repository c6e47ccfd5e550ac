/** Temporary credentials as STS's answers carry them. */
import type { Credentials } from '@aws-sdk/client-sts';
import type { CallContext } from '../../call-context.js';

/** @param expiresAt virtual time; what goes over the wire is for the gateway to put into wall time. */
export function credentialsOf(context: CallContext, accessKeyId: string, expiresAt: number): Credentials {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: context.cloud.secretOf(accessKeyId),
    SessionToken: context.cloud.sessionTokenOf(accessKeyId),
    Expiration: new Date(expiresAt),
  };
}
