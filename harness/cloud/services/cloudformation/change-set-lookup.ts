/** Finds change sets by ARN, or by their names and their stacks'; and what IAM is asked for operations on them. */
import { constraint, type AwsFailure } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import {
  changeSetAt,
  changeSetIndex,
  changeSetType,
  type ChangeSetRecord,
} from '../../cloudformation/change-set-record.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { resourceKey } from '../../world/state.js';
import { liveStack, requireLive } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { stackAction } from './stack-action.js';

/** How a call names a change set. */
export interface NamedChangeSet {
  readonly ChangeSetName?: string | undefined;
  readonly StackName?: string | undefined;
}

export function changeSetNotFound(name: string): AwsFailure {
  return constraint('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404);
}

/**
 * The change set that a call names; undefined where there is none.
 * @throws AwsFailure where the name says too little, or the stack does not exist.
 */
export function namedChangeSet(scene: Scene, input: NamedChangeSet): ChangeSetRecord | undefined {
  const name = required(input.ChangeSetName, 'ChangeSetName', missingMember);
  if (name.startsWith('arn:')) return byArn(scene, name);
  if (input.StackName === undefined) {
    throw validationFailure('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const key = scene.state.get(`i/${changeSetIndex(requireLive(scene, input.StackName).id, name)}`);
  return typeof key === 'string' ? changeSetAt(scene.state, key) : undefined;
}

/** @throws AwsFailure `ChangeSetNotFound`. */
export function requireChangeSet(scene: Scene, input: NamedChangeSet): ChangeSetRecord {
  const record = namedChangeSet(scene, input);
  if (record === undefined) throw changeSetNotFound(input.ChangeSetName ?? '');
  return record;
}

/** Key of the record that a read shows, if there is one. */
export function shownChangeSet(
  scene: Scene,
  { ChangeSetName, StackName }: NamedChangeSet,
): string | undefined {
  if (ChangeSetName === undefined) return undefined;
  if (ChangeSetName.startsWith('arn:')) {
    const record = byArn(scene, ChangeSetName);
    return record === undefined ? undefined : resourceKey(record, record.id);
  }
  const stack = StackName === undefined ? undefined : stackIdOf(scene, StackName);
  const key = stack === undefined ? undefined : scene.state.get(`i/${changeSetIndex(stack, ChangeSetName)}`);
  return typeof key === 'string' ? key : undefined;
}

/** An action on a change set is one on its stack, with the change set's name as a condition key. */
export function changeSetAction(scene: Scene, action: string, input: NamedChangeSet): ActionRequest {
  const { ChangeSetName, StackName } = input;
  const arn = ChangeSetName?.startsWith('arn:') === true ? byArn(scene, ChangeSetName) : undefined;
  const further = ChangeSetName === undefined ? {} : { 'cloudformation:ChangeSetName': ChangeSetName };
  return stackAction(scene, action, arn?.body.stackId ?? StackName, further);
}

function byArn({ state, account, region }: Scene, arn: string): ChangeSetRecord | undefined {
  return changeSetAt(state, resourceKey({ type: changeSetType, account, region }, arn));
}

function stackIdOf(scene: Scene, nameOrId: string): string | undefined {
  return liveStack(scene, nameOrId)?.id;
}
