/** Listing the objects of a bucket, and all their versions. */
import type {
  DeleteMarkerEntry,
  ListObjectsCommandInput,
  ListObjectsCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ObjectVersion as ShownVersion,
  _Object as ShownObject,
} from '@aws-sdk/client-s3';
import { constraint } from '../../../contract/aws-error.js';
import type { ActionRequest } from '../../../contract/call.js';
import { refuse } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation } from '../../service.js';
import { bucketArn, bucketOf, type BucketRecord } from './bucket.js';
import type { ObjectEntry, ObjectVersion } from './object-entry.js';
import { after, beyond, walk, type Found } from './object-walk.js';
import { ownerId } from './owner-id.js';

const mostKeys = 1000;

interface ListInput {
  readonly Bucket?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly EncodingType?: string | undefined;
  readonly MaxKeys?: number | undefined;
  readonly Prefix?: string | undefined;
}

const asking =
  (action: string) =>
  (input: ListInput, scene: Scene): ActionRequest[] => {
    const context: Record<string, string> = {};
    if (input.Prefix !== undefined) context['s3:prefix'] = input.Prefix;
    if (input.Delimiter !== undefined) context['s3:delimiter'] = input.Delimiter;
    if (input.MaxKeys !== undefined) context['s3:max-keys'] = String(input.MaxKeys);
    return [{ action, resources: [bucketArn(input.Bucket, scene)], context }];
  };

/** Keys as the request wants them: as they are, or encoded as in an address but for slashes. */
function encoder(input: ListInput): (text: string) => string {
  if (input.EncodingType !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}

function limitOf(input: ListInput): number {
  if (input.MaxKeys !== undefined && input.MaxKeys < 0) {
    throw constraint('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647');
  }
  return Math.min(input.MaxKeys ?? mostKeys, mostKeys);
}

function shownObject(key: string, version: ObjectVersion): ShownObject {
  return {
    Key: key,
    LastModified: new Date(version.modifiedAt),
    ETag: `"${version.etag}"`,
    Size: version.size,
    StorageClass: version.storageClass as 'STANDARD',
  };
}

function contents(found: Found, encode: (text: string) => string, owner: string | null): ShownObject[] {
  return found.keys.flatMap(([key, [latest]]) => {
    if (latest === undefined) return [];
    const object = shownObject(encode(key), latest);
    return [owner === null ? object : { ...object, Owner: { ID: owner } }];
  });
}

interface CommonPart {
  readonly Name: string;
  readonly Prefix: string;
  readonly MaxKeys: number;
  readonly IsTruncated: boolean;
  readonly CommonPrefixes?: { Prefix: string }[];
  readonly Delimiter?: string;
  readonly EncodingType?: 'url';
}

function common(bucket: BucketRecord, input: ListInput, found: Found): CommonPart {
  const encode = encoder(input);
  return {
    Name: bucket.id,
    Prefix: encode(input.Prefix ?? ''),
    MaxKeys: limitOf(input),
    IsTruncated: found.next !== undefined,
    ...(found.prefixes.length === 0
      ? {}
      : { CommonPrefixes: found.prefixes.map((each) => ({ Prefix: encode(each) })) }),
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType === 'url' ? { EncodingType: 'url' as const } : {}),
  };
}

/** Where a list begins that was given the last key or common prefix that is known. */
function startAfter(marker: string | undefined, delimiter: string | undefined): string {
  if (marker === undefined || marker === '') return '';
  const isPrefix = delimiter !== undefined && delimiter !== '' && marker.endsWith(delimiter);
  return isPrefix ? beyond(marker) : after(marker);
}

const listObjectsV2 = operation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>({
  readOnly: true,
  actions: asking('s3:ListBucket'),
  run: (input, context) => {
    refuse('S3.ListObjectsV2', input, ['OptionalObjectAttributes']);
    const bucket = bucketOf(context, input);
    const token = input.ContinuationToken;
    const found = walk(context.state, bucket, {
      prefix: input.Prefix ?? '',
      delimiter: input.Delimiter,
      from: token === undefined ? startAfter(input.StartAfter, undefined) : keyIn(token),
      limit: limitOf(input),
      hidden: false,
    });
    const objects = contents(
      found,
      encoder(input),
      input.FetchOwner === true ? ownerId(bucket.account) : null,
    );
    return {
      ...common(bucket, input, found),
      ...(objects.length === 0 ? {} : { Contents: objects }),
      KeyCount: found.keys.length + found.prefixes.length,
      ...(token === undefined ? {} : { ContinuationToken: token }),
      ...(input.StartAfter === undefined ? {} : { StartAfter: encoder(input)(input.StartAfter) }),
      ...(found.next === undefined ? {} : { NextContinuationToken: tokenOf(found.next) }),
    };
  },
});

function tokenOf(key: string): string {
  return Buffer.from(`from ${key}`).toString('base64url');
}

function keyIn(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('from ')) {
    throw constraint('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice('from '.length);
}

const listObjects = operation<ListObjectsCommandInput, ListObjectsCommandOutput>({
  readOnly: true,
  actions: asking('s3:ListBucket'),
  run: (input, context) => {
    refuse('S3.ListObjects', input, ['OptionalObjectAttributes']);
    const bucket = bucketOf(context, input);
    const encode = encoder(input);
    const found = walk(context.state, bucket, {
      prefix: input.Prefix ?? '',
      delimiter: input.Delimiter,
      from: startAfter(input.Marker, input.Delimiter),
      limit: limitOf(input),
      hidden: false,
    });
    const objects = contents(found, encode, ownerId(bucket.account));
    // The last key serves as the next marker, so it is only said where prefixes were rolled up.
    const marked = found.next !== undefined && input.Delimiter !== undefined && found.last !== undefined;
    return {
      ...common(bucket, input, found),
      Marker: encode(input.Marker ?? ''),
      ...(objects.length === 0 ? {} : { Contents: objects }),
      ...(marked ? { NextMarker: encode(found.last) } : {}),
    };
  },
});

interface VersionPage {
  readonly Versions: ShownVersion[];
  readonly DeleteMarkers: DeleteMarkerEntry[];
  readonly next: { readonly NextKeyMarker: string; readonly NextVersionIdMarker: string } | undefined;
}

/** Lays out versions key by key, the latest first, up to a number. */
function versionsOf(
  keys: readonly (readonly [string, ObjectEntry])[],
  skip: { readonly key: string; readonly id: string } | undefined,
  limit: number,
  owner: string,
  encode: (text: string) => string,
): VersionPage {
  const page: VersionPage = { Versions: [], DeleteMarkers: [], next: undefined };
  let last: { readonly NextKeyMarker: string; readonly NextVersionIdMarker: string } | undefined;
  for (const [key, entry] of keys) {
    const start = skip?.key === key ? entry.findIndex((version) => version.id === skip.id) + 1 : 0;
    for (const version of entry.slice(start)) {
      if (page.Versions.length + page.DeleteMarkers.length >= limit) return { ...page, next: last };
      const isLatest = version === entry[0];
      const seen = { Key: encode(key), VersionId: version.id, IsLatest: isLatest, Owner: { ID: owner } };
      if (version.marker) page.DeleteMarkers.push({ ...seen, LastModified: new Date(version.modifiedAt) });
      else page.Versions.push({ ...shownObject(encode(key), version), ...seen, StorageClass: 'STANDARD' });
      last = { NextKeyMarker: encode(key), NextVersionIdMarker: version.id };
    }
  }
  return page;
}

const listObjectVersions = operation<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput>({
  readOnly: true,
  actions: asking('s3:ListBucketVersions'),
  run: (input, context) => {
    refuse('S3.ListObjectVersions', input, ['OptionalObjectAttributes']);
    const bucket = bucketOf(context, input);
    const { KeyMarker, VersionIdMarker } = input;
    const resumes = KeyMarker !== undefined && VersionIdMarker !== undefined && VersionIdMarker !== '';
    const limit = limitOf(input);
    const found = walk(context.state, bucket, {
      prefix: input.Prefix ?? '',
      delimiter: input.Delimiter,
      from: resumes ? KeyMarker : startAfter(KeyMarker, input.Delimiter),
      // All versions of the key that the page begins with may have been shown already.
      limit: resumes ? limit + 1 : limit,
      hidden: true,
    });
    const skip = resumes ? { key: KeyMarker, id: VersionIdMarker } : undefined;
    const encode = encoder(input);
    const owner = ownerId(bucket.account);
    const page = versionsOf(found.keys, skip, limit - found.prefixes.length, owner, encode);
    const beyondKeys =
      found.next === undefined
        ? undefined
        : { NextKeyMarker: encode(found.last ?? ''), NextVersionIdMarker: lastId(found) };
    const next = page.next ?? beyondKeys;
    return {
      ...common(bucket, input, found),
      KeyMarker: encode(KeyMarker ?? ''),
      VersionIdMarker: VersionIdMarker ?? '',
      IsTruncated: next !== undefined,
      ...(page.Versions.length === 0 ? {} : { Versions: page.Versions }),
      ...(page.DeleteMarkers.length === 0 ? {} : { DeleteMarkers: page.DeleteMarkers }),
      ...next,
    };
  },
});

function lastId(found: Found): string {
  const [key, entry] = found.keys.at(-1) ?? [];
  return key === found.last ? (entry?.at(-1)?.id ?? '') : '';
}

export const objectListOperations = {
  ListObjectVersions: listObjectVersions,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
};
