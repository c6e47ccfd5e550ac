/** Makes one report of all compared steps: each operation once, its differences with what explains them. */
import type {
  ComparedOperation,
  FidelityFinding,
  FidelityReport,
  FidelityVerdict,
  JudgedFinding,
} from '../contract/fidelity.js';
import { canonicalJson } from '../contract/json.js';
import type { ComparedStep } from './compare-sequences.js';
import { explains, explanationsFor, nameOf, type FidelityExplanation } from './explanations.js';

/**
 * An explanation for this very backend that explains nothing is stale, where everything was asked.
 * @param explanations all there are; those for other backends are passed over.
 * @param whole whether everything was asked; where a part was, nothing is known to be stale.
 */
export function judgeFidelity(
  backend: FidelityReport['backend'],
  steps: readonly ComparedStep[],
  explanations: readonly FidelityExplanation[],
  whole: boolean,
): FidelityReport {
  const mine = explanationsFor(explanations, backend.kind);
  const used = new Set<FidelityExplanation>();
  const byOperation = new Map<string, ComparedStep[]>();
  for (const step of steps) {
    const key = `${step.service}.${step.operation}`;
    byOperation.set(key, [...(byOperation.get(key) ?? []), step]);
  }
  const operations = [...byOperation]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, of]) => judgeOperation(of, mine, used));
  const stale = mine
    .filter((each) => whole && each.backend !== 'any' && !used.has(each))
    .map((each) => nameOf(each));
  const findings = operations.flatMap((operation) => operation.findings);
  const count = (verdict: FidelityVerdict): number =>
    operations.filter((operation) => operation.verdict === verdict).length;
  return {
    schemaVersion: 1,
    backend,
    operations,
    summary: {
      compared: operations.filter(({ compared }) => compared > 0).length,
      same: count('same'),
      explained: count('explained'),
      unexplained: count('unexplained'),
      'not-had': count('not-had'),
      'not-reached': count('not-reached'),
      differences: findings.length,
      unexplainedDifferences: findings.filter(({ explained }) => explained === null).length,
      gaps: findings.filter(({ explained }) => explained?.right === 'theirs').length,
    },
    stale,
  };
}

function judgeOperation(
  steps: readonly ComparedStep[],
  explanations: readonly FidelityExplanation[],
  used: Set<FidelityExplanation>,
): ComparedOperation {
  const [first] = steps;
  if (first === undefined) throw new Error('an operation was asked at least once');
  const findings = onceEach(steps.flatMap((step) => step.findings)).map(
    ({ finding, times }): JudgedFinding => {
      const fitting = explanations.filter((each) => explains(each, finding));
      for (const each of fitting) used.add(each);
      const [why] = fitting;
      const explained =
        why === undefined ? null : { right: why.right ?? 'own', reason: why.reason, source: why.source };
      return { ...finding, times, explained };
    },
  );
  const compared = steps.filter(({ outcome }) => outcome === 'compared').length;
  const lack = steps.find((step) => step.lack !== null)?.lack ?? null;
  const { service, operation } = first;
  return { service, operation, verdict: verdictOf(findings, compared, lack), compared, findings, lack };
}

function verdictOf(
  findings: readonly JudgedFinding[],
  compared: number,
  lack: string | null,
): FidelityVerdict {
  if (findings.some(({ explained }) => explained === null)) return 'unexplained';
  if (findings.length > 0) return 'explained';
  if (compared > 0) return 'same';
  return lack === null ? 'not-reached' : 'not-had';
}

/** The same difference in many steps is one. */
function onceEach(
  findings: readonly FidelityFinding[],
): readonly { readonly finding: FidelityFinding; readonly times: number }[] {
  const found = new Map<string, { finding: FidelityFinding; times: number }>();
  for (const finding of findings) {
    const { kind, path, own, theirs } = finding;
    const key = canonicalJson([kind, path, own, theirs]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { finding, times: 1 });
    else known.times += 1;
  }
  return [...found.values()];
}
