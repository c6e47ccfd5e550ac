/** Fourth step of scoring: the critical path by which the people on call bring services and data back. */
import type { Member, PlannedService, PlannedWay, ResponsePlan } from './response-plan.js';
import type { RecoveryTrace } from './recovery-trace.js';
import { isOn, nextOff, nextOn } from './switching.js';

/** Lengths by the index of their parameter, in milliseconds (a TiB). */
export type Lengths = Float64Array;

/** The stretches of time that evaluations looked at, one after the other. */
export interface Looked {
  /** When something failed. */
  readonly failed: number[];
  /** When the people on call first looked, and the last time that their choices depended on. */
  readonly from: number[];
  readonly to: number[];
}

/**
 * Evaluates one plan, as often as wanted. Its numbers live in buffers that are reused, since a range is evaluated in
 * many corners; what it answers depends on its arguments alone.
 */
export interface Responder {
  /** What was looked at since it was last told to forget. */
  readonly looked: Looked;
  readonly forget: () => void;
  /** Milliseconds for which the service is out until the horizon. */
  readonly outage: (service: PlannedService, lengths: Lengths, trace: RecoveryTrace | null) => number;
  /** When the data of a member is back. */
  readonly recover: (member: Member, incident: Incident, lengths: Lengths) => Recovery;
}

/** Virtual times: when people learn of it, when they have decided, and when they begin to bring the data back. */
export interface Incident {
  readonly noticed: number;
  readonly decided: number;
  readonly from: number;
}

export interface Recovery {
  /** Infinite where there is no way. */
  readonly at: number;
  /** Name of the way; null where the data comes back by itself or never. */
  readonly how: string | null;
  /** Records that the copy restored from does not hold. */
  readonly recordsMissing: number;
}

const inProgress = -1;

export function responderOf(plan: ResponsePlan): Responder {
  const { members, parameters, horizon } = plan;
  const slots = 2 * members.length;
  // By member, once for being in service and once for its data too: when it is back.
  const readyAt = new Float64Array(slots);
  const stepOf = new Int32Array(slots);
  const wayOf: (PlannedWay | null)[] = Array.from({ length: members.length }, () => null);
  const recordsMissing = new Float64Array(members.length);
  const mostNeeds = Math.max(0, ...plan.services.map((service) => service.needs.length));
  const repaired = new Uint8Array(mostNeeds);
  const touched = new Uint8Array(mostNeeds);
  const looked: Looked = { failed: [], from: [], to: [] };
  let lengths: Lengths = new Float64Array(parameters.length);
  let trace: RecoveryTrace | null = null;
  let base = 0;
  let baseStep = -1;
  let latest = 0;
  /** Number of the step that ends at the time returned last. */
  let step = -1;

  const length = (parameter: number): number => lengths[parameter] ?? 0;
  const name = (parameter: number): string => parameters[parameter]?.name ?? '';
  const note = (
    what: string,
    start: number,
    end: number,
    used: readonly number[],
    before: readonly number[],
  ): number => (trace === null ? -1 : trace.add(what, start, end, used.map(name), before));
  const lookAt = (time: number): void => {
    if (time > latest && time !== Infinity) latest = time;
  };

  /** In service, empty or not: as it is, by itself, or created again from its stack's template. */
  function exist(member: Member): number {
    step = baseStep;
    if (isOn(member.serving, base)) return base;
    const byItself = nextOn(member.serving, base);
    const created = base + length(plan.recreate);
    if (byItself <= created) {
      if (trace !== null) step = note(`${member.label} comes back by itself`, base, byItself, [], [baseStep]);
      return byItself;
    }
    if (trace !== null) {
      step = note(`recreate ${member.place.stack}`, base, created, [plan.recreate], [baseStep]);
    }
    return created;
  }

  /** When everything that must come first is back. What has no way back is not waited for. */
  function afterOthers(member: Member): number {
    let time = base;
    let last = baseStep;
    for (const earlier of member.after) {
      let back = ready(earlier, true);
      if (back === Infinity) back = ready(earlier, false);
      if (back > time) {
        time = back;
        last = step;
      }
    }
    step = last;
    return time;
  }

  function ready(member: Member, wantsData: boolean): number {
    const data = wantsData && member.required !== null;
    const target = data ? member.holding : member.serving;
    step = baseStep;
    if (isOn(target, base)) return base;
    const slot = 2 * member.index + (data ? 1 : 0);
    const known = readyAt[slot] ?? 0;
    // A recovery that waits for itself never ends.
    if (known === inProgress) return Infinity;
    if (known !== 0) {
      step = stepOf[slot] ?? -1;
      return known;
    }
    readyAt[slot] = inProgress;
    let time = byPeople(member, data);
    const byItself = nextOn(target, base);
    if (byItself <= time && byItself !== Infinity) {
      time = byItself;
      wayOf[member.index] = null;
      if (trace !== null) step = note(`${member.label} comes back by itself`, base, time, [], [baseStep]);
    }
    readyAt[slot] = time;
    stepOf[slot] = step;
    return time;
  }

  function byPeople(member: Member, data: boolean): number {
    const isLost = !isOn(member.intact, base);
    for (const way of member.ways) {
      const canHelp = way.kind === 'undelete' || (data ? isLost : member.required === null);
      const end = canHelp ? take(member, way) : Infinity;
      if (end !== Infinity) {
        wayOf[member.index] = way;
        return end;
      }
    }
    wayOf[member.index] = null;
    if (data && isLost) return Infinity;
    if (!data) return exist(member);
    const start = afterOthers(member);
    const end = start + length(plan.recreate);
    if (trace !== null) {
      step = note(`bring ${member.label} back into service`, start, end, [plan.recreate], [step]);
    }
    return end;
  }

  /** When one way, taken now, is done; infinite where it cannot be taken. */
  function take(member: Member, way: PlannedWay): number {
    let missing = 0;
    let start = afterOthers(member);
    const before = trace === null ? null : [step];
    if (way.kind !== 'undelete') {
      start = Math.max(start, exist(member));
      before?.push(step);
    }
    if (way.kind === 'rebuild') {
      for (const source of way.from) {
        if (isOn(source.holding, start)) continue;
        const back = ready(source, true);
        if (back === Infinity) return Infinity;
        start = Math.max(start, back);
        before?.push(step);
      }
    }
    const perTebibyte = way.perTebibyte === -1 ? 0 : length(way.perTebibyte) * member.missingTebibytes;
    const end = start + length(way.minutes) + perTebibyte;
    lookAt(end);
    if (way.kind === 'undelete') {
      if (!canUndo(member, start, end)) return Infinity;
    } else if (way.kind === 'restore') {
      const copy = member.copies.find(
        ({ readable }) => isOn(readable, start) && nextOff(readable, start) >= end,
      );
      if (copy === undefined) return Infinity;
      missing = Math.max(0, (member.required?.records ?? 0) - (copy.data?.records ?? 0));
    } else if (!way.from.every((source) => isThere(source, start, end))) return Infinity;
    recordsMissing[member.index] = missing;
    if (before !== null) {
      const used = way.perTebibyte === -1 ? [way.minutes] : [way.minutes, way.perTebibyte];
      step = note(`${member.label}: ${way.name}`, start, end, used, before);
    }
    return end;
  }

  /** Holds its data from start to end: never lost, or brought back by the people on call before. */
  function isThere(source: Member, start: number, end: number): boolean {
    if (isOn(source.holding, start)) return nextOff(source.holding, start) >= end;
    const back = readyAt[2 * source.index + (source.required === null ? 0 : 1)] ?? 0;
    return back > 0 && back <= start;
  }

  function begin(failed: number, decided: number): void {
    readyAt.fill(0);
    recordsMissing.fill(0);
    latest = decided;
    looked.failed.push(failed);
    looked.from.push(decided);
  }

  /** One outage from `failed` on: when it ends, with what was repaired in it marked in `repaired`. */
  function outageFrom(service: PlannedService, failed: number): number {
    const { needs } = service;
    const alarm = failed + length(plan.detect);
    const decided = alarm + length(plan.decide);
    const decideStep = noteDecision(failed, alarm, decided);
    const healed = nextAllMet(service, failed);
    begin(failed, decided);
    touched.fill(0);
    const before = [decideStep];
    let back = decided;
    let lost: Member | null = null;
    // First what is missing when they decide, then what fails while they are at work.
    let atDecision = true;
    for (let grew = healed > decided; grew;) {
      grew = atDecision;
      for (const [index, { member, data }] of needs.entries()) {
        if (touched[index] === 1 || repaired[index] === 1) continue;
        const fails = nextOff(data ? member.holding : member.serving, decided);
        if (atDecision ? fails !== decided : fails >= back + length(plan.verify)) continue;
        base = fails;
        baseStep = decideStep;
        if (trace !== null && fails > decided) {
          baseStep = note(`until ${member.label} fails as well`, decided, fails, [], [decideStep]);
        }
        const time = ready(member, data);
        if (time === Infinity) lost = member;
        if (trace !== null) before.push(step);
        back = Math.max(back, time);
        touched[index] = 1;
        grew = true;
      }
      atDecision = false;
    }
    const verified = back + length(plan.verify);
    lookAt(verified);
    looked.to.push(latest);
    const end = Math.min(verified, healed, horizon);
    if (trace !== null) {
      let last: number;
      if (healed === end) last = note(`${service.name} comes back by itself`, failed, healed, [], []);
      else if (lost === null) last = note('verify', back, verified, [plan.verify], before);
      else {
        const what = `no way back for ${lost.label}: down until the end of the observed time`;
        last = note(what, decided, horizon, [], [decideStep]);
      }
      trace.close(last, end);
    }
    if (end === verified) for (const [index, was] of touched.entries()) if (was === 1) repaired[index] = 1;
    return end;
  }

  function noteDecision(failed: number, alarm: number, decided: number): number {
    if (trace === null) return -1;
    return note('decide', alarm, decided, [plan.decide], [note('detect', failed, alarm, [plan.detect], [])]);
  }

  /** The first time from `time` on at which the timeline meets every need that was not repaired. */
  function nextAllMet(service: PlannedService, time: number): number {
    let met = time;
    for (let before = -1; before !== met;) {
      before = met;
      for (const [index, { member, data }] of service.needs.entries()) {
        if (repaired[index] === 1) continue;
        met = nextOn(data ? member.holding : member.serving, met);
        if (met === Infinity) return Infinity;
      }
    }
    return met;
  }

  function nextFailure(service: PlannedService, time: number): number {
    let fails = Infinity;
    for (const [index, { member, data }] of service.needs.entries()) {
      if (repaired[index] === 1) continue;
      fails = Math.min(fails, nextOff(data ? member.holding : member.serving, time));
    }
    return fails;
  }

  function forget(): void {
    looked.failed.length = 0;
    looked.from.length = 0;
    looked.to.length = 0;
  }

  return {
    looked,
    forget,
    outage(service, withLengths, withTrace) {
      lengths = withLengths;
      trace = withTrace;
      repaired.fill(0);
      let total = 0;
      let failed = nextFailure(service, plan.startsAt);
      while (failed < horizon) {
        const end = outageFrom(service, failed);
        total += end - failed;
        failed = end >= horizon ? Infinity : nextFailure(service, end);
      }
      trace = null;
      return total;
    },
    recover(member, { noticed, decided, from }, withLengths) {
      trace = null;
      lengths = withLengths;
      begin(noticed, decided);
      base = from;
      lookAt(from);
      const at = ready(member, true);
      looked.to.push(latest);
      const way = wayOf[member.index] ?? null;
      if (at === Infinity || way === null) return { at, how: null, recordsMissing: 0 };
      return { at, how: way.name, recordsMissing: recordsMissing[member.index] ?? 0 };
    },
  };
}

function canUndo(member: Member, start: number, end: number): boolean {
  for (const { from, to, until } of member.undoable) {
    if (from <= start && start < to && end <= until) return true;
  }
  return false;
}

/** When a service first fails; infinite where it never does. */
export function firstFailureOf(plan: ResponsePlan, service: PlannedService): number {
  let fails = Infinity;
  for (const { member, data } of service.needs) {
    fails = Math.min(fails, nextOff(data ? member.holding : member.serving, plan.startsAt));
  }
  return fails;
}
