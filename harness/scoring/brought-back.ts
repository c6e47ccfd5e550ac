/** Within the fourth step of scoring: what earlier responses brought back, and until when that lasts. */
import type { Member } from './response-plan.js';
import { nextOff, nextOn } from './switching.js';

/** Where a member's times are kept: even for being in service, odd for holding its data too. */
export function slotOf(member: Member, wantsData: boolean): number {
  return 2 * member.index + (wantsData && member.required !== null ? 1 : 0);
}

export function conditionOf(member: Member, wantsData: boolean): 'serving' | 'holding' {
  return wantsData && member.required !== null ? 'holding' : 'serving';
}

/** While a member is kept, it is as people made it, whatever the timeline says; its buffers are used over and over. */
export class BroughtBack {
  readonly #from: Float64Array;
  readonly #until: Float64Array;
  readonly #putOff: Float64Array;

  constructor(members: number) {
    this.#from = new Float64Array(2 * members);
    this.#until = new Float64Array(2 * members);
    this.#putOff = new Float64Array(members);
  }

  forget(): void {
    this.#from.fill(0);
    this.#until.fill(0);
    this.#putOff.fill(0);
  }

  keep(member: Member, wantsData: boolean, from: number, until: number): void {
    const slot = slotOf(member, wantsData);
    this.#from[slot] = from;
    this.#until[slot] = until;
  }

  /** Notes that people put an end of its own off. */
  putOff(member: Member, end: number): void {
    this.#putOff[member.index] = end;
  }

  /** The end of its own that people put off; 0 where they put off none. */
  endPutOff(member: Member): number {
    return this.#putOff[member.index] ?? 0;
  }

  /** Since when it is what people made it, where it still is so at a time; else 0. */
  keptFrom(member: Member, wantsData: boolean, time: number): number {
    const slot = slotOf(member, wantsData);
    return (this.#until[slot] ?? 0) > time ? (this.#from[slot] ?? 0) : 0;
  }

  /** From when on, at or after `time`, it is as the timeline says. */
  keptUntil(member: Member, wantsData: boolean, time: number): number {
    return Math.max(time, this.#until[slotOf(member, wantsData)] ?? 0);
  }

  /** The first time from `time` on at which a need is met. */
  nextMet(member: Member, wantsData: boolean, time: number): number {
    if (this.keptUntil(member, wantsData, time) > time) return time;
    return nextOn(member[conditionOf(member, wantsData)], time);
  }

  /** The first time from `time` on at which it is not. */
  nextUnmet(member: Member, wantsData: boolean, time: number): number {
    return nextOff(member[conditionOf(member, wantsData)], this.keptUntil(member, wantsData, time));
  }
}
