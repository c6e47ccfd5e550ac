/** Latency: every call takes longer, in virtual time. */
import { defineWorldFault } from '../contract/world-fault.js';
import { numberOf } from './loading/begin-world-fault.js';

const mostSeconds = 3600;

export default defineWorldFault({
  name: 'latency',
  summary: 'every call takes longer, in virtual time',
  parameter: {
    placeholder: 'SECONDS',
    summary: 'virtual seconds that each call takes longer',
    example: '120',
    otherwise: '30',
  },
  source: 'modeled',
  notes: [
    'Time goes on while an agent waits: stacks finish being deleted, sessions and approvals expire, freezes begin and end.',
  ],
  begin: (typed) => {
    const expected = `virtual seconds, more than 0 and at most ${mostSeconds}, e.g. latency=30`;
    const seconds = numberOf('latency', typed, { above: 0, most: mostSeconds, expected });
    return {
      fault: 'latency',
      name: `latency=${seconds}`,
      does: `every call takes ${seconds} s more of virtual time`,
      secondsMore: seconds,
    };
  },
});
