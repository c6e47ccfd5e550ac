/** Temporary sessions as the world keeps them: everything but the secrets, which are derived from the key's id. */
import type { Actor, ActorSession, ChainLink } from '../../../contract/actor.js';
import type { JsonObject } from '../../../contract/json.js';
import type { State } from '../../world/state.js';
import type { Transaction } from '../../world/transaction.js';

export interface StoredSession {
  /** Whose permissions it has: a role's, its user's or the account's root. `federated` has those of policies passed. */
  readonly kind: 'role' | 'user' | 'root' | 'federated';
  /** ARN of the session or of the user. */
  readonly principal: string;
  readonly account: string;
  readonly partition: string;
  readonly chain: readonly ChainLink[];
  /** `aws:userid`: unique id and session name. */
  readonly userId: string;
  /** Virtual times, in milliseconds; a root's session for tests may never expire. */
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  /** What the session adds to its role; null where there is no role. */
  readonly session: ActorSession | null;
  /** Session policies; null where none was passed, which is not the same as an empty one. */
  readonly policies: SessionPolicies | null;
  /** Keys of the session tags that go on to the next session of a chain. */
  readonly transitiveTags: readonly string[];
}

export interface SessionPolicies {
  /** Text of the policy that was passed inline. */
  readonly inline: string | null;
  /** ARNs of managed policies that were passed. */
  readonly arns: readonly string[];
}

function sessionKey(accessKeyId: string): string {
  return `d/sts/session/${accessKeyId}`;
}

/** The session that belongs to an access key; undefined where the key is none of a session. */
export function storedSession(state: State, accessKeyId: string): StoredSession | undefined {
  return state.get(sessionKey(accessKeyId)) as StoredSession | undefined;
}

/** Opens a session under an access key's id. */
export function putSession(transaction: Transaction, accessKeyId: string, session: StoredSession): void {
  transaction.put(sessionKey(accessKeyId), session as unknown as JsonObject);
}

const actors = new WeakMap<StoredSession, Actor>();

/** The actor of a session; the same object for the same session, so that what is gathered for it can be kept. */
export function actorOfSession(accessKeyId: string, stored: StoredSession): Actor {
  let actor = actors.get(stored);
  if (actor === undefined) {
    const { principal, account, partition, chain, session } = stored;
    const root = chain[0]?.arn ?? principal;
    actor = { principal, account, partition, chain, root, accessKeyId, session };
    actors.set(stored, actor);
  }
  return actor;
}
