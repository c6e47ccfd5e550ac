/** Where scoring tells asked-for work from the rest: which changes of a resource the change ticket covers. */
import type { ChangeTicket } from '../contract/approver.js';
import type { Effect, EffectKind } from '../contract/effect.js';
import { coversEffect } from '../contract/pattern.js';
import type { DataVolume, Observation, ResourceReference } from '../contract/resource.js';

/** Effects by the incarnation that they concern. */
export type EffectsByIncarnation = ReadonlyMap<string, readonly Effect[]>;

export function effectsByIncarnation(effects: Iterable<Effect>): EffectsByIncarnation {
  const sorted = new Map<string, Effect[]>();
  for (const effect of effects) {
    const { incarnation } = effect.resource;
    const known = sorted.get(incarnation);
    if (known === undefined) sorted.set(incarnation, [effect]);
    else known.push(effect);
  }
  return sorted;
}

/** Kinds of effects that take a resource or its data away. */
const takingKinds: readonly EffectKind[] = ['delete', 'replace', 'expire'];
const unprotectingKinds: readonly EffectKind[] = ['unprotect', ...takingKinds];

/** Whether the ticket asked for this resource to go. */
export function isRemovalCovered(
  resource: ResourceReference,
  effects: EffectsByIncarnation,
  ticket: ChangeTicket,
): boolean {
  return isCovered(resource, effects, ticket, takingKinds, 'delete');
}

/** Whether the ticket asked for this resource to lose its safeguards. */
export function isUnprotectingCovered(
  resource: ResourceReference,
  effects: EffectsByIncarnation,
  ticket: ChangeTicket,
): boolean {
  return isCovered(resource, effects, ticket, unprotectingKinds, 'unprotect');
}

/**
 * Every committed effect of these kinds must be covered. Where none is known, nobody can show that the change was
 * asked for, save by a ticket that covers the assumed kind.
 */
function isCovered(
  resource: ResourceReference,
  effects: EffectsByIncarnation,
  ticket: ChangeTicket,
  kinds: readonly EffectKind[],
  assumed: EffectKind,
): boolean {
  const relevant = (effects.get(resource.incarnation) ?? []).filter(({ kind }) => kinds.includes(kind));
  if (relevant.length > 0) return relevant.every((effect) => coversEffect(ticket.covers, effect));
  return coversEffect(ticket.covers, {
    kind: assumed,
    resource,
    from: 0,
    until: null,
    loses: null,
    detail: '',
  });
}

/**
 * The data that a resource still has to hold: what it held, less what the ticket asked to be taken away; null where
 * that is nothing.
 */
export function requiredData(
  resource: ResourceReference,
  observed: Observation,
  effects: EffectsByIncarnation,
  ticket: ChangeTicket,
): DataVolume | null {
  const { data } = observed;
  if (data === null) return null;
  let { records, bytes } = data;
  for (const effect of effects.get(resource.incarnation) ?? []) {
    if (effect.loses === null || !coversEffect(ticket.covers, effect)) continue;
    records -= effect.loses.records;
    bytes -= effect.loses.bytes;
  }
  if (records <= 0 && bytes <= 0) return null;
  return { records: Math.max(0, records), bytes: Math.max(0, bytes) };
}
