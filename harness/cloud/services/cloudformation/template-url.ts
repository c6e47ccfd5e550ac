/** Reads templates and stack policies from the world's own S3, as CloudFormation does on a caller's behalf where a call gives a URL. */
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { AwsFailure, unsupported } from '../../../contract/aws-error.js';
import { domainOf } from '../../../contract/arn.js';
import { actingAsCloudFormation } from '../../cloudformation/acting.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import type { CallContext } from '../../call-context.js';

/** Most bytes of a template in S3 (CloudFormation User Guide, "Understand CloudFormation quotas"). */
const longestTemplate = 1_000_000;
const furtherReading =
  'For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';

/** What such a URL points to. */
export interface AddressedObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}

/**
 * The object that an address names, in any of S3's forms: `s3.REGION.DOMAIN/BUCKET/KEY`, `BUCKET.s3.REGION.DOMAIN/KEY`,
 * the older `s3-REGION` and those without a region (Amazon S3 User Guide, "Virtual hosting of general purpose buckets").
 * @param member what the call names the URL.
 * @throws AwsFailure `ValidationError` in CloudFormation's words.
 */
export function addressedObject(url: string, partition: string, member = 'TemplateURL'): AddressedObject {
  if (/^s3:\/\//i.test(url)) {
    const [bucket = ''] = url.slice('s3://'.length).split('/');
    throw validationFailure(`S3 error: Domain name specified in ${bucket} is not a valid S3 domain`);
  }
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const domain = `.${domainOf(partition)}`;
  const host = address?.hostname ?? '';
  const endpoint = /^(?:(?<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d)?$/.exec(
    host.endsWith(domain) ? host.slice(0, -domain.length) : '',
  );
  if (address?.protocol !== 'https:' || endpoint === null) throw notSupported(member);
  const path = decoded(address.pathname.slice(1), member);
  const slash = path.indexOf('/');
  const inHost = endpoint.groups?.['bucket'];
  const bucket = inHost ?? path.slice(0, Math.max(slash, 0));
  const key = inHost === undefined ? path.slice(slash + 1) : path;
  if (bucket === '' || key === '') throw notSupported(member);
  if (address.searchParams.has('X-Amz-Signature')) {
    throw unsupported(`CloudFormation with a presigned ${member}`);
  }
  return { bucket, key, versionId: address.searchParams.get('versionId') };
}

/**
 * The text of the template that a URL names.
 * @throws AwsFailure `ValidationError` in CloudFormation's words.
 */
export function templateAtUrl(context: CallContext, url: string): string {
  const text = textAtUrl(context, url, 'TemplateURL');
  if (Buffer.byteLength(text) <= longestTemplate) return text;
  throw validationFailure(`Template may not exceed ${longestTemplate} bytes in size.`);
}

/**
 * The text of the object that a URL names. `s3:GetObject` is asked for as the caller, on whose behalf CloudFormation
 * reads it.
 * @param member what the call names the URL, e.g. `TemplateURL`.
 * @throws AwsFailure `ValidationError` in CloudFormation's words.
 */
export function textAtUrl(context: CallContext, url: string, member: string): string {
  const { bucket, key, versionId } = addressedObject(url, context.partition, member);
  const input = { Bucket: bucket, Key: key, ...(versionId === null ? {} : { VersionId: versionId }) };
  return Buffer.from(read(actingAsCloudFormation(context), input)).toString('utf8');
}

function read(context: CallContext, input: object): Uint8Array {
  try {
    const { Body } = context.invoke<Pick<GetObjectCommandOutput, 'Body'>>('S3', 'GetObject', input);
    return Body as unknown as Uint8Array;
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.error.origin === 'unsupported') throw error;
    const { message, origin } = error.error;
    const said = origin === 'authorisation' ? 'Access Denied' : message;
    // What stood in the way stays known, so that a denial counts as one.
    throw new AwsFailure({
      ...validationFailure(`S3 error: ${said}\n${furtherReading}`).error,
      origin,
    });
  }
}

function decoded(path: string, member: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw notSupported(member);
  }
}

function notSupported(member: string): AwsFailure {
  return validationFailure(`${member} must be a supported URL.`);
}
