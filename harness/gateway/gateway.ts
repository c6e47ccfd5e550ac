/** Where bytes become calls and answers bytes again: one gateway hosts many runs, and the access key chooses the run. */
import type { Actor } from '../contract/actor.js';
import { AwsFailure, type AwsError } from '../contract/aws-error.js';
import { partitionOf } from '../contract/arn.js';
import type { Outcome } from '../contract/call.js';
import { decodeRequest, type TypedInput } from '../wire/decode-request.js';
import { encodeError } from '../wire/encode-error.js';
import { encodeResponse } from '../wire/encode-response.js';
import { identifyOperation, type IdentifiedRequest } from '../wire/identify-operation.js';
import { requestAddress } from '../wire/request-address.js';
import type { WireRequest, WireResponse } from '../wire/request.js';
import { identityFailure, type SignatureFamily } from '../wire/signature/identity-failure.js';
import { sameSignature } from '../wire/signature/same-signature.js';
import { readUnverified } from '../wire/signature/unverified-request.js';
import {
  signatureVerifier,
  type SecretLookup,
  type VerifySignature,
} from '../wire/signature/verify-signature.js';
import type { Episode } from './episode.js';
import { answer, answerUnreadable } from './way-of-one-call.js';
import type { WireKeys } from './wire-keys.js';

/** What only the outer edge can give. */
export interface Edge {
  /** Wall time in milliseconds; signatures are judged by it, and nothing else. */
  readonly wallTime: () => number;
  readonly requestId: () => string;
}

/** Services that have one endpoint for all regions: where the call is signed for says nothing. */
const globalServices: ReadonlySet<string> = new Set(['IAM', 'Organizations', 'CloudFront', 'Route53']);

/** Whose an access key is: the episode's, under the id that its world knows. */
export interface KeyHolder {
  readonly episode: Episode;
  /** The world's id of the key; on the wire it may be another. */
  readonly alias: string;
  /** Null where the wire carries the world's own ids. */
  readonly keys: WireKeys | null;
}

/** Who makes a request, and what of it is left to be read. */
interface Caller {
  readonly episode: Episode;
  readonly keys: WireKeys | null;
  readonly actor: Actor;
  /** Where the request is signed for. */
  readonly region: string;
  /** The body without aws-chunked framing. */
  readonly body: Uint8Array;
}

/** Takes every caller for somebody: which key a request names (unproven; null for none), and where it is signed for. */
export type Everyone = (
  accessKeyId: string | null,
  region: string | null,
) => { readonly actor: Actor; readonly region: string };

export class Gateway {
  readonly #edge: Edge;
  readonly #episodes = new Map<Episode, WireKeys | null>();
  readonly #byKey = new Map<string, KeyHolder>();
  readonly #verify: VerifySignature;
  #everyone: { readonly episode: Episode; readonly actorOf: Everyone } | null = null;

  constructor(edge: Edge) {
    this.#edge = edge;
    this.#verify = signatureVerifier((key, token) => this.#findSecret(key, token));
  }

  /**
   * Takes calls for an episode; which keys are its own, its backend knows.
   * @param keys what its keys are called on the wire; null where they are called as its world calls them, which is
   * only for an episode that has the gateway to itself.
   */
  open(episode: Episode, keys: WireKeys | null = null): void {
    this.#episodes.set(episode, keys);
  }

  /** Takes every request, signed or not, for a call in this episode. */
  openToEveryone(episode: Episode, actorOf: Everyone): void {
    this.#everyone = { episode, actorOf };
  }

  /** Takes no more calls for it; its keys are nobody's from now on. */
  close(episode: Episode): void {
    this.#episodes.delete(episode);
    if (this.#everyone?.episode === episode) this.#everyone = null;
    for (const [key, { episode: owner }] of this.#byKey) if (owner === episode) this.#byKey.delete(key);
  }

  /** The episode that an access key opens, by its id on the wire; undefined where no open one knows the key. */
  holderOf(accessKeyId: string): KeyHolder | undefined {
    const known = this.#byKey.get(accessKeyId);
    if (known !== undefined) return known;
    for (const [episode, keys] of this.#episodes) {
      const alias = keys === null ? accessKeyId : keys.aliasOf(accessKeyId);
      if (alias === undefined || !episode.backend.key(alias).known) continue;
      const holder = { episode, alias, keys };
      this.#byKey.set(accessKeyId, holder);
      return holder;
    }
    return undefined;
  }

  /** The episode in which someone with a key and its secret may let time pass; undefined where they may not. */
  waitsFor(accessKeyId: string, secret: string): Episode | undefined {
    if (this.#everyone !== null) return this.#everyone.episode;
    const holder = this.holderOf(accessKeyId);
    const key = holder?.episode.backend.key(holder.alias);
    return key?.known === true && sameSignature(key.secret, secret) ? holder?.episode : undefined;
  }

  /** Answers one request in the protocol of the request. Never throws for what a client sent. */
  async respond(request: WireRequest): Promise<WireResponse> {
    const requestId = this.#edge.requestId();
    let identified: IdentifiedRequest | undefined;
    let caller: Caller | undefined;
    try {
      caller = this.#identify(request);
      identified = identifyOperation(request);
      const input = decodeRequest({ ...request, body: caller.body }, identified);
      const outcome = await callOf(caller, identified, caller.keys?.inward(input) ?? input);
      if (!outcome.ok) return errorResponse(request, requestId, identified, caller, outcome.error);
      const { operation, protocol } = identified;
      const target = { operation, protocol, method: request.method, requestId };
      const output = this.#inWallTime(caller, outcome.output);
      return encodeResponse(target, caller.keys?.outward(output) ?? output);
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      // Who cannot be told is nobody's call; whoever signed what cannot be read has made one.
      if (caller !== undefined) await unreadable(caller, request, identified, error.error);
      return errorResponse(request, requestId, identified, caller, error.error);
    }
  }

  /**
   * Clients compare when their credentials expire with their own clock: on the wire that is wall time, as far off as it
   * is in virtual time.
   */
  #inWallTime({ episode }: Caller, output: object): Readonly<Record<string, unknown>> {
    const members = output as Readonly<Record<string, unknown>>;
    const credentials = members['Credentials'];
    if (typeof credentials !== 'object' || credentials === null) return members;
    const expiration: unknown = Reflect.get(credentials, 'Expiration');
    if (!(expiration instanceof Date)) return members;
    const left = expiration.getTime() - episode.backend.now();
    return {
      ...members,
      Credentials: { ...credentials, Expiration: new Date(this.#edge.wallTime() + left) },
    };
  }

  #identify(request: WireRequest): Caller {
    if (this.#everyone !== null) {
      const { episode, actorOf } = this.#everyone;
      const { accessKeyId, region, body } = readUnverified(request);
      return { episode, keys: null, body, ...actorOf(accessKeyId, region) };
    }
    const { accessKeyId, region, body } = this.#verify(request, familyOf(request), this.#edge.wallTime());
    const holder = this.holderOf(accessKeyId);
    const actor = holder?.episode.backend.actor(holder.alias);
    if (holder === undefined || actor === undefined || actor === 'unknown') {
      throw new Error(`the key ${accessKeyId} was verified and is gone`);
    }
    const { episode, keys } = holder;
    return { episode, keys, actor, region, body };
  }

  #findSecret(accessKeyId: string, sessionToken: string | undefined): SecretLookup {
    const holder = this.holderOf(accessKeyId);
    const key = holder?.episode.backend.key(holder.alias);
    if (key === undefined || !key.known) return { refused: 'unknown-key' };
    if ((key.sessionToken ?? undefined) !== sessionToken) return { refused: 'invalid-token' };
    return { secret: key.secret };
  }
}

function callOf(
  { episode, actor, region: signedFor }: Caller,
  { service, operation }: IdentifiedRequest,
  input: TypedInput,
): Promise<Outcome> {
  // The session's partition decides, not the signed region: some global services sign for another region.
  const elsewhere = globalServices.has(service.name) || partitionOf(signedFor) !== actor.partition;
  const region = elsewhere ? episode.region : signedFor;
  return answer(episode, { service: service.name, operation: operation.name, input, region, actor });
}

async function unreadable(
  { episode, actor, keys }: Caller,
  request: WireRequest,
  identified: IdentifiedRequest | undefined,
  error: AwsError,
): Promise<void> {
  const { serviceName, operationName } = requestAddress(request);
  const service = identified?.service.name ?? serviceName;
  const operation = identified?.operation.name ?? operationName ?? `${request.method} ${request.path}`;
  const understood = { service, operation, input: {}, region: episode.region, actor };
  await answerUnreadable(episode, keys?.inward(understood) ?? understood, keys?.inward(error) ?? error);
}

/** How the service that a request is for speaks of signatures. */
function familyOf(request: WireRequest): SignatureFamily {
  const { protocol, service } = requestAddress(request);
  if (service === undefined || service.name === 'S3') return protocol === 'restXml' ? 's3' : 'json';
  if (protocol === 'ec2Query') return 'ec2';
  if (protocol === 'awsQuery' || protocol === 'restXml') return 'query';
  return protocol === 'restJson1' ? 'rest-json' : 'json';
}

function errorResponse(
  request: WireRequest,
  requestId: string,
  identified: IdentifiedRequest | undefined,
  caller: Caller | undefined,
  error: AwsError,
): WireResponse {
  const { method, headers } = request;
  const { protocol, service } = identified ?? requestAddress(request);
  const expired = error.code === 'ExpiredToken';
  const worded = expired ? identityFailure(familyOf(request), 'expired-token').error : error;
  const said = caller?.keys?.outward(worded) ?? worded;
  return encodeError(
    { protocol, method, requestId, headers, ...(service === undefined ? {} : { service }) },
    said,
  );
}
