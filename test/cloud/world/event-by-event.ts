/**
 * The slow and simple way to know what a call does: two worlds stepped event by event, each with a full inventory after
 * every event, compared at every time. It uses neither the world's trajectories nor its diff nor its effects.
 */
import { AwsFailure } from '../../../harness/contract/aws-error.js';
import type { Call } from '../../../harness/contract/call.js';
import type { EffectKind } from '../../../harness/contract/effect.js';
import type { DataVolume, Observation } from '../../../harness/contract/resource.js';
import type { Cloud } from '../../../harness/cloud/cloud.js';
import type { OrderedMap } from '../../../harness/cloud/world/ordered-map.js';
import type { QueuedEvent, ResourceRecord, Stored } from '../../../harness/cloud/world/state.js';
import { Transaction } from '../../../harness/cloud/world/transaction.js';

type State = OrderedMap<Stored>;

export interface SteppedWorld {
  readonly state: State;
  readonly now: number;
}

/** One effect as the inventories show it. */
export interface ShownEffect {
  readonly kind: EffectKind;
  readonly incarnation: string;
  readonly from: number;
  readonly until: number | null;
  /** The most that was missing of a deletion's data at any time of it. */
  readonly loses: DataVolume | null;
}

interface Snapshot {
  readonly time: number;
  readonly resources: ReadonlyMap<
    string,
    { readonly record: ResourceRecord; readonly observed: Observation }
  >;
}

/** The first event of the queue, found by looking at every one. */
function earliest(state: State): { key: string; time: number; event: QueuedEvent } | undefined {
  let found: { key: string; time: number; event: QueuedEvent } | undefined;
  for (const [key, value] of state.range('', '\uffff')) {
    if (!key.startsWith('e/')) continue;
    const time = Number(key.split('/')[1]);
    if (found === undefined || time < found.time || (time === found.time && key < found.key)) {
      found = { key, time, event: value as QueuedEvent };
    }
  }
  return found;
}

/** Runs one event. */
function step(cloud: Cloud, state: State, event: NonNullable<ReturnType<typeof earliest>>): State {
  const transaction = new Transaction(cloud, state.without(event.key), event.time, event.event);
  cloud.handler(event.event.handler)(transaction, event.event);
  return transaction.state;
}

/** Lets time pass, one event after the other. */
export function pass(cloud: Cloud, world: SteppedWorld, until: number): SteppedWorld {
  let { state } = world;
  for (let next = earliest(state); next !== undefined && next.time <= until; next = earliest(state)) {
    state = step(cloud, state, next);
  }
  return { state, now: until };
}

/** Makes a call, with the motive that the world gave it. */
export function make(cloud: Cloud, world: SteppedWorld, call: Call, cause: string): SteppedWorld {
  const motive = { cause, callId: call.id, checked: true };
  const transaction = new Transaction(cloud, world.state, world.now, motive);
  try {
    cloud.run(call, transaction);
  } catch (error) {
    if (error instanceof AwsFailure) return world;
    throw error;
  }
  return { state: transaction.state, now: world.now };
}

function inventory(cloud: Cloud, state: State): Snapshot['resources'] {
  const resources = new Map<string, { record: ResourceRecord; observed: Observation }>();
  for (const [key, value] of state.range('', '\uffff')) {
    if (!key.startsWith('r/')) continue;
    const record = value as ResourceRecord;
    resources.set(record.incarnation, { record, observed: cloud.kind(record.type).observe(record) });
  }
  return resources;
}

function snapshots(cloud: Cloud, world: SteppedWorld, horizon: number): { all: Snapshot[]; last: State } {
  let { state } = world;
  const all: Snapshot[] = [{ time: world.now, resources: inventory(cloud, state) }];
  for (let next = earliest(state); next !== undefined && next.time <= horizon; next = earliest(state)) {
    state = step(cloud, state, next);
    all.push({ time: Math.max(next.time, world.now), resources: inventory(cloud, state) });
  }
  return { all, last: state };
}

/** What two lists of inventories differ in, by incarnation, kind and time. */
export function shownEffects(
  cloud: Cloud,
  without: SteppedWorld,
  withCall: SteppedWorld,
  horizon: number,
): ShownEffect[] {
  const [before, after] = [snapshots(cloud, without, horizon), snapshots(cloud, withCall, horizon)];
  const times = [...new Set([...before.all, ...after.all].map(({ time }) => time))].sort((a, b) => a - b);
  const at = (list: readonly Snapshot[], time: number): Snapshot['resources'] =>
    list.findLast((snapshot) => snapshot.time <= time)?.resources ?? new Map();
  const open = new Map<string, ShownEffect>();
  const done: ShownEffect[] = [];
  for (const time of times) {
    const [old, young] = [at(before.all, time), at(after.all, time)];
    const present = new Map<string, ShownEffect>();
    for (const incarnation of new Set([...old.keys(), ...young.keys()])) {
      for (const [aspect, kind] of differences(
        old.get(incarnation)?.observed,
        young.get(incarnation)?.observed,
      )) {
        const loses =
          aspect === 'data' || kind === 'delete'
            ? missing(old.get(incarnation), young.get(incarnation))
            : null;
        present.set(`${incarnation} ${aspect}`, { kind, incarnation, from: time, until: null, loses });
      }
    }
    for (const [key, effect] of open) {
      const still = present.get(key);
      if (still?.kind === effect.kind) {
        open.set(key, { ...effect, loses: most(effect.loses, still.loses) });
        continue;
      }
      done.push({ ...effect, until: time });
      open.delete(key);
    }
    for (const [key, effect] of present) if (!open.has(key)) open.set(key, effect);
  }
  const effects = withReplacements([...done, ...open.values()], before.all, after.all);
  return [...effects, ...beyond(before.last, after.last)];
}

type Seen = { readonly observed: Observation } | undefined;

function missing(old: Seen, young: Seen): DataVolume | null {
  const had = old?.observed.data;
  if (had === null || had === undefined) return null;
  const records = Math.max(had.records - (young?.observed.data?.records ?? 0), taken(old, young, 'records'));
  const bytes = Math.max(had.bytes - (young?.observed.data?.bytes ?? 0), taken(old, young, 'bytes'));
  return records > 0 || bytes > 0 ? { records: Math.max(0, records), bytes: Math.max(0, bytes) } : null;
}

/** How much more was removed or overwritten, one record at a time, in the younger of the two. */
function taken(old: Seen, young: Seen, what: keyof DataVolume): number {
  let sum = 0;
  for (const way of ['removed', 'overwritten'] as const) {
    const more = (young?.observed.turnover?.[way][what] ?? 0) - (old?.observed.turnover?.[way][what] ?? 0);
    if (more > 0) sum += more;
  }
  return sum;
}

function most(one: DataVolume | null, other: DataVolume | null): DataVolume | null {
  if (one === null) return other;
  if (other === null) return one;
  return { records: Math.max(one.records, other.records), bytes: Math.max(one.bytes, other.bytes) };
}

/** In which aspects two observations of one incarnation differ, and what that is called. */
function differences(old: Observation | undefined, young: Observation | undefined): [string, EffectKind][] {
  if (old === undefined && young === undefined) return [];
  if (old === undefined) return [['existence', 'create']];
  if (young === undefined) return [['existence', 'delete']];
  const found: [string, EffectKind][] = [];
  const differs = (name: keyof Observation): boolean => stable(old[name]) !== stable(young[name]);
  if (differs('serving')) found.push(['serving', young.serving ? 'update' : 'stop']);
  if (differs('protections')) {
    const lost = old.protections.some((name) => !young.protections.includes(name));
    found.push(['protections', lost ? 'unprotect' : 'update']);
  }
  if (differs('exposed')) found.push(['exposed', young.exposed ? 'expose' : 'update']);
  if (differs('grants')) found.push(['grants', young.grants === null ? 'update' : 'grant']);
  if (differs('delegates')) found.push(['delegates', young.delegates === null ? 'update' : 'delegate']);
  if (differs('data') || (old.turnover?.contents ?? '') !== (young.turnover?.contents ?? '')) {
    found.push(['data', losesRecords(old, young) ? 'delete' : 'update']);
  }
  if (differs('recoverableUntil')) {
    const sooner =
      young.recoverableUntil !== null && young.recoverableUntil < (old.recoverableUntil ?? Infinity);
    found.push(['recoverableUntil', sooner ? 'expire' : 'update']);
  }
  if (differs('configuration')) found.push(['configuration', 'update']);
  return found;
}

/** Whether records are gone, or bytes though no record was overwritten by a smaller one. */
function losesRecords(old: Observation, young: Observation): boolean {
  if ((old.data?.records ?? 0) > (young.data?.records ?? 0)) return true;
  const more = (way: 'removed' | 'overwritten'): boolean =>
    (young.turnover?.[way].records ?? 0) > (old.turnover?.[way].records ?? 0);
  if (more('removed')) return true;
  return (old.data?.bytes ?? 0) > (young.data?.bytes ?? 0) && !more('overwritten');
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${name}:${stable(member)}`).join()}}`;
}

/** A whole resource that goes while a new one comes at the same place of the same stack is replaced. */
function withReplacements(
  effects: readonly ShownEffect[],
  before: readonly Snapshot[],
  after: readonly Snapshot[],
): ShownEffect[] {
  const placeOf = new Map<string, string>();
  const existed = new Set<string>();
  for (const [list, old] of [
    [before, true],
    [after, false],
  ] as const) {
    for (const { resources } of list) {
      for (const [incarnation, { record }] of resources) {
        if (old) existed.add(incarnation);
        const { type, stack } = record;
        if (stack !== null) placeOf.set(incarnation, `${type} ${stack.stackName} ${stack.logicalId}`);
      }
    }
  }
  const created = new Set(
    effects.filter(({ kind }) => kind === 'create').map(({ incarnation }) => placeOf.get(incarnation)),
  );
  return effects.map((effect) => {
    const place = placeOf.get(effect.incarnation);
    const whole = effect.kind === 'delete' && goes(effect, after);
    return whole && existed.has(effect.incarnation) && place !== undefined && created.has(place)
      ? { ...effect, kind: 'replace' }
      : effect;
  });
}

/** Whether the incarnation itself is gone when the effect begins, rather than some of its data. */
function goes({ incarnation, from }: ShownEffect, after: readonly Snapshot[]): boolean {
  return after.findLast(({ time }) => time <= from)?.resources.has(incarnation) !== true;
}

/** Events about resources that only the world with the call still has in its queue. */
function beyond(old: State, young: State): ShownEffect[] {
  const effects: ShownEffect[] = [];
  for (const [key, value] of young.range('', '\uffff')) {
    if (!key.startsWith('e/') || old.get(key) !== undefined) continue;
    const { target } = value as QueuedEvent;
    const record = target === null ? undefined : (young.get(target) as ResourceRecord | undefined);
    if (record === undefined) continue;
    const from = Number(key.split('/')[1]);
    effects.push({ kind: 'scheduled', incarnation: record.incarnation, from, until: null, loses: null });
  }
  return effects;
}
