/** What is kept of a multipart upload that is not complete yet. */
import type { Json } from '../../../contract/json.js';
import type { Stored } from '../../world/state.js';
import type { BucketRecord } from './bucket.js';
import type { ObjectVersion } from './object-entry.js';

export type UploadPart = {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly content: string;
  readonly uploadedAt: number;
};

export type Upload = {
  readonly key: string;
  readonly initiatedAt: number;
  /** What the object will be but for its content. */
  readonly settings: Pick<
    ObjectVersion,
    'headers' | 'metadata' | 'tags' | 'storageClass' | 'lock' | 'legalHold'
  >;
  /** In the order of their numbers. */
  readonly parts: readonly UploadPart[];
};

export function uploadsPrefix(bucket: BucketRecord): string {
  return `d/s3/uploads/${bucket.incarnation}/`;
}

/** Narrows what the world holds under an upload's key. */
export function storedUpload(value: Stored): Upload {
  return value as Json as unknown as Upload;
}
