/** Users, groups and roles begin and end alike: a name that is free, no policies at first, none left at the end. */
import type { Tag } from '@aws-sdk/client-iam';
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import type { Scene } from '../../scene.js';
import { requestTags, tagsIn } from '../../tag-list.js';
import { alreadyExists, deleteConflict } from './failures.js';
import { iamArn, nameTaken, type Holder, type HolderBody } from './holder.js';

/** What CreateUser and CreateRole ask IAM. */
export function creationRequest(
  holder: Holder,
  name: string | undefined,
  input: {
    readonly Path?: string | undefined;
    readonly PermissionsBoundary?: string | undefined;
    readonly Tags?: readonly Tag[] | undefined;
  },
  scene: Scene,
): ActionRequest {
  const { Path, PermissionsBoundary, Tags } = input;
  return {
    action: `iam:Create${holder.noun}`,
    resources: [iamArn(scene, holder.resource, Path ?? '/', name ?? '')],
    context: {
      ...requestTags(tagsIn(Tags)),
      ...(PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': PermissionsBoundary }),
    },
  };
}

/** @throws AwsFailure `EntityAlreadyExists` where another holder of the sort has the name. */
export function requireFreeName(context: CallContext, holder: Holder, name: string): void {
  if (nameTaken(context, holder.type, name)) {
    throw alreadyExists(`${holder.noun} with name ${name} already exists.`);
  }
}

/** What a holder begins with: an id that is never given twice, and no policies. */
export function newHolderBody(context: CallContext, holder: Holder, name: string, path: string): HolderBody {
  return {
    path,
    uniqueId: holder.idPrefix + context.transaction.base32(`${holder.resource} ${name}`, 17),
    inline: {},
    attached: [],
    boundary: null,
  };
}

/** @throws AwsFailure `DeleteConflict` where a holder still has policies, which keep it from being deleted. */
export function requireNoPolicies({ inline, attached }: HolderBody): void {
  if (Object.keys(inline).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.');
  }
  if (attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
}
