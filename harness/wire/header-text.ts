/** Header values: on the wire they are latin1 text, and S3 and its clients mean UTF-8. */

/** What a header's sender meant; text that is no UTF-8 in disguise stays as it is. */
export function readHeaderText(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value) || /[\u0100-\uffff]/.test(value)) return value;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

/** Text as a header that node:http accepts. */
export function writeHeaderText(value: string): string {
  const oneLine = /[\r\n\0]/.test(value) ? value.replace(/[\r\n\0]+/g, ' ') : value;
  return /[\u0080-\uffff]/.test(oneLine) ? Buffer.from(oneLine, 'utf8').toString('latin1') : oneLine;
}
