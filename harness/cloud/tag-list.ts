/** Tags as most APIs list them, and as records and conditions hold them. */

interface ListedTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Tags by their keys. */
export function tagsIn(list: readonly ListedTag[] | undefined): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const { Key, Value } of list ?? []) if (Key !== undefined) tags[Key] = Value ?? '';
  return tags;
}

/** Tags as a list, in the order of their keys. */
export function listTags(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.keys(tags)
    .sort()
    .map((Key) => ({ Key, Value: tags[Key] ?? '' }));
}

export function withoutTags(
  tags: Readonly<Record<string, string>>,
  keys: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** Condition keys of a request that sets tags (IAM User Guide, "AWS global condition context keys"). */
export function requestTags(
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string | readonly string[]>> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  const context: Record<string, string | readonly string[]> = { 'aws:TagKeys': keys };
  for (const key of keys) context[`aws:RequestTag/${key}`] = tags[key] ?? '';
  return context;
}

/** Condition keys of a request on something that carries tags. */
export function resourceTags(
  tags: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const entries = Object.entries(tags ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** What TagResource and UntagResource have to do to get from one list of a template to the next. */
export function tagChanges(
  previous: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
): { readonly set: Readonly<Record<string, string>>; readonly removed: readonly string[] } {
  const set = Object.fromEntries(Object.entries(next).filter(([key, value]) => previous[key] !== value));
  return { set, removed: Object.keys(previous).filter((key) => next[key] === undefined) };
}
