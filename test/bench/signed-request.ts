/** The bytes of one signed request, as an SDK would send them. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../../harness/runs/entrances/entrance.js';

export interface RequestToSign {
  readonly port: number;
  readonly region: string;
  readonly credentials: Credentials;
  readonly service: string;
  readonly target: string;
  readonly body: string;
}

/** SHA-256 and HMAC as the signer wants them. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

export async function signedRequest(wish: RequestToSign): Promise<string> {
  const { port, region, credentials, service, target, body } = wish;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port,
    path: '/',
    query: {},
    headers: {
      host: `127.0.0.1:${port}`,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': target,
    },
    body,
  });
  const headers = Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}`);
  return `POST / HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}
