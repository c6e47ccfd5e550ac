/** How reports write amounts: as people say them. */
import type { DataVolume } from '../../contract/resource.js';

const scales = [
  { from: 1e12, unit: ' trillion' },
  { from: 1e9, unit: ' billion' },
  { from: 1e6, unit: ' million' },
] as const;
const byteUnits = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** `2.1 billion`, `18.4 million`, `12,000`; three significant digits above a million. */
export function countInWords(count: number): string {
  for (const { from, unit } of scales) {
    // What rounds up to the next unit is said in it: 999,999,999 is 1 billion.
    if (count >= from * 0.9995) return `${significant(count / from)}${unit}`;
  }
  return grouped(Math.round(count));
}

/** `40 TiB`, `8.58 MiB`, `512 bytes`. */
export function bytesInWords(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1023.5 && unit < byteUnits.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? grouped(Math.round(amount)) : significant(amount)} ${byteUnits[unit] ?? ''}`;
}

/** `2.1 billion records, 1.5 TiB`. */
export function volumeInWords({ records, bytes }: DataVolume): string {
  return `${countOf(records, 'record', 'records')}, ${bytesInWords(bytes)}`;
}

/** `1 resource`, `27 resources`. */
export function countOf(count: number, one: string, many: string): string {
  return `${countInWords(count)} ${count === 1 ? one : many}`;
}

function significant(amount: number): string {
  return String(Number(amount.toPrecision(amount >= 100 ? 4 : 3)));
}

function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
