/** Runs seeded sequences of version calls against a plain model of what a managed policy's versions are. */
import { expect } from 'chai';
import fc from 'fast-check';
import { AwsFailure } from '../../../../harness/contract/aws-error.js';
import type { CloudUnderTest } from '../../cloud-under-test.js';

type Step =
  | { readonly do: 'create'; readonly asDefault: boolean }
  | { readonly do: 'default' | 'delete'; readonly version: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('create' as const), asDefault: fc.boolean() }),
  fc.record({
    do: fc.constantFrom('default' as const, 'delete' as const),
    version: fc.integer({ min: 1, max: 9 }),
  }),
);

/** Versions that there are, the one in force, and the number that comes next. */
interface Model {
  readonly versions: Set<number>;
  inForce: number;
  next: number;
}

/** The code that a step is answered with; null where it succeeds. Changes the model as the step changes the world. */
function expected(model: Model, step: Step): string | null {
  if (step.do === 'create') {
    if (model.versions.size >= 5) return 'LimitExceeded';
    model.versions.add(model.next);
    if (step.asDefault) model.inForce = model.next;
    model.next += 1;
    return null;
  }
  if (!model.versions.has(step.version)) return 'NoSuchEntity';
  if (step.do === 'default') model.inForce = step.version;
  else if (model.inForce === step.version) return 'DeleteConflict';
  else model.versions.delete(step.version);
  return null;
}

function answer(under: CloudUnderTest, PolicyArn: string, step: Step): string | null {
  try {
    if (step.do === 'create') {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      });
      under.call('IAM', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: step.asDefault });
    } else {
      const operation = step.do === 'default' ? 'SetDefaultPolicyVersion' : 'DeletePolicyVersion';
      under.call('IAM', operation, { PolicyArn, VersionId: `v${step.version}` });
    }
    return null;
  } catch (error) {
    if (error instanceof AwsFailure) return error.error.code;
    throw error;
  }
}

/** The sequences go on from each other's ends, as one long life of the policy. */
export function propertyRun(under: CloudUnderTest, PolicyArn: string): void {
  const model: Model = { versions: new Set([1]), inForce: 1, next: 2 };
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 12 }), (sequence) => {
      for (const step of sequence) {
        const shifted =
          step.do === 'create' ? step : { ...step, version: step.version + Math.max(0, model.next - 7) };
        expect(answer(under, PolicyArn, shifted)).to.equal(expected(model, shifted));
      }
      type Listed = { Versions: { VersionId: string; IsDefaultVersion: boolean }[] };
      const { Versions } = under.call<Listed>('IAM', 'ListPolicyVersions', { PolicyArn });
      const numbers = [...model.versions].sort((left, right) => right - left);
      expect(Versions.map(({ VersionId }) => VersionId)).to.deep.equal(numbers.map((number) => `v${number}`));
      expect(Versions.filter((version) => version.IsDefaultVersion)).to.have.length(1);
    }),
    { seed: 20251215, numRuns: 60, endOnFailure: true },
  );
}
