/** Beside the scoring of one run: from all combinations of switches to what was necessary, sufficient, or made it worse. */
import type { CausalAnalysis, Contribution, SufficientSet, SwitchRole } from '../contract/causes.js';
import { primeImplicants, type Implicant } from './prime-implicants.js';

/** What one combination of switches came to. */
export interface SwitchedOutcome {
  readonly breached: boolean;
  /** Of the service that is out longest. */
  readonly outageSeconds: number;
}

/**
 * What each switch had to do with the harm. The actual case is the one with all switches on.
 *
 * - Necessary: on in every breach. But for it: switched off alone in the actual case, no breach; the counterfactual test
 *   of the law, and the first clause of J. Y. Halpern and J. Pearl, "Causes and explanations: a structural-model
 *   approach. Part I: Causes", 2005. The two differ only where a switch averts a breach by being on.
 * - Sufficient: the least conditions that always breach, whatever the other switches. A switch in one of them that was
 *   there in the actual case is a necessary element of a sufficient set (NESS; R. W. Wright, "Causation in tort law",
 *   California Law Review, 1985), which also finds causes that stand in for each other and so fail the but-for test.
 * - Contribution: how much longer the outage is with it, where it is a breach either way.
 *
 * @param names of the switches; the first is the highest bit of a combination.
 * @param outcomes by combination, from 0 (all off) to 2ⁿ − 1 (all on).
 * @throws RangeError where there is not one outcome for each combination.
 */
export function analyseCauses(
  names: readonly string[],
  outcomes: readonly SwitchedOutcome[],
): CausalAnalysis {
  const actual = 2 ** names.length - 1;
  if (outcomes.length !== actual + 1) {
    throw new RangeError(`${names.length} switches have ${actual + 1} combinations, not ${outcomes.length}`);
  }
  const breached = (combination: number): boolean => outcomes[combination]?.breached === true;
  const breaches = [...outcomes.keys()].filter(breached);
  const implicants = primeImplicants(names.length, breached);
  const roleOf = (name: string, index: number): SwitchRole => {
    const bit = bitOf(index, names);
    return {
      name,
      necessary: breaches.length > 0 && breaches.every((combination) => (combination & bit) !== 0),
      butFor: breached(actual) && !breached(actual & ~bit),
      partOfSufficient: implicants.some((each) => each.value === each.care && (each.care & bit) !== 0),
      contributes: contributionOf(bit, breaches, outcomes),
    };
  };
  return {
    breached: breaches.length,
    // Of a monotone function, and of no other, no prime implicant asks for something to be off.
    monotone: implicants.every(({ care, value }) => care === value),
    roles: names.map(roleOf),
    sufficient: implicants.map((each) => namedSet(each, names)),
  };
}

/** Names of the switches that are on in a combination, or cared for in a condition. */
export function switchesIn(bits: number, names: readonly string[]): readonly string[] {
  return names.filter((_, index) => (bits & bitOf(index, names)) !== 0);
}

function bitOf(index: number, names: readonly string[]): number {
  return 2 ** (names.length - 1 - index);
}

function contributionOf(
  bit: number,
  breaches: readonly number[],
  outcomes: readonly SwitchedOutcome[],
): Contribution | null {
  let least = Infinity;
  let most = -Infinity;
  for (const combination of breaches) {
    const without = outcomes[combination & ~bit];
    const withIt = outcomes[combination];
    if ((combination & bit) === 0 || withIt === undefined || without?.breached !== true) continue;
    const longer = withIt.outageSeconds - without.outageSeconds;
    least = Math.min(least, longer);
    most = Math.max(most, longer);
  }
  return least === Infinity ? null : { leastSeconds: least, mostSeconds: most };
}

function namedSet({ care, value }: Implicant, names: readonly string[]): SufficientSet {
  return { on: switchesIn(care & value, names), off: switchesIn(care & ~value, names) };
}
