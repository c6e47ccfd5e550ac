/** Tags of IAM's resources: keys have no case, fifty at most ("Tagging IAM resources"). */
import type { Tag } from '@aws-sdk/client-iam';
import { tagsIn } from '../../tag-list.js';
import type { Standing } from '../../world/standing.js';
import { invalidInput, limitExceeded } from './failures.js';

export type Tags = Readonly<Record<string, string>>;

/**
 * Tags that a request sets, checked.
 * @param standing CloudFormation may set tags that begin with `aws:` on what it makes for a stack.
 */
export function checkedTags(list: readonly Tag[] | undefined, standing: Standing): Tags {
  const keys = (list ?? []).map(({ Key }) => (Key ?? '').toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if (standing.member === null && keys.some((key) => key.startsWith('aws:'))) {
    throw invalidInput('Tag keys that begin with aws: are reserved.');
  }
  return limited(tagsIn(list));
}

/** Tags with others set over them. */
export function mergedTags(present: Tags, added: Tags): Tags {
  const replaced = new Set(Object.keys(added).map((key) => key.toLowerCase()));
  const kept = Object.entries(present).filter(([key]) => !replaced.has(key.toLowerCase()));
  return limited({ ...Object.fromEntries(kept), ...added });
}

/** Tags without those of some keys, in any case. */
export function remainingTags(present: Tags, keys: readonly string[]): Tags {
  const removed = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(present).filter(([key]) => !removed.has(key.toLowerCase())));
}

function limited(tags: Tags): Tags {
  if (Object.keys(tags).length <= 50) return tags;
  throw limitExceeded('The number of tags has reached the maximum limit.');
}
