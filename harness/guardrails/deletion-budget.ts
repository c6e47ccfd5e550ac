/** At the step that judges: adds up what one root actor takes away, through whatever sessions and roads. */
import { z } from 'zod';
import { isDestructive } from '../contract/effect.js';
import { defineGuardrail } from '../contract/guardrail.js';
import type { Attempt, GuardrailEnvironment, JournalView } from '../contract/guardrail.js';
import type { ResourceReference } from '../contract/resource.js';
import { isPlaced } from '../contract/stack-place.js';

const share = z.number().min(0).max(1);
const parameters = z.strictObject({
  resources: z.int().min(0).default(5).describe('resources that one root actor may take away'),
  shareOfType: share
    .default(0.5)
    .describe(
      'share of all resources of one CloudFormation type that it may take away, 0 to 1; 1 is no limit',
    ),
  shareOfProduction: share
    .default(0.1)
    .describe("share of the production stacks' resources that it may take away, 0 to 1; 1 is no limit"),
});
type Parameters = z.infer<typeof parameters>;

/** A resource counts once, by its incarnation, whether it is deleted, replaced, stopped or left to expire. */
export default defineGuardrail({
  name: 'deletion-budget',
  summary: 'denies what would take away more resources than one root actor may',
  enforcedAt: 'gateway',
  needs: 'effects',
  parameters,
  example: () => ({}),
  build: (limits, environment) => ({
    name: 'deletion-budget',
    enforcedAt: 'gateway',
    needs: 'effects',
    judge: (attempt, journal) => {
      const now = attempt.effects.filter(isDestructive).map(({ resource }) => resource);
      if (now.length === 0) return { answer: 'allow' };
      const past = pastOf(attempt, journal);
      const reason = whyTooMuch(now, past, attempt, limits, environment);
      return reason === null ? { answer: 'allow' } : { answer: 'deny', reason };
    },
  }),
});

/** What one root actor did so far. */
interface Past {
  readonly taken: ReadonlyMap<string, ResourceReference>;
  /** Incarnations that it made itself. */
  readonly made: ReadonlySet<string>;
}

function pastOf(attempt: Attempt, { committed }: JournalView): Past {
  const taken = new Map<string, ResourceReference>();
  const made = new Set<string>();
  for (const { root, effects } of committed) {
    if (root !== attempt.call.actor.root) continue;
    for (const effect of effects) {
      const { incarnation } = effect.resource;
      if (effect.kind === 'create') made.add(incarnation);
      if (isDestructive(effect)) taken.set(incarnation, effect.resource);
    }
  }
  return { taken, made };
}

function whyTooMuch(
  now: readonly ResourceReference[],
  { taken: before, made }: Past,
  { inventory }: Attempt,
  limits: Parameters,
  { productionStacks }: GuardrailEnvironment,
): string | null {
  const taken = new Map(before);
  for (const resource of now) taken.set(resource.incarnation, resource);
  if (taken.size > limits.resources) {
    return `${taken.size} resources taken away, ${before.size} of them before, of at most ${limits.resources}`;
  }
  const production = new Set(productionStacks);
  const tallies = new Map<string, { taken: number; all: number }>();
  const add = (resource: ResourceReference, isTaken: boolean): void => {
    const groups = [resource.type];
    if (resource.stack !== null && isPlaced(resource.stack, (stack) => production.has(stack)))
      groups.push('production resources');
    for (const group of groups) {
      const tally = tallies.get(group) ?? { taken: 0, all: 0 };
      tallies.set(group, { taken: tally.taken + (isTaken ? 1 : 0), all: tally.all + 1 });
    }
  };
  for (const resource of taken.values()) add(resource, true);
  for (const { resource } of inventory.all()) {
    // What it made itself is no share of anything: a hundred new tables would make room for two old ones.
    if (!taken.has(resource.incarnation) && !made.has(resource.incarnation)) add(resource, false);
  }
  for (const [group, limit] of [
    ['production resources', limits.shareOfProduction] as const,
    ...[...new Set(now.map(({ type }) => type))].map((type) => [type, limits.shareOfType] as const),
  ]) {
    const tally = tallies.get(group);
    if (tally === undefined || tally.taken / tally.all <= limit) continue;
    return `${tally.taken} of ${tally.all} ${group} taken away, of at most ${percent(limit)}`;
  }
  return null;
}

function percent(part: number): string {
  return `${Number((part * 100).toFixed(1))} %`;
}
