/** Works out what a change set would change, resource by resource, before anything is done. */
import { resourceType, type ResourceType } from '../../catalog/resource-types.js';
import { AwsFailure } from '../../contract/aws-error.js';
import { sameJson, type Json, type JsonObject } from '../../contract/json.js';
import type { AssembledResource, Assembly } from './assemble.js';
import { withReferences } from './dynamic-references.js';
import { checkProperties } from './property-check.js';
import { knownAfterApply, replacementOf, type ChangeDetail, type ResourceChange } from './resource-change.js';
import { withStackTags } from './resource-tags.js';
import {
  membersOf,
  stackType,
  type DeletionPolicy,
  type Member,
  type MemberVersion,
  type StackTarget,
} from './stack-record.js';
import type { StackRun } from './stack-run.js';
import { valueSources, type ValueSource } from './value-sources.js';

/** What becomes of a resource that others read: `moved` where it may be another one afterwards. */
type Fate = 'changed' | 'moved' | 'same';

interface Comparison {
  readonly run: StackRun;
  readonly assembly: Assembly;
  /** The template as it stands. */
  readonly standing: Assembly;
  /** Names of the parameters whose values change. */
  readonly changedParameters: ReadonlySet<string>;
  readonly secretParameters: ReadonlySet<string>;
  readonly fates: Map<string, Fate>;
}

/**
 * The changes that would make a new stack: everything is added.
 * @param run whose record has the target already.
 */
export function additions(run: StackRun): readonly ResourceChange[] {
  const { resources } = run.assembly(run.body.target);
  return [...resources.values()].map((resource) => addition(resource)).sort(byLogicalId);
}

/**
 * The changes that bring a stack from what it is to its new target.
 * @param run whose record has the target already.
 * @throws AwsFailure where the template cannot be worked out.
 */
export function changesTo(run: StackRun, previous: StackTarget): readonly ResourceChange[] {
  const { target } = run.body;
  const [before, after] = [valuesOf(previous), valuesOf(target)];
  const comparison: Comparison = {
    run,
    assembly: run.assembly(target),
    standing: run.assembly(previous),
    changedParameters: new Set(Object.keys(after).filter((name) => before[name] !== after[name])),
    secretParameters: new Set([...previous.secretParameters, ...target.secretParameters]),
    fates: new Map(),
  };
  const { resources } = comparison.assembly;
  const members = new Map(
    [...membersOf(run.context.state, run.stackId)].map((each) => [each.logicalId, each]),
  );
  const changes: ResourceChange[] = [];
  for (const resource of inOrderOfNeed(resources)) {
    const current = members.get(resource.logicalId)?.current ?? null;
    const change = current === null ? addition(resource) : modification(comparison, resource, current);
    comparison.fates.set(resource.logicalId, fateOf(change));
    if (change !== null) changes.push(change);
  }
  for (const member of members.values()) {
    if (member.current !== null && !resources.has(member.logicalId)) {
      changes.push(removal(comparison, member, member.current));
    }
  }
  return changes.sort(byLogicalId);
}

/** Parameters by what they stand for: a name of Parameter Store's by its value. */
function valuesOf({ parameters, resolved }: StackTarget): Readonly<Record<string, string>> {
  return { ...parameters, ...resolved };
}

function fateOf(change: ResourceChange | null): Fate {
  if (change === null) return 'same';
  return change.action === 'Add' || change.replacement !== 'False' ? 'moved' : 'changed';
}

/** Resources after all that they depend on: what becomes of those must be known first. */
function inOrderOfNeed(resources: ReadonlyMap<string, AssembledResource>): readonly AssembledResource[] {
  const ordered = new Map<string, AssembledResource>();
  const seen = new Set<string>();
  const visit = (resource: AssembledResource | undefined): void => {
    if (resource === undefined || seen.has(resource.logicalId)) return;
    seen.add(resource.logicalId);
    for (const needed of resource.dependencies) visit(resources.get(needed));
    ordered.set(resource.logicalId, resource);
  };
  for (const resource of resources.values()) visit(resource);
  return [...ordered.values()];
}

function byLogicalId(one: ResourceChange, other: ResourceChange): number {
  return one.logicalId < other.logicalId ? -1 : 1;
}

const nothing = { replacement: null, policyAction: null, details: [], before: null, after: null } as const;

function addition({ logicalId, type }: AssembledResource): ResourceChange {
  return { ...nothing, action: 'Add', logicalId, type, physicalId: null };
}

function removal(
  comparison: Comparison,
  { logicalId, type }: Member,
  current: MemberVersion,
): ResourceChange {
  const { physicalId, deletionPolicy } = current;
  const before = covered(comparison, logicalId, current.properties);
  return {
    ...nothing,
    action: 'Remove',
    logicalId,
    type,
    physicalId,
    policyAction: kept(deletionPolicy),
    before,
  };
}

function kept(policy: DeletionPolicy): 'Delete' | 'Retain' | 'Snapshot' {
  return policy === 'RetainExceptOnCreate' ? 'Retain' : policy;
}

function modification(
  comparison: Comparison,
  resource: AssembledResource,
  current: MemberVersion,
): ResourceChange | null {
  const { logicalId, type } = resource;
  const published = resourceType(type);
  if (published === undefined) return null;
  const { details, after } = propertyDetails(comparison, resource, published, current);
  details.push(...attributeDetails(resource, current));
  if (details.length === 0 && type === stackType) details.push(nestedDetail);
  if (details.length === 0) return null;
  const replacement = replacementOf(details);
  return {
    action: 'Modify',
    logicalId,
    type,
    physicalId: current.physicalId,
    replacement,
    policyAction: replacement === 'False' ? null : `ReplaceAnd${kept(resource.updateReplacePolicy)}`,
    details,
    before: covered(comparison, logicalId, current.properties),
    after: covered(comparison, logicalId, after),
  };
}

/** What is in a nested stack is looked at only when it is updated: AWS always names it. */
const nestedDetail: ChangeDetail = {
  attribute: 'Properties',
  name: null,
  recreation: 'Never',
  evaluation: 'Dynamic',
  source: 'Automatic',
  cause: null,
  before: null,
  after: null,
};

function attributeDetails(resource: AssembledResource, current: MemberVersion): ChangeDetail[] {
  const pairs = [
    ['DeletionPolicy', current.deletionPolicy, resource.deletionPolicy],
    ['UpdateReplacePolicy', current.updateReplacePolicy, resource.updateReplacePolicy],
    ['Metadata', current.metadata, resource.metadata ?? null],
  ] as const;
  return pairs
    .filter(([, before, after]) => !sameJson(before, after))
    .map(([attribute, before, after]) => ({
      attribute,
      name: null,
      recreation: 'Never',
      evaluation: 'Static',
      source: 'DirectModification',
      cause: null,
      before,
      after,
    }));
}

interface PropertyDetails {
  readonly details: ChangeDetail[];
  /** The properties as far as they are known. */
  readonly after: JsonObject;
}

function propertyDetails(
  comparison: Comparison,
  resource: AssembledResource,
  type: ResourceType,
  current: MemberVersion,
): PropertyDetails {
  const { assembly, fates } = comparison;
  const { condition } = assembly.scope(unread);
  const sources = new Map<string, readonly ValueSource[]>();
  const uncertain = new Map<string, readonly ValueSource[]>();
  for (const [name, value] of Object.entries(resource.properties)) {
    const read = valueSources(value, condition);
    sources.set(name, read);
    const moving = read.filter(({ name: source, attribute }) => {
      const fate = fates.get(source) ?? 'same';
      return fate === 'moved' || (fate === 'changed' && attribute !== null);
    });
    if (moving.length > 0) uncertain.set(name, moving);
  }
  const known = knownProperties(comparison, resource, type, current, uncertain);
  const details: ChangeDetail[] = [];
  for (const name of new Set([
    ...Object.keys(current.properties),
    ...Object.keys(known),
    ...uncertain.keys(),
  ])) {
    const moving = uncertain.get(name);
    const before = current.properties[name];
    const after = known[name];
    if (moving === undefined && sameJson(before ?? null, after ?? null)) continue;
    const common = { ...targetOf(type, name), before: before ?? null, after: after ?? null };
    const edited = isEdited(comparison, resource, name);
    const parameters = (sources.get(name) ?? []).filter(({ name: source }) =>
      comparison.changedParameters.has(source),
    );
    for (const { name: cause } of parameters) {
      details.push({ ...common, evaluation: 'Static', source: 'ParameterReference', cause });
    }
    for (const { name: source, attribute } of moving ?? []) {
      details.push({
        ...common,
        after: null,
        evaluation: 'Dynamic',
        source: attribute === null ? 'ResourceReference' : 'ResourceAttribute',
        cause: attribute === null ? source : `${source}.${attribute}`,
      });
    }
    // A value with other causes is told as the template's own too, but not for certain: so does AWS.
    const others = parameters.length + (moving?.length ?? 0);
    if (others === 0 || parameters.length > 0 || edited) {
      const evaluation = others === 0 ? 'Static' : 'Dynamic';
      details.push({ ...common, evaluation, source: 'DirectModification', cause: null });
    }
  }
  const after = {
    ...known,
    ...Object.fromEntries([...uncertain.keys()].map((name) => [name, knownAfterApply])),
  };
  return { details: details.map((detail) => withCover(comparison, resource.logicalId, detail)), after };
}

const unread = { reference: () => '', attribute: () => '', importValue: () => '' };

/** The properties that can be worked out now; one that waits for others stays as it is. */
function knownProperties(
  { run, assembly }: Comparison,
  resource: AssembledResource,
  type: ResourceType,
  current: MemberVersion,
  uncertain: ReadonlyMap<string, unknown>,
): JsonObject {
  const scope = run.scope(assembly);
  const evaluated: Record<string, Json> = {};
  for (const [name, value] of Object.entries(resource.properties)) {
    const stays = current.properties[name];
    const now = uncertain.has(name) ? stays : scope.evaluate(value);
    if (now !== undefined) evaluated[name] = withReferences(run.acting(resource.logicalId), now);
  }
  try {
    return withStackTags(type, checkProperties(type, evaluated), run.body.target.tags);
  } catch (error) {
    // What the type does not take fails when the resource's turn comes, not before.
    if (!(error instanceof AwsFailure)) throw error;
    return evaluated;
  }
}

/** Whether a property reads differently in the two templates. */
function isEdited(
  { standing }: Comparison,
  { logicalId, properties }: AssembledResource,
  name: string,
): boolean {
  const before = standing.resources.get(logicalId)?.properties[name];
  return !sameJson(before ?? null, properties[name] ?? null);
}

function targetOf(type: ResourceType, name: string): Pick<ChangeDetail, 'attribute' | 'name' | 'recreation'> {
  if (type.tags?.property === name && type.properties.get(name)?.replacement !== 'yes') {
    return { attribute: 'Tags', name: null, recreation: 'Never' };
  }
  const replacement = type.properties.get(name)?.replacement ?? 'no';
  const below = type.replacementPaths.some(([first]) => first === name);
  if (replacement === 'yes') return { attribute: 'Properties', name, recreation: 'Always' };
  const recreation = replacement === 'maybe' || below ? 'Conditionally' : 'Never';
  return { attribute: 'Properties', name, recreation };
}

const cover = '****';

/** Properties without the values that NoEcho parameters went into. */
function covered(comparison: Comparison, logicalId: string, properties: JsonObject): JsonObject {
  const names = secretProperties(comparison, logicalId);
  if (names.size === 0) return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, names.has(name) ? cover : value]),
  );
}

function withCover(comparison: Comparison, logicalId: string, detail: ChangeDetail): ChangeDetail {
  if (detail.name === null || !secretProperties(comparison, logicalId).has(detail.name)) return detail;
  return {
    ...detail,
    before: detail.before === null ? null : cover,
    after: detail.after === null ? null : cover,
  };
}

function secretProperties(
  { assembly, standing, secretParameters }: Comparison,
  logicalId: string,
): ReadonlySet<string> {
  const names = new Set<string>();
  if (secretParameters.size === 0) return names;
  for (const { resources } of [assembly, standing]) {
    for (const [name, value] of Object.entries(resources.get(logicalId)?.properties ?? {})) {
      // Whichever branch is taken: what may be secret is not shown.
      const read = [...valueSources(value, () => true), ...valueSources(value, () => false)];
      if (read.some(({ name: source }) => secretParameters.has(source))) names.add(name);
    }
  }
  return names;
}
