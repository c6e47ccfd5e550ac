/** The step "authorise": gathers the policies that concern an actor from the world, and asks the IAM engine. */
import type { AwsError } from '../contract/aws-error.js';
import type { ActionRequest, Decision } from '../contract/call.js';
import { allServiceFacts } from '../catalog/services.js';
import { accessDenied, type WireProtocol } from '../iam/denial-message.js';
import { evaluate } from '../iam/evaluate.js';
import { gather, type ActorPolicies } from './authorisation/actor-policies.js';
import { requestContext } from './authorisation/request-context.js';
import { accountOf, resourceAtArn, resourcePolicy } from './authorisation/resource-policy.js';
import type { Scene } from './scene.js';
import type { ResourceKind } from './world/model.js';

/** IAM's answer to what an actor asks, as things stand in a scene. */
export type Decide = (
  requests: readonly ActionRequest[],
  scene: Scene,
  calledVia: readonly string[],
) => Decision;

const allowed: Decision = { allowed: true };

/**
 * IAM for the services of one cloud.
 * @param kindOf how resources of a type are observed, and where they keep their policies.
 * @returns a function that decides all that one call asks; the first action that is not allowed decides. It may be asked
 *   ten thousand times a second: what it gathers is kept by the identity of the frozen records.
 */
export function authoriser(kindOf: (type: string) => ResourceKind): Decide {
  return (requests, scene, calledVia) => {
    const first = requests[0];
    if (first === undefined) return allowed;
    const actor = gather(scene.state, scene.actor);
    for (const request of requests) {
      const refused = refusedToUserSession(actor, request.action);
      if (refused !== undefined) return { allowed: false, by: 'session', policy: null, error: refused };
      for (const resource of request.resources) {
        const record = resource === '*' ? undefined : resourceAtArn(scene.state, resource);
        const resourceAccount = accountOf(resource, record, scene.actor.account);
        const context = requestContext({ request, scene, calledVia, actor, record, resourceAccount });
        const onResource = resourcePolicy(request.action, resource, record, kindOf);
        const decision = evaluate(
          { principal: actor.principal, action: request.action, resource, resourceAccount, context },
          onResource === undefined ? actor.sets : { ...actor.sets, resource: [onResource] },
        );
        if (decision.allowed) continue;
        const { by, policy = null, message } = decision;
        return { allowed: false, by, policy, error: denial(first.action, message) };
      }
    }
    return allowed;
  };
}

/**
 * A user's or root's session without MFA calls nothing of IAM, and of STS only AssumeRole and GetCallerIdentity (STS API
 * Reference, "GetSessionToken").
 */
function refusedToUserSession({ facts }: ActorPolicies, action: string): AwsError | undefined {
  if (!facts.userSession) return undefined;
  const refused = action.startsWith('iam:') || (action.startsWith('sts:') && !openToUserSessions.has(action));
  if (!refused) return undefined;
  const message = 'The security token included in the request is invalid';
  return { code: 'InvalidClientTokenId', message, status: 403, origin: 'authorisation' };
}

const openToUserSessions = new Set([
  'sts:AssumeRole',
  'sts:TagSession',
  'sts:SetSourceIdentity',
  'sts:GetCallerIdentity',
]);

let protocols: ReadonlyMap<string, WireProtocol> | undefined;

/** The error in the form of the service whose action it is. */
function denial(action: string, message: string): AwsError {
  protocols ??= new Map(
    [...allServiceFacts().values()].map((facts) => [facts.iamPrefix, facts.protocols[0] ?? 'awsJson1_1']),
  );
  const prefix = action.slice(0, action.indexOf(':'));
  return accessDenied(protocols.get(prefix) ?? 'awsJson1_1', message).error;
}
