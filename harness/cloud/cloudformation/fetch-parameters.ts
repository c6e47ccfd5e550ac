/** Reads Parameter Store on behalf of whoever deploys: authorised as ssm:GetParameters. */
import type { CallContext } from '../call-context.js';
import { actingAsCloudFormation } from './acting.js';

interface StoredParameter {
  readonly value: string;
  /** Whether it is a SecureString, whose value is not read. */
  readonly secure: boolean;
}

export interface FetchedParameters {
  /** By the names that were asked for. */
  readonly found: ReadonlyMap<string, StoredParameter>;
  readonly missing: readonly string[];
}

interface Answer {
  readonly Parameters?: readonly {
    readonly Name?: string;
    readonly Selector?: string;
    readonly ARN?: string;
    readonly Type?: string;
    readonly Value?: string;
  }[];
}

/** GetParameters takes no more names at once. */
const atOnce = 10;

/**
 * @param names each a name, an ARN, or one of these with a version.
 * @throws AwsFailure where the caller may not read one of them.
 */
export function fetchParameters(context: CallContext, names: Iterable<string>): FetchedParameters {
  const acting = actingAsCloudFormation(context);
  const wanted = [...new Set(names)];
  const asked = wanted.filter((name) => name !== '');
  const found = new Map<string, StoredParameter>();
  for (let start = 0; start < asked.length; start += atOnce) {
    const Names = asked.slice(start, start + atOnce);
    const { Parameters = [] } = acting.invoke<Answer>('SSM', 'GetParameters', { Names });
    for (const { Name = '', ARN = '', Selector = '', Type, Value = '' } of Parameters) {
      const parameter = { value: Value, secure: Type === 'SecureString' };
      for (const name of [Name + Selector, ARN + Selector]) {
        if (Names.includes(name)) found.set(name, parameter);
      }
    }
  }
  return { found, missing: wanted.filter((name) => !found.has(name)) };
}
