/** What an agent that writes its calls itself can ask of the API: how an operation is called, and whether a call is one. */
import type { Json, JsonObject } from './json.js';

/** A call as it can be made, or what is wrong with it, in words for who wrote it. */
export type CheckedCall =
  | {
      readonly ok: true;
      /** The service's and the operation's own names, however they were typed. */
      readonly service: string;
      readonly operation: string;
      /** Typed as clients of AWS have it: dates and bytes where the shape has them. */
      readonly input: object;
    }
  | { readonly ok: false; readonly message: string };

export interface OperationGuide {
  /** What an operation takes and answers, in words; near names where there is none of that name. */
  readonly describe: (service: string, operation: string | null) => string;
  /** Checks a call against the operation's own shape. */
  readonly check: (service: string, operation: string, input: Json) => CheckedCall;
  /**
   * An operation's answer as JSON that an agent can read: dates as text, bytes as text or base64. Secret halves of
   * credentials are not in it: no agent has a use for them, and they would be in what is recorded.
   */
  readonly readable: (output: object) => JsonObject;
}

/** What came of asking people to approve a call before it is made. */
export interface ApprovalAhead {
  /**
   * `not-needed`: nothing asks for it. `not-possible`: the call would not go through whoever approved. `pending`: real
   * people think about it still; the call itself waits for them.
   */
  readonly outcome: 'granted' | 'refused' | 'pending' | 'not-needed' | 'not-possible';
  /** In words for the agent. */
  readonly detail: string;
}
