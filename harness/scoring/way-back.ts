/** Within the fourth step of scoring: when one resource, or its data, is back, and by which way. */
import type { RecoveryTrace } from './recovery-trace.js';
import { BroughtBack, conditionOf, slotOf } from './brought-back.js';
import type { Undone } from './consequences.js';
import { nextFailure, nextLoss } from './next-loss.js';
import type { Conditions, Member, PlannedWay, ResponsePlan } from './response-plan.js';
import { isOn, nextOff, nextOn, type Switching } from './switching.js';

/** Lengths by the index of their parameter, in milliseconds (a TiB). */
export type Lengths = Float64Array;

/** What does not fail after all: until when, and what people bring back for it before. */
export interface Spared {
  readonly until: number;
  /** When that is back, and by which way. */
  readonly at: number;
  readonly by: PlannedWay | null;
}

const inProgress = -1;

/**
 * The memory of what is back when. It is used over and over with the same buffers, since a range is evaluated in many
 * corners: `begin` begins another response and remembers only what earlier ones brought back, `forget` forgets all.
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
  /** What earlier responses brought back. */
  readonly kept: BroughtBack;

  constructor(plan: ResponsePlan) {
    const count = plan.members.length;
    this.#plan = plan;
    this.#lengths = new Float64Array(plan.parameters.length);
    this.#readyAt = new Float64Array(2 * count);
    this.#stepOf = new Int32Array(2 * count);
    this.#wayOf = Array.from({ length: count }, () => null);
    this.#recordsMissing = new Float64Array(count);
    this.kept = new BroughtBack(count);
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
   * How long a member lasts that is well when people have decided: what it would only lose for want of something that
   * is out is spared where people, at work from `decided` on, bring that back before. What it loses by itself is lost.
   */
  lasts(member: Member, wantsData: boolean, of: keyof Conditions, decided: number): Spared {
    const from = this.kept.keptUntil(member, wantsData, decided);
    if (member.causes === 0 && this.kept.endPutOff(member) === 0) {
      return { until: nextOff(member[of], from), at: decided, by: null };
    }
    let undone = this.#undone(member, from);
    let at = decided;
    let by: PlannedWay | null = null;
    for (;;) {
      const until = nextFailure(member, of, from, undone);
      let { back } = undone;
      for (const [index, earlier] of member.after.entries()) {
        const bit = 1 << index;
        if ((back & bit) !== 0 || (member.causes & bit) === 0) continue;
        if (isOn(earlier.serving, decided) || nextOn(earlier.serving, decided) <= until) continue;
        const time = this.ready(earlier, true);
        if (time >= until) continue;
        back |= bit;
        if (time >= at) {
          at = time;
          by = this.wayOf(earlier);
        }
      }
      if (back === undone.back || until === Infinity) return { until, at, by };
      undone = { back, putOff: undone.putOff };
    }
  }

  /** The way by which people put off an end that is set, before it comes; null where they cannot. */
  undoneBy(member: Member, end: number): Spared | null {
    for (const way of member.ways) {
      const at = way.kind === 'undelete' ? this.#take(member, way) : Infinity;
      if (at <= end) return { until: this.lostAfter(member, 'intact', end), at, by: way };
    }
    return null;
  }

  /** When a member that is as it should be at a time is lost again. */
  lostAfter(member: Member, of: keyof Conditions, time: number): number {
    return nextLoss(member, of, time, this.#undone(member, time));
  }

  /** Ends a response: what it brought back, or spared, stays so until it is lost again. */
  remember(decided: number): void {
    for (const member of this.#plan.members) {
      const inService = this.#readyAt[slotOf(member, false)] ?? 0;
      const whole = this.#readyAt[slotOf(member, true)] ?? 0;
      if (isTime(whole)) this.#keep(member, true, whole);
      // What holds its data serves, too.
      if (isTime(inService)) this.#keep(member, false, inService);
      else if (isTime(whole)) this.#keep(member, false, whole);
    }
    for (const member of this.#plan.members) {
      if (member.causes !== 0) this.#rememberSpared(member, decided);
    }
  }

  #rememberSpared(member: Member, decided: number): void {
    for (const wantsData of [false, true]) {
      if ((this.#readyAt[slotOf(member, wantsData)] ?? 0) !== 0) continue;
      const fails = this.kept.nextUnmet(member, wantsData, decided);
      if (fails === decided || fails === Infinity) continue;
      // Only what people brought back anyway counts, from when it was back.
      const undone = this.#undone(member, fails);
      const until = nextFailure(member, conditionOf(member, wantsData), fails, undone);
      if (until > fails) this.kept.keep(member, wantsData, decided, until);
    }
  }

  #keep(member: Member, wantsData: boolean, from: number): void {
    this.kept.keep(member, wantsData, from, this.lostAfter(member, conditionOf(member, wantsData), from));
  }

  /** What is undone of a member's losses by a time: by what people brought back before, and by what they put off. */
  #undone(member: Member, by: number): Undone {
    const putOff = this.kept.endPutOff(member);
    if (member.causes === 0) return putOff === 0 ? nothingUndone : { back: 0, putOff };
    let back = 0;
    for (const [index, earlier] of member.after.entries()) {
      if ((member.causes & (1 << index)) === 0 || isOn(earlier.serving, by)) continue;
      const ready = this.#readyAt[slotOf(earlier, true)] ?? 0;
      const at = ready > 0 ? ready : this.kept.keptFrom(earlier, true, by);
      // What was lost before that does not come back with it.
      if (at > 0 && at <= by && isOn(member.intact, at)) back |= 1 << index;
    }
    return back === 0 && putOff === 0 ? nothingUndone : { back, putOff };
  }

  /** When a member serves, and holds its data where that is wanted; infinite where there is no way. */
  ready(member: Member, wantsData: boolean): number {
    const slot = slotOf(member, wantsData);
    const data = slot % 2 === 1;
    this.step = this.#stepBefore;
    const byItself = this.kept.nextMet(member, data, this.#from);
    if (byItself === this.#from) return this.#from;
    const known = this.#readyAt[slot] ?? 0;
    // A recovery that waits for itself never ends.
    if (known === inProgress) return Infinity;
    if (known !== 0) {
      this.step = this.#stepOf[slot] ?? -1;
      return known;
    }
    this.#readyAt[slot] = inProgress;
    const time = this.#sooner(member, byItself, this.#byPeople(member, data));
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
    const isLost = !isOn(this.#intact(member, this.#from), this.#from);
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
    const gone = nextOff(this.#intact(member, start), this.#from);
    if (gone < end) return this.#onceLost(member, gone);
    if (this.#trace !== null) {
      this.step = this.note(`bring ${member.label} back into service`, start, end, [recreate], [this.step]);
    }
    return end;
  }

  /** Its data goes while people are at work: what they began is in vain, and they begin anew. */
  #onceLost(member: Member, gone: number): number {
    const [from, stepBefore] = [this.#from, this.#stepBefore];
    const step = this.note(`until ${member.label} is lost as well`, from, gone, [], [stepBefore]);
    this.workFrom(gone, step);
    const end = this.#byPeople(member, true);
    this.#from = from;
    this.#stepBefore = stepBefore;
    return end;
  }

  /** Whether a way is one for what happened: to put a setting back, the resource and its data have to be there. */
  #canHelp(way: PlannedWay, member: Member, data: boolean, isLost: boolean): boolean {
    if (way.kind === 'undelete') return true;
    if (way.kind === 'reset') return isOn(this.#intact(member, this.#from), this.#from);
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
        if (this.kept.nextMet(source, true, start) === start) continue;
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
      const until = undoableUntil(member, start, end);
      if (until === 0) return Infinity;
      this.kept.putOff(member, until);
    } else if (way.kind === 'reset') {
      const intact = this.#intact(member, start);
      if (!isOn(intact, start) || nextOff(intact, start) < end) return Infinity;
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
    const byItself = this.kept.nextMet(member, false, this.#from);
    if (byItself === this.#from) return byItself;
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
    const of = conditionOf(source, true);
    if (this.kept.nextMet(source, true, start) === start) {
      const from = this.kept.keptUntil(source, true, start);
      return nextFailure(source, of, from, this.#undone(source, start)) >= end;
    }
    const back = this.#readyAt[slotOf(source, true)] ?? 0;
    return back > 0 && back <= start && this.lostAfter(source, of, back) >= end;
  }

  /** When its data is there, given what people brought back by a time. */
  #intact(member: Member, by: number): Switching {
    return member.relieved(this.#undone(member, by)).intact;
  }

  #noteByItself(member: Member, time: number): number {
    if (this.#trace === null) return -1;
    return this.note(`${member.label} comes back by itself`, this.#from, time, [], [this.#stepBefore]);
  }
}

/** Whether it is when something is back: neither unknown, nor being worked out, nor never. */
function isTime(time: number): boolean {
  return time > 0 && time !== Infinity;
}

const nothingUndone: Undone = { back: 0, putOff: 0 };

/** The end that people working from start to end put off; 0 where there is none, or it comes before. */
function undoableUntil(member: Member, start: number, end: number): number {
  for (const { from, to, until } of member.undoable) {
    if (from <= start && start < to && end <= until) return until;
  }
  return 0;
}
