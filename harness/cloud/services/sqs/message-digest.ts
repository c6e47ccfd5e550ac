/** Digests by which clients check that a message arrived as it was sent. */
import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Stored } from '../../stored-shape.js';

export function md5(content: string): string {
  return createHash('md5').update(content).digest('hex');
}

/** The digest of message attributes (SQS Developer Guide, "Calculating the MD5 message digest for message attributes"); undefined where there are none. */
export function attributesMd5(attributes: Stored<Record<string, MessageAttributeValue>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const part = (content: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    hash.update(length).update(content);
  };
  for (const name of names) {
    const value = attributes[name];
    const { BinaryValue, DataType = '', StringValue = '' } = value ?? {};
    part(Buffer.from(name));
    part(Buffer.from(DataType));
    hash.update(Buffer.from([BinaryValue === undefined ? 1 : 2]));
    part(BinaryValue === undefined ? Buffer.from(StringValue) : Buffer.from(BinaryValue, 'base64'));
  }
  return hash.digest('hex');
}
