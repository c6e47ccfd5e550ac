/** Requests that were valid once: mutated by fast-check in their head, their address or their body. */
import fc from 'fast-check';

type Mutate = (bytes: Buffer) => Buffer;

const headEnd = '\r\n\r\n';

function split(bytes: Buffer): { readonly lines: readonly string[]; readonly body: Buffer } {
  const end = bytes.indexOf(headEnd);
  return {
    lines: bytes.toString('latin1', 0, end).split('\r\n'),
    body: bytes.subarray(end + headEnd.length),
  };
}

/** With the length that the body has, so that it is the content which is wrong and not only its length. */
function join(lines: readonly string[], body: Uint8Array): Buffer {
  const head = lines.map((line) =>
    line.toLowerCase().startsWith('content-length:') ? `content-length: ${body.length}` : line,
  );
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}${headEnd}`, 'latin1'), body]);
}

const flips: fc.Arbitrary<Mutate> = fc
  .array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 })
  .map((changes) => (bytes) => {
    const changed = Buffer.from(bytes);
    for (const [at, turn] of changes) {
      const index = at % changed.length;
      changed[index] = (changed[index] ?? 0) ^ turn;
    }
    return changed;
  });

const headerGone: fc.Arbitrary<Mutate> = fc.nat().map((at) => (bytes) => {
  const { lines, body } = split(bytes);
  return join(lines.toSpliced(1 + (at % (lines.length - 1)), 1), body);
});

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ' ')),
  fc.constantFrom('', '%', '%zz', '../'.repeat(400), 'x'.repeat(20_000), '\u00ff\u0000', '-1', '1e999'),
);

const headerChanged: fc.Arbitrary<Mutate> = fc.tuple(fc.nat(), oddText).map(([at, text]) => (bytes) => {
  const { lines, body } = split(bytes);
  const index = 1 + (at % (lines.length - 1));
  const [name = ''] = (lines[index] ?? '').split(':');
  return join(lines.toSpliced(index, 1, `${name}: ${text}`), body);
});

const headerAdded: fc.Arbitrary<Mutate> = fc
  .constantFrom(
    'transfer-encoding: chunked',
    'content-encoding: gzip',
    'content-encoding: aws-chunked',
    'x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'expect: 100-continue',
    'expect: nothing',
    'x-amz-target: DynamoDB_20120810.DeleteTable',
    'upgrade: websocket',
    'authorization: AWS4-HMAC-SHA256 Credential=/',
    'content-type: application/cbor',
  )
  .map((line) => (bytes) => {
    const { lines, body } = split(bytes);
    return join([...lines, line], body);
  });

const addressChanged: fc.Arbitrary<Mutate> = fc
  .tuple(
    fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'BREW'),
    fc.oneof(
      fc.webPath(),
      fc.constantFrom('/%', '/?%', '//', '/_blastpit/', '/_blastpit/sessions', '/a?x=%E0%A4%A', '*'),
    ),
  )
  .map(([method, path]) => (bytes) => {
    const { lines, body } = split(bytes);
    return join([`${method} ${path} HTTP/1.1`, ...lines.slice(1)], body);
  });

const bodyChanged: fc.Arbitrary<Mutate> = fc
  .oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
    fc.constantFrom(
      Buffer.from('['.repeat(50_000)),
      Buffer.from('{"a":'.repeat(20_000)),
      Buffer.from(`{"TableName":${'9'.repeat(5_000)}}`),
      Buffer.from('{"__proto__":{"TableName":"x"},"constructor":{}}'),
      Buffer.from('<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><Tagging>&d;</Tagging>'),
      Buffer.from('<Tagging>'.repeat(20_000)),
      Buffer.from(`Action=DescribeStacks&${'a.member.1.'.repeat(2_000)}=1`),
      Buffer.from('Action=%&Version=%zz&=&&&'),
      Buffer.from([0xbf, 0xff, 0x9f, 0x00]),
    ),
  )
  .map((body) => (bytes) => join(split(bytes).lines, body));

const bodyCut: fc.Arbitrary<Mutate> = fc.nat().map((at) => (bytes) => {
  const { lines, body } = split(bytes);
  return join(lines, body.subarray(0, at % Math.max(1, body.length)));
});

const mutation = fc.oneof(
  flips,
  headerGone,
  headerChanged,
  headerAdded,
  addressChanged,
  bodyChanged,
  bodyCut,
);

/** So many malformed requests; the same for the same seed and the same valid ones. */
export function malformedRequests(valid: readonly Buffer[], count: number, seed: number): readonly Buffer[] {
  const malformed = fc
    .tuple(fc.constantFrom(...valid), fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([bytes, mutations]) => mutations.reduce((soFar, mutate) => mutate(soFar), bytes));
  return fc.sample(malformed, { seed, numRuns: count });
}
