/** At the step that judges: data may go only where a checked copy stays that the actor cannot take away as well. */
import { z } from 'zod';
import type { Effect } from '../contract/effect.js';
import { defineGuardrail, type Judgement } from '../contract/guardrail.js';
import type { DataVolume } from '../contract/resource.js';
import { shelfOf, whatIsMissing, type CopyWish, type Shelf } from './copies/copy-check.js';
import {
  isOnOneOf,
  listedOrProduction,
  productionResources,
  resourceName,
} from './parameters/resource-pattern.js';

const parameters = z.strictObject({
  resources: listedOrProduction('whose data must have a copy'),
  maxAgeHours: z
    .number()
    .positive()
    .default(24)
    .describe('hours since the data in the copy was taken, at most'),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.95)
    .describe('share of the records and bytes that the copy must hold, 0 to 1'),
  keepsDays: z
    .number()
    .min(0)
    .max(35)
    .default(7)
    .describe('days for which the copy must stay; what comes later than in 35 days is not foreseen'),
});

/**
 * Every effect that takes data away must be covered by a copy that was there before the call (one that the call itself
 * takes cannot be checked), is ready, holds the data, is recent, stays, and is out of the actor's reach: neither the copy
 * nor the key that encrypts it. A type of copy that it does not know counts as within reach.
 *
 * Its limit: reach is judged by the actor's own permissions as they stand. A chain that leads to more, by a role to
 * assume or to pass or a policy to change, is not followed.
 */
export default defineGuardrail({
  name: 'backup-before-destroy',
  summary: 'denies what takes data away unless a checked copy stays out of the actor’s reach',
  enforcedAt: 'gateway',
  needs: 'effects',
  parameters,
  example: () => ({}),
  build: ({ resources, ...wish }, environment) => {
    const patterns = resources ?? productionResources(environment);
    return {
      name: 'backup-before-destroy',
      enforcedAt: 'gateway',
      needs: 'effects',
      judge: (attempt) => {
        const taking = attempt.effects.filter((effect) => mayTakeData(effect));
        const concerned = taking.filter((effect) => isOnOneOf(patterns, effect));
        if (concerned.length === 0) return { answer: 'abstain', reason: whyNone(taking.length) };
        return judgeTaken(concerned, shelfOf(attempt), wish);
      },
    };
  },
});

function mayTakeData({ kind, loses }: Effect): boolean {
  return loses !== null || kind === 'delete' || kind === 'replace' || kind === 'expire';
}

function whyNone(taking: number): string {
  if (taking === 0) return 'nothing is taken away';
  return `nothing that it looks at is taken away (${taking} ${taking === 1 ? 'effect' : 'effects'} elsewhere)`;
}

function judgeTaken(concerned: readonly Effect[], shelf: Shelf, wish: CopyWish): Judgement {
  const uncovered: string[] = [];
  const looked = new Set<string>();
  for (const { loses, resource } of concerned) {
    const held = shelf.states.get(resource.incarnation)?.observed.data ?? loses;
    if (looked.has(resource.incarnation) || held === null || isNothing(held)) continue;
    looked.add(resource.incarnation);
    const missing = whatIsMissing(shelf, resource.incarnation, held, wish);
    if (missing !== null) uncovered.push(`no copy of ${resourceName(resource)}${missing}`);
  }
  if (looked.size === 0) return { answer: 'abstain', reason: 'nothing that is taken away holds data' };
  const [first] = uncovered;
  if (first === undefined) return { answer: 'allow' };
  return {
    answer: 'deny',
    reason: uncovered.length === 1 ? first : `${first}, and of ${uncovered.length - 1} more`,
  };
}

function isNothing({ bytes, records }: DataVolume): boolean {
  return bytes === 0 && records === 0;
}
