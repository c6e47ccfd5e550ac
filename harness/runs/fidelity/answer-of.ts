/** What an SDK client says of one call, as an answer that can be laid beside another's. */
import { AwsCallError } from '../../contract/agent.js';
import type { FidelityAnswer } from '../../fidelity/play-sequence.js';
import type { SdkClients } from '../entrances/sdk-clients.js';
import { webPage } from '../remote/guarded-transport.js';

/**
 * Makes one call.
 * @throws whatever is no answer of a cloud: a connection that failed, a package that is missing.
 */
export async function answerOf(
  clients: SdkClients,
  service: string,
  operation: string,
  input: object,
): Promise<FidelityAnswer> {
  try {
    const { $metadata, ...output } = await clients.call<SdkOutput>(service, operation, input);
    return { ok: true, status: $metadata.httpStatusCode ?? 200, output: await withBodyRead(output) };
  } catch (error) {
    if (error instanceof AwsCallError) {
      const { code, message, status } = error;
      return { ok: false, status, code, message, lacking: isLack(code, message, status) };
    }
    const unread = unreadable(error);
    if (unread === null) throw error;
    return unread;
  }
}

interface SdkOutput {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly Body?: unknown;
}

async function withBodyRead(output: Omit<SdkOutput, '$metadata'>): Promise<object> {
  const body = output.Body;
  if (typeof body !== 'object' || body === null || !('transformToByteArray' in body)) return output;
  const read = body.transformToByteArray as () => Promise<Uint8Array>;
  return { ...output, Body: await read.call(body) };
}

/**
 * How LocalStack, moto and blastpit say that they do not have an operation, or what was asked of it. A web page is what
 * moto server answers where it has no code, and where its code fails: neither is an answer of AWS's.
 */
function isLack(code: string, message: string, status: number): boolean {
  if (code === webPage) return true;
  if (status === 501 || /^(?:NotImplemented|UnknownOperation|InvalidAction)/.test(code)) return true;
  return /not (?:yet )?(?:been )?implemented|not (?:yet )?supported by (?:localstack|moto)|pro feature/i.test(
    message,
  );
}

/** An answer that came and that the client cannot read: the SDK hangs it on its error. */
function unreadable(error: unknown): FidelityAnswer | null {
  if (!(error instanceof Error)) return null;
  const response: unknown = Reflect.get(error, '$response');
  if (typeof response !== 'object' || response === null) return null;
  const status: unknown = Reflect.get(response, 'statusCode');
  return {
    ok: false,
    status: typeof status === 'number' ? status : 0,
    code: '(unreadable answer)',
    message: error.message,
    lacking: false,
  };
}
