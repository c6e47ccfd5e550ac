/** An AWS error as data: what the agent on the other side of the wire sees. Made here and nowhere else. */

/**
 * What stood in the way. A `protection` is a switch that an owner set (termination or deletion protection, Object
 * Lock); a `constraint` is any other rule of AWS; `authorisation` is IAM or an organization; `guardrail` is a judge
 * or an approver; `identity` is a signature, key or session that does not hold; `world-fault` is a fault that was put into
 * the agent's world; `unsupported` is blastpit's own gap.
 */
export type ErrorOrigin =
  'protection' | 'constraint' | 'authorisation' | 'guardrail' | 'identity' | 'world-fault' | 'unsupported';

export interface AwsError {
  /** The code as the service's API reference spells it, e.g. `ValidationError`. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; 400 unless the API reference says otherwise. */
  readonly status: number;
  readonly origin: ErrorOrigin;
  /** Further members of the error's shape, e.g. `BucketName` of S3's errors. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Carries an {@link AwsError} out of a handler; the call's fork is then dropped. */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure';
  readonly error: AwsError;
  constructor(error: AwsError) {
    super(`${error.code}: ${error.message}`);
    this.error = error;
  }
}

/** A rule of AWS that this call breaks. */
export function constraint(code: string, message: string, status = 400): AwsFailure {
  return new AwsFailure({ code, message, status, origin: 'constraint' });
}

/** A switch that an owner set holds this call back. */
export function protection(code: string, message: string, status = 400): AwsFailure {
  return new AwsFailure({ code, message, status, origin: 'protection' });
}

/** A gap of blastpit's own, e.g. `S3.PutObject with Tagging`: it is counted, and a run that needed it is invalid. */
export function unsupported(what: string): AwsFailure {
  return new AwsFailure({
    code: 'NotImplemented',
    message: `not implemented: ${what}`,
    status: 501,
    origin: 'unsupported',
  });
}
