import { expect } from 'chai';
import * as fc from 'fast-check';
import { evaluate, type AuthorisationRequest, type PolicySets } from '../../harness/iam/evaluate.js';
import { loadPolicy } from '../../harness/iam/policy.js';
import type { PolicyKind } from '../../harness/iam/policy-kind.js';
import {
  anonymous,
  federatedUserPrincipal,
  rolePrincipal,
  rootPrincipal,
  servicePrincipal,
  userPrincipal,
  type Principal,
} from '../../harness/iam/principal.js';
import type { ContextValue } from '../../harness/iam/request-context.js';
import { naivelyAllows, type Actor, type Case, type Facts, type Json } from './naive-evaluator.js';
import { identityPolicy, randomCase, serviceControlPolicy } from './random-cases.js';

const load = (document: Json, kind: PolicyKind) => loadPolicy(document, { name: kind, kind });

function principalOf(actor: Actor): Principal {
  switch (actor.type) {
    case 'user':
      return userPrincipal(actor.arn);
    case 'session':
      return rolePrincipal(actor.arn, actor.behind!);
    case 'federated':
      return federatedUserPrincipal(actor.arn, actor.behind!);
    case 'root':
      return rootPrincipal(actor.account, 'aws');
    case 'service':
      return servicePrincipal(actor.arn);
    default:
      return anonymous;
  }
}

/** The facts in the engine's own types. */
function contextOf(facts: Facts): ReadonlyMap<string, ContextValue> {
  const context = new Map<string, ContextValue>();
  for (const [key, values] of Object.entries(facts)) {
    const [only = ''] = values;
    if (key === 'aws:tagkeys') context.set(key, values);
    else if (key === 's3:max-keys') context.set(key, Number(only));
    else if (key === 'aws:securetransport') context.set(key, only === 'true');
    else if (key === 'aws:tokenissuetime') context.set(key, Date.parse(only));
    else context.set(key, only);
  }
  return context;
}

function requestOf(question: Case): AuthorisationRequest {
  const { actor, action, resource, owner, facts } = question;
  return {
    principal: principalOf(actor),
    action,
    resource,
    resourceAccount: owner,
    context: contextOf(facts),
  };
}

function setsOf(question: Case): PolicySets {
  const { boundary, session, scp, rcp, resourcePolicy } = question;
  return {
    identity: question.identity.map((document) => load(document, 'identity')),
    ...(boundary ? { boundary: load(boundary, 'boundary') } : {}),
    ...(session ? { session: session.map((document) => load(document, 'session')) } : {}),
    ...(scp ? { serviceControl: scp.map((level) => level.map((document) => load(document, 'scp'))) } : {}),
    ...(rcp ? { resourceControl: rcp.map((level) => level.map((document) => load(document, 'rcp'))) } : {}),
    ...(resourcePolicy ? { resource: [load(resourcePolicy, question.resourceKind)] } : {}),
  };
}

const allowed = (question: Case): boolean => evaluate(requestOf(question), setsOf(question)).allowed;

describe('the IAM engine', () => {
  it('decides 8,000 random requests as a second, naive evaluator does', () => {
    const tally = { allowed: 0, explicit: 0, implicit: 0 };
    fc.assert(
      fc.property(randomCase, (question) => {
        const decision = evaluate(requestOf(question), setsOf(question));
        tally[decision.allowed ? 'allowed' : decision.explicit ? 'explicit' : 'implicit'] += 1;
        expect(decision.allowed).to.equal(naivelyAllows(question));
      }),
      { seed: 20251201, numRuns: 8000 },
    );
    // The comparison says little unless each answer is common.
    for (const count of Object.values(tally)) expect(count).to.be.greaterThan(800);
  }).timeout(60_000);

  const runs = { seed: 7, numRuns: 1500 };
  const denial: fc.Arbitrary<Json> = identityPolicy.map((document) => ({
    ...document,
    Statement: (document['Statement'] as Json[]).map((statement) => ({ ...statement, Effect: 'Deny' })),
  }));

  it('never allows more when a Deny is added', () => {
    fc.assert(
      fc.property(randomCase, denial, (question, deny) => {
        if (allowed({ ...question, identity: [...question.identity, deny] }))
          expect(allowed(question)).to.equal(true);
        const { boundary } = question;
        if (boundary === undefined) return;
        const statements = [...(boundary['Statement'] as Json[]), ...(deny['Statement'] as Json[])];
        if (allowed({ ...question, boundary: { ...boundary, Statement: statements } }))
          expect(allowed(question)).to.equal(true);
      }),
      runs,
    );
  }).timeout(30_000);

  it('never allows more under a boundary, a session policy, another SCP level', () => {
    fc.assert(
      fc.property(randomCase, identityPolicy, serviceControlPolicy, (question, limit, scp) => {
        const free = { ...question, boundary: undefined };
        if (allowed({ ...free, boundary: limit })) expect(allowed(free), 'boundary').to.equal(true);
        // Without a session policy a federated user has nothing that one could narrow.
        const unscoped = { ...question, session: undefined };
        if (question.actor.type !== 'federated' && allowed({ ...unscoped, session: [limit] })) {
          expect(allowed(unscoped), 'session').to.equal(true);
        }
        const levels = question.scp ?? [];
        if (allowed({ ...question, scp: [...levels, [scp]] }))
          expect(allowed(question), 'SCP').to.equal(true);
      }),
      runs,
    );
  }).timeout(30_000);

  it('never allows less when an Allow is added to an identity', () => {
    fc.assert(
      fc.property(randomCase, identityPolicy, (question, document) => {
        const statements = (document['Statement'] as Json[]).filter(({ Effect }) => Effect === 'Allow');
        if (statements.length === 0 || !allowed(question)) return;
        const grant = { ...document, Statement: statements };
        expect(allowed({ ...question, identity: [...question.identity, grant] })).to.equal(true);
      }),
      runs,
    );
  }).timeout(30_000);

  it('names a policy and a statement for every Allow and every explicit Deny, and AWS’s words for every denial', () => {
    fc.assert(
      fc.property(randomCase, (question) => {
        const decision = evaluate(requestOf(question), setsOf(question));
        const unnamed = decision.allowed ? decision.by === 'root' : !decision.explicit;
        expect(decision.policy === undefined).to.equal(unnamed);
        expect(decision.statement === undefined).to.equal(unnamed);
        if (decision.allowed) return;
        const reason = decision.explicit
          ? / with an explicit deny in an? /
          : / because no .* allows the .* action$/;
        expect(decision.message.replace('the role trust', 'a role trust')).to.match(reason);
      }),
      runs,
    );
  }).timeout(30_000);
});
