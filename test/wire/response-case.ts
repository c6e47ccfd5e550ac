/** One answer of the recordings: an output or an error, and how the harness writes it. */
import type { AwsError } from '../../harness/contract/aws-error.js';
import { findOperation } from '../../harness/catalog/services.js';
import type { Protocol } from '../../harness/catalog/shape.js';
import { encodeError } from '../../harness/wire/encode-error.js';
import { encodeResponse, type TypedOutput } from '../../harness/wire/encode-response.js';
import { readable, untagged } from './tagged-json.js';

export interface ResponseCase {
  readonly service: string;
  readonly operation: string;
  readonly wire: Protocol;
  /** Absent where the case is an error. */
  readonly output?: unknown;
  readonly error?: AwsError;
  readonly method?: string;
  /** Whether the client asks for the query protocol's code. */
  readonly queryMode?: boolean;
}

export interface RecordedResponse {
  readonly method: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export function answerOf(wanted: ResponseCase): RecordedResponse {
  const operation = findOperation(wanted.service, wanted.operation)!;
  const method = wanted.method ?? operation.http?.method ?? 'POST';
  const target = { protocol: wanted.wire, method, requestId: 'req-1' };
  const headers: Record<string, string> = wanted.queryMode === true ? { 'x-amzn-query-mode': 'true' } : {};
  const response =
    wanted.error === undefined
      ? encodeResponse({ ...target, operation }, untagged(wanted.output) as TypedOutput)
      : encodeError({ ...target, service: operation.service, headers }, wanted.error);
  return {
    method,
    status: response.status,
    headers: response.headers,
    body: readable(Buffer.from(response.body)),
  };
}
