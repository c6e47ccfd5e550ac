/** Reads off a request which protocol it speaks and which service and operation it names, before anything is decoded. */
import { allServiceFacts } from '../catalog/services.js';
import type { Protocol, ServiceFacts } from '../catalog/shape.js';
import { parseQuery } from './query-tree.js';
import type { WireRequest } from './request.js';

export interface RequestAddress {
  readonly protocol: Protocol;
  /** Absent where the catalog has no service of that name. */
  readonly service?: ServiceFacts;
  /** As the request calls the service: a target prefix, a version, a signing name. */
  readonly serviceName: string;
  /** As the request calls the operation; absent in the REST protocols, whose paths say it. */
  readonly operationName?: string;
  /** Members of query string and form, of query requests. */
  readonly form?: ReadonlyMap<string, readonly string[]>;
}

const rpcPath = /^\/service\/([^/]+)\/operation\/([^/]+)\/?$/;

interface Indexes {
  readonly byTarget: ReadonlyMap<string, ServiceFacts>;
  readonly byVersion: ReadonlyMap<string, ServiceFacts>;
  readonly bySigningName: ReadonlyMap<string, ServiceFacts>;
}
/** Amazon S3 signs for directory buckets and for the functions that stand before buckets under names of their own. */
const furtherSigningNames: Readonly<Record<string, readonly string[]>> = {
  S3: ['s3express', 's3-object-lambda', 's3-outposts'],
};

let indexes: Indexes | undefined;

/** By target prefix, API version of the query protocols, signing name. */
function serviceIndexes(): Indexes {
  if (indexes !== undefined) return indexes;
  const all = [...allServiceFacts().values()];
  indexes = {
    byTarget: new Map(all.map((facts) => [facts.targetPrefix, facts])),
    byVersion: new Map(all.filter(speaksQuery).map((facts) => [facts.apiVersion, facts])),
    bySigningName: new Map(
      all.flatMap((facts) =>
        [facts.signingName, ...(furtherSigningNames[facts.name] ?? [])].map((name) => [name, facts]),
      ),
    ),
  };
  return indexes;
}

function speaksQuery(facts: ServiceFacts): boolean {
  return facts.protocols.includes('awsQuery') || facts.protocols.includes('ec2Query');
}

/**
 * The address of a request. The protocol is the request's, not the service's: CloudWatch comes as AWS JSON, as CBOR
 * and as a query form. What names nothing else is for Amazon S3.
 */
export function requestAddress(request: WireRequest): RequestAddress {
  const { headers } = request;
  const target = headers['x-amz-target'];
  if (target === undefined || request.path.startsWith('/service/')) {
    const rpc = rpcPath.exec(request.path);
    if (rpc !== null && headers['smithy-protocol'] !== undefined) {
      return addressed('rpcv2Cbor', serviceIndexes().byTarget.get(rpc[1] ?? ''), rpc[1] ?? '', rpc[2]);
    }
  }
  if (target !== undefined) {
    const point = target.lastIndexOf('.');
    const prefix = target.slice(0, Math.max(point, 0));
    const protocol = headers['content-type']?.includes('json-1.1') === true ? 'awsJson1_1' : 'awsJson1_0';
    return addressed(protocol, serviceOfTarget(prefix), prefix, target.slice(point + 1));
  }
  const signingName = signingNameOf(request);
  const form = formOf(request);
  const action = form?.get('Action')?.[0];
  const version = form?.get('Version')?.[0];
  const signed = signingName === undefined ? undefined : serviceIndexes().bySigningName.get(signingName);
  const signedQuery = signed !== undefined && speaksQuery(signed) ? signed : undefined;
  if (form !== undefined && action !== undefined && (version !== undefined || signedQuery !== undefined)) {
    const service =
      (version === undefined ? undefined : serviceIndexes().byVersion.get(version)) ?? signedQuery;
    const protocol = service?.protocols[0] === 'ec2Query' ? 'ec2Query' : 'awsQuery';
    return { ...addressed(protocol, service, signingName ?? version ?? '', action), form };
  }
  const service = serviceIndexes().bySigningName.get(signingName ?? 's3');
  return addressed(service?.protocols[0] ?? 'restJson1', service, signingName ?? 's3');
}

/** Some clients write the prefix with a package before it, as `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101`. */
function serviceOfTarget(prefix: string): ServiceFacts | undefined {
  const { byTarget } = serviceIndexes();
  return byTarget.get(prefix) ?? byTarget.get(prefix.slice(prefix.lastIndexOf('.') + 1));
}

function addressed(
  protocol: Protocol,
  service: ServiceFacts | undefined,
  serviceName: string,
  operationName?: string,
): RequestAddress {
  return {
    protocol,
    serviceName,
    ...(service === undefined ? {} : { service }),
    ...(operationName === undefined ? {} : { operationName }),
  };
}

/** The service in the credential scope, of the header or of a presigned URL. */
function signingNameOf({ headers, query }: WireRequest): string | undefined {
  const scope =
    /Credential=[^/\s]+\/\d+\/[^/\s]*\/([^/\s]+)\/aws4_request/.exec(headers['authorization'] ?? '') ??
    /(?:^|&)X-Amz-Credential=[^&]*?(?:\/|%2F)\d{8}(?:\/|%2F)[^&/%]*(?:\/|%2F)([^&/%]+)(?:\/|%2F)aws4_request/i.exec(
      query,
    );
  return scope?.[1];
}

/** A query request puts its members into a form, or all of them into the address. */
function formOf({ method, headers, body, query }: WireRequest): Map<string, string[]> | undefined {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true && body.length > 0) {
    const form = parseQuery(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
    if (query !== '')
      for (const [name, values] of parseQuery(query)) if (!form.has(name)) form.set(name, values);
    return form;
  }
  return method !== 'PUT' && query.includes('Action=') ? parseQuery(query) : undefined;
}
