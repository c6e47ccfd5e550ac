/** Within the third step of scoring: what a resource loses only since something that it depends on ended. */
import type { Effect } from '../contract/effect.js';
import { sameJson } from '../contract/json.js';
import type { DataVolume, Observation } from '../contract/resource.js';
import type { History } from './timeline.js';

/** The effects of every call that counts, call by call. */
export type EffectsByCall = readonly (readonly Effect[])[];

/** What is undone: a bit for each thing depended on that is back in time, and an own end that people put off. */
export interface Undone {
  /** Bit `i` for the `i`-th thing depended on. */
  readonly back: number;
  /** Virtual time at which the resource would have ended by itself, put off by people; 0 where none was. */
  readonly putOff: number;
}

/** What took each part of what is lost at one time: bits of what is depended on; 0 where it went by itself. */
interface Loss {
  readonly existence: number;
  readonly serving: number;
  readonly data: number;
  /** The end that had been set for it, where this is that end; 0 where it is none. */
  readonly announced: number;
}

/** A call's effects on one incarnation, and when the call ends each of what that depends on. */
interface Claim {
  readonly effects: readonly Effect[];
  readonly call: ReadonlyMap<string, readonly Effect[]>;
}

const endingKinds: ReadonlySet<Effect['kind']> = new Set(['stop', 'expire', 'delete', 'replace']);
const removingKinds: ReadonlySet<Effect['kind']> = new Set(['delete', 'replace']);

/**
 * Tells consequences from what calls do by themselves. A loss is a consequence where every call that takes it at that
 * very time also ended something that the resource depends on, before or at that time, and
 *
 * - the resource stays there with the same settings: without its key, a resource stops or its data cannot be read any
 *   more, but nobody deletes or changes it. One that is gone is a consequence only where it goes at the very time at
 *   which what it depends on is destroyed, as a key's aliases do;
 * - it is not the end that had been set for the resource itself, as by a lifecycle rule.
 *
 * A loss that no effect names counts as one of its own. What both a key's end and something else took away is undone
 * as far as the observations tell: stopping what is stopped already leaves no trace in them.
 */
export class Consequences {
  readonly #claims = new Map<string, Claim[]>();

  constructor(calls: EffectsByCall) {
    for (const effects of calls) {
      const call = new Map<string, Effect[]>();
      for (const effect of effects) {
        const { incarnation } = effect.resource;
        const known = call.get(incarnation);
        if (known === undefined) call.set(incarnation, [effect]);
        else known.push(effect);
      }
      for (const [incarnation, its] of call) {
        const known = this.#claims.get(incarnation);
        if (known === undefined) this.#claims.set(incarnation, [{ effects: its, call }]);
        else known.push({ effects: its, call });
      }
    }
  }

  /** @param sources the incarnations of each place that the resource depends on, at most 30 places. */
  lossesOf(history: History, sources: readonly (readonly string[])[]): Losses {
    const losses = history.states.map((state, index): Loss | null => {
      const before = index === 0 ? null : (history.states[index - 1] ?? null);
      return before === null ? null : this.#loss(history, index, before, state, sources);
    });
    return new Losses(history, losses);
  }

  #loss(
    { resource, times }: History,
    index: number,
    before: Observation,
    after: Observation | null,
    sources: readonly (readonly string[])[],
  ): Loss {
    const time = times[index] ?? 0;
    const end = before.recoverableUntil;
    const announced = end !== null && end <= time ? end : 0;
    const claims = this.#claims.get(resource.incarnation) ?? [];
    const by = (matches: (effect: Effect) => boolean, ends: (effect: Effect) => boolean): number =>
      announced === 0 ? causesOf(claims, time, sources, matches, ends) : 0;
    if (after === null) {
      const existence = by(
        ({ kind }) => removingKinds.has(kind),
        ({ kind, from }) => removingKinds.has(kind) && from === time,
      );
      return { existence, serving: 0, data: 0, announced };
    }
    if (!sameSettings(before, after)) return { existence: 0, serving: 0, data: 0, announced };
    const ended = ({ kind, from }: Effect): boolean => endingKinds.has(kind) && from <= time;
    const stops = before.serving && !after.serving;
    const loses = lostBetween(before, after) !== null;
    return {
      existence: 0,
      serving: stops ? by(({ kind }) => kind === 'stop', ended) : 0,
      data: loses ? by(({ kind, loses: volume }) => kind === 'delete' && volume !== null, ended) : 0,
      announced,
    };
  }
}

/** What one incarnation loses, and how it would go on were some of that undone. */
export class Losses {
  /** Bits of what anything that it loses is a consequence of. */
  readonly causes: number;
  readonly #history: History;
  readonly #losses: readonly (Loss | null)[];

  constructor(history: History, losses: readonly (Loss | null)[]) {
    this.#history = history;
    this.#losses = losses;
    let causes = 0;
    for (const loss of losses) if (loss !== null) causes |= loss.existence | loss.serving | loss.data;
    this.causes = causes;
  }

  /** The history without the losses of which every cause is undone. */
  without({ back, putOff }: Undone): History {
    const { states } = this.#history;
    const isUndone = (causes: number): boolean => causes !== 0 && (causes & ~back) === 0;
    let keepsServing = false;
    let kept: DataVolume = { records: 0, bytes: 0 };
    let last: Observation | null = null;
    const relieved = states.map((state, index): Observation | null => {
      const before = index === 0 ? null : (states[index - 1] ?? null);
      const loss = this.#losses[index] ?? null;
      const isPutOff = loss !== null && loss.announced !== 0 && loss.announced === putOff;
      if (state === null) {
        const isKept = before === null || (loss !== null && (isPutOff || isUndone(loss.existence)));
        if (!isKept) last = null;
        return last;
      }
      if (loss !== null && before !== null) {
        const lost = lostBetween(before, state);
        if (lost !== null && (isPutOff || isUndone(loss.data))) {
          kept = { records: kept.records + lost.records, bytes: kept.bytes + lost.bytes };
        }
        if (isUndone(loss.serving)) keepsServing = true;
      }
      if (state.serving) keepsServing = false;
      last = withKept(state, keepsServing, kept);
      return last;
    });
    return { ...this.#history, states: relieved };
  }
}

function withKept(state: Observation, keepsServing: boolean, kept: DataVolume): Observation {
  const { data } = state;
  if (!keepsServing && kept.records === 0 && kept.bytes === 0) return state;
  return {
    ...state,
    serving: state.serving || keepsServing,
    data: data === null ? null : { records: data.records + kept.records, bytes: data.bytes + kept.bytes },
  };
}

/** Bits of what the calls behind a loss ended; 0 where there is none, or one that ended nothing depended on. */
function causesOf(
  claims: readonly Claim[],
  time: number,
  sources: readonly (readonly string[])[],
  matches: (effect: Effect) => boolean,
  ends: (effect: Effect) => boolean,
): number {
  let causes = 0;
  for (const { effects, call } of claims) {
    if (!effects.some((effect) => effect.from === time && matches(effect))) continue;
    let ended = 0;
    for (const [bit, incarnations] of sources.entries()) {
      const isEnded = incarnations.some((incarnation) => call.get(incarnation)?.some(ends) === true);
      if (isEnded) ended |= 1 << bit;
    }
    if (ended === 0) return 0;
    causes |= ended;
  }
  return causes;
}

function lostBetween(before: Observation, after: Observation): DataVolume | null {
  const had = before.data;
  if (had === null) return null;
  const records = Math.max(0, had.records - (after.data?.records ?? 0));
  const bytes = Math.max(0, had.bytes - (after.data?.bytes ?? 0));
  return records === 0 && bytes === 0 ? null : { records, bytes };
}

/** Whether its owner, or whoever acts as such, changed nothing on it. */
function sameSettings(before: Observation, after: Observation): boolean {
  return (
    sameJson(before.configuration, after.configuration) &&
    sameJson(before.protections, after.protections) &&
    sameJson(before.grants, after.grants) &&
    sameJson(before.delegates, after.delegates) &&
    before.recoverableUntil === after.recoverableUntil
  );
}
