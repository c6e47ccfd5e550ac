/** A key's states: enabled, disabled, and pending deletion until it is gone (Developer Guide, "Key states of KMS keys"). */
import type {
  CancelKeyDeletionCommandInput,
  CancelKeyDeletionCommandOutput,
  DisableKeyCommandInput,
  DisableKeyCommandOutput,
  EnableKeyCommandInput,
  EnableKeyCommandOutput,
  ScheduleKeyDeletionCommandInput,
  ScheduleKeyDeletionCommandOutput,
} from '@aws-sdk/client-kms';
import { constraint } from '../../../contract/aws-error.js';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { sameIncarnation } from '../../records-at.js';
import { operation } from '../../service.js';
import { aliasesOf } from './alias.js';
import { keyDependentEvents, keyDestroyed, keyUnusable, keyUsable } from './key-dependents.js';
import { changeKey, keyPlace, keyRequest, managedKey, requireNotPending, type KeyBody } from './key.js';
import { settledRotations } from './rotation.js';

const daySeconds = 24 * 3600;
const usualWindow = 30;

const enableKey = operation<EnableKeyCommandInput, EnableKeyCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:EnableKey', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireNotPending(key);
    // A key that was disabled rotates again after a whole period.
    const { rotation, state } = key.body;
    const rotating =
      rotation === null || state === 'Enabled' ? rotation : { ...rotation, since: context.now };
    keyUsable(context, changeKey(context, key, { state: 'Enabled', rotation: rotating }));
    return {};
  },
});

const disableKey = operation<DisableKeyCommandInput, DisableKeyCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:DisableKey', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireNotPending(key);
    const days = key.body.rotation?.days ?? null;
    const settled = settledRotations(key.body, context.now, days);
    keyUnusable(context, changeKey(context, key, { ...settled, state: 'Disabled' }));
    return {};
  },
});

const scheduleKeyDeletion = operation<ScheduleKeyDeletionCommandInput, ScheduleKeyDeletionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    keyRequest('kms:ScheduleKeyDeletion', input.KeyId, scene, {
      'kms:ScheduleKeyDeletionPendingWindowInDays': String(input.PendingWindowInDays ?? usualWindow),
    }),
  ],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    const days = input.PendingWindowInDays ?? usualWindow;
    if (days < 7 || days > 30) {
      const rule = days < 7 ? 'greater than or equal to 7' : 'less than or equal to 30';
      throw constraint(
        'ValidationException',
        `1 validation error detected: Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${rule}`,
      );
    }
    requireNotPending(key);
    const { arn, id, incarnation } = key;
    const about = context.key(key, id);
    const event = context.schedule(days * daySeconds, 'kms.key-gone', { id, incarnation }, about);
    const time = context.now + days * daySeconds * 1000;
    const rotating = settledRotations(key.body, context.now, key.body.rotation?.days ?? null);
    const pending = { ...rotating, state: 'PendingDeletion' as const, deletion: { event, time } };
    keyUnusable(context, changeKey(context, key, pending));
    return {
      KeyId: arn,
      DeletionDate: new Date(time),
      KeyState: 'PendingDeletion',
      PendingWindowInDays: days,
    };
  },
});

const cancelKeyDeletion = operation<CancelKeyDeletionCommandInput, CancelKeyDeletionCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:CancelKeyDeletion', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    const { deletion } = key.body;
    if (deletion === null) {
      throw constraint('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
    }
    context.transaction.cancel(deletion.event);
    changeKey(context, key, { state: 'Disabled', deletion: null });
    return { KeyId: key.arn };
  },
});

/** The window is over: key, material and aliases are gone for good. */
function keyGone(context: CallContext, payload: JsonObject): void {
  const key = sameIncarnation<KeyBody>(context.state, keyPlace(context), payload);
  if (key?.body.state !== 'PendingDeletion') return;
  keyDestroyed(context, key);
  for (const alias of aliasesOf(context, key.id)) context.transaction.deleteResource(alias);
  context.transaction.deleteResource(key);
}

export const keyStateEvents = { 'kms.key-gone': keyGone, ...keyDependentEvents };

export const keyStateOperations = {
  CancelKeyDeletion: cancelKeyDeletion,
  DisableKey: disableKey,
  EnableKey: enableKey,
  ScheduleKeyDeletion: scheduleKeyDeletion,
};
