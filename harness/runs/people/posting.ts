/** How questions leave for a webhook: to the one address that was vetted, and to no other; redirections are not followed. */
import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { vetEndpoint, type VettedEndpoint } from '../../backends/vet-endpoint.js';
import type { PostedAnswer, Surroundings } from '../../contract/approver.js';
import { BlastpitError } from '../../contract/blastpit-error.js';

/** How long one answer may take, in milliseconds: a person decides later, and calls in. */
const patienceMilliseconds = 10_000;
const mostBytes = 2 ** 20;

/** @param allowedHosts names of hosts that may be elsewhere than on this machine and in private networks. */
export function postingTo(allowedHosts: readonly string[]): Surroundings['posting'] {
  return async (typed) => {
    const url = new URL(typed);
    const endpoint = await vetted(url, allowedHosts);
    return (headers, body) => post(endpoint, `${url.pathname}${url.search}`, headers, body);
  };
}

async function vetted(url: URL, allowedHosts: readonly string[]): Promise<VettedEndpoint> {
  try {
    return await vetEndpoint(url.origin, { allowedHosts, lookup: (host) => lookup(host, { all: true }) });
  } catch (error) {
    if (!(error instanceof BlastpitError)) throw error;
    const expected =
      'an address of this machine or of a private network, or a host named with --allow-host; never AWS';
    throw new BlastpitError('webhook-refused', `--approvers webhook: ${error.message}`, {
      where: '--approvers',
      expected,
      cause: error,
    });
  }
}

function post(
  { address, family, port, hostname, secure }: VettedEndpoint,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<PostedAnswer> {
  const named = port === (secure ? 443 : 80) ? hostname : `${hostname}:${port}`;
  const options = {
    method: 'POST',
    host: address,
    family,
    port,
    path,
    headers: { ...headers, host: named, 'content-length': String(Buffer.byteLength(body)) },
    agent: false as const,
    signal: AbortSignal.timeout(patienceMilliseconds),
    // TLS has no names that are addresses (RFC 6066, section 3).
    ...(secure && isIP(hostname) === 0 ? { servername: hostname } : {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = secure ? requestHttps(options) : requestHttp(options);
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      wholeOf(incoming).then(resolve, reject);
    });
    outgoing.end(body);
  });
}

async function wholeOf(incoming: IncomingMessage): Promise<PostedAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error('its answer is too large');
    chunks.push(chunk);
  }
  return { status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}
