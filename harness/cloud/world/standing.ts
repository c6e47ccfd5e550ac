/** On whose behalf something runs. */
import type { Actor } from '../../contract/actor.js';
import type { StackMember } from '../../contract/resource.js';

export type Standing = {
  readonly actor: Actor;
  /** The account that is worked in. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Service principals on the way, first to last, e.g. `cloudformation.amazonaws.com`; empty for a direct call. */
  readonly calledVia: readonly string[];
  /** The stack member that is being worked on; null outside a stack's operation. */
  readonly member: StackMember | null;
};
