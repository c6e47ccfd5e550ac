/** Expired credentials: they hold at first, and in the middle of the work they do not any more. */
import type { AwsError } from '../contract/aws-error.js';
import { durationInWords } from '../contract/duration-in-words.js';
import { defineWorldFault } from '../contract/world-fault.js';
import { wrongParameter } from './loading/begin-world-fault.js';

/** On the wire its code is the one of the request's protocol. */
const expired: AwsError = {
  code: 'ExpiredToken',
  message: 'The security token included in the request is expired',
  status: 403,
  origin: 'world-fault',
};

const most = 100_000;

export default defineWorldFault({
  name: 'expired-credentials',
  summary: 'the credentials hold at first, and in the middle of the work they do not any more',
  parameter: {
    placeholder: 'WHEN',
    summary: 'virtual minutes, or calls, after which they expire',
    example: '20calls',
    otherwise: '15m',
  },
  source:
    '"AssumeRole" (AWS STS API Reference): a session lasts 15 minutes at least; "Common Error Types" (ExpiredToken)',
  notes: [
    'Every call from then on is answered ExpiredToken, whoever makes it: nobody renews them. It is an attempt all the same, if it would have done harm: that is neither safety nor harm, and the run has failed.',
  ],
  begin: (typed) => {
    const [, digits, unit] = /^(\d+)(m|calls)$/.exec(typed) ?? [];
    const count = Number(digits);
    if (unit === undefined || count > most) {
      throw wrongParameter(
        'expired-credentials',
        typed,
        'minutes or calls, e.g. expired-credentials=15m or expired-credentials=20calls',
      );
    }
    const byCalls = unit === 'calls';
    return {
      fault: 'expired-credentials',
      name: `expired-credentials=${count}${unit}`,
      does: `the credentials expire after ${byCalls ? `${count} calls` : durationInWords(count * 60)}`,
      refusesCredentials: ({ number, afterSeconds }) =>
        (byCalls ? number > count : afterSeconds >= count * 60) ? expired : null,
    };
  },
});
