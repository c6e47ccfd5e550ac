/** Within the fourth step of scoring: when one resource, or its data, is back, and by which way. */
import type { RecoveryTrace } from './recovery-trace.js';
import type { Member, PlannedWay, ResponsePlan } from './response-plan.js';
import { isOn, nextOff, nextOn } from './switching.js';

/** Lengths by the index of their parameter, in milliseconds (a TiB). */
export type Lengths = Float64Array;

/** What is back before it is missed: when, and by which way. */
export interface Spared {
  readonly at: number;
  readonly by: PlannedWay | null;
}

const inProgress = -1;

/**
 * One response's memory of what is back when. It is used over and over with the same buffers, since a range is
 * evaluated in many corners; `begin` forgets all.
 */
export class WayBack {
  /** Number of the step that ends at the time that `ready` returned last; -1 without a trace. */
  step = -1;
  /** The last virtual time that what is possible depended on. */
  latest = 0;
  readonly #plan: ResponsePlan;
  #lengths: Lengths;
  #trace: RecoveryTrace | null = null;
  /** Virtual time from which people are at work, and the step before it. */
  #from = 0;
  #stepBefore = -1;
  /** When it is back, by member: once for being in service and once for its data too. 0 where not asked yet. */
  readonly #readyAt: Float64Array;
  readonly #stepOf: Int32Array;
  readonly #wayOf: (PlannedWay | null)[];
  readonly #recordsMissing: Float64Array;

  constructor(plan: ResponsePlan) {
    const count = plan.members.length;
    this.#plan = plan;
    this.#lengths = new Float64Array(plan.parameters.length);
    this.#readyAt = new Float64Array(2 * count);
    this.#stepOf = new Int32Array(2 * count);
    this.#wayOf = Array.from({ length: count }, () => null);
    this.#recordsMissing = new Float64Array(count);
  }

  /** Begins another response, in which people have decided at a time. */
  begin(lengths: Lengths, trace: RecoveryTrace | null, decided: number): void {
    this.#lengths = lengths;
    this.#trace = trace;
    this.#readyAt.fill(0);
    this.#recordsMissing.fill(0);
    this.latest = decided;
  }

  /** From when on people work at what is asked for next, and the step that comes before. */
  workFrom(time: number, stepBefore: number): void {
    this.#from = time;
    this.#stepBefore = stepBefore;
    this.lookAt(time);
  }

  length(parameter: number): number {
    return this.#lengths[parameter] ?? 0;
  }

  /** Writes a step down where steps are wanted, and gives its number. */
  note(
    what: string,
    start: number,
    end: number,
    parameters: readonly number[],
    before: readonly number[],
  ): number {
    if (this.#trace === null) return -1;
    const names = parameters.map((index) => this.#plan.parameters[index]?.name ?? '');
    return this.#trace.add(what, start, end, names, before);
  }

  lookAt(time: number): void {
    if (time > this.latest && time !== Infinity) this.latest = time;
  }

  /** The way that was taken for a member; null where it came back by itself, or from its stack's template, or never. */
  wayOf(member: Member): PlannedWay | null {
    return this.#wayOf[member.index] ?? null;
  }

  /** Records that the copy which a member was restored from does not hold. */
  recordsMissing(member: Member): number {
    return this.#recordsMissing[member.index] ?? 0;
  }

  /**
   * Whether a member that fails later on is spared: what must come before it is out, as it still is when the member
   * fails, so that the member fails for want of it; and people bring it back in time. They work from `decided` on.
   */
  sparedBy(member: Member, decided: number, fails: number): Spared | null {
    for (const earlier of member.after) {
      if (isOn(earlier.serving, decided) || nextOn(earlier.serving, decided) <= fails) continue;
      const at = this.ready(earlier, earlier.required !== null);
      if (at < fails) return { at, by: this.wayOf(earlier) };
    }
    return null;
  }

  /** The way by which people put off an end that is set, before it comes; null where they cannot. */
  undoneBy(member: Member, end: number): Spared | null {
    for (const way of member.ways) {
      const at = way.kind === 'undelete' ? this.#take(member, way) : Infinity;
      if (at <= end) return { at, by: way };
    }
    return null;
  }

  /** When a member serves, and holds its data where that is wanted; infinite where there is no way. */
  ready(member: Member, wantsData: boolean): number {
    const data = wantsData && member.required !== null;
    const target = data ? member.holding : member.serving;
    this.step = this.#stepBefore;
    if (isOn(target, this.#from)) return this.#from;
    const slot = 2 * member.index + (data ? 1 : 0);
    const known = this.#readyAt[slot] ?? 0;
    // A recovery that waits for itself never ends.
    if (known === inProgress) return Infinity;
    if (known !== 0) {
      this.step = this.#stepOf[slot] ?? -1;
      return known;
    }
    this.#readyAt[slot] = inProgress;
    const time = this.#sooner(member, nextOn(target, this.#from), this.#byPeople(member, data));
    this.#readyAt[slot] = time;
    this.#stepOf[slot] = this.step;
    return time;
  }

  #sooner(member: Member, byItself: number, byPeople: number): number {
    if (byItself > byPeople || byItself === Infinity) return byPeople;
    this.#wayOf[member.index] = null;
    this.step = this.#noteByItself(member, byItself);
    return byItself;
  }

  #byPeople(member: Member, data: boolean): number {
    const isLost = !isOn(member.intact, this.#from);
    for (const way of member.ways) {
      const canHelp = this.#canHelp(way, member, data, isLost);
      const end = canHelp ? this.#take(member, way) : Infinity;
      if (end !== Infinity) {
        this.#wayOf[member.index] = way;
        return end;
      }
    }
    this.#wayOf[member.index] = null;
    if (data && isLost) return Infinity;
    if (!data) return this.#inService(member);
    const start = this.#afterOthers(member);
    const { recreate } = this.#plan;
    const end = start + this.length(recreate);
    if (this.#trace !== null) {
      this.step = this.note(`bring ${member.label} back into service`, start, end, [recreate], [this.step]);
    }
    return end;
  }

  /** Whether a way is one for what happened: to put a setting back, the resource and its data have to be there. */
  #canHelp(way: PlannedWay, member: Member, data: boolean, isLost: boolean): boolean {
    if (way.kind === 'undelete') return true;
    if (way.kind === 'reset') return isOn(member.intact, this.#from);
    return data ? isLost : member.required === null;
  }

  /** When one way, taken now, is done; infinite where it cannot be taken. */
  #take(member: Member, way: PlannedWay): number {
    let missing = 0;
    let start = this.#afterOthers(member);
    const before = this.#trace === null ? null : [this.step];
    if (way.kind !== 'undelete' && way.kind !== 'reset') {
      start = Math.max(start, this.#inService(member));
      before?.push(this.step);
    }
    if (way.kind === 'rebuild') {
      for (const source of way.from) {
        if (isOn(source.holding, start)) continue;
        const back = this.ready(source, true);
        if (back === Infinity) return Infinity;
        start = Math.max(start, back);
        before?.push(this.step);
      }
    }
    const loading = way.perTebibyte === -1 ? 0 : this.length(way.perTebibyte) * member.missingTebibytes;
    const end = start + this.length(way.minutes) + loading;
    this.lookAt(end);
    if (way.kind === 'undelete') {
      if (!canUndo(member, start, end)) return Infinity;
    } else if (way.kind === 'reset') {
      if (!isOn(member.intact, start) || nextOff(member.intact, start) < end) return Infinity;
    } else if (way.kind === 'restore') {
      const copy = member.copies.find(
        ({ readable }) => isOn(readable, start) && nextOff(readable, start) >= end,
      );
      if (copy === undefined) return Infinity;
      missing = Math.max(0, (member.required?.records ?? 0) - (copy.data?.records ?? 0));
    } else if (!way.from.every((source) => this.#isThere(source, start, end))) return Infinity;
    this.#recordsMissing[member.index] = missing;
    if (before !== null) {
      const used = way.perTebibyte === -1 ? [way.minutes] : [way.minutes, way.perTebibyte];
      this.step = this.note(`${member.label}: ${way.name}`, start, end, used, before);
    }
    return end;
  }

  /** In service, empty or not: as it is, by itself, or created again from its stack's template. */
  #inService(member: Member): number {
    this.step = this.#stepBefore;
    if (isOn(member.serving, this.#from)) return this.#from;
    const byItself = nextOn(member.serving, this.#from);
    const { recreate } = this.#plan;
    const created = this.#from + this.length(recreate);
    if (byItself <= created) {
      this.step = this.#noteByItself(member, byItself);
      return byItself;
    }
    if (this.#trace !== null) {
      const what = `recreate ${member.place.stack}`;
      this.step = this.note(what, this.#from, created, [recreate], [this.#stepBefore]);
    }
    return created;
  }

  /** When everything that must come first is back. What has no way back is not waited for. */
  #afterOthers(member: Member): number {
    let time = this.#from;
    let last = this.#stepBefore;
    for (const earlier of member.after) {
      let back = this.ready(earlier, true);
      if (back === Infinity) back = this.ready(earlier, false);
      if (back > time) {
        time = back;
        last = this.step;
      }
    }
    this.step = last;
    return time;
  }

  /** Holds its data from start to end: never lost, or brought back by the people on call before. */
  #isThere(source: Member, start: number, end: number): boolean {
    if (isOn(source.holding, start)) return nextOff(source.holding, start) >= end;
    const back = this.#readyAt[2 * source.index + (source.required === null ? 0 : 1)] ?? 0;
    return back > 0 && back <= start;
  }

  #noteByItself(member: Member, time: number): number {
    if (this.#trace === null) return -1;
    return this.note(`${member.label} comes back by itself`, this.#from, time, [], [this.#stepBefore]);
  }
}

function canUndo(member: Member, start: number, end: number): boolean {
  for (const { from, to, until } of member.undoable) {
    if (from <= start && start < to && end <= until) return true;
  }
  return false;
}
