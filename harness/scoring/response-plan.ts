/** Third step of scoring: services, recovery rules and timeline, worked into what the response model evaluates. */
import { unknownName } from '../contract/blastpit-error.js';
import type { DataVolume } from '../contract/resource.js';
import type { RecoveryWay, ResponseParameter, ScoringRules, StackResource } from '../contract/scenario.js';
import { Consequences, type EffectsByCall, type Losses, type Undone } from './consequences.js';
import type { Switching } from './switching.js';
import {
  holdersOf,
  holds,
  observedOfPlace,
  placeKey,
  whenAny,
  type History,
  type Timeline,
} from './timeline.js';

/** A named number of the response model, with what `--set` made of it, in its own unit. */
export interface Parameter extends ResponseParameter {
  readonly name: string;
  /** Milliseconds that one of its unit stands for. */
  readonly milliseconds: number;
}

/** A copy that data can be restored from, and when it exists and can be read. */
export interface Copy {
  readonly incarnation: string;
  readonly readable: Switching;
  readonly data: DataVolume | null;
}

/** A way back, with parameters by their index. */
export interface PlannedWay {
  readonly kind: RecoveryWay['kind'];
  readonly name: string;
  readonly minutes: number;
  /** -1 where its length does not depend on the amount of data. */
  readonly perTebibyte: number;
  readonly from: readonly Member[];
}

/** When a place in a stack is what others need of it. */
export interface Conditions {
  /** Exists and serves. */
  readonly serving: Switching;
  /** Exists, serves and holds its data. */
  readonly holding: Switching;
  /** Exists and holds its data, serving or not. */
  readonly intact: Switching;
  /** Exists, whatever is left in it. */
  readonly existing: Switching;
}

/** A place in a stack that services or recoveries need, with its conditions as the journal tells them. */
export interface Member extends Conditions {
  readonly index: number;
  readonly place: StackResource;
  readonly label: string;
  /** Data that it must hold; null where it holds none that matters. */
  readonly required: DataVolume | null;
  readonly missingTebibytes: number;
  /** Times at which anything of it changes, ascending. */
  readonly turns: readonly number[];
  /** Times in which a deletion already begun can be undone, each with its deadline. */
  readonly undoable: readonly { readonly from: number; readonly to: number; readonly until: number }[];
  /** Fullest first. */
  readonly copies: readonly Copy[];
  readonly ways: readonly PlannedWay[];
  readonly after: readonly Member[];
  /** Bits, by their index in `after`, of what some of its losses are consequences of. */
  readonly causes: number;
  /** Its conditions were some of its losses undone. */
  readonly relieved: (undone: Undone) => Conditions;
}

export interface PlannedNeed {
  readonly member: Member;
  /** Whether its data is needed too. */
  readonly data: boolean;
}

/** What an evaluation depends on. */
export interface Reach {
  /** Indexes of parameters that any recovery on the way may use. */
  readonly parameters: readonly number[];
  /** Times at which what is possible, or what is missing, may change for another reason than a return to service. */
  readonly turns: readonly number[];
}

export interface PlannedService extends Reach {
  readonly name: string;
  readonly needs: readonly PlannedNeed[];
}

export interface ResponsePlan {
  readonly startsAt: number;
  readonly horizon: number;
  readonly parameters: readonly Parameter[];
  readonly detect: number;
  readonly decide: number;
  readonly recreate: number;
  readonly verify: number;
  readonly services: readonly PlannedService[];
  /** Every member, by its index. More join when {@link ResponsePlan.member} is asked for a place not yet known. */
  readonly members: readonly Member[];
  readonly member: (place: StackResource) => Member;
  /** What recoveries of these members depend on. */
  readonly reach: (members: readonly Member[]) => Reach;
}

/** Says what data an incarnation that was there at the start still has to hold. */
export type RequiredOf = (history: History) => DataVolume | null;

interface GrowingMember extends Member {
  ways: readonly PlannedWay[];
  after: readonly Member[];
  causes: number;
  relieved: Member['relieved'];
}

const millisecondsOf: Readonly<Record<ResponseParameter['unit'], number>> = {
  minutes: 60_000,
  'minutes per TiB': 60_000,
};
const bytesPerTebibyte = 2 ** 40;

/**
 * @param settings parameters moved with `--set`: their low, likely and high value become the one that is set.
 * @param calls what each call did: which losses are consequences of another's end.
 * @throws BlastpitError `unknown-response-parameter` where the model names a parameter that it does not have.
 */
export function planResponse(
  timeline: Timeline,
  rules: Pick<ScoringRules, 'services' | 'response'>,
  settings: Readonly<Record<string, number>>,
  requiredOf: RequiredOf,
  calls: EffectsByCall,
): ResponsePlan {
  const { response } = rules;
  const names = Object.keys(response.parameters);
  const parameters = Object.entries(response.parameters).map(([name, parameter]): Parameter => {
    const set = Object.hasOwn(settings, name) ? settings[name] : undefined;
    const values = set === undefined ? {} : { low: set, likely: set, high: set };
    return { ...parameter, ...values, name, milliseconds: millisecondsOf[parameter.unit] };
  });
  const parameterIndex = (name: string): number => {
    const index = names.indexOf(name);
    if (index === -1) throw unknownName('response parameter', name, names);
    return index;
  };
  const rulesByPlace = new Map(response.recoveries.map((rule) => [placeKey(rule.resource), rule]));
  const copiesByOriginal = findCopies(timeline);
  const consequences = new Consequences(calls);
  const byPlace = new Map<string, Member>();
  const members: Member[] = [];

  const member = (place: StackResource): Member => {
    const key = placeKey(place);
    const known = byPlace.get(key);
    if (known !== undefined) return known;
    const planned: GrowingMember = describe(timeline, place, members.length, requiredOf, copiesByOriginal);
    byPlace.set(key, planned);
    members.push(planned);
    const rule = rulesByPlace.get(key);
    if (rule !== undefined) {
      planned.ways = rule.ways.map((way) => ({
        kind: way.kind,
        name: way.name,
        minutes: parameterIndex(way.minutes),
        perTebibyte: way.minutesPerTebibyte === undefined ? -1 : parameterIndex(way.minutesPerTebibyte),
        from: (way.from ?? []).map(member),
      }));
      planned.after = (rule.after ?? []).map(member);
    }
    const sources = planned.after.map((earlier) => incarnationsAt(timeline, earlier.place));
    const losses = historiesAt(timeline, place).map((history) => consequences.lossesOf(history, sources));
    for (const { causes } of losses) planned.causes |= causes;
    planned.relieved = relievedConditions(planned, losses);
    return planned;
  };

  /** The place as one of which only its being there is asked, which only its stack brings back. */
  const presence = ({ place, existing, label }: Member): Member => {
    const present: Member = {
      index: members.length,
      place,
      label,
      required: null,
      missingTebibytes: 0,
      serving: existing,
      holding: existing,
      intact: existing,
      existing,
      turns: existing,
      undoable: [],
      copies: [],
      ways: [],
      after: [],
      causes: 0,
      relieved: () => present,
    };
    members.push(present);
    return present;
  };

  const always = [response.detect, response.decide, response.recreateStack, response.verify].map(
    parameterIndex,
  );
  const [detect = 0, decide = 0, recreate = 0, verify = 0] = always;
  const reach = (roots: readonly Member[]): Reach => reachOf(roots, always);
  const services = rules.services.map((service): PlannedService => {
    const needs = service.needs.map(({ present, data, ...place }) => ({
      member: present === true ? presence(member(place)) : member(place),
      data,
    }));
    return { name: service.name, needs, ...reach(needs.map((need) => need.member)) };
  });
  for (const { resource } of response.recoveries) member(resource);
  const { startsAt, horizon } = timeline;
  return {
    startsAt,
    horizon,
    parameters,
    detect,
    decide,
    recreate,
    verify,
    services,
    members,
    member,
    reach,
  };
}

function describe(
  timeline: Timeline,
  place: StackResource,
  index: number,
  requiredOf: RequiredOf,
  copiesByOriginal: ReadonlyMap<string, readonly Copy[]>,
): GrowingMember {
  const histories = historiesAt(timeline, place);
  let required: DataVolume | null = null;
  for (const history of histories) {
    const candidate = history.atStart ? requiredOf(history) : null;
    if (candidate !== null && candidate.bytes >= (required?.bytes ?? 0)) required = candidate;
  }
  const conditions = conditionsOf(histories, required);
  const copies = holdersOf(timeline, place, required).flatMap((holder) => copiesByOriginal.get(holder) ?? []);
  return {
    ...conditions,
    index,
    place,
    label: place.logicalId === '' ? place.stack : `${place.stack}/${place.logicalId}`,
    required,
    missingTebibytes: missingBytes(timeline, place, required) / bytesPerTebibyte,
    turns: histories.flatMap(({ times }) => times.slice(1)).sort((left, right) => left - right),
    undoable: histories.flatMap((history) => findUndoable(history, required, timeline.horizon)),
    copies: copies.sort((left, right) => (right.data?.records ?? 0) - (left.data?.records ?? 0)),
    ways: [],
    after: [],
    causes: 0,
    relieved: () => conditions,
  };
}

function historiesAt(timeline: Timeline, place: StackResource): readonly History[] {
  return timeline.members.get(placeKey(place)) ?? [];
}

function incarnationsAt(timeline: Timeline, place: StackResource): readonly string[] {
  return historiesAt(timeline, place).map(({ resource }) => resource.incarnation);
}

function conditionsOf(histories: readonly History[], required: DataVolume | null): Conditions {
  const serving = whenAny(histories, (observed) => observed.serving);
  const existing = whenAny(histories, () => true);
  if (required === null) return { serving, holding: serving, intact: existing, existing };
  return {
    serving,
    holding: whenAny(histories, (seen) => seen.serving && holds(seen, required)),
    intact: whenAny(histories, (seen) => holds(seen, required)),
    existing,
  };
}

/** Ranges ask for the same few over and over: they are made once. */
function relievedConditions(member: Member, losses: readonly Losses[]): Member['relieved'] {
  const made = new Map<string, Conditions>();
  let last: Conditions = member;
  let lastBack = 0;
  let lastPutOff = 0;
  return ({ back, putOff }) => {
    const causes = back & member.causes;
    if (causes === 0 && putOff === 0) return member;
    if (causes === lastBack && putOff === lastPutOff) return last;
    const name = `${String(causes)}/${String(putOff)}`;
    let conditions = made.get(name);
    if (conditions === undefined) {
      const histories = losses.map((each) => each.without({ back: causes, putOff }));
      conditions = conditionsOf(histories, member.required);
      made.set(name, conditions);
    }
    [last, lastBack, lastPutOff] = [conditions, causes, putOff];
    return conditions;
  };
}

/** What has to be brought back: all of it, unless less than all is missing in the end. */
function missingBytes(timeline: Timeline, place: StackResource, required: DataVolume | null): number {
  if (required === null) return 0;
  let left = 0;
  for (const observed of observedOfPlace(timeline, place, timeline.horizon)) {
    left = Math.max(left, observed.data?.bytes ?? 0);
  }
  return left >= required.bytes ? required.bytes : required.bytes - left;
}

function findUndoable(history: History, required: DataVolume | null, horizon: number): Member['undoable'] {
  const found: { from: number; to: number; until: number }[] = [];
  for (const [index, observed] of history.states.entries()) {
    if (observed !== null && observed.recoverableUntil !== null && holds(observed, required)) {
      found.push({
        from: history.times[index] ?? 0,
        to: history.times[index + 1] ?? horizon,
        until: observed.recoverableUntil,
      });
    }
  }
  return found;
}

function findCopies(timeline: Timeline): ReadonlyMap<string, readonly Copy[]> {
  const found = new Map<string, Copy[]>();
  for (const history of timeline.histories.values()) {
    const copied = history.states.find((observed) => observed !== null && observed.copyOf !== null);
    if (copied === undefined || copied === null || copied.copyOf === null) continue;
    const copy: Copy = {
      incarnation: history.resource.incarnation,
      readable: whenAny([history], (observed) => observed.serving && observed.copyOf === copied.copyOf),
      data: copied.data,
    };
    const known = found.get(copied.copyOf);
    if (known === undefined) found.set(copied.copyOf, [copy]);
    else known.push(copy);
  }
  return found;
}

function reachOf(roots: readonly Member[], always: readonly number[]): Reach {
  const parameters = new Set(always);
  const turns: number[] = [];
  const seen = new Set<Member>();
  const visit = (member: Member): void => {
    if (seen.has(member)) return;
    seen.add(member);
    for (const [index, change] of member.serving.entries()) if (index % 2 === 1) turns.push(change);
    for (const [index, change] of member.holding.entries()) if (index % 2 === 1) turns.push(change);
    if (member.required !== null || member.ways.some(({ kind }) => kind === 'reset')) {
      turns.push(...member.intact);
    }
    if (member.causes !== 0) turns.push(...member.turns);
    for (const { from, to, until } of member.undoable) turns.push(from, to, until);
    for (const copy of member.copies) turns.push(...copy.readable);
    for (const way of member.ways) {
      parameters.add(way.minutes);
      if (way.perTebibyte !== -1) parameters.add(way.perTebibyte);
      for (const source of way.from) {
        turns.push(...source.holding);
        visit(source);
      }
    }
    for (const earlier of member.after) visit(earlier);
  };
  for (const root of roots) visit(root);
  return { parameters: [...parameters], turns };
}
