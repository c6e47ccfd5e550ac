/** What the IAM engine answers. */

import type { PolicyKind } from './policy-kind.js';

export interface Allowed {
  readonly allowed: true;
  /** The kind of policy that granted it; `root` for an account's root user, who needs no grant. */
  readonly by: PolicyKind | 'root';
  readonly policy?: string;
  /** The statement's Sid, or its place in the policy. */
  readonly statement?: string;
}

export interface Denied {
  readonly allowed: false;
  /** A Deny statement applied; otherwise nothing allowed. */
  readonly explicit: boolean;
  /** The kind of policy that denied, or that lacked an Allow. */
  readonly by: PolicyKind;
  /** The policy that denied; absent where an Allow was lacking. */
  readonly policy?: string;
  readonly statement?: string;
  /** AWS's text, see {@link denialMessage}. */
  readonly message: string;
}

export type Decision = Allowed | Denied;
