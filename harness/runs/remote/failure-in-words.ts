/** Why no answer came from a backend elsewhere, as people say it: for journals, and whoever reads of a fault in them. */

const saidOfCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed while it was asked',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'its host does not take the connection',
  EPROTO: 'it does not speak https',
};

/** @param answeredBefore whether it was there until then. */
export function failureInWords(cause: unknown, answeredBefore = false): string {
  if (!(cause instanceof Error)) return String(cause);
  const { name, message } = cause;
  const code = 'code' in cause ? String(cause.code) : '';
  const said = saidOfCodes[code];
  const since = answeredBefore && code === 'ECONNREFUSED' ? ' any more' : '';
  if (said !== undefined) return `${said}${since} (${code})`;
  // What a client cannot read: markup or JSON that is none, or that lacks what every answer has.
  const unreadable = name === 'SyntaxError' || name === 'TypeError' || '$responseBodyText' in cause;
  return unreadable ? `what came cannot be read as AWS’s answer (${message.split('\n')[0]})` : message;
}
