/** What a backend turns out to lack, found before anybody acts on it. */
import { AwsFailure } from '../contract/aws-error.js';
import type { JsonObject } from '../contract/json.js';
import type { ScaleDownRule } from '../contract/scenario.js';
import { isObject, nameText } from '../cloud/cloudformation/json-shape.js';
import { parseTemplate } from '../cloud/cloudformation/parse-template.js';
import { tryStacks } from './try-stacks.js';
import type { RemoteCloud } from './remote-cloud.js';
import type { KeyPolicies, Left } from './scaled-template.js';

/** One for all episodes on a backend: what was found once is not looked for again. */
export interface Lacks {
  /** Services that it does not have at all, each with its words. */
  readonly services: Map<string, string>;
  /** Types of resources that its CloudFormation does not make, each with its words. */
  readonly types: Map<string, string>;
  /** Whether its CloudFormation updates in place what AWS's replaces. */
  replacement: boolean;
  keyPolicies: KeyPolicies;
  /** Whether services, and how stacks are made, were looked for. */
  probed: boolean;
}

export function nothingLacked(): Lacks {
  return { services: new Map(), types: new Map(), replacement: false, keyPolicies: 'read', probed: false };
}

/** Thrown where an environment cannot be built as it is, for types that the backend turns out not to make. */
export class TypesLacked extends Error {
  /** Types, each with the backend's words. */
  readonly types: ReadonlyMap<string, string>;

  constructor(types: ReadonlyMap<string, string>) {
    super(`the backend does not make ${[...types.keys()].join(', ')}`);
    this.types = types;
  }
}

/** One harmless question to each service that the shadow has and that is not the shadow's alone. */
const questions: readonly (readonly [service: string, operation: string, input: object])[] = [
  ['CloudTrail', 'DescribeTrails', {}],
  ['CloudWatch', 'DescribeAlarms', { MaxRecords: 1 }],
  ['DynamoDB', 'ListTables', { Limit: 1 }],
  ['KMS', 'ListKeys', { Limit: 1 }],
  ['Lambda', 'ListFunctions', { MaxItems: 1 }],
  ['RDS', 'DescribeDBInstances', {}],
  ['S3', 'ListBuckets', {}],
  ['SQS', 'ListQueues', { MaxResults: 1 }],
  ['SSM', 'DescribeParameters', { MaxResults: 1 }],
];

/** Services that a backend is asked for. */
export const probedServices: readonly string[] = questions.map(([service]) => service);

/** Asks every service whether it is there, and tries how stacks are updated. @throws Error where the backend failed. */
export async function probe(remote: RemoteCloud, lacks: Lacks): Promise<void> {
  const { services } = lacks;
  const { replaces, readsKeyPolicies } = await tryStacks(remote);
  lacks.replacement = !replaces;
  lacks.keyPolicies = readsKeyPolicies ? 'read' : 'text-only';
  for (const [service, operation, input] of questions) {
    const outcome = await remote.call(service, operation, input);
    if (!outcome.ok && outcome.error.origin === 'unsupported') services.set(service, outcome.error.message);
  }
  lacks.probed = true;
}

/** Types of a template that belong to services which the backend lacks, each with why. */
export function typesOfLackedServices(text: string, { services, types }: Lacks): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const type of typesIn(text)) {
    const [, namespace = ''] = type.split('::');
    const why = services.get(namespace);
    if (why !== undefined && !types.has(type)) found.set(type, why);
  }
  return found;
}

function typesIn(text: string): ReadonlySet<string> {
  let template: JsonObject;
  try {
    template = parseTemplate(text);
  } catch (error) {
    if (error instanceof AwsFailure) return new Set();
    throw error;
  }
  const resources = isObject(template['Resources']) ? template['Resources'] : {};
  return new Set(
    Object.values(resources).flatMap((each) => (isObject(each) ? [nameText(each['Type'])] : [])),
  );
}

/** How backends say that they do not know a type: LocalStack's checks before a deployment, and events of resources. */
const lackingWords =
  /(?:not|un) ?(?:currently |yet )?(?:been )?(?:supported|included|emulated|implemented)|no resource provider/i;
const typeName = /\b[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9]+\b/g;

/** Types that a message says are not made. */
export function typesNamedLacking(message: string): ReadonlyMap<string, string> {
  if (!lackingWords.test(message)) return new Map();
  return new Map([...message.matchAll(typeName)].map(([type]) => [type, sentenceAbout(type, message)]));
}

function sentenceAbout(type: string, message: string): string {
  const sentences = message.split(/(?<=\.)[,\s]+|(?<=:) /);
  return sentences.find((each) => each.includes(type)) ?? message;
}

/** The rules for the types that are lacked; those of the others do not apply. */
export function rulesFor({ types }: Lacks, rules: readonly ScaleDownRule[]): Left {
  return new Map(rules.filter(({ type }) => types.has(type)).map((rule) => [rule.type, rule]));
}
