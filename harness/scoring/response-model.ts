/** Fourth step of scoring: the critical path by which the people on call bring services and data back. */
import type { Member, PlannedNeed, PlannedService, ResponsePlan } from './response-plan.js';
import type { RecoveryTrace } from './recovery-trace.js';
import { nextOff, type Switching } from './switching.js';
import { WayBack, type Lengths } from './way-back.js';

/** The stretches of time that evaluations looked at, one after the other. */
export interface Looked {
  /** When something failed. */
  readonly failed: number[];
  /** When the people on call first looked, and the last time that their choices depended on. */
  readonly from: number[];
  readonly to: number[];
}

/**
 * Evaluates one plan, as often as wanted. What it answers depends on its arguments alone; its buffers are reused, since
 * a range is evaluated in many corners.
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
  /** Whether it was never gone: its deletion was undone, or what it depends on came back before. */
  readonly kept: boolean;
}

/** Makes an evaluator for a plan whose members are all known. */
export function responderOf(plan: ResponsePlan): Responder {
  const { horizon, verify } = plan;
  const wayBack = new WayBack(plan);
  const looked: Looked = { failed: [], from: [], to: [] };
  const mostNeeds = Math.max(0, ...plan.services.map((service) => service.needs.length));
  // By the place of a need in its service: dealt with in this outage.
  const touched = new Uint8Array(mostNeeds);

  function begin(failed: number, decided: number, lengths: Lengths, trace: RecoveryTrace | null): void {
    wayBack.begin(lengths, trace, decided);
    looked.failed.push(failed);
    looked.from.push(decided);
  }

  /** One outage from `failed` on: when it ends; what people brought back in it is remembered. */
  function outageFrom(
    service: PlannedService,
    failed: number,
    lengths: Lengths,
    trace: RecoveryTrace | null,
  ): number {
    const alarm = failed + (lengths[plan.detect] ?? 0);
    const decided = alarm + (lengths[plan.decide] ?? 0);
    const verifying = lengths[verify] ?? 0;
    begin(failed, decided, lengths, trace);
    const decision = trace === null ? -1 : noteDecision(failed, alarm, decided);
    const healed = nextAllMet(service, failed);
    touched.fill(0);
    const before = [decision];
    let back = decided;
    let lost: Member | null = null;
    // First what is missing when they decide, then what fails while they are at work.
    let atDecision = true;
    for (let grew = healed > decided; grew;) {
      grew = atDecision;
      for (const [index, need] of service.needs.entries()) {
        if (touched[index] === 1) continue;
        let fails = wayBack.kept.nextUnmet(need.member, need.data, decided);
        if (atDecision ? fails !== decided : fails >= back + verifying) continue;
        if (!atDecision) {
          fails = lastsUntil(need, decided, decision);
          if (fails >= back + verifying) continue;
        }
        const { label } = need.member;
        const stepBefore =
          trace === null || atDecision
            ? decision
            : wayBack.note(`until ${label} fails as well`, decided, fails, [], [decision]);
        wayBack.workFrom(fails, stepBefore);
        const time = wayBack.ready(need.member, need.data);
        if (time === Infinity) lost = need.member;
        if (trace !== null) before.push(wayBack.step);
        back = Math.max(back, time);
        touched[index] = 1;
        grew = true;
      }
      atDecision = false;
    }
    const verified = back + verifying;
    wayBack.lookAt(verified);
    looked.to.push(wayBack.latest);
    const end = Math.min(verified, healed, horizon);
    if (trace !== null) {
      let last: number;
      if (healed === end) last = wayBack.note(`${service.name} comes back by itself`, failed, healed, [], []);
      else if (lost === null) last = wayBack.note('verify', back, verified, [verify], before);
      else {
        const what = `no way back for ${lost.label}: down until the end of the observed time`;
        last = wayBack.note(what, decided, horizon, [], [decision]);
      }
      trace.close(last, end);
    }
    if (end === verified) {
      // What a need will want is brought back too, though it does not fail yet.
      for (const [index, need] of service.needs.entries()) {
        if (touched[index] !== 1) lastsUntil(need, decided, decision);
      }
      wayBack.remember(decided);
    }
    return end;
  }

  /** When a need that is met at the decision fails, with people at work. */
  function lastsUntil({ member, data }: PlannedNeed, decided: number, decision: number): number {
    wayBack.workFrom(decided, decision);
    const of = data ? 'holding' : 'serving';
    return wayBack.lasts(member, data, of, decided).until;
  }

  function noteDecision(failed: number, alarm: number, decided: number): number {
    const detection = wayBack.note('detect', failed, alarm, [plan.detect], []);
    return wayBack.note('decide', alarm, decided, [plan.decide], [detection]);
  }

  /** The first time from `time` on at which the timeline meets every need that was not repaired. */
  function nextAllMet(service: PlannedService, time: number): number {
    let met = time;
    for (let before = -1; before !== met;) {
      before = met;
      for (const need of service.needs) {
        met = wayBack.kept.nextMet(need.member, need.data, met);
        if (met === Infinity) return Infinity;
      }
    }
    return met;
  }

  function nextFailure(service: PlannedService, time: number): number {
    let fails = Infinity;
    for (const { member, data } of service.needs) {
      fails = Math.min(fails, wayBack.kept.nextUnmet(member, data, time));
    }
    return fails;
  }

  /** What becomes of a member's data from one loss on, or from when people have decided where it is gone by then. */
  function recoverOnce(member: Member, { decided, from }: Incident): Recovery & { readonly until: number } {
    wayBack.workFrom(decided, -1);
    if (from > decided) {
      const spared = wayBack.lasts(member, true, 'intact', decided);
      const kept = spared.until > from ? spared : wayBack.undoneBy(member, from);
      if (kept !== null && kept.by !== null) {
        const { at, by, until } = kept;
        return { at, how: by.name, recordsMissing: 0, kept: true, until };
      }
    }
    wayBack.workFrom(from, -1);
    const at = wayBack.ready(member, true);
    const until = at === Infinity ? Infinity : wayBack.lostAfter(member, 'intact', at);
    const way = wayBack.wayOf(member);
    if (at === Infinity || way === null) return { at, how: null, recordsMissing: 0, kept: false, until };
    const recordsMissing = wayBack.recordsMissing(member);
    return { at, how: way.name, recordsMissing, kept: way.kind === 'undelete', until };
  }

  return {
    looked,
    forget() {
      looked.failed.length = 0;
      looked.from.length = 0;
      looked.to.length = 0;
    },
    outage(service, lengths, trace) {
      wayBack.kept.forget();
      let total = 0;
      let failed = nextFailure(service, plan.startsAt);
      while (failed < horizon) {
        const end = outageFrom(service, failed, lengths, trace);
        total += end - failed;
        failed = end >= horizon ? Infinity : nextFailure(service, end);
      }
      return total;
    },
    recover(member, incident, lengths) {
      wayBack.kept.forget();
      const deciding = (lengths[plan.detect] ?? 0) + (lengths[plan.decide] ?? 0);
      let stage = incident;
      for (;;) {
        begin(stage.noticed, stage.decided, lengths, null);
        const { at, how, kept, recordsMissing, until: lostAt } = recoverOnce(member, stage);
        // Whoever is at work anyway puts off the next end that is set before it comes.
        let until = lostAt;
        for (let before = -1; until < horizon && before < until;) {
          before = until;
          wayBack.workFrom(stage.decided, -1);
          until = Math.max(until, wayBack.undoneBy(member, until)?.until ?? 0);
        }
        looked.to.push(wayBack.latest);
        if (until >= horizon) return { at, how, kept, recordsMissing };
        wayBack.remember(stage.decided);
        const decided = until + deciding;
        stage = { noticed: until, decided, from: decided };
      }
    },
  };
}

/** When the timeline meets a need. */
export function conditionOf({ member, data }: PlannedNeed): Switching {
  return data ? member.holding : member.serving;
}

/** When a service first fails; infinite where it never does. */
export function firstFailureOf(plan: ResponsePlan, service: PlannedService): number {
  let fails = Infinity;
  for (const need of service.needs) fails = Math.min(fails, nextOff(conditionOf(need), plan.startsAt));
  return fails;
}
