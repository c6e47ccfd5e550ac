/** Keys in S3's listings come percent-encoded where the request asks for it, since XML cannot hold every key. */

const encoded = new Set([
  'Delimiter',
  'Key',
  'KeyMarker',
  'Marker',
  'NextKeyMarker',
  'NextMarker',
  'Prefix',
  'StartAfter',
]);

/**
 * A listing with its keys and prefixes encoded if its EncodingType is `url` (API reference of ListObjectsV2,
 * ListObjectVersions, ListMultipartUploads); otherwise the listing itself. Services give keys as they are.
 */
export function encodeListing(output: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return output['EncodingType'] === 'url' ? encodeMembers(output) : output;
}

function encodeMembers(value: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    if (typeof each === 'string') copy[name] = encoded.has(name) ? encodeKey(each) : each;
    else if (Array.isArray(each))
      copy[name] = each.map((item: unknown) => (isPlain(item) ? encodeMembers(item) : item));
    else copy[name] = each;
  }
  return copy;
}

function isPlain(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !(value instanceof Date);
}

function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/');
}
