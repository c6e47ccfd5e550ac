/** Where bytes become calls and answers bytes again: one gateway hosts many runs, and the access key chooses the run. */
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
import {
  signatureVerifier,
  type SecretLookup,
  type VerifiedRequest,
  type VerifySignature,
} from '../wire/signature/verify-signature.js';
import type { Episode } from './episode.js';
import { answer, answerUnreadable } from './way-of-one-call.js';

/** What only the outer edge can give. */
export interface Edge {
  /** Wall time in milliseconds; signatures are judged by it, and nothing else. */
  readonly wallTime: () => number;
  readonly requestId: () => string;
}

/** Services that have one endpoint for all regions: where the call is signed for says nothing. */
const globalServices: ReadonlySet<string> = new Set(['IAM', 'Organizations', 'CloudFront', 'Route53']);

export class Gateway {
  readonly #edge: Edge;
  readonly #episodes = new Set<Episode>();
  readonly #byKey = new Map<string, Episode>();
  readonly #verify: VerifySignature;

  constructor(edge: Edge) {
    this.#edge = edge;
    this.#verify = signatureVerifier((key, token) => this.#findSecret(key, token));
  }

  /** Takes calls for an episode; which keys are its own, its backend knows. */
  open(episode: Episode): void {
    this.#episodes.add(episode);
  }

  /** Takes no more calls for it. */
  close(episode: Episode): void {
    this.#episodes.delete(episode);
    for (const [key, owner] of this.#byKey) if (owner === episode) this.#byKey.delete(key);
  }

  /** The episode that an access key belongs to; undefined where no open one knows the key. */
  episodeOf(accessKeyId: string): Episode | undefined {
    const known = this.#byKey.get(accessKeyId);
    if (known !== undefined) return known;
    for (const episode of this.#episodes) {
      if (!episode.backend.key(accessKeyId).known) continue;
      this.#byKey.set(accessKeyId, episode);
      return episode;
    }
    return undefined;
  }

  /** Answers one request in the protocol of the request. Never throws for what a client sent. */
  async respond(request: WireRequest): Promise<WireResponse> {
    const requestId = this.#edge.requestId();
    let identified: IdentifiedRequest | undefined;
    let verified: VerifiedRequest | undefined;
    try {
      verified = this.#identity(request);
      identified = identifyOperation(request);
      const input = decodeRequest({ ...request, body: verified.body }, identified);
      const outcome = await this.#call(verified, identified, input);
      if (!outcome.ok) return errorResponse(request, requestId, identified, outcome.error);
      const { operation, protocol } = identified;
      const target = { operation, protocol, method: request.method, requestId };
      return encodeResponse(target, this.#inWallTime(verified, outcome.output));
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      // Who cannot be told is nobody's call; whoever signed what cannot be read has made one.
      if (verified !== undefined) await this.#unreadable(verified, request, identified, error.error);
      return errorResponse(request, requestId, identified, error.error);
    }
  }

  /**
   * Clients compare when their credentials expire with their own clock: on the wire that is wall time, as far off as it
   * is in virtual time.
   */
  #inWallTime({ accessKeyId }: VerifiedRequest, output: object): Readonly<Record<string, unknown>> {
    const members = output as Readonly<Record<string, unknown>>;
    const credentials = members['Credentials'];
    if (typeof credentials !== 'object' || credentials === null) return members;
    const expiration: unknown = Reflect.get(credentials, 'Expiration');
    const virtualNow = this.episodeOf(accessKeyId)?.backend.now();
    if (!(expiration instanceof Date) || virtualNow === undefined) return members;
    const Expiration = new Date(this.#edge.wallTime() + expiration.getTime() - virtualNow);
    return { ...members, Credentials: { ...credentials, Expiration } };
  }

  #identity(request: WireRequest): VerifiedRequest {
    return this.#verify(request, familyOf(request), this.#edge.wallTime());
  }

  #findSecret(accessKeyId: string, sessionToken: string | undefined): SecretLookup {
    const key = this.episodeOf(accessKeyId)?.backend.key(accessKeyId);
    if (key === undefined || !key.known) return { refused: 'unknown-key' };
    if ((key.sessionToken ?? undefined) !== sessionToken) return { refused: 'invalid-token' };
    return { secret: key.secret };
  }

  async #unreadable(
    { accessKeyId }: VerifiedRequest,
    request: WireRequest,
    identified: IdentifiedRequest | undefined,
    error: AwsError,
  ): Promise<void> {
    const episode = this.episodeOf(accessKeyId);
    const actor = episode?.backend.actor(accessKeyId);
    if (episode === undefined || actor === undefined || actor === 'unknown') return;
    const { serviceName, operationName } = requestAddress(request);
    const service = identified?.service.name ?? serviceName;
    const operation = identified?.operation.name ?? operationName ?? `${request.method} ${request.path}`;
    await answerUnreadable(episode, { service, operation, input: {}, region: episode.region, actor }, error);
  }

  #call(verified: VerifiedRequest, identified: IdentifiedRequest, input: TypedInput): Promise<Outcome> {
    const { accessKeyId } = verified;
    const episode = this.episodeOf(accessKeyId);
    const actor = episode?.backend.actor(accessKeyId);
    if (episode === undefined || actor === undefined || actor === 'unknown') {
      throw new Error(`the key ${accessKeyId} was verified and is gone`);
    }
    const { service, operation } = identified;
    // The session's partition decides, not the signed region: some global services sign for another region.
    const elsewhere = globalServices.has(service.name) || partitionOf(verified.region) !== actor.partition;
    const region = elsewhere ? episode.region : verified.region;
    return answer(episode, { service: service.name, operation: operation.name, input, region, actor });
  }
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
  error: AwsError,
): WireResponse {
  const { method, headers } = request;
  const { protocol, service } = identified ?? requestAddress(request);
  const said =
    error.code === 'ExpiredToken' ? identityFailure(familyOf(request), 'expired-token').error : error;
  return encodeError(
    { protocol, method, requestId, headers, ...(service === undefined ? {} : { service }) },
    said,
  );
}
