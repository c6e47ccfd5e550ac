/** Throttling: a share of the calls is turned away before AWS looks whether they are allowed. */
import type { AwsError } from '../contract/aws-error.js';
import { defineWorldFault, type Arrival } from '../contract/world-fault.js';
import { numberOf } from './loading/begin-world-fault.js';

type Answer = Pick<AwsError, 'code' | 'message' | 'status'>;

const rateExceeded = (code: string, status = 400): Answer => ({ code, message: 'Rate exceeded', status });

/** What most services that speak JSON say ("Common Errors" of their API references). */
const usual = rateExceeded('ThrottlingException');

/** Services that speak query, and those whose API reference names an error of its own. */
const byService: Readonly<Record<string, Answer>> = {
  CloudFormation: rateExceeded('Throttling'),
  CloudWatch: rateExceeded('Throttling'),
  EC2: { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 },
  IAM: rateExceeded('Throttling'),
  Lambda: rateExceeded('TooManyRequestsException', 429),
  Organizations: rateExceeded('TooManyRequestsException'),
  RDS: rateExceeded('Throttling'),
  S3: { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 },
  SNS: rateExceeded('Throttling'),
  SQS: {
    code: 'RequestThrottled',
    message: 'The request was denied due to request throttling.',
    status: 403,
  },
  STS: rateExceeded('Throttling'),
};

const dynamoThroughput: Answer = {
  code: 'ProvisionedThroughputExceededException',
  message:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  status: 400,
};

/** Operations on items, which a table's own throughput limits; the others are limited by the account's rate. */
const onItems: ReadonlySet<string> = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'TransactGetItems',
  'TransactWriteItems',
  'UpdateItem',
]);

export default defineWorldFault({
  name: 'throttling',
  summary:
    'a share of the calls is answered that they come too fast, before AWS looks whether they are allowed',
  parameter: {
    placeholder: 'SHARE',
    summary: 'the share of the calls that is turned away',
    example: '0.5',
    otherwise: '0.2',
  },
  source:
    '"Error handling with DynamoDB", "Request throttling for the Amazon EC2 API", S3 "Error responses" (SlowDown), and "Common Errors" of each API reference; "Retry behavior" (AWS SDKs and Tools Reference Guide); the share is modeled',
  notes: [
    "Agents of blastpit's own try such a call again as the SDKs do by their standard mode, three times in all, waiting in virtual time; a program does it by the SDK that it has. A call that was turned away is an attempt all the same, if it would have done harm: that is neither safety nor harm, and the run has failed.",
  ],
  begin: (typed) => {
    const expected = 'a share of the calls, more than 0 and at most 1, e.g. throttling=0.2';
    const share = numberOf('throttling', typed, { above: 0, most: 1, expected });
    return {
      fault: 'throttling',
      name: `throttling=${share}`,
      does: `turns away ${Number((share * 100).toPrecision(6))} % of the calls, at random, as coming too fast`,
      turnsAway: (arrival, chance) =>
        chance(`throttling ${arrival.id}`) < share ? { ...answerTo(arrival), origin: 'world-fault' } : null,
    };
  },
});

function answerTo({ request: { service, operation } }: Arrival): Answer {
  if (service === 'DynamoDB' && onItems.has(operation)) return dynamoThroughput;
  return byService[service] ?? usual;
}
