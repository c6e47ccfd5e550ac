/** CreateChangeSet: what a stack is to be, written down and worked out; nothing else is touched. */
import type {
  CreateChangeSetCommandInput,
  CreateChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsFailure, constraint, unsupported } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import { newOperation, userInitiated } from '../../cloudformation/begin-operation.js';
import {
  basisOf,
  changeSetAt,
  changeSetIndex,
  changeSetType,
  type ChangeSetBody,
  type ChangeSetRecord,
} from '../../cloudformation/change-set-record.js';
import { readTemplate } from '../../cloudformation/read-template.js';
import { additions, changesTo } from '../../cloudformation/resource-changes.js';
import { retarget } from '../../cloudformation/retarget.js';
import { stackType, type StackBody, type StackRecord } from '../../cloudformation/stack-record.js';
import type { StackRun } from '../../cloudformation/stack-run.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { requireChanges } from '../../cloudformation/update-changes.js';
import type { CallContext } from '../../call-context.js';
import { refuse, required } from '../../input-check.js';
import { sameIncarnation } from '../../records-at.js';
import { operation } from '../../service.js';
import { liveStack, requireLive } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { newStack } from './new-stack.js';
import { deployingActions } from './stack-action.js';
import { requireStackName } from './stack-name.js';
import { readTarget, requireRole, templateText } from './template-input.js';
import { requireUpdatable } from './update-stack.js';
import { withoutEcho } from './without-echo.js';

/** How long it takes to begin with a change set and to work it out, in virtual seconds. Modeled. */
const pendingSeconds = 1;
const workingSeconds = 4;

/** Change sets of a stack at most. Modeled: AWS has a limit and publishes no number. */
const mostChangeSets = 1000;

const noChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export const createChangeSetOperations = {
  CreateChangeSet: operation<CreateChangeSetCommandInput, CreateChangeSetCommandOutput>({
    readOnly: false,
    actions: (input, scene) => {
      const [asked, ...passing] = deployingActions(scene, 'CreateChangeSet', input);
      if (asked === undefined) return passing;
      const { ChangeSetName, ResourceTypes = [] } = input;
      const context = {
        ...asked.context,
        ...(ChangeSetName === undefined ? {} : { 'cloudformation:ChangeSetName': ChangeSetName }),
        ...(ResourceTypes.length === 0 ? {} : { 'cloudformation:ResourceTypes': ResourceTypes }),
      };
      return [{ ...asked, context }, ...passing];
    },
    recorded: withoutEcho,
    run: (input, context) => {
      const stackName = required(input.StackName, 'StackName', missingMember);
      const name = required(input.ChangeSetName, 'ChangeSetName', missingMember);
      refuse('CloudFormation.CreateChangeSet', input, [
        'DeploymentConfig',
        'DeploymentMode',
        'ImportExistingResources',
        'ResourceTypes',
        'ResourcesToImport',
        'RollbackConfiguration',
      ]);
      const kind = input.ChangeSetType ?? 'UPDATE';
      if (kind === 'IMPORT') throw unsupported('CloudFormation.CreateChangeSet with ChangeSetType IMPORT');
      requireChangeSetName(name);
      const existing =
        kind === 'CREATE' ? reviewedStack(context, stackName, name) : requireLive(context, stackName);
      const repeated = sameNamed(context, existing, name, input.ClientToken);
      if (repeated !== undefined) return { Id: repeated.id, StackId: repeated.body.stackId };
      if (existing !== undefined) requireRoom(context, existing);
      if (kind === 'UPDATE' && existing !== undefined) requireUpdatable(existing);
      const previous = kind === 'UPDATE' ? (existing?.body.settled ?? existing?.body.target ?? null) : null;
      const { target, text } = readWish(context, input, existing, previous);
      if (input.RoleARN !== undefined) requireRole(context, input.RoleARN);
      if (input.IncludeNestedStacks === true && holdsStacks(text)) {
        throw unsupported('CloudFormation.CreateChangeSet with IncludeNestedStacks');
      }
      const stack = existing ?? inReview(context, stackName, target);
      // What is wrong with the template as it is meant is told at once.
      runTowards(context, stack, { target, roleArn: input.RoleARN ?? null }).assembly(target);
      const { partition, region, account } = context;
      const uuid = context.transaction.uuid(`change set ${stack.id} ${name}`);
      const id = `arn:${partition}:cloudformation:${region}:${account}:changeSet/${name}/${uuid}`;
      const body: ChangeSetBody = {
        name,
        stackId: stack.id,
        stackName: stack.body.name,
        kind,
        status: 'CREATE_PENDING',
        reason: null,
        description: input.Description ?? null,
        token: input.ClientToken ?? null,
        target,
        roleArn: input.RoleARN ?? null,
        onStackFailure: input.OnStackFailure ?? null,
        changes: [],
        basis: basisOf(context.state, stack.id),
        execution: null,
      };
      const born = context.born(context.place(changeSetType), { id, arn: id, tags: target.tags }, body);
      // A plan is no part of the stack that it is about.
      const record = { ...born, stack: null };
      context.transaction.putResource(record);
      schedule(context, record, pendingSeconds, 'cloudformation.change-set-begun');
      return { Id: id, StackId: stack.id };
    },
  }),
};

/** Events in the making of a change set. */
export const changeSetEvents: Readonly<Record<string, (context: CallContext, payload: JsonObject) => void>> =
  {
    'cloudformation.change-set-begun': (context, payload) => {
      const record = sameIncarnation<ChangeSetBody>(context.state, context.place(changeSetType), payload);
      if (record === undefined) return;
      context.transaction.putResource({ ...record, body: { ...record.body, status: 'CREATE_IN_PROGRESS' } });
      schedule(context, record, workingSeconds, 'cloudformation.change-set-made');
    },
    'cloudformation.change-set-made': (context, payload) => {
      const record = sameIncarnation<ChangeSetBody>(context.state, context.place(changeSetType), payload);
      const stack = record === undefined ? undefined : liveStack(context, record.body.stackId);
      if (record === undefined || stack === undefined) return;
      const body = { ...record.body, ...workedOut(context, record.body, stack) };
      context.transaction.putResource({ ...record, body });
    },
  };

function schedule(
  context: CallContext,
  { id, incarnation }: ChangeSetRecord,
  seconds: number,
  event: string,
): void {
  const key = context.key(context.place(changeSetType), id);
  context.schedule(seconds, event, { id, incarnation }, key);
}

type Outcome = Pick<ChangeSetBody, 'changes' | 'reason' | 'status'>;

/** The changes, or why there are none. What is looked at on the way is left as it was. */
function workedOut(context: CallContext, wish: ChangeSetBody, stack: StackRecord): Outcome {
  const run = runTowards(context, stack, wish);
  try {
    if (wish.kind === 'CREATE') return { status: 'CREATE_COMPLETE', reason: null, changes: additions(run) };
    const previous = stack.body.settled ?? stack.body.target;
    if (!stack.body.status.endsWith('FAILED')) requireChanges(run, previous);
    return { status: 'CREATE_COMPLETE', reason: null, changes: changesTo(run, previous) };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    const { message } = error.error;
    const reason = message === 'No updates are to be performed.' ? noChanges : message;
    return { status: 'FAILED', reason, changes: [] };
  }
}

/** A run that would bring the stack to where the change set wants it. It is never saved. */
function runTowards(
  context: CallContext,
  stack: StackRecord,
  { target, roleArn }: Pick<ChangeSetBody, 'roleArn' | 'target'>,
): StackRun {
  const request = { request: 'CreateChangeSet', token: undefined, phase: 'update' } as const;
  const run = newOperation(context, stack, request);
  retarget(run, { target, roleArn, disableRollback: false });
  return run;
}

function readWish(
  context: CallContext,
  input: CreateChangeSetCommandInput,
  existing: StackRecord | undefined,
  previous: StackBody['target'] | null,
): { readonly target: StackBody['target']; readonly text: string } {
  const again = input.UsePreviousTemplate === true && existing !== undefined && previous !== null;
  const text = again
    ? newOperation(context, existing, { request: '', token: undefined, phase: 'update' }).templateText(
        previous,
      )
    : templateText(context, input);
  return { text, target: readTarget(context, text, input, previous) };
}

/** The stack that change sets of type CREATE have made so far; undefined where there is none. */
function reviewedStack(context: CallContext, stackName: string, changeSet: string): StackRecord | undefined {
  const existing = liveStack(context, stackName);
  if (existing === undefined || existing.body.status === 'REVIEW_IN_PROGRESS') return existing;
  throw validationFailure(
    `Stack [${existing.body.name}] already exists and cannot be created again with the changeSet [${changeSet}].`,
  );
}

/** A stack that is nothing but a name until one of its change sets is executed. */
function inReview(context: CallContext, stackName: string, target: StackBody['target']): StackRecord {
  requireStackName(stackName);
  const made = newStack(context, {
    name: stackName,
    target,
    roleArn: null,
    terminationProtection: false,
    disableRollback: false,
    timeoutMinutes: null,
    policy: null,
  });
  const request = { request: 'CreateChangeSet', token: undefined, phase: 'create' } as const;
  const run = newOperation(context, made, request, { statusBefore: null });
  run.become('REVIEW_IN_PROGRESS', userInitiated);
  run.save();
  return run.record;
}

/**
 * A change set that the same call has made before.
 * @throws AwsFailure `AlreadyExistsException` where another has the name.
 */
function sameNamed(
  context: CallContext,
  stack: StackRecord | undefined,
  name: string,
  token: string | undefined,
): ChangeSetRecord | undefined {
  if (stack === undefined) return undefined;
  const key = context.state.get(`i/${changeSetIndex(stack.id, name)}`);
  const record = typeof key === 'string' ? changeSetAt(context.state, key) : undefined;
  if (record === undefined || (token !== undefined && record.body.token === token)) return record;
  throw constraint('AlreadyExistsException', `ChangeSet ${name} already exists`);
}

function holdsStacks(template: string): boolean {
  return [...readTemplate(template).resources.values()].some(({ type }) => type === stackType);
}

/** @throws AwsFailure `LimitExceededException`: those that failed count too, until somebody deletes them. */
function requireRoom(context: CallContext, stack: StackRecord): void {
  let count = 0;
  for (const _ of context.state.withPrefix(`i/${changeSetIndex(stack.id, '')}`)) count += 1;
  if (count < mostChangeSets) return;
  throw constraint('LimitExceededException', `ChangeSet limit exceeded for stack ${stack.id}`);
}

function requireChangeSetName(name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  throw validationFailure(
    `1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}
