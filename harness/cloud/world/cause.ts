/**
 * Ids, randomness and tie-breaks come from hash(seed, cause), never from a shared stream: one call more does not change
 * what the others get.
 */
import { hash } from 'node:crypto';

/** 64 hexadecimal digits that depend on the seed, the cause and the label alone. */
export function digest(seed: number, cause: string, label: string): string {
  return hash('sha256', `${seed}\n${cause}\n${label}`);
}

/** A version-4-shaped UUID made of a digest. */
export function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Upper-case letters and digits, as IAM's unique ids and access keys have, made of a digest. */
export function base32Of(hex: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text += base32[Number.parseInt(hex.slice((index * 2) % 64, ((index * 2) % 64) + 2), 16) % 32];
  }
  return text;
}
