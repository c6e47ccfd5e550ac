/** A request and a response as bytes: where a call enters from HTTP or an SDK's handler, and what it leaves as. */

export interface WireRequest {
  readonly method: string;
  /** As sent: percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark; '' where there is none. */
  readonly query: string;
  /** By name in lower case; several of one name joined by ', '. Values may be latin1 that means UTF-8. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  /** By name as AWS spells it; values are latin1 text, fit for node:http. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}
