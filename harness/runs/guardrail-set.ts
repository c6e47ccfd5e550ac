/** Which guardrail set `--guardrails` means: one of the scenario's, or a guardrail by itself. */
import { fileURLToPath } from 'node:url';
import { BlastpitError, unknownName } from '../contract/blastpit-error.js';
import type { GuardrailSet, Scenario } from '../contract/scenario.js';
import { findPlugIn, isPath, plugInsOf } from './projects/find-plug-in.js';
import { loadFoundGuardrail } from './projects/load-plug-in.js';
import { guardrailSetsOf } from './run-options.js';

export interface NamedGuardrailSet {
  /** As the journal calls it. */
  readonly name: string;
  readonly set: GuardrailSet;
}

/**
 * The scenario's set of that name; else the guardrail of that name or path, with its default parameters, as a set of one.
 * @throws BlastpitError `unknown-guardrail-set`; `guardrail-alone` for a guardrail that needs parameters.
 */
export async function guardrailSetFor(
  scenario: Scenario,
  faults: ReadonlySet<string>,
  typed: string,
): Promise<NamedGuardrailSet> {
  const sets = guardrailSetsOf(scenario, faults);
  const set = sets.get(typed);
  if (set !== undefined) return { name: typed, set };
  const names = plugInsOf('guardrails').map(({ name }) => name);
  if (!isPath(typed) && !names.includes(typed)) {
    throw unknownName('guardrail set', typed, [...new Set([...sets.keys(), ...names])]);
  }
  const found = findPlugIn('guardrails', typed);
  const { name, summary, parameters } = await loadFoundGuardrail(found);
  const [missing] = parameters.safeParse({}).error?.issues ?? [];
  if (missing !== undefined) {
    const what = [...missing.path.map(String), missing.message].join(': ');
    throw new BlastpitError('guardrail-alone', `guardrail ${name} is no set by itself: ${what}`, {
      where: '--guardrails',
      expected: 'a guardrail set of the scenario, which gives it its parameters',
      alternatives: [...sets.keys()],
    });
  }
  return { name, set: { summary, guardrails: [{ guardrail: fileURLToPath(found.file) }] } };
}
