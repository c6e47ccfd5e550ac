/** Which objects a lifecycle rule is about (S3 User Guide, "Lifecycle configuration elements"). */
import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { Stored } from '../../stored-shape.js';
import type { BucketBody } from './bucket.js';
import { countedKey, countedSize } from './counted-objects.js';
import type { ObjectVersion } from './object-entry.js';

export type StoredRule = Stored<LifecycleRule>;

interface RuleScope {
  readonly prefix: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly above: number;
  readonly below: number;
}

/** The prefix where rules had it before they had filters; still taken. */
function oldPrefix(rule: Readonly<Record<string, unknown>>): string | undefined {
  const prefix = rule['Prefix'];
  return typeof prefix === 'string' ? prefix : undefined;
}

function scopeOf(rule: StoredRule): RuleScope {
  const and = rule.Filter?.And;
  const tag = rule.Filter?.Tag;
  return {
    prefix: oldPrefix(rule) ?? rule.Filter?.Prefix ?? and?.Prefix ?? '',
    tags: and?.Tags ?? (tag === undefined ? [] : [tag]),
    above: rule.Filter?.ObjectSizeGreaterThan ?? and?.ObjectSizeGreaterThan ?? -1,
    below: rule.Filter?.ObjectSizeLessThan ?? and?.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY,
  };
}

export function isAbout(rule: StoredRule, key: string, version: ObjectVersion): boolean {
  const { above, below, prefix, tags } = scopeOf(rule);
  if (!key.startsWith(prefix)) return false;
  if (version.size <= above || version.size >= below) return false;
  return tags.every(({ Key, Value }) => version.tags[Key] === Value);
}

/** Whether a rule is about all the objects that are only counted; their keys share how they begin. */
export function isAboutCounted(rule: StoredRule, body: BucketBody): boolean {
  const { above, below, prefix, tags } = scopeOf(rule);
  const size = countedSize(body);
  const shared = countedKey(0).replace(/\d.*$/, '');
  return tags.length === 0 && shared.startsWith(prefix) && size > above && size < below;
}

export function prefixOf(rule: StoredRule): string {
  return scopeOf(rule).prefix;
}
