/** The user, group or role that an input names: what a call on its policies asks IAM, and its record. */
import type { ActionRequest } from '../../../contract/call.js';
import type { CallContext } from '../../call-context.js';
import type { Scene } from '../../scene.js';
import type { ResourceRecord } from '../../world/state.js';
import { boundaryContext, existing, findHolder, holderArn, type Holder, type HolderBody } from './holder.js';
import { checkedName } from './names.js';

/** The members of inputs that name a holder; each operation has one of them. */
export interface NamesHolder {
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly RoleName?: string;
}

/** @throws AwsFailure where the input names none, or one that does not exist. */
export function namedHolder(
  context: CallContext,
  holder: Holder,
  input: NamesHolder,
): ResourceRecord<HolderBody> {
  const name = checkedName(input[holder.member], holder.member, 128);
  return existing(findHolder(context, holder, name), holder, name);
}

/** What IAM decides of an action on a holder: its permissions boundary, if it has one, is a condition key. */
export function holderRequest(
  action: string,
  holder: Holder,
  name: string | undefined,
  scene: Scene,
): ActionRequest {
  return {
    action,
    resources: [holderArn(scene, holder, name)],
    context: boundaryContext(findHolder(scene, holder, name ?? '')),
  };
}
