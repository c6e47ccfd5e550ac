/** Finds stacks by name or id, live ones and those deleted less than 90 days ago. */
import type { JsonObject } from '../../../contract/json.js';
import type { AwsFailure } from '../../../contract/aws-error.js';
import {
  deletedPrefix,
  nameIndex,
  stackType,
  stackUuid,
  type StackBody,
  type StackRecord,
} from '../../cloudformation/stack-record.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import type { Scene } from '../../scene.js';
import { resourceAt, resourceKey, type State } from '../../world/state.js';

/** How long a deleted stack can be described by its id. */
const rememberedSeconds = 90 * 24 * 3600;

/** A stack that exists. */
export function liveStack(scene: Scene, nameOrId: string): StackRecord | undefined {
  const { state, account, region } = scene;
  if (nameOrId.startsWith('arn:')) {
    return resourceAt<StackBody>(state, resourceKey({ type: stackType, account, region }, nameOrId));
  }
  const key = state.get(`i/${nameIndex(account, region, nameOrId)}`);
  return typeof key === 'string' ? resourceAt<StackBody>(state, key) : undefined;
}

/** A stack that exists, or one that did, by its id. */
export function describedStack(scene: Scene, nameOrId: string): StackRecord | undefined {
  const live = liveStack(scene, nameOrId);
  if (live !== undefined || !nameOrId.startsWith('arn:')) return live;
  const dead = deletedAt(scene.state, deletedPrefix(scene.account, scene.region) + stackUuid(nameOrId));
  return dead !== undefined && isRemembered(scene, dead) ? dead : undefined;
}

/** @throws AwsFailure where there is none. */
export function requireDescribed(scene: Scene, nameOrId: string): StackRecord {
  const record = describedStack(scene, nameOrId);
  if (record === undefined) throw validationFailure(`Stack with id ${nameOrId} does not exist`);
  return record;
}

/** @throws AwsFailure where there is none. */
export function requireLive(scene: Scene, nameOrId: string): StackRecord {
  const record = liveStack(scene, nameOrId);
  if (record === undefined) throw noSuchStack(nameOrId);
  return record;
}

export function noSuchStack(nameOrId: string): AwsFailure {
  return validationFailure(`Stack [${nameOrId}] does not exist`);
}

/** Stacks that were deleted less than 90 days ago. */
export function* deletedStacks(scene: Scene): Generator<StackRecord> {
  for (const [, value] of scene.state.withPrefix(deletedPrefix(scene.account, scene.region))) {
    const record = value as StackRecord & JsonObject;
    if (isRemembered(scene, record)) yield record;
  }
}

function deletedAt(state: State, key: string): StackRecord | undefined {
  return state.get(key) as StackRecord | undefined;
}

function isRemembered(scene: Scene, { body }: StackRecord): boolean {
  return scene.now - (body.deletedAt ?? scene.now) <= rememberedSeconds * 1000;
}

/** Key of the record that a read of a stack shows, if the stack exists. */
export function shownStack(scene: Scene, nameOrId: string | undefined): string | undefined {
  const record = nameOrId === undefined ? undefined : liveStack(scene, nameOrId);
  return record === undefined ? undefined : resourceKey(record, record.id);
}
