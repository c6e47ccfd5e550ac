/** A cloud in which tests ask IAM directly: principals made by IAM's own operations, resources put into the world. */
import { credentialsActor, type Actor } from '../../../harness/contract/actor.js';
import type { ActionRequest, Decision } from '../../../harness/contract/call.js';
import type { JsonObject } from '../../../harness/contract/json.js';
import { authoriser, type Decide } from '../../../harness/cloud/authorisation.js';
import { actorOf, openSession } from '../../../harness/cloud/services/sts/sessions.js';
import { plainObservation } from '../../../harness/contract/plain-observation.js';
import type { RecordModel, ResourceKind } from '../../../harness/cloud/world/model.js';
import { Transaction } from '../../../harness/cloud/world/transaction.js';
import { cloudUnderTest, testAccount, testRegion, type CloudUnderTest } from '../cloud-under-test.js';

export const partition = 'aws-cn';
export const remoteAccount = '210987654321';

export const document = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
export const allow = (Action: string | string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});
export const deny = (Action: string | string[], more: object = {}): object => ({
  ...allow(Action, more),
  Effect: 'Deny',
});

const trustAccount = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: testAccount } });

export interface Question {
  readonly calledVia?: readonly string[];
  readonly region?: string;
}

export interface Asking {
  readonly under: CloudUnderTest;
  readonly decide: Decide;
  readonly iam: (operation: string, input: object) => object;
  /** Puts a resource of another service into the world, with the policy that it carries. */
  readonly resource: (
    type: string,
    arn: string,
    more?: { tags?: Record<string, string>; policy?: object; account?: string },
  ) => void;
  readonly ask: (
    actor: Actor,
    request: ActionRequest | readonly ActionRequest[],
    question?: Question,
  ) => Decision;
  readonly allowed: (...parameters: Parameters<Asking['ask']>) => boolean;
  readonly denial: (...parameters: Parameters<Asking['ask']>) => Extract<Decision, { allowed: false }>;
  /** The user who is there from the beginning and may assume roles. */
  readonly ann: () => Actor;
  /** Opens one more session of a role. */
  readonly open: (role: string, sessionName: string) => Actor;
  /** Makes a role with an inline policy, and opens a session of it. */
  readonly sessionOf: (RoleName: string, ...statements: object[]) => Actor;
}

/** Kinds whose records keep a policy in their body, as the services do that are not in these tests. */
function guardedKind(type: string): ResourceKind {
  return {
    type,
    observe: () => plainObservation({}),
    resourcePolicy: (record) => (record.body['policy'] as JsonObject | undefined) ?? null,
  };
}

const guarded: ReadonlyMap<string, ResourceKind> = new Map(
  ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::DynamoDB::Table'].map((type) => [
    type,
    guardedKind(type),
  ]),
);

export async function asking(): Promise<Asking> {
  const under = await cloudUnderTest();
  const kind = (type: string): ResourceKind => guarded.get(type) ?? under.cloud.kind(type);
  const decide = authoriser(kind);
  const change = <Result>(cause: string, work: (transaction: Transaction) => Result): Result => {
    const proposal = under.world.propose({ cause, callId: 'test', checked: true }, work);
    under.world.commit(proposal, null);
    return proposal.result;
  };
  const ask: Asking['ask'] = (actor, request, { calledVia = [], region = testRegion } = {}) => {
    const requests = 'action' in request ? [request] : request;
    const { state, now } = under.world;
    return decide(requests, { state, now, actor, account: actor.account, region, partition }, calledVia);
  };
  const iam: Asking['iam'] = (operation, input) => under.call('IAM', operation, input);
  const open: Asking['open'] = (role, sessionName) => {
    const plan = { begins: { user: 'ann' }, assumes: [{ role, sessionName }] };
    const wish = { plan, account: testAccount, partition, region: testRegion };
    const key = change(`session ${role} ${sessionName}`, (transaction) => openSession(transaction, wish));
    return actorOf(under.world.state, key, under.world.now) as Actor;
  };
  iam('CreateUser', { UserName: 'ann', Tags: [{ Key: 'Team', Value: 'costs' }] });
  iam('PutUserPolicy', { UserName: 'ann', PolicyName: 'assume', PolicyDocument: document(allow('sts:*')) });
  return {
    under,
    decide,
    iam,
    ask,
    open,
    allowed: (...parameters) => ask(...parameters).allowed,
    denial: (...parameters) => {
      const decision = ask(...parameters);
      if (decision.allowed) throw new Error('it was allowed');
      return decision;
    },
    ann: () => credentialsActor(`arn:${partition}:iam::${testAccount}:user/ann`, 'AKIAANN'),
    sessionOf: (RoleName, ...statements) => {
      iam('CreateRole', { RoleName, AssumeRolePolicyDocument: trustAccount });
      if (statements.length > 0) {
        iam('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: document(...statements) });
      }
      return open(RoleName, 'work');
    },
    resource: (type, arn, more = {}) => {
      const model: RecordModel = { seed: 1, kind };
      change(arn, (transaction) => {
        const inner = new Transaction(model, transaction.state, transaction.now, transaction.motive);
        inner.putResource({
          type,
          id: arn.slice(arn.lastIndexOf(':') + 1),
          arn,
          account: more.account ?? testAccount,
          region: testRegion,
          incarnation: arn,
          createdAt: 0,
          tags: more.tags ?? {},
          stack: null,
          body: more.policy === undefined ? {} : { policy: more.policy as JsonObject },
        });
        transaction.restore(inner.state);
      });
    },
  };
}
