/** A stack as a resource of another stack: `AWS::CloudFormation::Stack`. */
import type { Json, JsonObject } from '../../../contract/json.js';
import { newOperation } from '../../cloudformation/begin-operation.js';
import { stopProvision } from '../../cloudformation/advance.js';
import { asList, isObject, nameText, scalarText } from '../../cloudformation/json-shape.js';
import { tellWaiter } from '../../cloudformation/nested-wait.js';
import {
  cleanRollbackUp,
  cleanUpdateUp,
  enterDeletion,
  phaseSeconds,
  rollUpdateBack,
} from '../../cloudformation/phases.js';
import { planProvision } from '../../cloudformation/plan.js';
import { operationAt, type StackOperation, type StackWaiter } from '../../cloudformation/stack-operation.js';
import {
  stackType,
  type ParentStack,
  type StackRecord,
  type StackTarget,
} from '../../cloudformation/stack-record.js';
import { StackRun } from '../../cloudformation/stack-run.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { hasChanges } from '../../cloudformation/update-changes.js';
import type { CallContext } from '../../call-context.js';
import { physicalName } from '../../physical-name.js';
import type { BegunWork } from '../../resource-provider.js';
import type { ResourceProvider } from '../../service.js';
import { describedStack, liveStack, requireLive } from './find-stack.js';
import { newStack } from './new-stack.js';
import { deployingActions, stackAction } from './stack-action.js';
import { readTarget, type TargetInput } from './template-input.js';
import { templateAtUrl } from './template-url.js';

const longestName = 128;
/** Nothing is under way: there was nothing to do. */
const nothing: BegunWork = { seconds: 0 };
/** The nested stack's own operation ends the step. */
const begun: BegunWork = { seconds: 0, tellsItself: true };

/**
 * Its physical id is the nested stack's id. The operation of the outer stack waits for that of the nested one; what an
 * update leaves over stays until the root stack is through, since another of its stacks may yet fail (CloudFormation
 * User Guide, "Embed stacks within other stacks using nested stacks").
 */
export const nestedStack: ResourceProvider = {
  type: stackType,

  create: (properties, context) => {
    const outer = outerOf(context);
    const name = physicalName(context, { maximum: longestName });
    authoriseAll(context, 'CreateStack', { StackName: name, ...deployedWith(properties) });
    const target = targetOf(context, properties, outer, null);
    const timeoutMinutes = minutesOf(properties);
    const { roleArn, terminationProtection } = outer.record.body;
    const record = newStack(context, {
      name,
      target,
      roleArn,
      terminationProtection,
      disableRollback: outer.operation.onFailure === 'DO_NOTHING',
      timeoutMinutes,
      policy: null,
      parent: outer.parent,
    });
    const request = { request: 'CreateStack', token: undefined, phase: 'create' } as const;
    const run = newOperation(context, record, request, {
      // Whether it goes again is the outer stack's affair.
      onFailure: 'DO_NOTHING',
      statusBefore: null,
      waiter: waiterOf(context, outer, 'create'),
    });
    run.become('CREATE_IN_PROGRESS', null);
    run.enter('create', planProvision(run.assembly(target)), phaseSeconds);
    if (timeoutMinutes !== null) {
      run.proceed({ deadline: run.schedule(timeoutMinutes * 60, 'cloudformation.deadline', {}) });
    }
    run.save();
    return { physicalId: record.id, ...begun };
  },

  update: (physicalId, properties, _previous, context) => {
    const outer = outerOf(context);
    const record = requireLive(context, physicalId);
    authoriseAll(context, 'UpdateStack', { StackName: physicalId, ...deployedWith(properties) });
    const { body } = record;
    if (!isAtRest(record, operationAt(context.state, physicalId))) {
      throw validationFailure(`Stack:${physicalId} is in ${body.status} state and can not be updated.`);
    }
    const previous = body.settled ?? body.target;
    const target = targetOf(context, properties, outer, previous);
    const run = newOperation(
      context,
      record,
      { request: 'UpdateStack', token: undefined, phase: 'update' },
      {
        onFailure: outer.operation.onFailure,
        policy: null,
        waiter: waiterOf(context, outer, 'update'),
      },
    );
    run.change({
      target,
      roleArn: outer.record.body.roleArn,
      timeoutMinutes: minutesOf(properties),
      updatedAt: context.now,
    });
    run.retag(target.tags);
    if (isSettled(record) && !hasChanges(run, previous)) return nothing;
    run.become('UPDATE_IN_PROGRESS', null);
    run.enter('update', planProvision(run.assembly(target)), phaseSeconds);
    run.save();
    return begun;
  },

  delete: (physicalId, _properties, context) => {
    const record = liveStack(context, physicalId);
    if (record === undefined) return nothing;
    const outer = outerOf(context);
    context.authorise(stackAction(context, 'DeleteStack', physicalId));
    const { status } = record.body;
    const waiter = waiterOf(context, outer, 'delete');
    const under = operationAt(context.state, physicalId);
    if (status === 'DELETE_IN_PROGRESS' && under !== undefined) {
      // Somebody has deleted it directly: there is only the end to wait for.
      const run = new StackRun(context, record, under);
      run.proceed({ waiter });
      run.save();
      return begun;
    }
    if (!isAtRest(record, under)) {
      throw validationFailure(`Stack [${physicalId}] cannot be deleted while in status ${status}`);
    }
    const request = { request: 'DeleteStack', token: undefined, phase: 'delete' } as const;
    const run = newOperation(context, record, request, { force: outer.operation.force, waiter });
    run.become('DELETE_IN_PROGRESS', null);
    enterDeletion(run);
    run.save();
    return begun;
  },

  attributes: (physicalId, _properties, context) => {
    const outputs = describedStack(context, physicalId)?.body.outputs ?? [];
    return Object.fromEntries(outputs.map(({ name, value }) => [`Outputs.${name}`, value]));
  },

  nested: {
    cancel: (physicalId, context) => {
      const record = liveStack(context, physicalId);
      const under = operationAt(context.state, physicalId);
      const status = record?.body.status;
      if (record === undefined || under === undefined) return;
      if (status !== 'CREATE_IN_PROGRESS' && status !== 'UPDATE_IN_PROGRESS') return;
      const run = new StackRun(context, record, under);
      stopProvision(run, undefined, 'Resource operation cancelled by the outer stack');
      run.save();
    },

    restore: (physicalId, context) => {
      const record = requireLive(context, physicalId);
      const under = operationAt(context.state, physicalId);
      if (under === undefined || isSettled(record)) return nothing;
      const outer = outerOf(context);
      const waiter = waiterOf(context, outer, 'restore');
      const run = new StackRun(context, record, {
        ...under,
        waiter,
        leave: skippedIn(outer.operation, record),
      });
      rollUpdateBack(run, null);
      run.save();
      return begun;
    },

    cleanUp: (physicalId, context) => {
      const record = requireLive(context, physicalId);
      const under = operationAt(context.state, physicalId);
      const { status } = record.body;
      const updated = status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS';
      if (under === undefined || (!updated && status !== 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')) {
        return nothing;
      }
      const waiter = waiterOf(context, outerOf(context), 'clean-up');
      const run = new StackRun(context, record, { ...under, waiter });
      if (updated) cleanUpdateUp(run);
      else cleanRollbackUp(run);
      tellWaiter(run);
      run.save();
      return begun;
    },
  },
};

interface OuterStack {
  readonly record: StackRecord;
  readonly operation: StackOperation;
  readonly parent: ParentStack;
}

/** The stack that is being worked on, whose resource the nested one is. */
function outerOf(context: CallContext): OuterStack {
  const { member } = context.standing;
  const record = member === null ? undefined : liveStack(context, member.stackId);
  const operation = record === undefined ? undefined : operationAt(context.state, record.id);
  if (member === null || record === undefined || operation === undefined) {
    throw new Error('a nested stack is worked on by a stack');
  }
  const { stackName, logicalId, root = { stackName, logicalId } } = member;
  const rootId = record.body.parent?.rootId ?? record.id;
  return { record, operation, parent: { stackId: record.id, rootId, root } };
}

function waiterOf(context: CallContext, outer: OuterStack, goal: StackWaiter['goal']): StackWaiter {
  const logicalId = context.standing.member?.logicalId ?? '';
  return { stack: outer.record.id, operation: outer.operation.id, logicalId, goal };
}

/** No update of it is under way, waits, or was left where it failed. */
function isSettled({ body: { status } }: StackRecord): boolean {
  return status.endsWith('_COMPLETE');
}

/** Nothing is under way, or what is under way waits for the outer stack's word. */
function isAtRest({ body: { status } }: StackRecord, under: StackOperation | undefined): boolean {
  if (!status.endsWith('IN_PROGRESS')) return true;
  if (under === undefined || under.open > 0) return false;
  if (under.phase === 'update') return status !== 'UPDATE_IN_PROGRESS';
  return under.phase === 'update-rollback' && status === 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
}

/** What of a rollback the caller wants skipped in this stack: the root's caller names it `StackName.LogicalId`. */
function skippedIn({ leave }: StackOperation, { body: { name } }: StackRecord): readonly string[] {
  return leave.flatMap((each) => {
    if (!each.includes('.')) return [];
    return each.startsWith(`${name}.`) ? [each.slice(name.length + 1)] : [each];
  });
}

/** Parameters, tags and capabilities are handed down; what the outer stack's caller acknowledged holds inside. */
function targetOf(
  context: CallContext,
  properties: JsonObject,
  outer: OuterStack,
  previous: StackTarget | null,
): StackTarget {
  const { Parameters = {}, NotificationARNs } = properties;
  const input: TargetInput = {
    Parameters: Object.entries(isObject(Parameters) ? Parameters : {}).map(([ParameterKey, value]) => ({
      ParameterKey,
      ParameterValue: parameterText(value),
    })),
    Capabilities: outer.record.body.target.capabilities,
    NotificationARNs: asList(NotificationARNs).map(nameText),
    ...deployedWith(properties),
  };
  const text = templateAtUrl(context, nameText(properties['TemplateURL']));
  return readTarget(context, text, input, previous);
}

function parameterText(value: Json): string {
  const text = scalarText(value);
  if (text !== undefined) return text;
  throw validationFailure(
    'Value of property Parameters must be an object with String (or simple type) properties',
  );
}

function minutesOf({ TimeoutInMinutes }: JsonObject): number | null {
  return typeof TimeoutInMinutes === 'number' ? TimeoutInMinutes : null;
}

function deployedWith({ Tags, TemplateURL }: JsonObject): {
  readonly TemplateURL: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
} {
  const tags = asList(Tags).filter(isObject);
  return {
    TemplateURL: nameText(TemplateURL),
    Tags: tags.map(({ Key, Value }) => ({ Key: nameText(Key), Value: nameText(Value) })),
  };
}

/** The role that acts is the outer stack's: it is not passed anew. */
function authoriseAll(
  context: CallContext,
  action: string,
  input: Parameters<typeof deployingActions>[2],
): void {
  for (const request of deployingActions(context, action, input)) context.authorise(request);
}
