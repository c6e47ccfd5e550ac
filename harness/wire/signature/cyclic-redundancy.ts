/** The checksums that Node has no code for and Amazon S3 takes ("Checking object integrity in Amazon S3"). */

const crc32cTable = reflectedTable32(0x82f63b78);

/** CRC-32C (Castagnoli), unsigned. */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

function reflectedTable32(polynomial: number): Uint32Array {
  const table = new Uint32Array(256);
  for (let index = 0; index < 256; index += 1) {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    table[index] = value;
  }
  return table;
}

// 64 bits as two halves: BigInt arithmetic is slower by a factor of about fifty.
const nvmeHigh = new Uint32Array(256);
const nvmeLow = new Uint32Array(256);
for (let index = 0; index < 256; index += 1) {
  let high = 0;
  let low = index;
  for (let bit = 0; bit < 8; bit += 1) {
    const carry = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (carry === 1) {
      high ^= 0x9a6c9329;
      low ^= 0xac4bc9b5;
    }
  }
  nvmeHigh[index] = high;
  nvmeLow[index] = low;
}

/** CRC-64/NVME, as its eight bytes, the most significant first. */
export function crc64nvme(data: Uint8Array): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of data) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | ((high & 0xff) << 24)) ^ (nvmeLow[index] ?? 0);
    high = (high >>> 8) ^ (nvmeHigh[index] ?? 0);
  }
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
  bytes.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
  return bytes;
}
