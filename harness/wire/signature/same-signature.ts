/** Compares a signature with the right one, which is nobody's business. */
import { timingSafeEqual } from 'node:crypto';

/** Compares in a time that does not depend on where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  if (given.length !== expected.length) return false;
  const bytes = Buffer.from(given, 'utf8');
  return bytes.length === expected.length && timingSafeEqual(Buffer.from(expected, 'latin1'), bytes);
}
