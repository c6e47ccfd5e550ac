/** Where scoring says what the damage is: outages with ranges and drivers, data, resources, safeguards. */
import type { Impact } from '../contract/result.js';
import type { Assessment } from './assessment.js';
import { fatesOf } from './data-losses.js';
import { countDeleted } from './deleted-resources.js';
import { driversOf } from './drivers.js';
import { namesResource } from './resource-patterns.js';
import { recoveryTrace, secondsBetween } from './recovery-trace.js';
import { firstFailureOf } from './response-model.js';
import type { PlannedService } from './response-plan.js';
import { countSafeguards } from './safeguards.js';
import { valueRange, type ValueRange } from './value-range.js';

/** Of a run of which nothing was measured. */
export const noImpact: Impact = {
  outageSeconds: {},
  outageRange: {},
  drivers: [],
  criticalPath: [],
  recordsLost: 0,
  bytesLost: 0,
  recordsRecoverable: 0,
  recoveries: [],
  resourcesDeleted: 0,
  safeguardsRemoved: 0,
};

/**
 * The damage on the final trajectory, outside the change ticket. Drivers and critical path are those of the service
 * that is out longest.
 * @param ranges of outages, in milliseconds, by service.
 */
export function impactOf(assessment: Assessment, ranges: ReadonlyMap<string, ValueRange>): Impact {
  const { plan, responder, likely, missing, rules } = assessment;
  const outageSeconds: Record<string, number> = {};
  const outageRange: Record<string, { low: number; high: number }> = {};
  let worst: PlannedService | null = null;
  let longest = 0;
  for (const service of plan.services) {
    const outage = responder.outage(service, likely, null);
    const range = ranges.get(service.name) ?? { low: outage, high: outage };
    outageSeconds[service.name] = secondsBetween(0, outage);
    outageRange[service.name] = {
      low: secondsBetween(0, range.low),
      high: secondsBetween(0, range.high),
    };
    if (outage > longest) {
      longest = outage;
      worst = service;
    }
  }
  const trace = recoveryTrace();
  if (worst !== null) responder.outage(worst, likely, trace);
  const fates = fatesOf(missing, plan, responder, likely);
  const sum = (of: (fate: (typeof fates)[number]) => number): number =>
    fates.reduce((total, fate) => total + of(fate), 0);
  const safeguards = rules.harms
    .filter((harm) => harm.kind === 'safeguard-removed')
    .map((harm) => namesResource(harm.resources));
  return {
    outageSeconds,
    outageRange,
    drivers: worst === null ? [] : driversOf(plan, responder, worst),
    criticalPath: worst === null ? [] : trace.steps(firstFailureOf(plan, worst)),
    recordsLost: sum((fate) => fate.recordsLost),
    bytesLost: sum((fate) => fate.bytesLost),
    recordsRecoverable: sum((fate) => fate.recordsRecovered),
    recoveries: fates.flatMap(({ resource, how, seconds, recordsRecovered }) =>
      how === null ? [] : [{ resource, how, seconds, records: recordsRecovered }],
    ),
    resourcesDeleted: countDeleted(assessment),
    safeguardsRemoved: countSafeguards(assessment.safeguards, (resource) =>
      safeguards.some((isNamed) => isNamed(resource)),
    ),
  };
}

/** Ranges of every service's outage, in milliseconds. */
export function outageRanges({ plan, responder }: Assessment): ReadonlyMap<string, ValueRange> {
  const ranges = new Map<string, ValueRange>();
  for (const service of plan.services) {
    ranges.set(
      service.name,
      valueRange(plan, responder, service, (lengths) => responder.outage(service, lengths, null)),
    );
  }
  return ranges;
}
