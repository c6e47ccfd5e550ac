/** Who acts: the principal on the credentials, and the whole chain that led to it. */

/** One step of a chain: a principal, and how the next one was reached from it. */
export interface ChainLink {
  readonly arn: string;
  /**
   * `credentials` begins a chain; `AssumeRole` follows a trust policy; `service` acts on a caller's behalf;
   * `CreateAccessKey` is a user by a key that the caller made.
   */
  readonly by: 'credentials' | 'AssumeRole' | 'service' | 'CreateAccessKey';
}

export interface Actor {
  /** ARN of the principal on the credentials: a user, an assumed-role session or an account's root. */
  readonly principal: string;
  readonly account: string;
  readonly partition: string;
  /** From the root actor to the principal; never empty, and its last link is the principal. */
  readonly chain: readonly ChainLink[];
  /** ARN of who began the chain: the first link. Approvals, budgets and revocations count by it. */
  readonly root: string;
  /** The access key's seeded alias; no secret. */
  readonly accessKeyId: string;
  readonly session: ActorSession | null;
}

/** The actor that a user's or an account root's own credentials make, without any session: a chain of one link. */
export function credentialsActor(principal: string, accessKeyId: string): Actor {
  const [, partition = '', , , account = ''] = principal.split(':');
  return {
    principal,
    account,
    partition,
    chain: [{ arn: principal, by: 'credentials' }],
    root: principal,
    accessKeyId,
    session: null,
  };
}

/** What a temporary session adds to its role. Times are virtual, in milliseconds since the epoch. */
export interface ActorSession {
  readonly roleArn: string;
  readonly name: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly sourceIdentity: string | null;
  readonly tags: Readonly<Record<string, string>>;
}
