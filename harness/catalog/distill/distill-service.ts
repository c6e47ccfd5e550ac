/** Distills one SDK client at build time: its runtime schemas to a compact file, its configuration to facts. */
import type { Protocol, ServiceFacts } from '../shape.js';
import {
  firstShapeReference,
  protocolOfShapeId,
  unitReference,
  type RawMember,
  type RawOperation,
  type RawShape,
  type RawTraits,
  type ServiceFile,
  type TypeReference,
} from '../service-file.js';

/** A runtime schema of the SDK: a static array, a number, 'unit', a member pair, or a function that gives one. */
type Schema = unknown;
type StaticSchema = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: RawTraits,
  ...rest: Schema[],
];

export interface DistilledService {
  readonly facts: ServiceFacts;
  readonly file: ServiceFile;
}

interface ClientConfig {
  readonly serviceId: string;
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: {
    readonly defaultNamespace: string;
    readonly version: string;
    readonly serviceTarget: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: boolean;
  };
  readonly endpointProvider: (parameters: Record<string, unknown>) => {
    readonly url: URL;
    readonly properties?: { readonly authSchemes?: readonly { readonly signingName?: string }[] };
  };
  readonly httpAuthSchemeProvider: (
    parameters: Record<string, unknown>,
  ) => readonly { readonly signingProperties?: { readonly name?: string } }[];
}

/** Where the IAM prefix is not the signing name (Service Authorization Reference). */
const iamPrefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** What the endpoint rules cannot say: both sign with a name that the rules choose at run time. */
const signingNames: Readonly<Record<string, string>> = { S3: 's3', STS: 'sts' };

/**
 * Protocols that AWS answers beside the client's own (botocore's `protocols` of the same services, and the query
 * protocol wherever a service is marked query-compatible).
 */
const furtherProtocols: Readonly<Record<string, readonly Protocol[]>> = {
  CloudWatch: ['rpcv2Cbor', 'awsQuery'],
  SQS: ['awsQuery'],
};

const regionOfPartition = { aws: 'us-west-2', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

export async function distillService(clientPackage: string): Promise<DistilledService> {
  const module = (await import(clientPackage)) as Readonly<Record<string, unknown>>;
  const file = distillSchemas(Object.values(module));
  const facts = distillFacts(clientPackage, module, file.operations.length);
  return { facts, file };
}

function distillFacts(
  clientPackage: string,
  module: Readonly<Record<string, unknown>>,
  operationCount: number,
): ServiceFacts {
  const [, Client] =
    Object.entries(module).find(([name]) => name !== '__Client' && name.endsWith('Client')) ?? [];
  if (typeof Client !== 'function') throw new Error(`${clientPackage} exports no client`);
  const client = Reflect.construct(Client, [
    { region: regionOfPartition.aws, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } },
  ]) as { readonly config: ClientConfig; destroy(): void };
  const { config } = client;
  const { protocolSettings: settings, serviceId } = config;
  const own = protocolOfShapeId[config.protocol.getShapeId()];
  if (own === undefined) throw new Error(`${clientPackage} speaks ${config.protocol.getShapeId()}`);
  const name = serviceId.replaceAll(' ', '');

  const hosts: Record<string, string> = {};
  for (const [partition, region] of Object.entries(regionOfPartition)) {
    const endpoint = config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
    hosts[partition] = endpoint.url.host.replace(region, '{region}');
  }
  const schemes = config.httpAuthSchemeProvider({
    operation: '',
    region: regionOfPartition.aws,
    Region: regionOfPartition.aws,
  });
  const signingName =
    signingNames[name] ?? schemes.find((scheme) => scheme.signingProperties?.name)?.signingProperties?.name;
  if (signingName === undefined) throw new Error(`${clientPackage} names no service to sign for`);
  client.destroy();
  const endpointPrefix = (hosts['aws'] ?? '').replace(/(\.us-east-1|\.\{region\})?\.amazonaws\.com$/, '');
  const compatible = settings.awsQueryCompatible === true;
  const protocols = [own, ...(furtherProtocols[name] ?? (compatible ? (['awsQuery'] as const) : []))];
  return {
    name,
    sdkId: serviceId,
    client: clientPackage,
    protocols,
    apiVersion: settings.version,
    namespace: settings.defaultNamespace,
    ...(settings.xmlNamespace === undefined ? {} : { xmlNamespace: settings.xmlNamespace }),
    targetPrefix: settings.serviceTarget,
    awsQueryCompatible: compatible,
    signingName,
    iamPrefix: iamPrefixes[signingName] ?? signingName,
    endpointPrefix,
    hosts,
    operationCount,
  };
}

/** Operations and errors of a module's exports with every shape that they reach. */
function distillSchemas(exported: readonly unknown[]): ServiceFile {
  const places = new Map<StaticSchema, TypeReference>();
  const shapes: (RawShape | undefined)[] = [];

  const reference = (schema: Schema): TypeReference => {
    const target = resolve(schema);
    if (typeof target === 'number') return target;
    if (target === 'unit') return unitReference;
    if (!isStatic(target)) throw new Error(`a schema of unknown form: ${JSON.stringify(target)}`);
    const known = places.get(target);
    if (known !== undefined) return known;
    const place = shapes.length;
    places.set(target, place + firstShapeReference);
    shapes.push(undefined);
    shapes[place] = rawShape(target);
    return place + firstShapeReference;
  };
  const member = (schema: Schema): RawMember => {
    const target = resolve(schema);
    if (!Array.isArray(target) || target.length !== 2) return reference(target);
    const [inner, traits] = target as [Schema, RawTraits];
    return traits === 0 ? reference(inner) : [reference(inner), traits];
  };
  const rawShape = (schema: StaticSchema): RawShape => {
    const [kind, , name, traits, first, second, third] = schema;
    switch (kind) {
      case 0:
        return [0, name, traits, reference(first)];
      case 1:
        return [1, name, traits, member(first)];
      case 2:
        return [2, name, traits, member(first), member(second)];
      case 3:
      case 4:
      case -3:
        return [
          kind,
          name,
          traits,
          first as readonly string[],
          (second as readonly Schema[]).map((each) => member(each)),
          (third as number | undefined) ?? 0,
        ];
      default:
        throw new Error(`a schema of unknown kind ${kind}: ${name}`);
    }
  };

  const operations: RawOperation[] = [];
  const statics = exported.filter(isStatic).sort((left, right) => compare(left[2], right[2]));
  for (const schema of statics) {
    const [kind, namespace, name, traits, input, output] = schema;
    if (kind === 9) operations.push([name, traits, reference(input), reference(output)]);
    else if (kind === -3 && !namespace.startsWith('smithy.ts.sdk.synthetic')) reference(schema);
  }
  return { operations, shapes: shapes.filter((shape) => shape !== undefined) };
}

/** Schemas that name one another stand behind functions. */
function resolve(schema: Schema): Schema {
  let resolved = schema;
  while (typeof resolved === 'function') resolved = (resolved as () => Schema)();
  return resolved;
}

function isStatic(value: unknown): value is StaticSchema {
  return Array.isArray(value) && value.length >= 5 && typeof value[0] === 'number';
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
