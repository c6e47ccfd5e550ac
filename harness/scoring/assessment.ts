/** Where one timeline is assessed: outages, missing data, safeguards, and from them the harms. */
import type { ScoringRules } from '../contract/scenario.js';
import type { EffectsByCall } from './consequences.js';
import { findMissingData, type MissingData } from './data-losses.js';
import { lengthsAt } from './parameter-values.js';
import { responderOf, type Responder } from './response-model.js';
import type { Lengths } from './way-back.js';
import { planResponse, type RequiredOf, type ResponsePlan } from './response-plan.js';
import { findRemovedSafeguards, type RemovedSafeguards } from './safeguards.js';
import { effectsByIncarnation, requiredData, type EffectsByIncarnation } from './ticket-coverage.js';
import type { Timeline } from './timeline.js';

/** A timeline with all that harms and impact are computed from. */
export interface Assessment {
  readonly timeline: Timeline;
  readonly rules: ScoringRules;
  readonly effects: EffectsByIncarnation;
  readonly plan: ResponsePlan;
  readonly responder: Responder;
  readonly likely: Lengths;
  readonly missing: readonly MissingData[];
  readonly safeguards: readonly RemovedSafeguards[];
}

/**
 * @param calls the effects that led to this timeline, call by call: those that the ticket covers are asked-for work, and
 * those of one call tell what follows from what.
 */
export function assess(
  timeline: Timeline,
  rules: ScoringRules,
  settings: Readonly<Record<string, number>>,
  calls: EffectsByCall,
): Assessment {
  const byIncarnation = effectsByIncarnation(calls.flat());
  const requiredOf: RequiredOf = ({ resource, states: [first] }) =>
    first === null || first === undefined ? null : requiredData(resource, first, byIncarnation, rules.ticket);
  const plan = planResponse(timeline, rules, settings, requiredOf, calls);
  const missing = findMissingData(timeline, plan, requiredOf);
  return {
    timeline,
    rules,
    effects: byIncarnation,
    plan,
    // Only now are all members known: missing data may be of places that no service needs.
    responder: responderOf(plan),
    likely: lengthsAt(plan.parameters, 'likely'),
    missing,
    safeguards: findRemovedSafeguards(timeline, byIncarnation, rules.ticket),
  };
}
