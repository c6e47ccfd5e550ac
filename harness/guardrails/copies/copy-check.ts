/** Looks whether copies of a resource would bring its data back once it is gone, whatever the actor does next. */
import type { Actor } from '../../contract/actor.js';
import { isDestructive, type Effect } from '../../contract/effect.js';
import type { Attempt, InventoryView } from '../../contract/guardrail.js';
import { personName } from '../../contract/person.js';
import type { DataVolume, ResourceState } from '../../contract/resource.js';
import { deletionsOf, keyDeletions } from './copy-deletion.js';

export interface CopyWish {
  readonly maxAgeHours: number;
  /** Share of the records and of the bytes that it must hold, 0 to 1. */
  readonly share: number;
  readonly keepsDays: number;
}

/** What is looked up once for all that one call takes away. */
export interface Shelf {
  readonly attempt: Attempt;
  readonly states: ReadonlyMap<string, ResourceState>;
  /** Copies by the incarnation whose data they hold. */
  readonly copies: ReadonlyMap<string, readonly ResourceState[]>;
  readonly keys: readonly ResourceState[];
  /** Destructive effects of the call by the incarnation that they concern. */
  readonly takenAway: ReadonlyMap<string, readonly Effect[]>;
}

const hour = 3_600_000;
const day = 24 * hour;

export function shelfOf(attempt: Attempt): Shelf {
  const states = new Map<string, ResourceState>();
  const copies = new Map<string, ResourceState[]>();
  const keys: ResourceState[] = [];
  for (const state of attempt.inventory.all()) {
    states.set(state.resource.incarnation, state);
    if (state.resource.type === 'AWS::KMS::Key') keys.push(state);
    const { copyOf } = state.observed;
    if (copyOf !== null) push(copies, copyOf, state);
  }
  const takenAway = new Map<string, Effect[]>();
  for (const effect of attempt.effects) {
    if (isDestructive(effect)) push(takenAway, effect.resource.incarnation, effect);
  }
  return { attempt, states, copies, keys, takenAway };
}

function push<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/**
 * What no copy of the original is, in words that follow "no copy of it"; null where one of them will do. Of several
 * copies the one that comes farthest is told.
 */
export function whatIsMissing(
  shelf: Shelf,
  original: string,
  held: DataVolume,
  wish: CopyWish,
): string | null {
  let farthest = -1;
  let missing = '';
  for (const copy of shelf.copies.get(original) ?? []) {
    const failed = checks.findIndex(({ holds }) => !holds({ shelf, copy, original, held, wish }));
    if (failed < 0) return null;
    if (failed > farthest) {
      farthest = failed;
      missing = ` ${checks[failed]?.asked(shelf, wish) ?? ''}`;
    }
  }
  return missing;
}

interface Looked {
  readonly shelf: Shelf;
  readonly copy: ResourceState;
  readonly original: string;
  readonly held: DataVolume;
  readonly wish: CopyWish;
}

interface Check {
  readonly holds: (looked: Looked) => boolean;
  /** What was asked of the copy. */
  readonly asked: (shelf: Shelf, wish: CopyWish) => string;
}

const checks: readonly Check[] = [
  { holds: ({ copy }) => copy.observed.serving, asked: () => 'that is ready' },
  {
    holds: ({ copy: { observed }, held, wish: { share } }) =>
      (observed.data?.records ?? 0) >= held.records * share &&
      (observed.data?.bytes ?? 0) >= held.bytes * share,
    asked: (_shelf, { share }) => `that holds ${Number((share * 100).toFixed(1))} % of its data`,
  },
  {
    holds: ({ shelf: { attempt }, copy, wish }) => {
      const copiedAt = attempt.inventory.copiedAt(copy.resource);
      return copiedAt !== null && attempt.call.time - copiedAt <= wish.maxAgeHours * hour;
    },
    asked: (_shelf, { maxAgeHours }) => `from the last ${maxAgeHours} hours`,
  },
  { holds: isKept, asked: (_shelf, { keepsDays }) => `that is kept for ${keepsDays} days` },
  {
    holds: (looked) => !isInReach(looked),
    asked: ({ attempt }) => `that ${personName(attempt.call.actor.root)} cannot delete`,
  },
  {
    holds: (looked) => !isKeyInReach(looked),
    asked: ({ attempt }) => `whose key ${personName(attempt.call.actor.root)} cannot take away`,
  },
];

/** Neither what the call does nor what was set before takes it away in time; of an end that is only set, its end counts. */
function isKept({ shelf: { attempt, takenAway }, copy, wish }: Looked): boolean {
  const until = attempt.call.time + wish.keepsDays * day;
  const { recoverableUntil } = copy.observed;
  if (recoverableUntil !== null && recoverableUntil < until) return false;
  const effects = takenAway.get(copy.resource.incarnation) ?? [];
  return effects.every((effect) => effect.kind === 'expire' || effect.from >= until);
}

function isInReach({ shelf: { attempt, states }, copy, original }: Looked): boolean {
  const { inventory, call } = attempt;
  const originalArn = states.get(original)?.resource.arn;
  const ways = deletionsOf(copy.resource);
  if (ways === undefined) return true;
  return ways.some(({ action, on }) => {
    const arn = on === 'copy' ? copy.resource.arn : originalArn;
    return arn !== undefined && inventory.mayDo(call.actor, action, arn);
  });
}

/** A copy whose key is gone is noise. Its keys are those that its own or its original's configuration names. */
function isKeyInReach({ shelf: { attempt, keys, states }, copy, original }: Looked): boolean {
  const settings = JSON.stringify([
    copy.observed.configuration,
    states.get(original)?.observed.configuration,
  ]);
  return keys.some(
    ({ resource: { arn, id } }) =>
      (settings.includes(`"${arn}"`) || settings.includes(`"${id}"`)) &&
      mayTakeAway(attempt.inventory, attempt.call.actor, arn),
  );
}

function mayTakeAway(inventory: InventoryView, actor: Actor, keyArn: string): boolean {
  return keyDeletions.some((action) => inventory.mayDo(actor, action, keyArn));
}
