/** Rotation: which key material a key encrypts with, now and at any time before. */
import type {
  DisableKeyRotationCommandInput,
  DisableKeyRotationCommandOutput,
  EnableKeyRotationCommandInput,
  EnableKeyRotationCommandOutput,
  GetKeyRotationStatusCommandInput,
  GetKeyRotationStatusCommandOutput,
  ListKeyRotationsCommandInput,
  ListKeyRotationsCommandOutput,
  RotateKeyOnDemandCommandInput,
  RotateKeyOnDemandCommandOutput,
} from '@aws-sdk/client-kms';
import { constraint } from '../../../contract/aws-error.js';
import { refuse } from '../../input-check.js';
import { operation } from '../../service.js';
import { changeKey, keyRequest, managedKey, requireEnabled, type KeyBody, type KeyRecord } from './key.js';
import { listPage } from './list-page.js';

const dayMilliseconds = 24 * 3600 * 1000;
const usualDays = 365;
const mostOnDemand = 25;

/**
 * All rotations up to a virtual time, oldest first. Automatic ones follow from the period, so that they need no event of
 * their own: nothing but the material's number changes with them.
 */
export function rotationsUntil(body: KeyBody, now: number): KeyBody['rotations'] {
  const { rotation, rotations } = body;
  if (rotation === null || body.state !== 'Enabled') return rotations;
  const automatic: { readonly time: number; readonly onDemand: boolean }[] = [];
  const period = rotation.days * dayMilliseconds;
  for (let time = rotation.since + period; time <= now; time += period) {
    automatic.push({ time, onDemand: false });
  }
  return [...rotations, ...automatic].sort((left, right) => left.time - right.time);
}

/** What a key that stops rotating by itself keeps: the rotations that were; where it goes on, it counts from now. */
export function settledRotations(
  body: KeyBody,
  now: number,
  days: number | null,
): Pick<KeyBody, 'rotation' | 'rotations'> {
  return {
    rotations: rotationsUntil(body, now),
    rotation: days === null ? null : { since: now, days },
  };
}

/** The number of the material that a key encrypts with at a virtual time; the first is 0. */
export function materialNumber(key: KeyRecord, now: number): number {
  return rotationsUntil(key.body, now).length;
}

const enableKeyRotation = operation<EnableKeyRotationCommandInput, EnableKeyRotationCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:EnableKeyRotation', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireEnabled(key);
    const days = input.RotationPeriodInDays ?? key.body.rotation?.days ?? usualDays;
    if (days < 90 || days > 2560) {
      const rule = days < 90 ? 'greater than or equal to 90' : 'less than or equal to 2560';
      throw constraint(
        'ValidationException',
        `1 validation error detected: Value '${days}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value ${rule}`,
      );
    }
    if (key.body.rotation?.days !== days) {
      changeKey(context, key, settledRotations(key.body, context.now, days));
    }
    return {};
  },
});

const disableKeyRotation = operation<DisableKeyRotationCommandInput, DisableKeyRotationCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:DisableKeyRotation', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireEnabled(key);
    changeKey(context, key, settledRotations(key.body, context.now, null));
    return {};
  },
});

const getKeyRotationStatus = operation<GetKeyRotationStatusCommandInput, GetKeyRotationStatusCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [keyRequest('kms:GetKeyRotationStatus', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    const { rotation, state } = key.body;
    // A key that is pending deletion does not rotate, and says so (API reference, "GetKeyRotationStatus").
    if (rotation === null || state === 'PendingDeletion') {
      return { KeyId: key.arn, KeyRotationEnabled: false };
    }
    const period = rotation.days * dayMilliseconds;
    const passed = state === 'Enabled' ? Math.floor((context.now - rotation.since) / period) : 0;
    return {
      KeyId: key.arn,
      KeyRotationEnabled: true,
      RotationPeriodInDays: rotation.days,
      NextRotationDate: new Date(rotation.since + (passed + 1) * period),
    };
  },
});

const listKeyRotations = operation<ListKeyRotationsCommandInput, ListKeyRotationsCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [keyRequest('kms:ListKeyRotations', input.KeyId, scene)],
  run: (input, context) => {
    refuse('KMS.ListKeyRotations', input, ['IncludeKeyMaterial']);
    const key = managedKey(context, input.KeyId);
    const all = rotationsUntil(key.body, context.now);
    const { items, ...rest } = listPage(all, ({ time }) => String(time).padStart(15, '0'), input, 100);
    return {
      Rotations: items.map(({ onDemand, time }) => ({
        KeyId: key.id,
        RotationDate: new Date(time),
        RotationType: onDemand ? 'ON_DEMAND' : 'AUTOMATIC',
      })),
      ...rest,
    };
  },
});

const rotateKeyOnDemand = operation<RotateKeyOnDemandCommandInput, RotateKeyOnDemandCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:RotateKeyOnDemand', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requireEnabled(key);
    const { rotations } = key.body;
    if (rotations.filter(({ onDemand }) => onDemand).length >= mostOnDemand) {
      throw constraint(
        'LimitExceededException',
        `${key.arn} has reached the maximum number of on-demand rotations.`,
      );
    }
    changeKey(context, key, { rotations: [...rotations, { time: context.now, onDemand: true }] });
    return { KeyId: key.id };
  },
});

export const rotationOperations = {
  DisableKeyRotation: disableKeyRotation,
  EnableKeyRotation: enableKeyRotation,
  GetKeyRotationStatus: getKeyRotationStatus,
  ListKeyRotations: listKeyRotations,
  RotateKeyOnDemand: rotateKeyOnDemand,
};
