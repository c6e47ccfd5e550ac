/** From a guardrail set, which names kinds and parameters, to guardrails that can judge: before a run starts. */
import type { ZodError } from 'zod';
import { BlastpitError, nearest } from '../../contract/blastpit-error.js';
import type {
  Guardrail,
  GuardrailEnvironment,
  GuardrailKind,
  GuardrailUse,
} from '../../contract/guardrail.js';

/**
 * Builds one guardrail. Parameters that are left out take their defaults.
 * @throws BlastpitError `guardrail-parameters` naming the field that is wrong.
 */
export function buildGuardrail<Parameters>(
  kind: GuardrailKind<Parameters>,
  parameters: unknown,
  environment: GuardrailEnvironment,
): Guardrail {
  const parsed = kind.parameters.safeParse(parameters ?? {});
  if (!parsed.success) throw wrongParameters(kind, parsed.error);
  return kind.build(parsed.data, environment);
}

/**
 * Builds a set in its order. A guardrail that is used twice is told apart in judgements and approvals by a number:
 * `service-control-policy`, `service-control-policy-2`.
 * @throws BlastpitError for a kind that there is not, and for parameters that are wrong.
 */
export async function buildGuardrailSet(
  uses: readonly GuardrailUse[],
  environment: GuardrailEnvironment,
  load: (name: string) => Promise<GuardrailKind>,
): Promise<readonly Guardrail[]> {
  const guardrails: Guardrail[] = [];
  const used = new Map<string, number>();
  const kinds = await Promise.all(
    uses.map(async ({ guardrail: name, parameters }) => ({ kind: await load(name), name, parameters })),
  );
  for (const { kind, name, parameters } of kinds) {
    const guardrail = buildGuardrail(kind, parameters, environment);
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    guardrails.push(times === 1 ? guardrail : { ...guardrail, name: `${guardrail.name}-${times}` });
  }
  return guardrails;
}

/** For what only shows once a guardrail is built for its environment, told like any other wrong parameter. */
export function wrongParameter(guardrail: string, field: string, message: string): BlastpitError {
  return new BlastpitError('guardrail-parameters', `guardrail ${guardrail}: ${field}: ${message}`, {
    where: `${guardrail}.${field}`,
  });
}

function wrongParameters<Parameters>(kind: GuardrailKind<Parameters>, error: ZodError): BlastpitError {
  const [issue] = error.issues;
  if (issue === undefined) return wrongParameter(kind.name, 'parameters', 'they are wrong');
  const path = issue.path.map(String);
  const fields = fieldsOf(kind.parameters);
  if (issue.code === 'unrecognized_keys') {
    const [typed = ''] = issue.keys;
    const near = path.length === 0 ? nearest(typed, fields) : undefined;
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    path.push(typed);
    return new BlastpitError(
      'guardrail-parameters',
      `guardrail ${kind.name}: ${path.join('.')}: there is no such parameter${hint}`,
      {
        where: `${kind.name}.${path.join('.')}`,
        ...(issue.path.length === 0 ? { alternatives: fields } : {}),
      },
    );
  }
  return wrongParameter(kind.name, path.length === 0 ? 'parameters' : path.join('.'), issue.message);
}

function fieldsOf(schema: object): readonly string[] {
  const shape: unknown = 'shape' in schema ? schema.shape : undefined;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}
