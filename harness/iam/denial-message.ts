/** AWS's words for a denial (IAM User Guide, "Troubleshoot access denied error messages") and the error that carries them. */

import { AwsFailure } from '../contract/aws-error.js';
import type { Denied } from './decision.js';
import type { PolicyKind } from './policy-kind.js';
import { principalName, type Principal } from './principal.js';

const explicitPhrases: Readonly<Record<PolicyKind, string>> = {
  identity: 'an identity-based policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
  scp: 'a service control policy',
  rcp: 'a resource control policy',
  resource: 'a resource-based policy',
  key: 'a resource-based policy',
  trust: 'the role trust policy',
};

const implicitPhrases: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource-based policy',
  key: 'resource-based policy',
  trust: 'role trust policy',
};

/** A request that was denied, as far as the message tells of it. */
export interface DeniedRequest {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
}

/**
 * `User: ARN is not authorized to perform: ACTION on resource: ARN because no identity-based policy allows the ACTION action`, or
 * `… with an explicit deny in a …`. A request for no resource in particular (`*`) leaves the resource out; S3 puts it in quotes.
 */
export function denialMessage(request: DeniedRequest, denial: Pick<Denied, 'explicit' | 'by'>): string {
  const { action, resource } = request;
  const quote = action.startsWith('s3:') ? '"' : '';
  const onResource = resource === '*' ? '' : ` on resource: ${quote}${resource}${quote}`;
  const reason = denial.explicit
    ? `with an explicit deny in ${explicitPhrases[denial.by]}`
    : `because no ${implicitPhrases[denial.by]} allows the ${action} action`;
  return `User: ${principalName(request.principal)} is not authorized to perform: ${action}${onResource} ${reason}`;
}

/** The protocol of the request that was denied, by its Smithy name. */
export type WireProtocol =
  'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query' | 'restJson1' | 'restXml' | 'rpcv2Cbor';

/**
 * The error as the service answers it: UnauthorizedOperation for EC2, AccessDenied where errors are XML, AccessDeniedException
 * elsewhere; status 400 for the JSON protocols without routes, 403 otherwise.
 */
export function accessDenied(protocol: WireProtocol, message: string): AwsFailure {
  switch (protocol) {
    case 'ec2Query':
      return denied(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${message}`,
        403,
      );
    case 'awsQuery':
    case 'restXml':
      return denied('AccessDenied', message, 403);
    case 'restJson1':
      return denied('AccessDeniedException', message, 403);
    default:
      return denied('AccessDeniedException', message, 400);
  }
}

function denied(code: string, message: string, status: number): AwsFailure {
  return new AwsFailure({ code, message, status, origin: 'authorisation' });
}
