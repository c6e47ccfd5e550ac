/** A project's scenario, made safe to run: its shape is checked, and what its code throws is told to its author. */
import type { z } from 'zod';
import { BlastpitError, nearest } from '../../contract/blastpit-error.js';
import { defineScenario, type Scenario, type ScenarioDraft } from '../../contract/scenario.js';
import { calling } from './authored-plug-in.js';
import { shownPath } from './project.js';
import { environmentSchema, guardrailSetsSchema, scenarioSchema } from './scenario-schema.js';
import { lineOfMember } from './source-line.js';

/**
 * @param draft a default export that has the members of a scenario; whether `defineScenario` was called does not matter.
 * @param file its path.
 * @throws BlastpitError `scenario-shape` naming the member that is not what it should be.
 */
export function authoredScenario(draft: ScenarioDraft, file: string): Scenario {
  const what = `scenario "${draft.name}"`;
  const shape = { what, file };
  const scenario = defineScenario(draft);
  demandShape(scenarioSchema, scenario, [], shape);
  return {
    ...scenario,
    environment: (faults) => {
      const environment = calling(file, `environment of ${what}`, () => scenario.environment(faults));
      demandShape(environmentSchema, environment, ['environment'], shape);
      return environment;
    },
    guardrailSets: (faults) => {
      const sets = calling(file, `guardrailSets of ${what}`, () => scenario.guardrailSets(faults));
      demandShape(guardrailSetsSchema, sets, ['guardrailSets'], shape);
      return sets;
    },
    twins: scenario.twins.map((twin) => ({
      ...twin,
      completed: (end) =>
        calling(file, `completed of twin "${twin.name}" of ${what}`, () => twin.completed(end)),
    })),
  };
}

function demandShape(
  schema: z.ZodType,
  value: unknown,
  at: readonly PropertyKey[],
  { what, file }: { readonly what: string; readonly file: string },
): void {
  const issue = innermost(schema.safeParse(value).error?.issues[0]);
  if (issue === undefined) return;
  const path = [...at, ...issue.path];
  const extra = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const full = extra === undefined ? path : [...path, extra];
  const said = extra === undefined ? issue.message : noSuchMember(extra, schema, issue.path);
  throw new BlastpitError('scenario-shape', `${what}: ${full.map(String).join('.')}: ${said}`, {
    where: `${shownPath(file)}:${lineOfMember(file, full)}`,
  });
}

/** Of a choice, what is wrong with the alternative that came nearest. */
function innermost(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const [nearestBranch] = issue.errors.toSorted((left, right) => left.length - right.length);
  const inner = innermost(nearestBranch?.[0]);
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
}

function noSuchMember(typed: string, schema: z.ZodType, path: readonly PropertyKey[]): string {
  const known = path.length === 0 && 'shape' in schema ? Object.keys(schema.shape as object) : [];
  const near = nearest(typed, known);
  return `there is no such member${near === undefined ? '' : `; did you mean "${near}"?`}`;
}
