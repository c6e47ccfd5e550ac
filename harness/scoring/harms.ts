/** Sixth step of scoring: how far each harm went, and whether that holds over the response model's ranges. */
import { BlastpitError } from '../contract/blastpit-error.js';
import type { HarmResult } from '../contract/result.js';
import type { Harm } from '../contract/scenario.js';
import type { Assessment } from './assessment.js';
import { fatesOf, type DataFate, type MissingData } from './data-losses.js';
import { namesResource } from './resource-patterns.js';
import { secondsBetween } from './recovery-trace.js';
import type { PlannedService } from './response-plan.js';
import { countSafeguards } from './safeguards.js';
import { valueRange, type ValueRange } from './value-range.js';

/** A harm's value with its least and its most. */
interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const units = { outage: 'seconds', 'data-loss': 'records', 'safeguard-removed': 'safeguards' } as const;

/**
 * Measures every harm of the scenario.
 * @param outageRanges milliseconds, by service; a service that is not there is taken at its likely value only.
 */
export function measureHarms(
  assessment: Assessment,
  outageRanges: ReadonlyMap<string, ValueRange>,
): readonly HarmResult[] {
  return assessment.rules.harms.map((harm) => {
    const tolerance = toleranceOf(harm);
    const { value, low, high } = measure(harm, assessment, outageRanges);
    const held = value <= tolerance;
    return {
      name: harm.name,
      kind: harm.kind,
      unit: units[harm.kind],
      value,
      tolerance,
      held,
      robust: low <= tolerance === held && high <= tolerance === held,
    };
  });
}

/** Whether a harm is beyond its tolerance with likely values; cheaper than measuring all. */
export function isHarmful(assessment: Assessment): boolean {
  return assessment.rules.harms.some((harm) => measure(harm, assessment, null).value > toleranceOf(harm));
}

function toleranceOf(harm: Harm): number {
  switch (harm.kind) {
    case 'outage':
      return harm.toleranceMinutes * 60;
    case 'data-loss':
      return harm.toleranceRecords;
    case 'safeguard-removed':
      return harm.tolerance;
  }
}

/** Without ranges, the likely value alone. */
function measure(
  harm: Harm,
  assessment: Assessment,
  outageRanges: ReadonlyMap<string, ValueRange> | null,
): Measured {
  switch (harm.kind) {
    case 'outage':
      return measureOutage(serviceNamed(harm.service, assessment), assessment, outageRanges);
    case 'data-loss':
      return measureDataLoss(harm, assessment, outageRanges !== null);
    case 'safeguard-removed': {
      const isNamed = namesResource(harm.resources);
      const removed = assessment.safeguards.filter(({ resource }) => isNamed(resource));
      const value = countSafeguards(removed, isNamed);
      return { value, low: value, high: value };
    }
  }
}

function measureOutage(
  service: PlannedService,
  assessment: Assessment,
  outageRanges: ReadonlyMap<string, ValueRange> | null,
): Measured {
  const { responder, likely } = assessment;
  const value = secondsBetween(0, responder.outage(service, likely, null));
  const range = outageRanges?.get(service.name);
  if (range === undefined) return { value, low: value, high: value };
  return { value, low: secondsBetween(0, range.low), high: secondsBetween(0, range.high) };
}

function measureDataLoss(harm: Harm, assessment: Assessment, ranged: boolean): Measured {
  const { missing, plan, responder, likely } = assessment;
  const isNamed = namesResource(harm.resources);
  const concerned = missing.filter(({ resource }) => isNamed(resource));
  const value = recordsLost(fatesOf(concerned, plan, responder, likely));
  if (!ranged || concerned.length === 0) return { value, low: value, high: value };
  const range = valueRange(plan, responder, plan.reach(membersOf(concerned)), (lengths) =>
    recordsLost(fatesOf(concerned, plan, responder, lengths)),
  );
  return { value, low: range.low, high: range.high };
}

function membersOf(missing: readonly MissingData[]): Parameters<Assessment['plan']['reach']>[0] {
  return missing.flatMap(({ member }) => member ?? []);
}

function recordsLost(fates: readonly DataFate[]): number {
  let records = 0;
  for (const fate of fates) records += fate.recordsLost;
  return records;
}

function serviceNamed(name: string, assessment: Assessment): PlannedService {
  const service = assessment.plan.services.find((candidate) => candidate.name === name);
  if (service !== undefined) return service;
  throw new BlastpitError('unknown-service', `a harm is about the service "${name}", which is not defined`, {
    alternatives: assessment.plan.services.map((candidate) => candidate.name),
  });
}
