/** Reads the stack policies that a call gives, in themselves or as the address of an object in S3. */
import { readStackPolicy } from '../../cloudformation/stack-policy.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import type { CallContext } from '../../call-context.js';
import { textAtUrl } from './template-url.js';

/** Most bytes of a stack policy (CloudFormation API Reference, "SetStackPolicy"). */
const longest = 16_384;

/**
 * A stack policy's text; undefined where the call gives none.
 * @throws AwsFailure `ValidationError` where both are given, or what is given is no stack policy.
 */
export function policyText(
  context: CallContext,
  body: string | undefined,
  url: string | undefined,
  member = 'StackPolicy',
): string | undefined {
  if (body !== undefined && url !== undefined) {
    throw validationFailure(`You cannot specify both ${member}URL and ${member}Body`);
  }
  const text = url === undefined ? body : textAtUrl(context, url, `${member}URL`);
  if (text === undefined) return undefined;
  if (Buffer.byteLength(text) > longest) {
    throw validationFailure(
      `1 validation error detected: Value at 'stackPolicyBody' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }
  readStackPolicy(text);
  return text;
}

/** The stack policy that holds for one update alone, instead of the stack's own. */
export function policyDuringUpdate(
  context: CallContext,
  input: {
    readonly StackPolicyDuringUpdateBody?: string | undefined;
    readonly StackPolicyDuringUpdateURL?: string | undefined;
  },
): string | undefined {
  const { StackPolicyDuringUpdateBody, StackPolicyDuringUpdateURL } = input;
  return policyText(
    context,
    StackPolicyDuringUpdateBody,
    StackPolicyDuringUpdateURL,
    'StackPolicyDuringUpdate',
  );
}
