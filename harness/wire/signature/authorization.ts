/** Reads who a request says it is from, and how it was signed, from the Authorization header or a presigned query. */
import { hash } from 'node:crypto';
import { boundedMemo } from '../../contract/bounded-memo.js';
import type { WireRequest } from '../request.js';
import { readBasicTime, readHeaderTime, type SignedTime } from './signed-time.js';
import { uriDecode } from './uri-encoding.js';

/** A credential as the client names it; nothing of it is proven. */
export interface ClaimedCredential {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  /** The signing name, e.g. `monitoring` for CloudWatch. */
  readonly service: string;
}

export interface ScopedCredential extends ClaimedCredential {
  /** `DATE/REGION/SERVICE/aws4_request` */
  readonly scope: string;
  /** The last part, which must be `aws4_request`. */
  readonly terminator: string;
}

export interface Authorization {
  readonly credential: ScopedCredential;
  readonly place: 'header' | 'query';
  readonly sessionToken: string | undefined;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly signedAt: SignedTime;
  /** How long a presigned request holds, in seconds; undefined where it does not say. */
  readonly expiresIn: number | undefined;
}

export type AuthorizationReading =
  | { readonly kind: 'authorization'; readonly authorization: Authorization }
  | { readonly kind: 'missing' }
  | { readonly kind: 'two' }
  | { readonly kind: 'algorithm'; readonly algorithm: string }
  | { readonly kind: 'expiry'; readonly problem: string }
  | { readonly kind: 'incomplete'; readonly place: 'header' | 'query'; readonly problems: readonly string[] }
  /** Whole, but its parts contradict each other; the services call it a signature that does not match. */
  | { readonly kind: 'scope'; readonly place: 'header' | 'query'; readonly problem: string };

const algorithm = 'AWS4-HMAC-SHA256';
const queryNames = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature'] as const;
const lastingAWeek = 604_800;

/** The credential that a request names, for choosing the run and the service; undefined where it names none. */
export function claimedCredential(request: WireRequest): ClaimedCredential | undefined {
  const header = request.headers['authorization'];
  const text =
    header === undefined
      ? uriDecode(/(?:^|&)X-Amz-Credential=([^&]*)/.exec(request.query)?.[1] ?? '')
      : (/Credential=([^,\s]*)/.exec(header)?.[1] ?? '');
  return scopedCredential(text);
}

/** Reads the authorization of a request; says what is wrong with one that cannot be read. */
export function readAuthorization(request: WireRequest): AuthorizationReading {
  const header = request.headers['authorization'];
  const presigned = queryNames.some((name) => request.query.includes(name));
  if (header !== undefined) return presigned ? { kind: 'two' } : fromHeader(request, header);
  if (presigned) return fromQuery(request);
  // Signature Version 2, which has been switched off.
  if (/(?:^|&)AWSAccessKeyId=/.test(request.query)) return { kind: 'algorithm', algorithm: 'AWS' };
  return { kind: 'missing' };
}

function fromHeader(request: WireRequest, header: string): AuthorizationReading {
  const space = header.indexOf(' ');
  const named = space === -1 ? header : header.slice(0, space);
  if (named !== algorithm) return { kind: 'algorithm', algorithm: named };
  const parts = new Map<string, string>();
  for (const part of header.slice(space + 1).split(',')) {
    const equals = part.indexOf('=');
    if (equals !== -1) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const credential = parts.get('Credential');
  const signature = parts.get('Signature');
  const signedHeaders = parts.get('SignedHeaders');
  const date = request.headers['x-amz-date'] ?? request.headers['date'];
  const problems: string[] = [];
  if (!credential) problems.push("Authorization header requires 'Credential' parameter.");
  if (!signature) problems.push("Authorization header requires 'Signature' parameter.");
  if (!signedHeaders) problems.push("Authorization header requires 'SignedHeaders' parameter.");
  if (!date)
    problems.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (!credential || !signature || !signedHeaders || !date) {
    // A signature is nothing to print; AWS shows the header's hash as well.
    const hashed = hash('sha256', header, 'base64');
    problems.push(`(Hashed with SHA-256 and encoded with Base64) Authorization=${hashed}`);
    return { kind: 'incomplete', place: 'header', problems };
  }
  const signedAt = readHeaderTime(date);
  if (signedAt === undefined) {
    return {
      kind: 'incomplete',
      place: 'header',
      problems: [
        `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      ],
    };
  }
  const sessionToken = request.headers['x-amz-security-token'];
  const rest = { sessionToken, signedHeaders, signature, date, signedAt, expiresIn: undefined };
  return withCredential('header', credential, rest);
}

function fromQuery(request: WireRequest): AuthorizationReading {
  const parameters = new Map<string, string>();
  for (const parameter of request.query.split('&')) {
    const equals = parameter.indexOf('=');
    if (equals !== -1 && parameter.startsWith('X-Amz-')) {
      parameters.set(parameter.slice(0, equals), uriDecode(parameter.slice(equals + 1)));
    }
  }
  const named = parameters.get('X-Amz-Algorithm');
  const credential = parameters.get('X-Amz-Credential');
  const signature = parameters.get('X-Amz-Signature');
  const signedHeaders = parameters.get('X-Amz-SignedHeaders');
  const date = parameters.get('X-Amz-Date');
  if (!named || !credential || !signature || !signedHeaders || !date) {
    const missing = [...queryNames, 'X-Amz-SignedHeaders', 'X-Amz-Date'].filter(
      (name) => !parameters.get(name),
    );
    const problems = missing.map((name) => `AWS query-string parameters must include '${name}'.`);
    return { kind: 'incomplete', place: 'query', problems };
  }
  if (named !== algorithm) return { kind: 'algorithm', algorithm: named };
  const signedAt = readBasicTime(date);
  if (signedAt === undefined) {
    return {
      kind: 'incomplete',
      place: 'query',
      problems: [`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`],
    };
  }
  const expires = parameters.get('X-Amz-Expires');
  if (expires !== undefined) {
    if (!/^-?\d+$/.test(expires)) return { kind: 'expiry', problem: 'X-Amz-Expires should be a number' };
    if (Number(expires) < 0) return { kind: 'expiry', problem: 'X-Amz-Expires must be non-negative' };
    if (Number(expires) > lastingAWeek) {
      const problem = `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${lastingAWeek} seconds`;
      return { kind: 'expiry', problem };
    }
  }
  const sessionToken = parameters.get('X-Amz-Security-Token') ?? request.headers['x-amz-security-token'];
  const expiresIn = expires === undefined ? undefined : Number(expires);
  return withCredential('query', credential, {
    sessionToken,
    signedHeaders,
    signature,
    date,
    signedAt,
    expiresIn,
  });
}

interface ReadParts {
  readonly sessionToken: string | undefined;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly signedAt: SignedTime;
  readonly expiresIn: number | undefined;
}

function withCredential(place: 'header' | 'query', text: string, parts: ReadParts): AuthorizationReading {
  const credential = scopedCredential(text);
  if (credential === undefined) {
    const expected = '<your-access-key-id>/yyyymmdd/<region>/<service>/aws4_request';
    const problem = `Credential must have at least 5 slash-delimited elements, e.g. ${expected}, got '${text}'`;
    return { kind: 'incomplete', place, problems: [problem] };
  }
  if (credential.terminator !== 'aws4_request') {
    const problem = `Credential should be scoped with a valid terminator: 'aws4_request', not '${credential.terminator}'.`;
    return { kind: 'scope', place, problem };
  }
  const day = parts.signedAt.text.slice(0, 8);
  if (credential.date !== day) {
    const problem = `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${credential.date}' != '${day}', from '${parts.date}'.`;
    return { kind: 'scope', place, problem };
  }
  return {
    kind: 'authorization',
    authorization: {
      credential,
      place,
      sessionToken: parts.sessionToken,
      signedHeaders: headerNames(parts.signedHeaders),
      signature: parts.signature,
      signedAt: parts.signedAt,
      expiresIn: parts.expiresIn,
    },
  };
}

const headerNames = boundedMemo((text): readonly string[] => text.split(';'), 1024);
const scopedCredential = boundedMemo(splitCredential, 1024);

/** Counted from the end, because an access key id may hold a slash. */
function splitCredential(text: string): ScopedCredential | undefined {
  const parts = text.split('/');
  if (parts.length < 5) return undefined;
  const [date = '', region = '', service = '', terminator = ''] = parts.slice(-4);
  const scope = `${date}/${region}/${service}/${terminator}`;
  return { accessKeyId: parts.slice(0, -4).join('/'), date, region, service, terminator, scope };
}
