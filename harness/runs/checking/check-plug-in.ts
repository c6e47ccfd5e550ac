/** For `blastpit check`: whether a guardrail, agent or approver of a project can be used, step by step. */
import { BlastpitError } from '../../contract/blastpit-error.js';
import {
  enforcementPoints,
  type Guardrail,
  type GuardrailEnvironment,
  type GuardrailKind,
} from '../../contract/guardrail.js';
import { buildGuardrail } from '../../guardrails/loading/build-guardrail.js';
import { findPolicyProblems } from '../../iam/policy.js';
import { policyError } from '../../iam/policy-problem.js';
import type { FoundPlugIn } from '../projects/find-plug-in.js';
import {
  loadFoundAgentKind,
  loadFoundApprover,
  loadFoundGuardrail,
  loadFoundWorldFault,
} from '../projects/load-plug-in.js';
import { look, type CheckedPart } from './checked-part.js';

export async function* checkPlugIn(found: FoundPlugIn): AsyncGenerator<CheckedPart> {
  switch (found.kind) {
    case 'guardrails':
      yield* checkGuardrail(found);
      return;
    case 'agents':
      yield await look('it loads', () => loadFoundAgentKind(found));
      return;
    case 'approvers':
      yield await look('it loads', () => loadFoundApprover(found));
      return;
    case 'faults':
      yield await look('it loads', () => loadFoundWorldFault(found));
      return;
    case 'scenarios':
      throw new Error('scenarios are checked by running them');
  }
}

/** An account like any other, for a guardrail to be built for. */
const environment: GuardrailEnvironment = {
  partition: 'aws',
  account: '482915370264',
  region: 'eu-west-1',
  productionStacks: ['orders'],
  agentPrincipals: ['arn:aws:iam::482915370264:role/tidy-agent'],
  people: ['ana', 'ben', 'cho', 'dee'],
};

async function* checkGuardrail(found: FoundPlugIn): AsyncGenerator<CheckedPart> {
  let kind: GuardrailKind | null = null;
  yield await look('it loads', async () => {
    kind = await loadFoundGuardrail(found);
  });
  const loaded = kind as GuardrailKind | null;
  if (loaded === null) return;
  yield await look('it says where it could be enforced and what it needs to see', () => {
    demandOneOf(loaded, 'enforcedAt', enforcementPoints);
    demandOneOf(loaded, 'needs', ['call', 'effects']);
  });
  let guardrail: Guardrail | null = null;
  yield await look('it is built from its example', () => {
    guardrail = buildGuardrail(loaded, loaded.example(environment), environment);
  });
  const built = guardrail as Guardrail | null;
  if (built === null) return;
  yield await look('what is built is as the kind says, and does something', () => {
    for (const member of ['name', 'enforcedAt', 'needs'] as const)
      demandOneOf(built, member, [loaded[member]]);
    const { judge, policies, hardening, prompt } = built;
    if ((judge ?? policies ?? hardening ?? prompt) === undefined) {
      throw new BlastpitError('guardrail-shape', 'it has no judge, no policies, no hardening and no prompt', {
        expected: 'at least one of them',
      });
    }
  });
  const { serviceControl = [], boundaries = [] } = built.policies ?? {};
  for (const [kindOfPolicy, policies] of [
    ['scp', serviceControl],
    ['boundary', boundaries],
  ] as const) {
    for (const { name, document } of policies) {
      yield await look(`its policy ${name} is one`, () => {
        const problems = findPolicyProblems(document, kindOfPolicy);
        if (problems.length > 0) throw policyError(name, problems);
      });
    }
  }
}

function demandOneOf<Of extends object>(of: Of, member: keyof Of & string, known: readonly unknown[]): void {
  if (known.includes(of[member])) return;
  throw new BlastpitError('guardrail-shape', `its ${member} is ${JSON.stringify(of[member])}`, {
    expected: known.map((each) => JSON.stringify(each)).join(', '),
  });
}
