/** A container's log as the engine gives it, in lines. */

/** Bytes before each piece: which stream it is of, and how long it is (Docker Engine API, "Attach to a container"). */
const headerBytes = 8;

/** Lines of both streams, in their order; of a container with a terminal, the bytes are plain text. */
export function linesOfLog(log: Buffer): readonly string[] {
  let text = '';
  for (let at = 0; at < log.length;) {
    const isHeader = (log[at] ?? 9) <= 2 && log.readUIntBE(at + 1, 3) === 0;
    if (!isHeader) return plainLines(log.toString('utf8'));
    const length = log.readUInt32BE(at + 4);
    text += log.toString('utf8', at + headerBytes, at + headerBytes + length);
    at += headerBytes + length;
  }
  return plainLines(text);
}

function plainLines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}
