/**
 * A call's effects: where the trajectory with it and the trajectory without it, cut at the same time, disagree about one
 * incarnation of a resource. Deletion windows, stacks, schedules and lifecycle rules need no second description.
 */
import type { Effect, EffectKind } from '../../contract/effect.js';
import { sameJson } from '../../contract/json.js';
import type { DataVolume, Observation, ResourceReference } from '../../contract/resource.js';
import { dataChange, dataDiffers, lostData } from './data-change.js';
import { observe } from './model.js';
import type { Change } from './ordered-map.js';
import { asEvent, asResource, eventTime, referenceOf, resourceAt, type State, type Stored } from './state.js';
import { stepsUntil, type Moment, type Step } from './trajectory.js';
import type { WorldModel } from './world-model.js';

/** How far ahead effects are looked for: DynamoDB's system backups and KMS's longest window lie within. */
export const horizonSeconds = 35 * 24 * 3600;

/** What is observed of one incarnation from a time on; null where it does not exist. */
interface Span {
  readonly time: number;
  readonly observed: Observation | null;
}

interface History {
  readonly resource: ResourceReference;
  readonly spans: Span[];
}

/**
 * Compares what follows after `without` with what follows after `with_`.
 * @param until virtual time of the horizon.
 * @returns effects in the order of their times, then of their resources.
 */
export function effectsOf(model: WorldModel, without: Moment, with_: Moment, until: number): Effect[] {
  const stepsWithout = [...stepsUntil(model, without, until)];
  const stepsWith = [...stepsUntil(model, with_, until)];
  const touched = new Set<string>();
  noteTouched(without.state.changesTo(with_.state), touched);
  for (const { changes } of stepsWithout) noteTouched(changes, touched);
  for (const { changes } of stepsWith) noteTouched(changes, touched);
  const before = histories(model, without.state, with_.time, stepsWithout, touched);
  const after = histories(model, with_.state, with_.time, stepsWith, touched);
  const effects: Effect[] = [];
  for (const incarnation of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(incarnation);
    const young = after.get(incarnation);
    const resource = (young ?? old)?.resource;
    if (resource === undefined) continue;
    effects.push(...compare(resource, old?.spans ?? [], young?.spans ?? []));
  }
  const replaced = markReplacements(effects);
  const lastWithout = stepsWithout.at(-1)?.moment ?? without;
  const lastWith = stepsWith.at(-1)?.moment ?? with_;
  replaced.push(...scheduledBeyond(lastWithout.state, lastWith.state));
  return replaced.sort(byTimeThenResource);
}

function isResource(key: string): boolean {
  return key.startsWith('r/');
}

function noteTouched(changes: readonly Change<Stored>[], touched: Set<string>): void {
  for (const { key } of changes) if (isResource(key)) touched.add(key);
}

function histories(
  model: WorldModel,
  start: State,
  from: number,
  steps: readonly Step[],
  touched: ReadonlySet<string>,
): Map<string, History> {
  const byIncarnation = new Map<string, History>();
  const note = (time: number, before: Stored | undefined, after: Stored | undefined): void => {
    const old = before === undefined ? undefined : asResource(before);
    const young = after === undefined ? undefined : asResource(after);
    if (old !== undefined && old.incarnation !== young?.incarnation) {
      byIncarnation.get(old.incarnation)?.spans.push({ time, observed: null });
    }
    if (young === undefined) return;
    const history = byIncarnation.get(young.incarnation);
    const span = { time, observed: observe(model, young) };
    if (history === undefined)
      byIncarnation.set(young.incarnation, { resource: referenceOf(young), spans: [span] });
    else history.spans.push(span);
  };
  for (const key of touched) note(from, undefined, resourceAt(start, key));
  for (const { moment, changes } of steps) {
    for (const change of changes) {
      if (isResource(change.key)) note(moment.time, change.before, change.after);
    }
  }
  return byIncarnation;
}

/** One way in which two observations can differ. */
interface Aspect {
  readonly differs: (before: Observation | null, after: Observation | null) => boolean;
  readonly kind: (before: Observation | null, after: Observation | null) => EffectKind;
  readonly detail: (before: Observation | null, after: Observation | null) => string;
  /** The data that goes with it, where data can go. */
  readonly loses?: (before: Observation | null, after: Observation | null) => DataVolume | null;
  /** Names of what differs, where it is told by name; the detail is then made of all that differ in the interval. */
  readonly changes?: (before: Observation | null, after: Observation | null) => readonly string[];
}

const both =
  (differs: (before: Observation, after: Observation) => boolean): Aspect['differs'] =>
  (before, after) =>
    before !== null && after !== null && differs(before, after);

const aspects: readonly Aspect[] = [
  {
    differs: (before, after) => (before === null) !== (after === null),
    kind: (_before, after) => (after === null ? 'delete' : 'create'),
    detail: (_before, after) => (after === null ? 'deleted' : 'created'),
    loses: lostData,
  },
  {
    differs: both((before, after) => before.serving !== after.serving),
    kind: (_before, after) => (after?.serving === true ? 'update' : 'stop'),
    detail: (_before, after) => (after?.serving === true ? 'serves again' : 'stops serving'),
  },
  {
    differs: both((before, after) => !sameJson(before.protections, after.protections)),
    kind: (before, after) =>
      before?.protections.every((name) => after?.protections.includes(name)) === true
        ? 'update'
        : 'unprotect',
    detail: (before, after) => `protections: ${listed(before?.protections)} → ${listed(after?.protections)}`,
  },
  {
    differs: both((before, after) => before.exposed !== after.exposed),
    kind: (_before, after) => (after?.exposed === true ? 'expose' : 'update'),
    detail: (_before, after) => (after?.exposed === true ? 'exposed' : 'no longer exposed'),
  },
  {
    differs: both((before, after) => !sameJson(before.grants, after.grants)),
    kind: (_before, after) => (after?.grants === null ? 'update' : 'grant'),
    detail: (_before, after) => (after?.grants === null ? 'permits nothing any more' : 'permissions changed'),
  },
  {
    differs: both((before, after) => !sameJson(before.delegates, after.delegates)),
    kind: (_before, after) => (after?.delegates === null ? 'update' : 'delegate'),
    detail: () => 'code that acts with a role changed',
  },
  {
    differs: both(dataDiffers),
    kind: (before, after) => (dataChange(before, after) === 'data removed' ? 'delete' : 'update'),
    detail: dataChange,
    loses: lostData,
  },
  {
    differs: both((before, after) => before.recoverableUntil !== after.recoverableUntil),
    kind: (before, after) => (sooner(before, after) ? 'expire' : 'update'),
    detail: (before, after) => (sooner(before, after) ? 'its end is set' : 'its end is put off'),
  },
  {
    differs: both((before, after) => !sameJson(before.configuration, after.configuration)),
    kind: () => 'update',
    detail: () => 'configuration: changed',
    changes: (before, after) => changedMembers(before?.configuration, after?.configuration),
  },
];

function listed(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? 'none' : names.join(', ');
}

function sooner(before: Observation | null, after: Observation | null): boolean {
  const end = after?.recoverableUntil ?? null;
  return end !== null && (before?.recoverableUntil ?? Number.POSITIVE_INFINITY) > end;
}

function changedMembers(before: unknown, after: unknown): readonly string[] {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return ['changed'];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !sameJson(Reflect.get(before, name), Reflect.get(after, name))).sort();
}

function withLoss(effect: OpenEffect, loses: DataVolume | null): OpenEffect {
  const known = effect.loses;
  if (known === null || loses === null) return { ...effect, loses: known ?? loses };
  const records = Math.max(known.records, loses.records);
  return { ...effect, loses: { records, bytes: Math.max(known.bytes, loses.bytes) } };
}

interface OpenEffect {
  readonly kind: EffectKind;
  readonly from: number;
  readonly loses: DataVolume | null;
  readonly detail: string;
  readonly changes: readonly string[] | null;
}

/** What changes in several steps is one effect, and it tells all of them: people approve what they are told. */
function withChanges(effect: OpenEffect, changes: readonly string[] | null): OpenEffect {
  if (changes === null) return effect;
  const all = [...new Set([...(effect.changes ?? []), ...changes])].sort();
  return { ...effect, changes: all, detail: `configuration: ${all.join(', ')}` };
}

/** Cuts both histories at each other's times and reads off, per aspect, the intervals in which they differ. */
function compare(resource: ResourceReference, before: readonly Span[], after: readonly Span[]): Effect[] {
  const times = [...new Set([...before, ...after].map((span) => span.time))].sort(
    (left, right) => left - right,
  );
  const pairs = times.map((time) => ({
    time,
    old: observedAt(before, time),
    young: observedAt(after, time),
  }));
  // Most that a call touches reads the same before and after; observations are kept by record.
  if (pairs.every(({ old, young }) => old === young)) return [];
  const effects: Effect[] = [];
  for (const aspect of aspects) {
    let open: OpenEffect | null = null;
    for (const { time, old, young } of pairs) {
      const kind = aspect.differs(old, young) ? aspect.kind(old, young) : null;
      if (open !== null && open.kind !== kind) {
        effects.push(closed(open, resource, time));
        open = null;
      }
      if (kind === null) continue;
      const loses = aspect.loses?.(old, young) ?? null;
      // What goes in several steps is one effect, and it loses what all of them take.
      const known = open ?? { kind, from: time, loses, detail: aspect.detail(old, young), changes: null };
      open = withChanges(withLoss(known, loses), aspect.changes?.(old, young) ?? null);
    }
    if (open !== null) effects.push(closed(open, resource, null));
  }
  return effects;
}

function closed(
  { kind, from, loses, detail, changes }: OpenEffect,
  resource: ResourceReference,
  until: number | null,
): Effect {
  const effect = { kind, resource, from, until, loses, detail };
  return changes === null ? effect : { ...effect, changes };
}

function observedAt(spans: readonly Span[], time: number): Observation | null {
  let observed: Observation | null = null;
  for (const span of spans) {
    if (span.time > time) break;
    observed = span.observed;
  }
  return observed;
}

/** A deletion beside the creation of the same place in the same stack is a replacement. */
function markReplacements(effects: readonly Effect[]): Effect[] {
  const created = new Set<string>();
  for (const { kind, resource } of effects)
    if (kind === 'create' && resource.stack !== null) created.add(place(resource));
  return effects.map((effect) => {
    const { kind, resource, detail } = effect;
    if (kind !== 'delete' || detail !== 'deleted' || resource.stack === null) return effect;
    return created.has(place(resource))
      ? { ...effect, kind: 'replace', detail: 'replaced by a new one' }
      : effect;
  });
}

function place(resource: ResourceReference): string {
  return `${resource.type} ${resource.stack?.stackName ?? ''} ${resource.stack?.logicalId ?? ''}`;
}

/** Events that only one of the trajectories still has in its queue at the horizon. */
function scheduledBeyond(without: State, with_: State): Effect[] {
  const effects: Effect[] = [];
  for (const change of without.changesTo(with_)) {
    if (!change.key.startsWith('e/') || change.after === undefined || change.before !== undefined) continue;
    const event = asEvent(change.after);
    const record = event.target === null ? undefined : resourceAt(with_, event.target);
    if (record === undefined) continue;
    const detail = `scheduled: ${event.handler}`;
    const from = eventTime(change.key);
    effects.push({
      kind: 'scheduled',
      resource: referenceOf(record),
      from,
      until: null,
      loses: null,
      detail,
    });
  }
  return effects;
}

function byTimeThenResource(left: Effect, right: Effect): number {
  return (
    left.from - right.from ||
    compareText(left.resource.arn, right.resource.arn) ||
    compareText(left.kind, right.kind)
  );
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
