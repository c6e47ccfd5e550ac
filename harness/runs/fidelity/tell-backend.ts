/** Which cloud answers at an endpoint, told from what only that one answers. */
import { AwsCallError } from '../../contract/agent.js';
import type { VettedEndpoint } from '../../backends/vet-endpoint.js';
import type { ComparedBackend } from '../../contract/fidelity.js';
import { guardedTransport, type GuardedTransport } from '../remote/guarded-transport.js';

const patienceMilliseconds = 30_000;

/** @throws Error where nothing answers at all. */
export async function tellBackend(endpoint: VettedEndpoint): Promise<ComparedBackend> {
  const transport = await guardedTransport(endpoint, {}, patienceMilliseconds);
  try {
    const localstack = await ask(transport, endpoint, '/_localstack/health');
    if (localstack !== null && 'services' in localstack) {
      return { kind: 'localstack', version: textOf(localstack, 'version') };
    }
    const blastpit = await ask(transport, endpoint, '/_blastpit/health');
    if (blastpit !== null && 'blastpit' in blastpit) {
      return { kind: 'blastpit', version: textOf(blastpit, 'blastpit') };
    }
    const moto = await read(transport, endpoint, '/moto-api/');
    if (moto?.includes('<title>Moto') === true) return { kind: 'moto', version: null };
    return { kind: 'other', version: null };
  } finally {
    transport.destroy();
  }
}

/** What is answered as JSON; null where it is anything else. */
async function ask(
  transport: GuardedTransport,
  endpoint: VettedEndpoint,
  path: string,
): Promise<object | null> {
  try {
    const value: unknown = JSON.parse((await read(transport, endpoint, path)) ?? 'null');
    return typeof value === 'object' ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The text that is answered; null where it is an error. */
async function read(
  transport: GuardedTransport,
  { secure, hostname, port, origin }: VettedEndpoint,
  path: string,
): Promise<string | null> {
  const protocol = secure ? 'https:' : 'http:';
  const headers = { host: new URL(origin).host };
  const request = { method: 'GET', protocol, hostname, port, path, headers };
  const answer = await transport.handle(request).catch((error: unknown) => {
    // A web page is an answer too.
    if (error instanceof AwsCallError) return null;
    throw error;
  });
  if (answer === null) return null;
  const { statusCode, body } = answer.response as {
    readonly statusCode: number;
    readonly body: AsyncIterable<Uint8Array>;
  };
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return statusCode === 200 ? Buffer.concat(chunks).toString('utf8') : null;
}

function textOf(answer: object, member: string): string | null {
  const value: unknown = Reflect.get(answer, member);
  return typeof value === 'string' ? value : null;
}
