/** What a person can name of a scenario besides itself: its guardrail sets, attacks, twins, faults and parameters. */
import type { GuardrailSet, ResponseParameter, Scenario, Twin } from '../contract/scenario.js';
import type { Script } from '../contract/agent.js';
import type { Behaviour } from '../contract/behaviour.js';
import { plugInsOf } from './projects/find-plug-in.js';
import { loadFoundScenario } from './projects/load-plug-in.js';
import { guardrailSetsOf } from './run-options.js';

/** A part by its kind, and the scenario that it is of. */
export type ScenarioPart = { readonly name: string; readonly scenario: string } & (
  | { readonly kind: 'guardrail set'; readonly part: GuardrailSet }
  | { readonly kind: 'attack'; readonly part: Script }
  | { readonly kind: 'behaviour'; readonly part: Behaviour<Script> }
  | { readonly kind: 'benign twin'; readonly part: Twin }
  | { readonly kind: 'fault'; readonly part: string }
  | { readonly kind: 'parameter'; readonly part: ResponseParameter }
);

/** All parts of all scenarios that can be loaded. */
export async function allScenarioParts(): Promise<readonly ScenarioPart[]> {
  const parts: ScenarioPart[] = [];
  for (const found of plugInsOf('scenarios')) {
    try {
      parts.push(...partsOf(await loadFoundScenario(found)));
    } catch {
      // What is wrong with it, `blastpit check` says; it must not hide the others.
    }
  }
  return parts;
}

function partsOf(scenario: Scenario): readonly ScenarioPart[] {
  const of = { scenario: scenario.name };
  const { faults, attacks, behaviours = [], twins, response } = scenario;
  const sets = guardrailSetsOf(scenario, new Set(Object.keys(faults)));
  return [
    ...Array.from(sets, ([name, part]) => ({ ...of, kind: 'guardrail set', name, part }) as const),
    ...attacks.map((part) => ({ ...of, kind: 'attack', name: part.name, part }) as const),
    ...behaviours.map((part) => ({ ...of, kind: 'behaviour', name: part.name, part }) as const),
    ...twins.map((part) => ({ ...of, kind: 'benign twin', name: part.name, part }) as const),
    ...Object.entries(faults).map(([name, part]) => ({ ...of, kind: 'fault', name, part }) as const),
    ...Object.entries(response.parameters).map(
      ([name, part]) => ({ ...of, kind: 'parameter', name, part }) as const,
    ),
  ];
}
