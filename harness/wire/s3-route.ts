/** Finds the operation of an Amazon S3 request: the bucket is in the host or the first segment of the path, not in the template. */
import type { OperationShape } from '../catalog/shape.js';
import { decodePercent } from './query-tree.js';
import { fits, rankOf, type Route, type RoutedRequest } from './route.js';

/** What a request is about; only an object has both. */
interface S3Address {
  readonly bucket?: string;
  readonly key?: string;
}

type Level = 'service' | 'bucket' | 'object';

export type S3Router = (request: RoutedRequest) => Route | undefined;

export function s3RouterOf(operations: readonly OperationShape[]): S3Router {
  const candidates = new Map<string, OperationShape[]>();
  for (const operation of operations) {
    const key = `${operation.http?.method} ${levelOf(operation)}`;
    const list = candidates.get(key);
    if (list === undefined) candidates.set(key, [operation]);
    else list.push(operation);
  }
  for (const list of candidates.values()) list.sort((left, right) => rankOf(right) - rankOf(left));

  return (request) => {
    const address = s3Address(request);
    const level = address.key !== undefined ? 'object' : address.bucket !== undefined ? 'bucket' : 'service';
    const operation =
      functionAnswer(candidates, request) ??
      candidates.get(`${request.method} ${level}`)?.find((each) => fits(each, request));
    if (operation === undefined) return undefined;
    const labels: Record<string, string> = {};
    if (address.bucket !== undefined && operation.input.memberNamed('Bucket'))
      labels['Bucket'] = address.bucket;
    if (address.key !== undefined && operation.input.memberNamed('Key')) labels['Key'] = address.key;
    return { operation, labels };
  };
}

function levelOf(operation: OperationShape): Level {
  if (operation.http?.path.includes('{Key+}') === true) return 'object';
  return operation.input.memberNamed('Bucket')?.traits.httpLabel === true ? 'bucket' : 'service';
}

/** An Object Lambda function answers at a path of its own, which otherwise would be a bucket's. */
function functionAnswer(
  candidates: ReadonlyMap<string, readonly OperationShape[]>,
  { method, path, headers }: RoutedRequest,
): OperationShape | undefined {
  if (path !== '/WriteGetObjectResponse' || headers['x-amz-request-route'] === undefined) return undefined;
  return candidates.get(`${method} service`)?.find((operation) => operation.http?.path === path);
}

/** Hosts of S3 itself, whatever stands before; `localhost` too, where an SDK puts the bucket before it. */
const serviceHost =
  /^(?:(.+)\.)?(?:s3(?:express)?[.-](?:[a-z0-9-]+\.)*amazonaws\.com(?:\.cn)?|s3\.amazonaws\.com|(?:s3\.)?localhost)$/;

/** Bucket and key by virtual host or path ("Amazon S3 User Guide", "Virtual hosting of general purpose buckets"). */
function s3Address({ path, headers }: RoutedRequest): S3Address {
  const host = (headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
  const bucket = serviceHost.exec(host)?.[1];
  if (bucket !== undefined) {
    const key = path.slice(1);
    return key === '' ? { bucket } : { bucket, key: decodePercent(key) };
  }
  const slash = path.indexOf('/', 1);
  const first = decodePercent(slash < 0 ? path.slice(1) : path.slice(1, slash));
  if (first === '') return {};
  const key = slash < 0 ? '' : path.slice(slash + 1);
  return key === '' ? { bucket: first } : { bucket: first, key: decodePercent(key) };
}
