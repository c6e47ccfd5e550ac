/** At the step that judges: while a freeze is on, nothing listed is taken away, now or by what was set going before. */
import { z } from 'zod';
import { destructiveKinds, type Effect } from '../contract/effect.js';
import { defineGuardrail, type InventoryView } from '../contract/guardrail.js';
import type { ResourceReference, ResourceState } from '../contract/resource.js';
import { tallyEffects } from '../contract/tally-effects.js';
import {
  effectKind,
  isOnOneOf,
  listedOrProduction,
  productionResources,
  resourceName,
  resourcePattern,
  type ResourcePattern,
} from './parameters/resource-pattern.js';

const instant = z.iso.datetime({ offset: true });
const freezeWindow = z
  .strictObject({
    from: instant.describe('when the freeze begins, ISO 8601 with Z or an offset'),
    until: instant.describe('when it is over, ISO 8601 with Z or an offset'),
    reason: z.string().min(1).max(80).describe('why, as denials say it'),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), 'from is not before until');

const parameters = z.strictObject({
  windows: z.array(freezeWindow).min(1).describe('when it is frozen'),
  resources: listedOrProduction('what is frozen'),
  kinds: z
    .array(effectKind)
    .min(1)
    .default([...destructiveKinds])
    .describe('kinds of effects that may not happen meanwhile; all that take something away where left out'),
  exceptions: z.array(resourcePattern).default([]).describe('what may be changed all the same'),
});

interface Freeze {
  readonly from: number;
  readonly until: number;
  readonly reason: string;
}

/**
 * A freeze counts for a call that is made in it, whenever its effects come, and for effects that come in it, whenever
 * the call is made: a lifecycle rule set the day before deletes in the freeze. Copies are frozen with what they are
 * copies of: backups belong to no stack, and go first where somebody means it. It is judged at the gateway, since a
 * calendar in a pipeline (Systems Manager User Guide, "AWS Systems Manager Change Calendar") holds only what goes
 * through the pipeline.
 */
export default defineGuardrail({
  name: 'change-freeze',
  summary: 'denies what takes listed resources away in given spans of time, or would do so in them',
  enforcedAt: 'gateway',
  needs: 'effects',
  parameters,
  example: () => ({
    windows: [{ from: '2025-12-12T00:00:00Z', until: '2026-01-05T00:00:00Z', reason: 'year-end freeze' }],
  }),
  build: ({ windows, resources, kinds, exceptions }, environment) => {
    const freezes: readonly Freeze[] = windows.map(({ from, until, reason }) => ({
      from: Date.parse(from),
      until: Date.parse(until),
      reason,
    }));
    const patterns = resources ?? productionResources(environment);
    const frozenKinds = new Set(kinds);
    return {
      name: 'change-freeze',
      enforcedAt: 'gateway',
      needs: 'effects',
      judge: ({ call, effects, inventory }) => {
        const frozen = effects.filter(({ kind }) => frozenKinds.has(kind));
        if (frozen.length === 0) return { answer: 'allow' };
        const originals = originalsOf(inventory);
        const means = (listed: readonly ResourcePattern[], effect: Effect): boolean => {
          if (isOnOneOf(listed, effect)) return true;
          const original = originals.get(effect.resource.incarnation);
          return original !== undefined && isOnOneOf(listed, { ...effect, resource: original });
        };
        const concerned = frozen.filter((effect) => means(patterns, effect) && !means(exceptions, effect));
        const [first] = concerned;
        if (first === undefined) return { answer: 'allow' };
        const now = freezeAt(freezes, call.time);
        if (now !== null) return { answer: 'deny', reason: `${named(now)}: ${told(first, concerned)}` };
        const later = concerned.find((effect) => freezeAt(freezes, effect.from) !== null);
        const ahead = later === undefined ? null : freezeAt(freezes, later.from);
        if (later !== undefined && ahead !== null) {
          const onTheWay = concerned.filter((effect) => freezeAt(freezes, effect.from) !== null);
          const reason = `${named(ahead)}: ${told(later, onTheWay)}, which comes on ${time(later.from)}`;
          return { answer: 'deny', reason };
        }
        return { answer: 'abstain', reason: whyNot(freezes, call.time, concerned) };
      },
    };
  },
});

/** What there are copies of, by the incarnations of the copies. */
function originalsOf(inventory: InventoryView): ReadonlyMap<string, ResourceReference> {
  const all = new Map<string, ResourceReference>();
  const copies: ResourceState[] = [];
  for (const state of inventory.all()) {
    all.set(state.resource.incarnation, state.resource);
    if (state.observed.copyOf !== null) copies.push(state);
  }
  const originals = new Map<string, ResourceReference>();
  for (const { observed, resource } of copies) {
    const original = all.get(observed.copyOf ?? '');
    if (original !== undefined) originals.set(resource.incarnation, original);
  }
  return originals;
}

/** The freeze that is on at a time; of several the one that ends last. */
function freezeAt(freezes: readonly Freeze[], at: number): Freeze | null {
  let found: Freeze | null = null;
  for (const freeze of freezes) {
    if (at < freeze.from || at >= freeze.until) continue;
    if (found === null || freeze.until > found.until) found = freeze;
  }
  return found;
}

function named({ reason, until }: Freeze): string {
  return `frozen until ${time(until)} (${reason})`;
}

function told(first: Effect, all: readonly Effect[]): string {
  const more = all.length === 1 ? '' : ` and ${all.length - 1} more`;
  return `${first.kind} ${resourceName(first.resource)}${more}`;
}

function whyNot(freezes: readonly Freeze[], at: number, concerned: readonly Effect[]): string {
  const next = freezes.filter(({ from }) => from > at).sort((left, right) => left.from - right.from)[0];
  const what = `${tallyEffects(concerned)} outside of every freeze`;
  return next === undefined
    ? `${what}; none is to come`
    : `${what}; the next begins on ${time(next.from)} (${next.reason})`;
}

/** `2025-12-15 09:00 UTC`. */
function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
