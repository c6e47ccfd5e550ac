import { expect } from 'chai';
import { AwsFailure } from '../../harness/contract/aws-error.js';
import { sameJson } from '../../harness/contract/json.js';
import { journalInput } from '../../harness/catalog/journal-input.js';
import { serviceCatalog, serviceNames } from '../../harness/catalog/services.js';
import type { Member, OperationShape, ServiceCatalog } from '../../harness/catalog/shape.js';
import { decodeRequest } from '../../harness/wire/decode-request.js';
import { encodeError } from '../../harness/wire/encode-error.js';
import { encodeResponse } from '../../harness/wire/encode-response.js';
import { identifyOperation, type IdentifiedRequest } from '../../harness/wire/identify-operation.js';
import type { WireRequest, WireResponse } from '../../harness/wire/request.js';
import { handlerOf } from './sdk-request.js';
import { comparable, seededRandom, typedStructure } from './typed-value.js';

/**
 * What does not come back as it went, and why. The test asserts this list exactly: whoever mends one must strike it,
 * and whoever breaks another sees it.
 */
const exceptions: Readonly<Record<string, string>> = {
  'CloudWatchLogs.GetLogObject': 'the answer is an event stream',
  'CloudWatchLogs.StartLiveTail': 'the answer is an event stream',
  'Lambda.InvokeWithResponseStream': 'the answer is an event stream',
  'S3.SelectObjectContent': 'the answer is an event stream',
};

interface Client {
  send(command: unknown): Promise<Record<string, unknown>>;
  destroy(): void;
}

/** Members that a client reads for itself, so that any made-up value would send it elsewhere or stop it. */
const readByClients: Readonly<Record<string, unknown>> = {
  Bucket: 'some-bucket',
  QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/queue',
  ChecksumAlgorithm: 'CRC32',
  ContentMD5: undefined,
  ContentLength: undefined,
  // The client hashes the key, and encodes it.
  SSECustomerKey: undefined,
  SSECustomerKeyMD5: undefined,
  CopySourceSSECustomerKey: undefined,
  CopySourceSSECustomerKeyMD5: undefined,
  // An endpoint of two regions signs with SigV4A, for which the client wants a native module.
  EndpointId: undefined,
};

function override({ name, shape }: Member): { readonly value: unknown } | undefined {
  const scalar = shape.kind === 'string' || shape.kind === 'number';
  return scalar && Object.hasOwn(readByClients, name) ? { value: readByClients[name] } : undefined;
}

/** What clients add by themselves, in headers. */
const added = /^(content-length|content-md5|content-type|x-amz-sdk-checksum-algorithm|x-amz-checksum-.*)$/;

function withoutAdded(
  operation: OperationShape,
  decoded: Readonly<Record<string, unknown>>,
  sent: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(decoded).filter(([name]) => {
      const header = operation.input.memberNamed(name)?.traits.httpHeader?.toLowerCase();
      return name in sent || header === undefined || !added.test(header);
    }),
  );
}

describe('every operation of every SDK client', function () {
  this.timeout(120_000);
  before(() => {
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  });

  it('arrives as it was sent, is the same in the journal, and its answer and errors come back as they were given', async () => {
    const failed = new Map<string, string>();
    let count = 0;
    for (const name of serviceNames()) {
      const catalog = serviceCatalog(name);
      const module = (await import(catalog.client)) as Record<string, new (input: unknown) => unknown>;
      let answer: (request: WireRequest) => WireResponse = () => {
        throw new Error('nobody asked');
      };
      const client = clientOf(module, (request) => answer(request));
      for (const [index, operation] of catalog.operations().entries()) {
        count += 1;
        const Command = module[`${operation.name}Command`]!;
        const problem = await roundTrip(
          client,
          Command,
          catalog,
          operation,
          index,
          (next) => (answer = next),
        );
        if (problem !== undefined) failed.set(`${name}.${operation.name}`, problem);
      }
      client.destroy();
    }
    const unexpected = [...failed].filter(([operation]) => !(operation in exceptions));
    expect(unexpected.map(([operation, problem]) => `${operation}: ${problem}`)).to.deep.equal([]);
    expect(
      Object.keys(exceptions).filter((operation) => !failed.has(operation)),
      'mended',
    ).to.deep.equal([]);
    expect(failed.size / count).to.be.lessThan(0.006);
  });
});

function clientOf(
  module: Record<string, new (input: unknown) => unknown>,
  answer: (request: WireRequest) => WireResponse,
): Client {
  const name = Object.keys(module).find((each) => each !== '__Client' && each.endsWith('Client'))!;
  const Client = module[name]!;
  return new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    ...(name === 'SQSClient' ? { md5: false } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: handlerOf(answer),
  }) as Client;
}

/** Sends one made-up input, answers once with a made-up output and once with an error; says what went wrong. */
async function roundTrip(
  client: Client,
  Command: new (input: unknown) => unknown,
  catalog: ServiceCatalog,
  operation: OperationShape,
  seed: number,
  answerWith: (answer: (request: WireRequest) => WireResponse) => void,
): Promise<string | undefined> {
  const random = seededRandom(seed);
  const input = typedStructure(operation.input, random, override);
  const output = typedStructure(operation.output, random, ofAnswer);
  let problem: string | undefined;

  const received = (request: WireRequest): IdentifiedRequest => {
    const identified = identifyOperation(request);
    if (identified.operation !== operation) {
      problem = `was taken for ${identified.service.name}.${identified.operation.name}`;
    } else {
      const decoded = decodeRequest(request, identified);
      const read = comparable(withoutAdded(operation, decoded, input));
      if (!sameJson(read, comparable(input))) problem = `input ${difference(read, comparable(input))}`;
      const written = journalInput(catalog.name, operation.name, decoded);
      const typed = journalInput(catalog.name, operation.name, input);
      if (!sameJson(written, typed)) problem ??= `journal ${difference(written, typed)}`;
    }
    return identified;
  };

  answerWith((request) => {
    const { protocol } = received(request);
    return encodeResponse({ operation, protocol, method: request.method, requestId: 'id-1' }, output);
  });
  try {
    const { $metadata, ...parsed } = await client.send(new Command(input));
    // Every answer has a length, and some outputs have it as a member; of Expires the client makes two.
    for (const name of ['ContentLength', 'ExpiresString'])
      if (output[name] === undefined) parsed[name] = undefined;
    const read = comparable(await readStreams(parsed));
    if (!sameJson(read, comparable(output))) problem ??= `output ${difference(read, comparable(output))}`;
    if (($metadata as { requestId?: string }).requestId !== 'id-1') problem ??= 'request id lost';
  } catch (error) {
    problem ??= error instanceof AwsFailure ? `refused ${error.message}` : `client ${String(error)}`;
  }
  if (problem !== undefined) return problem;

  const errors = catalog.errorNames();
  const code = errors[seed % errors.length] ?? 'SomethingElse';
  answerWith((request) => {
    const { service, protocol } = received(request);
    const { method, headers } = request;
    return encodeError(
      { protocol, service, method, headers, requestId: 'id-2' },
      { code, message: 'it <went> wrong', status: 400, origin: 'constraint' },
    );
  });
  try {
    await client.send(new Command(input));
    return 'an error was lost';
  } catch (error) {
    const { name, message } = error as Error;
    const noBody = operation.http?.method === 'HEAD';
    if (!noBody && (!sameCode(catalog, code).includes(name) || message !== 'it <went> wrong')) {
      return `error ${code} came as ${name}: ${message}`;
    }
  }
  return problem;
}

/** A status that a member gives must be one of success, and a length that of the body. */
function ofAnswer({ name, traits }: Member): { readonly value: unknown } | undefined {
  if (name === 'ExpiresString') return { value: undefined };
  if (traits.httpHeader?.toLowerCase() === 'content-length') return { value: undefined };
  return traits.httpResponseCode === true ? { value: 200 } : undefined;
}

/** Where several errors share a code in the query protocols, a client cannot tell them apart. */
function sameCode(catalog: ServiceCatalog, code: string): readonly string[] {
  const queryCode = catalog.error(code)?.traits.awsQueryError?.[0];
  if (queryCode === undefined) return [code];
  return catalog.errorNames().filter((name) => {
    return name === queryCode || catalog.error(name)?.traits.awsQueryError?.[0] === queryCode;
  });
}

async function readStreams(output: Record<string, unknown>): Promise<Record<string, unknown>> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(output)) {
    read[name] = hasBytes(value) ? await value.transformToByteArray() : value;
  }
  return read;
}

function hasBytes(value: unknown): value is { transformToByteArray(): Promise<Uint8Array> } {
  return value !== null && typeof value === 'object' && 'transformToByteArray' in value;
}

function difference(left: unknown, right: unknown): string {
  const [one = {}, other = {}] = [left, right].map((each) => each as Record<string, unknown>);
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const differing = names.filter((name) => !sameJson(one[name], other[name]));
  return differing
    .map((name) => `${name}: ${JSON.stringify(one[name])} for ${JSON.stringify(other[name])}`)
    .join(', ')
    .slice(0, 300);
}
