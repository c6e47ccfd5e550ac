/** Sessions of users themselves: GetSessionToken and GetFederationToken (STS API Reference). */
import type {
  GetFederationTokenCommandInput,
  GetFederationTokenCommandOutput,
  GetSessionTokenCommandInput,
  GetSessionTokenCommandOutput,
} from '@aws-sdk/client-sts';
import { formatArn } from '../../../contract/arn.js';
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import { refuse } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { checkedNumber } from '../iam/names.js';
import { checkedSessionName, sessionPolicies } from './assume-role.js';
import { userIdOf } from './caller-identity.js';
import { credentialsOf } from './credentials.js';
import { putSession, storedSession } from './stored-session.js';

const longest = 129_600;
const longestOfRoot = 3600;

/** @throws AwsFailure where the caller has temporary credentials already. */
function refuseSessions(scene: Scene, operationName: string): void {
  const stored = storedSession(scene.state, scene.actor.accessKeyId);
  if (scene.actor.session === null && (stored === undefined || stored.kind === 'root')) return;
  throw accessDenied(`Cannot call ${operationName} with session credentials`);
}

function accessDenied(message: string): AwsFailure {
  return constraint('AccessDenied', message, 403);
}

function isRoot({ actor }: Scene): boolean {
  return actor.principal.endsWith(':root');
}

function federatedArn({ actor: { partition, account } }: Scene, name: string): string {
  return formatArn({ partition, service: 'sts', region: '', account, resource: `federated-user/${name}` });
}

/** Sessions of an account's root are cut to an hour. */
function durationOf(scene: Scene, wanted: number | undefined): number {
  const seconds = checkedNumber(wanted ?? 43_200, 'DurationSeconds', 900, longest);
  return isRoot(scene) ? Math.min(seconds, longestOfRoot) : seconds;
}

export const userSessionOperations: Readonly<Record<string, Operation>> = {
  GetSessionToken: operation<GetSessionTokenCommandInput, GetSessionTokenCommandOutput>({
    readOnly: false,
    // "No permissions are required for users to perform this operation."
    actions: () => [],
    run: (input, context) => {
      refuse('STS.GetSessionToken', input, ['SerialNumber', 'TokenCode', 'MinimumSessionTokenSize']);
      refuseSessions(context, 'GetSessionToken');
      const { actor, now, transaction } = context;
      const expiresAt = now + durationOf(context, input.DurationSeconds) * 1000;
      const accessKeyId = `ASIA${transaction.base32(`session token of ${actor.accessKeyId}`, 16)}`;
      putSession(transaction, accessKeyId, {
        kind: isRoot(context) ? 'root' : 'user',
        principal: actor.principal,
        account: actor.account,
        partition: actor.partition,
        chain: actor.chain,
        userId: userIdOf(context.state, actor),
        issuedAt: now,
        expiresAt,
        session: null,
        policies: null,
        transitiveTags: [],
      });
      return { Credentials: credentialsOf(context, accessKeyId, expiresAt) };
    },
  }),

  GetFederationToken: operation<GetFederationTokenCommandInput, GetFederationTokenCommandOutput>({
    readOnly: false,
    actions: ({ Name, Tags }, scene) => {
      const resources = [federatedArn(scene, Name ?? '')];
      const request = { action: 'sts:GetFederationToken', resources, context: requestTags(tagsIn(Tags)) };
      return (Tags ?? []).length === 0 ? [request] : [request, { ...request, action: 'sts:TagSession' }];
    },
    run: (input, context) => {
      refuse('STS.GetFederationToken', input, ['MinimumSessionTokenSize', 'Tags']);
      refuseSessions(context, 'GetFederationToken');
      const { actor, now, transaction } = context;
      const name = checkedSessionName(input.Name, 'Name', 32);
      const principal = federatedArn(context, name);
      const expiresAt = now + durationOf(context, input.DurationSeconds) * 1000;
      const accessKeyId = `ASIA${transaction.base32(`federation token ${principal}`, 16)}`;
      const userId = `${actor.account}:${name}`;
      putSession(transaction, accessKeyId, {
        kind: 'federated',
        principal,
        account: actor.account,
        partition: actor.partition,
        chain: [...actor.chain, { arn: principal, by: 'AssumeRole' }],
        userId,
        issuedAt: now,
        expiresAt,
        session: null,
        policies: sessionPolicies(input, context.state, actor.account),
        transitiveTags: [],
      });
      return {
        Credentials: credentialsOf(context, accessKeyId, expiresAt),
        FederatedUser: { FederatedUserId: userId, Arn: principal },
      };
    },
  }),
};
