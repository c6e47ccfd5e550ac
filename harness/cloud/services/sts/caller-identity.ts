/** Who is calling: GetCallerIdentity, GetAccessKeyInfo, and the unique id behind `aws:userid`. */
import type {
  GetAccessKeyInfoCommandInput,
  GetAccessKeyInfoCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import type { Actor } from '../../../contract/actor.js';
import { required } from '../../input-check.js';
import { operation, type Operation } from '../../service.js';
import type { State } from '../../world/state.js';
import { findAccessKey } from '../iam/access-key-record.js';
import { missing, validationError } from '../iam/failures.js';
import { findUser } from '../iam/holder.js';
import { roleAt } from './assume-role.js';
import { storedSession } from './stored-session.js';

/** `aws:userid`: a user's unique id, a role's with the session's name, or the account number of its root. */
export function userIdOf(state: State, actor: Actor): string {
  const stored = storedSession(state, actor.accessKeyId);
  if (stored?.principal === actor.principal) return stored.userId;
  const { account, principal, session } = actor;
  if (session !== null) return `${roleAt(state, session.roleArn)?.body.uniqueId ?? ''}:${session.name}`;
  const user = findUser({ state, account }, principal.slice(principal.lastIndexOf('/') + 1));
  return user?.body.uniqueId ?? account;
}

export const identityOperations: Readonly<Record<string, Operation>> = {
  GetCallerIdentity: operation<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput>({
    readOnly: true,
    // "No permissions are required to perform this operation", not even where a policy denies it.
    actions: () => [],
    run: (_input, context) => ({
      UserId: userIdOf(context.state, context.actor),
      Account: context.actor.account,
      Arn: context.actor.principal,
    }),
  }),

  GetAccessKeyInfo: operation<GetAccessKeyInfoCommandInput, GetAccessKeyInfoCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'sts:GetAccessKeyInfo', resources: ['*'] }],
    run: ({ AccessKeyId }, context) => {
      const id = required(AccessKeyId, 'AccessKeyId', missing);
      const account = storedSession(context.state, id)?.account ?? findAccessKey(context.state, id)?.account;
      if (account === undefined) throw validationError('Invalid Access Key ID');
      return { Account: account };
    },
  }),
};
