/** Code as CreateFunction and UpdateFunctionCode are given it. It is never run: what is kept is what tells it apart. */
import { createHash } from 'node:crypto';
import type { Architecture, FunctionCode, PackageType } from '@aws-sdk/client-lambda';
import { constraint } from '../../../contract/aws-error.js';
import { invalidParameter } from './failures.js';

export type FunctionCodeFacts = {
  /** Base64, as the API shows it: of the bytes given, or of the address of code that lies elsewhere. */
  readonly sha256: string;
  /** Bytes; 0 where the code lies elsewhere. */
  readonly size: number;
  readonly packageType: PackageType;
  readonly architectures: readonly Architecture[];
  readonly imageUri: string | null;
  /** `s3://bucket/key`, with a version after `#`; null where the code was given itself. */
  readonly object: string | null;
};

const mostBytes = 52_428_800;

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('base64');
}

/** @throws AwsFailure InvalidParameterValueException unless one source of code is given, and one that fits the package type. */
export function readCode(
  code: FunctionCode,
  packageType: PackageType,
  architectures: readonly Architecture[],
): FunctionCodeFacts {
  const { ImageUri, S3Bucket, S3Key, S3ObjectVersion, ZipFile } = code;
  const kept = { packageType, architectures, imageUri: null, object: null };
  if (ImageUri !== undefined) {
    if (packageType !== 'Image' || ZipFile !== undefined || S3Bucket !== undefined) {
      throw invalidParameter('Please do not provide ImageUri when packageType is Zip.');
    }
    return { ...kept, sha256: sha256(ImageUri), size: 0, imageUri: ImageUri };
  }
  if (packageType === 'Image') throw invalidParameter('Please provide ImageUri when packageType is Image.');
  if (ZipFile !== undefined) {
    if (S3Bucket !== undefined || S3Key !== undefined) {
      throw invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.');
    }
    if (ZipFile.length === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
    if (ZipFile.length > mostBytes) {
      throw constraint(
        'RequestEntityTooLargeException',
        'Request must be smaller than 69905067 bytes for the CreateFunction operation',
        413,
      );
    }
    return { ...kept, sha256: sha256(ZipFile), size: ZipFile.length };
  }
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  const object = `s3://${S3Bucket}/${S3Key}${S3ObjectVersion === undefined ? '' : `#${S3ObjectVersion}`}`;
  return { ...kept, sha256: sha256(object), size: 0, object };
}
