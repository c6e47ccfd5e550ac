/**
 * What a call's input, output and error are made of: shapes with their members and traits, as every codec, the
 * journal and the handlers read them. Traits are spelled as in Smithy ("Smithy specification", "Trait index").
 */

export type Protocol =
  'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query' | 'restJson1' | 'restXml' | 'rpcv2Cbor';

export interface Traits {
  readonly ec2QueryName?: string;
  readonly error?: 'client' | 'server';
  /** Code and status that an error has in the query protocols, where they differ from its shape's name. */
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly eventHeader?: true;
  readonly eventPayload?: true;
  readonly hostLabel?: true;
  readonly httpError?: number;
  readonly httpHeader?: string;
  readonly httpLabel?: true;
  readonly httpPayload?: true;
  readonly httpPrefixHeaders?: string;
  readonly httpQuery?: string;
  readonly httpQueryParams?: true;
  readonly httpResponseCode?: true;
  readonly idempotencyToken?: true;
  readonly idempotent?: true;
  readonly jsonName?: string;
  readonly mediaType?: string;
  readonly sensitive?: true;
  readonly sparse?: true;
  readonly streaming?: true;
  readonly xmlAttribute?: true;
  readonly xmlFlattened?: true;
  readonly xmlName?: string;
  /** Prefix (empty for the default namespace) and address. */
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
}

export type SimpleKind =
  'string' | 'number' | 'boolean' | 'timestamp' | 'document' | 'bigInteger' | 'bigDecimal' | 'blob';

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

export interface SimpleShape {
  readonly kind: SimpleKind;
  readonly name: string;
  readonly traits: Traits;
  /** Of timestamps only, where the model fixes a format; otherwise protocol and place decide. */
  readonly timestampFormat?: TimestampFormat;
}

export interface ListShape {
  readonly kind: 'list';
  readonly name: string;
  readonly traits: Traits;
  readonly member: Member;
}

export interface MapShape {
  readonly kind: 'map';
  readonly name: string;
  readonly traits: Traits;
  readonly key: Member;
  readonly value: Member;
}

/** A structure, a union (one member set) or an error. An operation without input or output has one without members. */
export interface StructureShape {
  readonly kind: 'structure' | 'union';
  readonly name: string;
  readonly traits: Traits;
  readonly members: readonly Member[];
  readonly memberNamed: (name: string) => Member | undefined;
}

export type Shape = SimpleShape | ListShape | MapShape | StructureShape;

export interface Member {
  readonly name: string;
  /** The traits of the membership alone; those of the target are `shape.traits`. */
  readonly traits: Traits;
  readonly required: boolean;
  /** Resolved when first read: shapes may contain themselves. */
  readonly shape: Shape;
}

export interface HttpBinding {
  readonly method: string;
  /** The path template, e.g. `/2015-03-31/functions/{FunctionName}`; `{Key+}` takes slashes too. */
  readonly path: string;
  /** Query members that the template fixes, e.g. `[['list-type', '2']]`; a key alone has the value ''. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Status of a successful answer. */
  readonly status: number;
}

export interface OperationShape {
  readonly service: ServiceFacts;
  readonly name: string;
  /** Only where the service's own protocol binds members to HTTP. */
  readonly http?: HttpBinding;
  /** Host prefix of the operation's endpoint, e.g. `stream-`. */
  readonly hostPrefix?: string;
  readonly input: StructureShape;
  readonly output: StructureShape;
}

export interface ServiceFacts {
  /** The SDK id without its spaces, e.g. `DynamoDB`, `AutoScaling`, `CloudWatchLogs`: blastpit's name for the service. */
  readonly name: string;
  /** As the SDK spells it, e.g. `Auto Scaling`. */
  readonly sdkId: string;
  /** The npm package of its client. */
  readonly client: string;
  /** The client's own first, then others that AWS still answers. */
  readonly protocols: readonly Protocol[];
  readonly apiVersion: string;
  /** The Smithy namespace, e.g. `com.amazonaws.dynamodb`. */
  readonly namespace: string;
  readonly xmlNamespace?: string;
  /** What stands before the point in `X-Amz-Target`, and in the path of rpc-v2. */
  readonly targetPrefix: string;
  readonly awsQueryCompatible: boolean;
  /** The service in a credential scope. */
  readonly signingName: string;
  /** The prefix of its IAM actions. */
  readonly iamPrefix: string;
  /** The host's labels before the region, e.g. `api.ecr`. */
  readonly endpointPrefix: string;
  /** Host by partition, with `{region}` where it has one. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly operationCount: number;
}

export interface ServiceCatalog extends ServiceFacts {
  readonly operationNames: () => readonly string[];
  readonly operation: (name: string) => OperationShape | undefined;
  readonly operations: () => readonly OperationShape[];
  readonly errorNames: () => readonly string[];
  /** By the shape's name, or by the code that it has in the query protocols. */
  readonly error: (nameOrCode: string) => StructureShape | undefined;
}
