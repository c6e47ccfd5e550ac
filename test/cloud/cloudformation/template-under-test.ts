/** Works out values of a template in tests, against resources and exports that are made up. */
import { AwsFailure } from '../../../harness/contract/aws-error.js';
import type { Json } from '../../../harness/contract/json.js';
import { assemble, type Assembly } from '../../../harness/cloud/cloudformation/assemble.js';
import { parameterTexts } from '../../../harness/cloud/cloudformation/parameters.js';
import { readTemplate } from '../../../harness/cloud/cloudformation/read-template.js';

export interface Given {
  readonly region?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A template, read and assembled with the given parameters. */
export function assembled(text: string, { region = 'cn-north-1', parameters = {} }: Given = {}): Assembly {
  const template = readTemplate(text);
  const given = Object.entries(parameters).map(([name, value]) => ({ name, value, usePrevious: false }));
  const partition = region.startsWith('cn-') ? 'aws-cn' : 'aws';
  return assemble(template, parameterTexts(template, given, {}), {
    stackId: `arn:${partition}:cloudformation:${region}:123456789012:stack/shop/0001`,
    stackName: 'shop',
    account: '123456789012',
    region,
    partition,
    notificationArns: [],
  });
}

/** The properties of the resource `Subject`, worked out; others read as `ref:X` and `att:X.Y`. */
export function properties(text: string, given: Given = {}): Json | undefined {
  const assembly = assembled(text, given);
  const scope = assembly.scope({
    reference: (name) => `ref:${name}`,
    attribute: (name, attribute) =>
      attribute === 'NameServers' ? ['ns1', 'ns2'] : `att:${name}.${attribute}`,
    importValue: (name) => `import:${name}`,
  });
  return scope.evaluate(assembly.resources.get('Subject')?.properties ?? null);
}

/** The message of the AWS error that some work ends with. */
export function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsFailure) return error.error.message;
    throw error;
  }
  throw new Error('it succeeded');
}
