/** Percent-encoding as Signature Version 4 wants it, for the canonical request ("Create a signed AWS API request"). */

const unreservedOnly = /^[A-Za-z0-9\-._~]*$/;
const unreservedOrSlash = /^[A-Za-z0-9\-._~/]*$/;
const percentEncoded = /%([0-9A-Fa-f]{2})/g;
const toEncode = /[^A-Za-z0-9\-._~]/gu;

/** Encodes every byte of the UTF-8 text that is not unreserved (RFC 3986), with upper-case digits. */
export function uriEncode(text: string): string {
  return unreservedOnly.test(text) ? text : text.replaceAll(toEncode, encodeCharacter);
}

/** The same, the slashes of a path left alone. */
export function uriEncodePath(path: string): string {
  if (unreservedOrSlash.test(path)) return path;
  return path.split('/').map(uriEncode).join('/');
}

/**
 * Brings text that is percent-encoded in some way to the one canonical way, byte by byte, so that text that is no UTF-8
 * passes too. An encoded slash stays encoded: in a path it is not the same as a slash.
 */
export function normaliseEncoding(encoded: string): string {
  if (unreservedOnly.test(encoded)) return encoded;
  let canonical = '';
  let last = 0;
  for (const match of encoded.matchAll(percentEncoded)) {
    const byte = Number.parseInt(match[0].slice(1), 16);
    const character = String.fromCodePoint(byte);
    canonical += uriEncode(encoded.slice(last, match.index));
    canonical += byte < 0x80 && unreservedOnly.test(character) ? character : match[0].toUpperCase();
    last = match.index + 3;
  }
  return canonical + uriEncode(encoded.slice(last));
}

/** Decodes text from a query; text that is no UTF-8 is given back as it is. */
export function uriDecode(encoded: string): string {
  if (!encoded.includes('%')) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function encodeCharacter(character: string): string {
  let encoded = '';
  for (const byte of Buffer.from(character, 'utf8')) {
    encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
