/** What a trail may be called (CloudTrail User Guide, "Naming requirements for CloudTrail resources, S3 buckets, and KMS keys"). */
import { invalidTrailName } from './failures.js';

const least = 3;
const most = 128;

/** @throws AwsFailure InvalidTrailNameException. */
export function checkTrailName(name: string): void {
  if (name.length < least) {
    throw invalidTrailName(
      `Trail name too short. Minimum allowed length: ${least} characters. Specified name length: ${name.length} characters.`,
    );
  }
  if (name.length > most) {
    throw invalidTrailName(
      `Trail name too long. Maximum allowed length: ${most} characters. Specified name length: ${name.length} characters.`,
    );
  }
  if (!/^[A-Za-z0-9._-]+$/.test(name)) {
    throw invalidTrailName(
      'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).',
    );
  }
  if (!/^[A-Za-z0-9]/.test(name)) {
    throw invalidTrailName('Trail name must starts with a letter or number.');
  }
  if (!/[A-Za-z0-9]$/.test(name)) throw invalidTrailName('Trail name must ends with a letter or number.');
  if (/[._-]{2}/.test(name)) {
    throw invalidTrailName('Trail name cannot have adjacent periods, hyphens or underscores.');
  }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    throw invalidTrailName('Trail name cannot be in IP address format.');
  }
}
