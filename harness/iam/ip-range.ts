/** IPv4 and IPv6 addresses and CIDR ranges, for the IpAddress and NotIpAddress operators. */

/** An address as eight groups of 16 bits for IPv6, or two for IPv4. */
export type IpAddress = readonly number[];

export interface IpRange {
  readonly base: IpAddress;
  /** How many leading bits count. */
  readonly bits: number;
}

/** Reads an address; undefined where the text is none. */
export function parseAddress(text: string): IpAddress | undefined {
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text);
}

/** Reads `203.0.113.0/24`, `2001:db8::/32`, or one address (all of its bits count). */
export function parseRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const base = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (base === undefined) return undefined;
  const width = base.length * 16;
  if (slash < 0) return { base, bits: width };
  const length = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(length) || Number(length) > width) return undefined;
  return { base, bits: Number(length) };
}

/** Whether an address lies in a range; never across the two versions of IP. */
export function inRange(address: IpAddress, range: IpRange): boolean {
  if (address.length !== range.base.length) return false;
  let left = range.bits;
  for (let index = 0; left > 0; index += 1, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff;
    if (((address[index] ?? 0) & mask) !== ((range.base[index] ?? 0) & mask)) return false;
  }
  return true;
}

function parseVersion4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  const [first = 0, second = 0, third = 0, fourth = 0] = parts.map(Number);
  return [(first << 8) | second, (third << 8) | fourth];
}

function parseVersion6(text: string): IpAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const tail = groupsOf(halves[1] ?? '');
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** Groups of 16 bits; the last may be an IPv4 address (`::ffff:192.0.2.1`). */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const embedded = parseVersion4(part);
      if (embedded === undefined) return undefined;
      groups.push(...embedded);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
