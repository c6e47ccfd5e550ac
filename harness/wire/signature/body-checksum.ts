/** Checksums of bodies as Amazon S3 carries them: in `x-amz-checksum-…` headers and trailers. */
import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64nvme } from './cyclic-redundancy.js';

const prefix = 'x-amz-checksum-';

const algorithms: Readonly<Record<string, (body: Uint8Array) => Buffer>> = {
  crc32: (body) => fourBytes(crc32(body)),
  crc32c: (body) => fourBytes(crc32c(body)),
  crc64nvme,
  sha1: (body) => hash('sha1', body, 'buffer'),
  sha256: (body) => hash('sha256', body, 'buffer'),
};

/** Whether a header or trailer, its name in lower case, carries a checksum that can be checked. */
export function isChecksumHeader(name: string): boolean {
  return name.startsWith(prefix) && Object.hasOwn(algorithms, name.slice(prefix.length));
}

/**
 * The checksum that belongs into this header (`x-amz-checksum-crc32`, …), in base64; undefined where the name is no
 * checksum's.
 */
export function bodyChecksum(headerName: string, body: Uint8Array): string | undefined {
  if (!isChecksumHeader(headerName)) return undefined;
  return algorithms[headerName.slice(prefix.length)]?.(body).toString('base64');
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}
