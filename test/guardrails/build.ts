/** Builds one guardrail for the account of the tests, and judges with it. */
import type { Attempt, Guardrail, JournalView, Judgement } from '../../harness/contract/guardrail.js';
import type { GuardrailEnvironment } from '../../harness/contract/guardrail.js';
import { buildGuardrail } from '../../harness/guardrails/loading/build-guardrail.js';
import { loadGuardrail } from '../../harness/guardrails/loading/guardrail-folder.js';
import { environment, journalOf } from './attempt-builder.js';

export async function build(
  name: string,
  parameters: unknown = {},
  guarded: GuardrailEnvironment = environment,
): Promise<Guardrail> {
  return buildGuardrail(await loadGuardrail(name), parameters, guarded);
}

export function judge(guardrail: Guardrail, attempt: Attempt, journal: JournalView = journalOf()): Judgement {
  if (guardrail.judge === undefined) throw new Error(`${guardrail.name} has no judge`);
  return guardrail.judge(attempt, journal);
}
