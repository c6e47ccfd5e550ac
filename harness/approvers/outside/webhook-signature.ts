/**
 * Signatures of what goes to a webhook and comes from it, as the Standard Webhooks specification has them
 * (standardwebhooks.com): HMAC-SHA256 of `ID.TIMESTAMP.BODY`, in base64, behind `v1,`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { BlastpitError } from '../../contract/blastpit-error.js';

export const secretVariable = 'BLASTPIT_WEBHOOK_SECRET';

const fewestBytes = 16;
/** How far off the time of a signature may be, either way, in seconds. */
const tolerance = 5 * 60;

/**
 * The key of the environment's secret: `whsec_` and base64, or a text.
 * @throws BlastpitError `webhook-secret`
 */
export function webhookKey(environment: Readonly<Record<string, string | undefined>>): Buffer {
  const secret = environment[secretVariable] ?? '';
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice(6), 'base64')
    : Buffer.from(secret, 'utf8');
  if (key.length >= fewestBytes) return key;
  const what = secret === '' ? 'is not set' : `holds fewer than ${fewestBytes} bytes`;
  throw new BlastpitError('webhook-secret', `${secretVariable} ${what}: requests to a webhook are signed`, {
    where: '--approvers',
    expected: `${secretVariable} with a secret that the webhook has, too: whsec_ and base64, or ${fewestBytes} characters and more`,
  });
}

/** Headers that vouch for a body. */
export function signed(
  key: Buffer,
  id: string,
  wallTime: number,
  body: string,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(wallTime / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signatureOf(key, id, timestamp, body)}`,
  };
}

function signatureOf(key: Buffer, id: string, timestamp: string, body: string): string {
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
}

/** The id of what was signed, if it was by the key and just now; else why not. */
export function verifySigned(
  key: Buffer,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  wallTime: number,
  body: string,
): { readonly id: string } | { readonly why: string } {
  const header = (name: string): string => String(headers[name] ?? '');
  const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) {
    return { why: 'webhook-id, webhook-timestamp and webhook-signature are needed' };
  }
  if (Math.abs(wallTime / 1000 - Number(timestamp)) > tolerance) {
    return { why: 'webhook-timestamp is more than five minutes off' };
  }
  const expected = Buffer.from(`v1,${signatureOf(key, id, timestamp, body)}`);
  // While keys are changed, several signatures stand there, with spaces between.
  const isOne = header('webhook-signature')
    .split(' ')
    .some((each) => {
      const given = Buffer.from(each);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  return isOne ? { id } : { why: 'webhook-signature is not of this body and this secret' };
}
