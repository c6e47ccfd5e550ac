/** Requests that botocore signed (record-botocore.py), taken as they would have left for the network. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { SignatureFamily } from '../../../harness/wire/signature/identity-failure.js';
import { signatureVerifier } from '../../../harness/wire/signature/verify-signature.js';

interface Recorded {
  readonly name: string;
  readonly family: SignatureFamily;
  readonly accessKeyId: string;
  readonly secret: string;
  readonly sessionToken: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

// Relative to the compiled file, whose folder has the same depth as its source's in the repository.
const file = new URL('../../../../test/wire/signature/recorded/botocore.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly signedAt: string;
  readonly requests: readonly Recorded[];
};
const signedAt = Date.parse(document.signedAt);

describe('requests signed by botocore', () => {
  for (const recorded of document.requests) {
    it(recorded.name, () => {
      const verify = signatureVerifier((id, token) =>
        id === recorded.accessKeyId && (token ?? null) === recorded.sessionToken
          ? { secret: recorded.secret }
          : { refused: 'unknown-key' },
      );
      const request = { ...recorded, body: Buffer.from(recorded.body, 'base64') };
      const verified = verify(request, recorded.family, signedAt + 60_000);
      expect(verified.accessKeyId).to.equal(recorded.accessKeyId);
      expect(verified.sessionToken ?? null).to.equal(recorded.sessionToken);
      expect(verified.signedAt).to.equal(signedAt);
      if (recorded.name.includes('trailer')) {
        expect(Buffer.from(verified.body).toString()).to.equal('a,b\n1,2\n');
        expect(Object.keys(verified.trailers)).to.deep.equal(['x-amz-checksum-crc32']);
      }
    });
  }

  it('covers every family', () => {
    expect(new Set(document.requests.map((recorded) => recorded.family))).to.deep.equal(
      new Set(['json', 'query', 'ec2', 'rest-json', 's3']),
    );
  });
});
