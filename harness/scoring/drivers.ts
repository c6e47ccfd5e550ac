/** Where scoring says which of the response model's parameters an outage hangs on most. */
import type { Driver } from '../contract/result.js';
import { lengthsAt, movable } from './parameter-values.js';
import { secondsBetween } from './recovery-trace.js';
import type { Responder } from './response-model.js';
import type { PlannedService, ResponsePlan } from './response-plan.js';

const mostDrivers = 3;

/**
 * The three parameters that move a service's outage most between their low and their high value, all others likely;
 * the largest first, and none that does not move it.
 */
export function driversOf(
  plan: ResponsePlan,
  responder: Responder,
  service: PlannedService,
): readonly Driver[] {
  const likely = lengthsAt(plan.parameters, 'likely');
  const drivers: Driver[] = [];
  for (const index of movable(plan.parameters, service.parameters)) {
    const parameter = plan.parameters[index];
    if (parameter === undefined) continue;
    const outageAt = (value: number): number => {
      const lengths = likely.slice();
      lengths[index] = value * parameter.milliseconds;
      return secondsBetween(0, responder.outage(service, lengths, null));
    };
    drivers.push({
      parameter: parameter.name,
      summary: parameter.summary,
      low: parameter.low,
      likely: parameter.likely,
      high: parameter.high,
      unit: parameter.unit,
      source: parameter.source,
      outageSecondsAtLow: outageAt(parameter.low),
      outageSecondsAtHigh: outageAt(parameter.high),
    });
  }
  return drivers
    .filter((driver) => swing(driver) > 0)
    .sort((left, right) => swing(right) - swing(left) || (left.parameter < right.parameter ? -1 : 1))
    .slice(0, mostDrivers);
}

function swing(driver: Driver): number {
  return Math.abs(driver.outageSecondsAtHigh - driver.outageSecondsAtLow);
}
