/** What a signature is checked on: a request as bytes came in, before anybody knows what it asks for. */

export interface SignatureRequest {
  readonly method: string;
  /** As on the wire: percent-encoded, without the query. */
  readonly path: string;
  /** As on the wire: percent-encoded, without the `?`. */
  readonly query: string;
  /** Names in lower case; values one character a byte (latin1), as `node:http` gives them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}
