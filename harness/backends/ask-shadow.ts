/** Questions to the shadow, asked as the account's root: reads that nobody is judged for. */
import type { Actor } from '../contract/actor.js';
import { AwsFailure } from '../contract/aws-error.js';
import type { Backend } from '../contract/backend.js';
import type { Call, Outcome } from '../contract/call.js';

/** Where the account of a run is, in the shadow's words. */
export interface ShadowPlace {
  readonly root: Actor;
  readonly region: string;
}

/** @returns the call as the shadow understands it. @throws AwsFailure where blastpit does not have the operation. */
export function shadowCall(
  shadow: Backend,
  { root, region }: ShadowPlace,
  service: string,
  operation: string,
  input: object,
): Call {
  return shadow.understand({ service, operation, input, region, actor: root }, 'backend');
}

/** What the shadow answers to a read; an operation that it does not have is an error as any other. */
export function askShadow(
  shadow: Backend,
  place: ShadowPlace,
  service: string,
  operation: string,
  input: object,
): Outcome {
  try {
    return atOnce(shadow.read(shadowCall(shadow, place, service, operation, input)));
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return { ok: false, error: error.error };
  }
}

/** The shadow is in this process, and answers at once. */
export function atOnce<Value>(value: Value | Promise<Value>): Value {
  if (value instanceof Promise) throw new Error('a shadow answers at once');
  return value;
}
