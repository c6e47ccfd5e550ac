/** From a template and its parameters' values to what is to be made: conditions decided, dependencies known. */
import type { Json } from '../../contract/json.js';
import { domainOf } from '../../contract/arn.js';
import { createScope } from './intrinsics.js';
import { asList, nameText, scalarText } from './json-shape.js';
import { parameterValue } from './parameters.js';
import { checkRules } from './rules.js';
import type { Scope, ScopeSources } from './scope.js';
import type { DeletionPolicy } from './stack-record.js';
import { eachReference } from './static-dependencies.js';
import {
  languageExtensions,
  type OutputDeclaration,
  type ResourceDeclaration,
  type Template,
} from './template.js';
import { templateError, templateFormatError, validationFailure } from './template-failure.js';

/** Where and as what a template is deployed. */
export interface Deployment {
  readonly stackId: string;
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly notificationArns: readonly string[];
}

export interface AssembledResource extends Omit<
  ResourceDeclaration,
  'deletionPolicy' | 'updateReplacePolicy'
> {
  /** Logical ids that must be there first, by `DependsOn` and by reference, in the template's order. */
  readonly dependencies: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
}

export interface Assembly {
  readonly template: Template;
  /** Those whose conditions hold, in the template's order. */
  readonly resources: ReadonlyMap<string, AssembledResource>;
  readonly outputs: readonly OutputDeclaration[];
  /** A scope that reads resources and exports from the given sources. */
  readonly scope: (live: Pick<ScopeSources, 'reference' | 'attribute' | 'importValue'>) => Scope;
}

/** @throws AwsFailure in CloudFormation's words, cycles included. */
export function assemble(
  template: Template,
  texts: Readonly<Record<string, string>>,
  deployment: Deployment,
): Assembly {
  const parameters = parametersOf(template, texts, deployment);
  const base = {
    parameters,
    mappings: template.mappings,
    region: deployment.region,
    extensions: template.transforms.includes(languageExtensions),
  };
  const condition = decideConditions(template, (decide) =>
    createScope({ ...base, condition: decide, ...nothingLive }),
  );
  const fixed = createScope({ ...base, condition, ...nothingLive });
  checkRules(template, fixed);
  const active = new Set<string>();
  for (const { logicalId, condition: name } of template.resources.values()) {
    if (name === undefined || condition(name)) active.add(logicalId);
  }
  const resources = new Map<string, AssembledResource>();
  const unresolved = new Set<string>();
  for (const logicalId of active) {
    const declaration = template.resources.get(logicalId);
    if (declaration === undefined) continue;
    const needed = new Set(declaration.dependsOn.filter((name) => active.has(name)));
    collect(declaration.properties, condition, (name) => {
      if (active.has(name)) needed.add(name);
      else if (!parameters.has(name) && template.resources.has(name)) unresolved.add(name);
    });
    resources.set(logicalId, {
      ...declaration,
      dependencies: [...needed],
      deletionPolicy: policyOf(declaration, 'deletionPolicy', fixed),
      updateReplacePolicy: policyOf(declaration, 'updateReplacePolicy', fixed),
    });
  }
  refuseUnresolved(unresolved, 'Resources');
  const cycle = membersOfCycles(resources);
  if (cycle.length > 0) {
    throw validationFailure(`Circular dependency between resources: [${cycle.join(', ')}]`);
  }
  const outputs = [...template.outputs.values()].filter(
    (output) => output.condition === undefined || condition(output.condition),
  );
  for (const { value } of outputs) {
    collect(value, condition, (name) => {
      if (!active.has(name) && !parameters.has(name) && template.resources.has(name)) unresolved.add(name);
    });
  }
  refuseUnresolved(unresolved, 'Outputs');
  return { template, resources, outputs, scope: (live) => createScope({ ...base, condition, ...live }) };
}

function parametersOf(
  template: Template,
  texts: Readonly<Record<string, string>>,
  { stackId, stackName, account, region, partition, notificationArns }: Deployment,
): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>([
    ['AWS::AccountId', account],
    ['AWS::NotificationARNs', notificationArns],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::StackId', stackId],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', domainOf(partition)],
  ]);
  for (const declaration of template.parameters.values()) {
    values.set(declaration.name, parameterValue(declaration, texts[declaration.name] ?? ''));
  }
  return values;
}

const nothingLive: Pick<ScopeSources, 'reference' | 'attribute' | 'importValue'> = {
  reference: (name) => {
    throw templateFormatError(`Unresolved dependencies [${name}]`);
  },
  attribute: (name) => {
    throw templateFormatError(`Unresolved dependencies [${name}]`);
  },
  importValue: () => {
    throw templateError('Fn::ImportValue cannot be used here');
  },
};

function decideConditions(
  template: Template,
  scopeWith: (decide: (name: string) => boolean) => Scope,
): (name: string) => boolean {
  const decided = new Map<string, boolean>();
  const under = new Set<string>();
  const decide = (name: string): boolean => {
    const known = decided.get(name);
    if (known !== undefined) return known;
    if (under.has(name))
      throw templateError(`Circular dependency between conditions: [${[...under].join(', ')}]`);
    under.add(name);
    const value = scope.evaluate(template.conditions.get(name) ?? null);
    under.delete(name);
    if (typeof value !== 'boolean') {
      throw templateFormatError(`Every Conditions member must be a condition function; ${name} is none`);
    }
    decided.set(name, value);
    return value;
  };
  const scope = scopeWith(decide);
  for (const name of template.conditions.keys()) decide(name);
  return decide;
}

/** Calls `need` for every name that a value refers to in the branches that are taken. */
function collect(value: Json, condition: (name: string) => boolean, need: (name: string) => void): void {
  eachReference(value, need, (argument) => {
    const [name, whenTrue, whenFalse] = asList(argument);
    return (condition(nameText(name)) ? whenTrue : whenFalse) ?? null;
  });
}

function refuseUnresolved(names: ReadonlySet<string>, block: string): void {
  if (names.size === 0) return;
  throw templateFormatError(
    `Unresolved resource dependencies [${[...names].join(', ')}] in the ${block} block of the template`,
  );
}

const policies: ReadonlySet<string> = new Set(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']);

/** Types that can be deleted with a snapshot (CloudFormation User Guide, "DeletionPolicy attribute"). */
const withSnapshots: ReadonlySet<string> = new Set([
  'AWS::DocDB::DBCluster',
  'AWS::EC2::Volume',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
]);

function policyOf(
  declaration: ResourceDeclaration,
  member: 'deletionPolicy' | 'updateReplacePolicy',
  scope: Scope,
): DeletionPolicy {
  const { type, properties, logicalId } = declaration;
  const given = declaration[member];
  if (given === undefined) {
    const snapshot =
      type === 'AWS::RDS::DBCluster' ||
      (type === 'AWS::RDS::DBInstance' && properties['DBClusterIdentifier'] === undefined);
    return snapshot && member === 'deletionPolicy' ? 'Snapshot' : 'Delete';
  }
  const name = member === 'deletionPolicy' ? 'DeletionPolicy' : 'UpdateReplacePolicy';
  const policy = scalarText(scope.evaluate(given));
  const wrong =
    policy === undefined ||
    !policies.has(policy) ||
    (policy === 'RetainExceptOnCreate' && member !== 'deletionPolicy');
  if (wrong) throw templateFormatError(`Unrecognized ${name} ${policy ?? 'value'} for resource ${logicalId}`);
  if (policy === 'Snapshot' && !withSnapshots.has(type)) {
    throw templateError(
      `resource type ${type} does not support ${name.toLowerCase().replace('policy', '')} policy Snapshot`,
    );
  }
  return policy as DeletionPolicy;
}

/** The logical ids on cycles, and between them, in the template's order. */
export function membersOfCycles(
  resources: ReadonlyMap<string, { readonly dependencies: readonly string[] }>,
): string[] {
  const left = new Set(resources.keys());
  const dependents = new Map<string, number>();
  for (;;) {
    const before = left.size;
    dependents.clear();
    for (const name of left) {
      for (const needed of resources.get(name)?.dependencies ?? []) {
        dependents.set(needed, (dependents.get(needed) ?? 0) + 1);
      }
    }
    for (const name of left) {
      const needs = resources.get(name)?.dependencies.some((needed) => left.has(needed)) === true;
      if (!needs || !dependents.has(name)) left.delete(name);
    }
    if (left.size === before) return [...left];
  }
}
