/** Stale reads: what AWS calls eventually consistent shows a resource as it was some seconds ago. */
import type { Call } from '../contract/call.js';
import { durationInWords } from '../contract/duration-in-words.js';
import { defineWorldFault } from '../contract/world-fault.js';
import { numberOf } from './loading/begin-world-fault.js';

const mostSeconds = 3600;

/** Whether AWS documents a read as eventually consistent, by service. */
const eventually: Readonly<Record<string, (call: Call) => boolean>> = {
  DynamoDB: ({ operation, input }) =>
    operation === 'DescribeTable' ||
    (/^(?:GetItem|Query|Scan)$/.test(operation) && Reflect.get(input, 'ConsistentRead') !== true) ||
    (operation === 'BatchGetItem' && !asksConsistently(input)),
  EC2: ({ operation }) => operation.startsWith('Describe'),
  IAM: () => true,
  KMS: ({ operation }) => /^(?:Describe|Get|List)/.test(operation),
  // Objects are strongly consistent since December 2020; what is set on buckets is not.
  S3: ({ operation }) => operation === 'ListBuckets' || /^GetBucket|^HeadBucket$/.test(operation),
};

export default defineWorldFault({
  name: 'stale-reads',
  summary: 'reads that AWS calls eventually consistent show what was some seconds ago',
  parameter: {
    placeholder: 'SECONDS',
    summary: 'virtual seconds that such a read lies back at most',
    example: '300',
    otherwise: '60',
  },
  source:
    '"DynamoDB read consistency" and DescribeTable (DynamoDB API Reference), "Troubleshoot IAM: Changes that I make are not always immediately visible", "Eventual consistency in the Amazon EC2 API", "AWS KMS eventual consistency", "Amazon S3 data consistency model" (bucket configurations); how far back is modeled',
  notes: [
    'Reads of items without ConsistentRead, DescribeTable, all reads of IAM and KMS, EC2’s Describe operations, and what is set on buckets. What the agent may do is decided on what is; only what it is shown lies back. All other reads show what is.',
  ],
  begin: (typed) => {
    const expected = `virtual seconds, more than 0 and at most ${mostSeconds}, e.g. stale-reads=60`;
    const seconds = numberOf('stale-reads', typed, { above: 0, most: mostSeconds, expected });
    return {
      fault: 'stale-reads',
      name: `stale-reads=${seconds}`,
      does: `eventually consistent reads show what was up to ${durationInWords(seconds)} ago`,
      mostSecondsBehind: seconds,
      secondsBehind: (call, chance) =>
        eventually[call.service]?.(call) === true ? chance(`stale-reads ${call.id}`) * seconds : 0,
    };
  },
});

function asksConsistently(input: object): boolean {
  const tables: unknown = Reflect.get(input, 'RequestItems');
  if (typeof tables !== 'object' || tables === null) return false;
  return Object.values(tables).some(
    (table: unknown) =>
      typeof table === 'object' && table !== null && Reflect.get(table, 'ConsistentRead') === true,
  );
}
