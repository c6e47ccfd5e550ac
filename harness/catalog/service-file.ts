/** How a service's operations and shapes lie on disk: what the distiller writes and the catalog reads lazily. */
import type { Protocol } from './shape.js';

/**
 * A type: below 256 a simple one or a list (64 + simple) or map (128 + simple) of one, as in the SDK's schemas; from
 * 256 on the place in `shapes`; {@link unitReference} for none.
 */
export type TypeReference = number;
export const firstShapeReference = 256;
export const unitReference = -1;

/** The SDK's bit set, or an object of traits, where 1 means present. */
export type RawTraits = number | Readonly<Record<string, unknown>>;
export type RawMember = TypeReference | readonly [TypeReference, RawTraits];

export type RawShape =
  | readonly [kind: 0, name: string, traits: RawTraits, simple: number]
  | readonly [kind: 1, name: string, traits: RawTraits, member: RawMember]
  | readonly [kind: 2, name: string, traits: RawTraits, key: RawMember, value: RawMember]
  | readonly [
      kind: 3 | 4 | -3,
      name: string,
      traits: RawTraits,
      names: readonly string[],
      members: readonly RawMember[],
      required: number,
    ];

export type RawOperation = readonly [
  name: string,
  traits: RawTraits,
  input: TypeReference,
  output: TypeReference,
];

export interface ServiceFile {
  readonly operations: readonly RawOperation[];
  readonly shapes: readonly RawShape[];
}

export const protocolOfShapeId: Readonly<Record<string, Protocol>> = {
  'aws.protocols#awsJson1_0': 'awsJson1_0',
  'aws.protocols#awsJson1_1': 'awsJson1_1',
  'aws.protocols#awsQuery': 'awsQuery',
  'aws.protocols#ec2Query': 'ec2Query',
  'aws.protocols#restJson1': 'restJson1',
  'aws.protocols#restXml': 'restXml',
  'smithy.protocols#rpcv2Cbor': 'rpcv2Cbor',
};

/** The bits of a numeric trait set, lowest first, as @smithy/core reads them. */
export const traitBits = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
] as const;
