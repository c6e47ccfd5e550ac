/** Cuts an address block into smaller ones, as `Fn::Cidr` does. */
import { templateError } from './template-failure.js';

interface AddressBlock {
  readonly start: bigint;
  readonly prefix: number;
  /** 32 or 128. */
  readonly width: number;
}

/**
 * `count` blocks of `hostBits` bits each (8 for IPv4 unless said otherwise), one after the other, in the block.
 * @throws AwsFailure where the block is none, or too small.
 */
export function addressBlocks(text: string, count: number, hostBits: number | undefined): readonly string[] {
  const block = readBlock(text);
  const bits = hostBits ?? (block.width === 32 ? 8 : 64);
  const wrong = !Number.isInteger(count) || count < 1 || count > 256 || !Number.isInteger(bits) || bits < 1;
  const room = 1n << BigInt(block.width - block.prefix);
  if (wrong || bits >= block.width || (1n << BigInt(bits)) * BigInt(count) > room) {
    throw templateError(`Fn::Cidr cannot make ${count} blocks of ${bits} bits in ${text}`);
  }
  return Array.from({ length: count }, (_, index) => {
    const start = block.start + (BigInt(index) << BigInt(bits));
    return `${block.width === 32 ? formatV4(start) : formatV6(start)}/${block.width - bits}`;
  });
}

function readBlock(text: string): AddressBlock {
  const [address = '', length = ''] = text.split('/');
  const prefix = Number(length);
  const width = address.includes(':') ? 128 : 32;
  const value = width === 32 ? readV4(address) : readV6(address);
  if (value === undefined || !/^[0-9]{1,3}$/.test(length) || prefix > width) {
    throw templateError(`Fn::Cidr: ${text} is not a valid CIDR block`);
  }
  const hostBits = BigInt(width - prefix);
  return { start: (value >> hostBits) << hostBits, prefix, width };
}

function readV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function readV6(text: string): bigint | undefined {
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function formatV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

/** With the longest run of zero groups left out (RFC 5952). */
function formatV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map((match) => match[0]);
  const longest = runs.sort((left, right) => right.length - left.length)[0];
  if (longest === undefined) return text;
  return text
    .replace(longest, text.startsWith(longest) || text.endsWith(longest) ? '::' : ':')
    .replace(/:{3,}/, '::');
}
