/** One step of creating or updating a stack: a resource is created, changed, replaced, or left as it is. */
import { resourceType, type ResourceType } from '../../catalog/resource-types.js';
import { AwsFailure, protection } from '../../contract/aws-error.js';
import { sameJson, type Json, type JsonObject } from '../../contract/json.js';
import type { AssembledResource, Assembly } from './assemble.js';
import { attempt, recordOf } from './attempt.js';
import { genericReady } from './generic-resource.js';
import { withReferences } from './dynamic-references.js';
import { isObject } from './json-shape.js';
import { checkProperties } from './property-check.js';
import { keptName, needsReplacement } from './replacement.js';
import { withStackTags } from './resource-tags.js';
import { policyDenial } from './stack-policy.js';
import type { Member, MemberVersion } from './stack-record.js';
import type { StackRun } from './stack-run.js';
import { stepBegun, stepDone, stepFailed, type StepStart } from './step-start.js';

/**
 * The properties that a resource is to have as things stand: functions worked out, checked, tags added.
 * @throws AwsFailure in CloudFormation's words.
 */
export function resolveProperties(
  run: StackRun,
  assembly: Assembly,
  resource: AssembledResource,
): JsonObject {
  const type = publishedType(resource.type);
  const evaluated: Json = run.scope(assembly).evaluate(resource.properties) ?? {};
  const referred = withReferences(run.acting(resource.logicalId), evaluated);
  const properties = checkProperties(type, isObject(referred) ? referred : {});
  return withStackTags(type, properties, run.body.target.tags);
}

/** Whether a resource is as its template says. */
export function isAsTold(
  version: MemberVersion,
  properties: JsonObject,
  resource: AssembledResource,
): boolean {
  return (
    sameJson(version.properties, properties) &&
    sameJson(version.metadata, resource.metadata ?? null) &&
    version.deletionPolicy === resource.deletionPolicy &&
    version.updateReplacePolicy === resource.updateReplacePolicy
  );
}

function publishedType(name: string): ResourceType {
  const type = resourceType(name);
  if (type === undefined) throw new Error(`${name} is no published type`);
  return type;
}

export function beginProvision(run: StackRun, logicalId: string): StepStart {
  const assembly = run.assembly(run.body.target);
  const resource = assembly.resources.get(logicalId);
  if (resource === undefined) return stepDone;
  const member = run.member(logicalId);
  const current = member?.current ?? null;
  let properties: JsonObject;
  try {
    properties = resolveProperties(run, assembly, resource);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    if (error.error.origin !== 'constraint') noteStop(run, resource, error);
    return fail(run, resource, member, error.error.message);
  }
  const version = {
    properties,
    dependencies: resource.dependencies,
    deletionPolicy: resource.deletionPolicy,
    updateReplacePolicy: resource.updateReplacePolicy,
    metadata: resource.metadata ?? null,
  };
  if (current === null || member === undefined) return create(run, resource, member, version);
  if (sameJson(current.properties, properties) && run.provider(resource.type).nested === undefined)
    return keep(run, member, { ...version, physicalId: current.physicalId });
  return change(run, resource, member, current, version);
}

type Unnamed = Omit<MemberVersion, 'physicalId'>;

function create(
  run: StackRun,
  resource: AssembledResource,
  member: Member | undefined,
  version: Unnamed,
): StepStart {
  const { logicalId, type } = resource;
  const { properties } = version;
  report(run, resource, '', 'CREATE_IN_PROGRESS', null, properties);
  const made = attempt(run, { logicalId, type, deed: 'create', physicalId: '' }, (context) =>
    run.provider(type).create(properties, context),
  );
  if (!made.ok) return fail(run, resource, member, made.reason, properties);
  const { physicalId } = made.result;
  const before = run.operation.phase === 'update' ? { before: member?.before ?? null } : {};
  const status = 'CREATE_IN_PROGRESS';
  const reason = 'Resource creation Initiated';
  run.put({ logicalId, type, status, reason, current: { ...version, physicalId }, ...before }, physicalId);
  report(run, resource, physicalId, status, reason, properties);
  markMember(run, resource, physicalId);
  return stepBegun(made.result);
}

/** Nothing to do but to remember what the template says besides properties. No event tells of it. */
function keep(run: StackRun, member: Member, version: MemberVersion): StepStart {
  const { current } = member;
  const same =
    current !== null &&
    sameJson(current.metadata, version.metadata) &&
    sameJson(current.dependencies, version.dependencies) &&
    current.deletionPolicy === version.deletionPolicy &&
    current.updateReplacePolicy === version.updateReplacePolicy;
  if (!same) {
    const before = member.before === undefined ? current : member.before;
    run.put({ ...member, current: version, before }, version.physicalId);
  }
  return stepDone;
}

function change(
  run: StackRun,
  resource: AssembledResource,
  member: Member,
  current: MemberVersion,
  version: Unnamed,
): StepStart {
  const { logicalId, type } = resource;
  const { properties } = version;
  const published = publishedType(type);
  const replaces = needsReplacement(published, current.properties, properties);
  const action = replaces ? 'Update:Replace' : 'Update:Modify';
  const { nested } = run.provider(type);
  const policy = run.operation.policy ?? run.body.policy;
  const denial = policy === null ? undefined : policyDenial(policy, { action, logicalId, type });
  // Whether an update would change a stack in the stack is known once it was looked into.
  const unseen = nested !== undefined && sameJson(current.properties, properties);
  if (denial !== undefined && !unseen) {
    const guarded = attempt(
      run,
      { logicalId, type, deed: 'update', physicalId: current.physicalId },
      (context) => {
        context.protect(true, () => protection('ValidationError', denial));
      },
    );
    if (!guarded.ok) return fail(run, resource, member, denial, properties);
  }
  const physicalId = current.physicalId;
  if (!replaces) {
    report(run, resource, physicalId, 'UPDATE_IN_PROGRESS', null, properties);
    const changed = attempt(run, { logicalId, type, deed: 'update', physicalId }, (context) => {
      const begun = run.provider(type).update(physicalId, properties, current.properties, context);
      if (unseen && denial !== undefined) {
        context.protect(begun.tellsItself === true, () => protection('ValidationError', denial));
      }
      return begun;
    });
    if (!changed.ok) return fail(run, resource, member, changed.reason, properties);
    put(run, member, current, { ...version, physicalId });
    markMember(run, resource, physicalId);
    return stepBegun(changed.result);
  }
  const name = keptName(published, current.properties, properties);
  if (name !== undefined) {
    const message = `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`;
    return fail(run, resource, member, message, properties);
  }
  const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
  report(run, resource, physicalId, 'UPDATE_IN_PROGRESS', reason, properties);
  const made = attempt(run, { logicalId, type, deed: 'create', physicalId: '' }, (context) =>
    run.provider(type).create(properties, context),
  );
  if (!made.ok) return fail(run, resource, member, made.reason, properties);
  put(run, member, current, { ...version, physicalId: made.result.physicalId });
  report(
    run,
    resource,
    made.result.physicalId,
    'UPDATE_IN_PROGRESS',
    'Resource creation Initiated',
    properties,
  );
  markMember(run, resource, made.result.physicalId);
  dropIntermediate(run, member, current);
  return stepBegun(made.result);
}

/**
 * An update that failed and was left so has put something in place already, and this one replaces it again: it goes at
 * once, since only what was there before the first can be gone back to.
 */
function dropIntermediate(run: StackRun, member: Member, current: MemberVersion): void {
  const { logicalId, type, before } = member;
  const { physicalId, properties } = current;
  if (before === undefined || before?.physicalId === physicalId) return;
  report(run, member, physicalId, 'DELETE_IN_PROGRESS', null, properties);
  const deleted = attempt(run, { logicalId, type, deed: 'delete', physicalId }, (context) =>
    run.provider(type).delete(physicalId, properties, context),
  );
  if (deleted.ok) report(run, member, physicalId, 'DELETE_COMPLETE', null, properties);
  else report(run, member, physicalId, 'DELETE_FAILED', deleted.reason, properties);
}

function put(run: StackRun, member: Member, current: MemberVersion, version: MemberVersion): void {
  const before = member.before === undefined ? current : member.before;
  run.put(
    { ...member, status: 'UPDATE_IN_PROGRESS', reason: null, current: version, before },
    version.physicalId,
  );
}

/** The step's resource has come up as told. */
export function settleProvision(run: StackRun, logicalId: string): void {
  const member = run.member(logicalId);
  const version = member?.current;
  if (member === undefined || version === null || version === undefined) return;
  const { type } = member;
  if (run.context.cloud.provider(type) === undefined) genericReady(type, version.physicalId, run.context);
  const status = member.status === 'CREATE_IN_PROGRESS' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
  run.put({ ...member, status, reason: null }, version.physicalId);
  report(run, member, version.physicalId, status, null, version.properties);
}

/** The resource was begun and has not come up. What there is of it stays the stack's. */
export function failProvision(run: StackRun, logicalId: string, reason: string): StepStart {
  const member = run.member(logicalId);
  if (member === undefined) return stepFailed;
  const status = member.status === 'CREATE_IN_PROGRESS' ? 'CREATE_FAILED' : 'UPDATE_FAILED';
  const physicalId = member.current?.physicalId ?? '';
  run.put({ ...member, status, reason }, physicalId);
  report(run, member, physicalId, status, reason, member.current?.properties);
  return stepFailed;
}

/** Another step has failed: this one is not waited for any more. */
export function cancelProvision(run: StackRun, logicalId: string): void {
  const member = run.member(logicalId);
  if (member === undefined) return;
  const creating = member.status === 'CREATE_IN_PROGRESS';
  const status = creating ? 'CREATE_FAILED' : 'UPDATE_FAILED';
  const reason = creating ? 'Resource creation cancelled' : 'Resource update cancelled';
  const physicalId = member.current?.physicalId ?? '';
  run.put({ ...member, status, reason }, physicalId);
  report(run, member, physicalId, status, reason, member.current?.properties);
}

function fail(
  run: StackRun,
  resource: AssembledResource,
  member: Member | undefined,
  reason: string,
  properties?: JsonObject,
): StepStart {
  const { logicalId, type } = resource;
  const current = member?.current ?? null;
  const status = current === null ? 'CREATE_FAILED' : 'UPDATE_FAILED';
  const physicalId = current?.physicalId ?? '';
  const before =
    current === null && run.operation.phase === 'update' ? { before: member?.before ?? null } : {};
  run.put({ ...(member ?? { logicalId, type }), status, reason, current, ...before }, physicalId);
  report(run, resource, physicalId, status, reason, properties);
  return stepFailed;
}

export function report(
  run: StackRun,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
  physicalId: string,
  status: string,
  reason: string | null,
  properties?: JsonObject,
): void {
  run.report({ logicalId, type, physicalId, status, reason }, properties);
}

/** Puts the tags on a resource by which CloudFormation knows its own, where the type takes tags. */
export function markMember(
  run: StackRun,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
  physicalId: string,
): void {
  if (publishedType(type).tags === undefined) return;
  const record = recordOf(run, type, physicalId);
  if (record === undefined || record.tags['aws:cloudformation:stack-id'] === run.stackId) return;
  const tags = {
    ...record.tags,
    'aws:cloudformation:logical-id': logicalId,
    'aws:cloudformation:stack-id': run.stackId,
    'aws:cloudformation:stack-name': run.body.name,
  };
  run.context.transaction.putResource({ ...record, tags });
}

/**
 * A value that may not be read is noted like any other stop; so is a gap of blastpit's own, and the run counts as one
 * that cannot tell.
 */
function noteStop(run: StackRun, { logicalId, type }: AssembledResource, failure: AwsFailure): void {
  attempt(run, { logicalId, type, deed: 'create', physicalId: '' }, () => {
    throw failure;
  });
}
