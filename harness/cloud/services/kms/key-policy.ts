/** Key policies: what a key itself says about who may use it; without its word nobody may. */
import type {
  GetKeyPolicyCommandInput,
  GetKeyPolicyCommandOutput,
  ListKeyPoliciesCommandInput,
  ListKeyPoliciesCommandOutput,
  PutKeyPolicyCommandInput,
  PutKeyPolicyCommandOutput,
} from '@aws-sdk/client-kms';
import { constraint } from '../../../contract/aws-error.js';
import { evaluate } from '../../../iam/evaluate.js';
import { loadPolicy, validatePolicy } from '../../../iam/policy.js';
import { emptyContext } from '../../../iam/request-context.js';
import { gather } from '../../authorisation/actor-policies.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { changeKey, keyRequest, managedKey, notFound, type KeyBody } from './key.js';

/** The only name that a key's policy can have. */
const onlyName = 'default';

/** The policy of a key that was made without one (Developer Guide, "Default key policy"). */
export function defaultPolicy({ account, partition }: Scene): string {
  const document = {
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
  return JSON.stringify(document, null, 2);
}

const everythingAllowed = loadPolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  { name: 'any', kind: 'identity' },
);

/**
 * Reads a key policy and checks that it does not lock its author out: it must let the caller, or its account, change the
 * policy later (Developer Guide, "Key policies": the safety check). The caller's own policies do not matter to it.
 * @throws AwsFailure MalformedPolicyDocumentException.
 */
export function keyPolicyOf(
  text: string,
  arn: string,
  bypassSafetyCheck: boolean,
  context: CallContext,
): KeyBody['policy'] {
  const document = validatePolicy(text, 'key', 'MalformedPolicyDocumentException');
  if (!bypassSafetyCheck) {
    const { principal } = gather(context.state, context.actor);
    const { allowed } = evaluate(
      {
        principal,
        action: 'kms:PutKeyPolicy',
        resource: arn,
        resourceAccount: context.account,
        context: emptyContext,
      },
      { identity: [everythingAllowed], resource: [loadPolicy(document, { name: onlyName, kind: 'key' })] },
    );
    if (!allowed) {
      throw constraint(
        'MalformedPolicyDocumentException',
        'The new key policy will not allow you to update the key policy in the future.',
      );
    }
  }
  return { text, document };
}

function requirePolicyName(name: string | undefined): void {
  if (name !== undefined && name !== onlyName) throw notFound('No such policy exists');
}

const getKeyPolicy = operation<GetKeyPolicyCommandInput, GetKeyPolicyCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [keyRequest('kms:GetKeyPolicy', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requirePolicyName(input.PolicyName);
    return { Policy: key.body.policy.text, PolicyName: onlyName };
  },
});

const putKeyPolicy = operation<PutKeyPolicyCommandInput, PutKeyPolicyCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [keyRequest('kms:PutKeyPolicy', input.KeyId, scene)],
  run: (input, context) => {
    const key = managedKey(context, input.KeyId);
    requirePolicyName(input.PolicyName);
    const bypass = input.BypassPolicyLockoutSafetyCheck ?? false;
    const policy = keyPolicyOf(required(input.Policy, 'Policy'), key.arn, bypass, context);
    changeKey(context, key, { policy });
    return {};
  },
});

const listKeyPolicies = operation<ListKeyPoliciesCommandInput, ListKeyPoliciesCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [keyRequest('kms:ListKeyPolicies', input.KeyId, scene)],
  run: (input, context) => {
    managedKey(context, input.KeyId);
    return { PolicyNames: [onlyName], Truncated: false };
  },
});

export const keyPolicyOperations = {
  GetKeyPolicy: getKeyPolicy,
  ListKeyPolicies: listKeyPolicies,
  PutKeyPolicy: putKeyPolicy,
};
