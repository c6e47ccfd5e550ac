/** Attempts and journals of every shape that the types allow, for properties that hold of all of them. */
import fc from 'fast-check';
import { effectKinds } from '../../harness/contract/effect.js';
import type { Effect } from '../../harness/contract/effect.js';
import type { Attempt, JournalView } from '../../harness/contract/guardrail.js';
import type { ResourceReference } from '../../harness/contract/resource.js';
import { callOf, effectOf, inventoryOf, resourceOf, sessionOf, startsAt } from './attempt-builder.js';

const actor = fc
  .record({
    user: fc.constantFrom('li.wei', 'zhang.min', 'kiro', 'root', 'ünï/cödé'),
    role: fc.constantFrom('service-operator', 'kiro-agent-cost-reports', 'deploy-pipeline'),
    inSession: fc.boolean(),
  })
  .map(({ user, role, inSession }) => {
    const session = sessionOf(user, role);
    if (inSession) return session;
    const { root } = session;
    return { ...session, principal: root, chain: [{ arn: root, by: 'credentials' as const }], session: null };
  });

const resource: fc.Arbitrary<ResourceReference> = fc
  .record({
    stack: fc.constantFrom('cost-reports', 'cost-reports-dev', 'x', null),
    logicalId: fc.constantFrom('', 'UsageTable', 'Queue', 'F*'),
    type: fc.constantFrom('AWS::DynamoDB::Table', 'AWS::CloudFormation::Stack', 'AWS::KMS::Key', 'Custom::X'),
    number: fc.nat(3),
  })
  .map(({ stack, logicalId, type, number }) =>
    resourceOf(stack, logicalId, type, `${String(stack)}/${logicalId}/${type}#${number}`),
  );

const time = fc.integer({ min: startsAt - 120_000, max: startsAt + 120_000 });

export const arbitraryEffect: fc.Arbitrary<Effect> = fc
  .record({ kind: fc.constantFrom(...effectKinds), resource, time })
  .map((parts) => effectOf(parts.kind, parts.resource, parts.time));

export const arbitraryAttempt: fc.Arbitrary<Attempt> = fc
  .record({
    name: fc.constantFrom(
      'CloudFormation.DeleteStack',
      'CloudFormation.UpdateStack',
      'DynamoDB.DeleteTable',
      'S3.PutObject',
      'KMS.ScheduleKeyDeletion',
      'IAM.AttachRolePolicy',
    ),
    actor,
    time,
    effects: fc.array(arbitraryEffect, { maxLength: 12 }),
    inventory: fc.array(resource, { maxLength: 12 }),
  })
  .map((parts) => ({
    call: callOf(parts.name, parts.actor, parts.time),
    effects: parts.effects,
    inventory: inventoryOf(parts.inventory),
  }));

export const arbitraryJournal: fc.Arbitrary<JournalView> = fc
  .array(fc.record({ actor, time, effects: fc.array(arbitraryEffect, { maxLength: 6 }) }), { maxLength: 6 })
  .map((calls) => ({
    committed: calls.map((call, index) => ({
      callId: `c${index}`,
      time: call.time,
      root: call.actor.root,
      principal: call.actor.principal,
      effects: call.effects,
    })),
  }));
