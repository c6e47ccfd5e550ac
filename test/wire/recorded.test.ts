import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { decodeRequest } from '../../harness/wire/decode-request.js';
import { identifyOperation } from '../../harness/wire/identify-operation.js';
import type { WireRequest } from '../../harness/wire/request.js';
import { recordedFolder } from './recorded-folder.js';
import { answerOf, type RecordedResponse, type ResponseCase } from './response-case.js';
import { untagged } from './tagged-json.js';
import { comparable } from './typed-value.js';

interface RecordedRequest {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether botocore had to add a checksum of its choice. */
  readonly checksum?: boolean;
  readonly request: Omit<WireRequest, 'body'> & { readonly body: unknown };
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`${recordedFolder}${name}`, 'utf8')) as T;
}

const requests = read<readonly RecordedRequest[]>('requests.json');
const cases = read<readonly ResponseCase[]>('response-cases.json');
const responses = read<readonly RecordedResponse[]>('responses.json');

function decoded(recorded: RecordedRequest): {
  readonly protocol: string;
  readonly input: Record<string, unknown>;
} {
  const body = untagged(recorded.request.body);
  const request: WireRequest = {
    ...recorded.request,
    body: typeof body === 'string' ? Buffer.from(body) : (body as Uint8Array),
  };
  const identified = identifyOperation(request);
  expect(`${identified.service.name}.${identified.operation.name}`).to.equal(
    `${recorded.service}.${recorded.operation}`,
  );
  const input = { ...decodeRequest(request, identified) };
  if (recorded.checksum === true) {
    expect(input).to.include.keys('ChecksumAlgorithm');
    for (const name of Object.keys(input)) if (/^(Checksum|ContentMD5)/.test(name)) input[name] = undefined;
  }
  return { protocol: identified.protocol, input };
}

describe('requests recorded from botocore', () => {
  for (const [index, recorded] of requests.entries()) {
    it(`mean what botocore was told: ${recorded.service}.${recorded.operation} (${index})`, () => {
      expect(comparable(decoded(recorded).input)).to.deep.equal(comparable(untagged(recorded.input)));
    });
  }

  it('cover every protocol', () => {
    expect([...new Set(requests.map((recorded) => decoded(recorded).protocol))].sort()).to.deep.equal([
      'awsJson1_0',
      'awsJson1_1',
      'awsQuery',
      'ec2Query',
      'restJson1',
      'restXml',
      'rpcv2Cbor',
    ]);
  });
});

describe('answers that botocore has understood', () => {
  it('are all recorded, in every protocol', () => {
    expect(responses).to.have.length(cases.length);
    expect(new Set(cases.map((each) => each.wire)).size).to.equal(7);
  });

  for (const [index, wanted] of cases.entries()) {
    const what = wanted.error === undefined ? 'output' : wanted.error.code;
    it(`are the bytes written today: ${wanted.service}.${wanted.operation}, ${what} (${index})`, () => {
      expect(answerOf(wanted)).to.deep.equal(responses[index]);
    });
  }
});
