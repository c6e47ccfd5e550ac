/** How many calls are turned away, which, and in whose words. */
import { expect } from 'chai';
import { chanceOf } from '../../harness/contract/chance.js';
import throttling from '../../harness/world-faults/throttling.js';

const noFile = (): string => '';
const chance = chanceOf(7, 1, 'test');
const arrival = (number: number, service = 'S3', operation = 'ListBuckets') => ({
  request: { service, operation },
  id: `c${number}`,
  number,
  afterSeconds: number,
});

function turnedAway(share: string): ReadonlySet<number> {
  const { turnsAway } = throttling.begin(share, noFile);
  const all = Array.from({ length: 2000 }, (_, index) => index + 1);
  return new Set(all.filter((number) => turnsAway?.(arrival(number), chance) !== null));
}

describe('throttling', () => {
  it('turns away the share that was asked for', () => {
    expect(turnedAway('0.2').size / 2000).to.be.within(0.17, 0.23);
    expect(turnedAway('1').size).to.equal(2000);
  });

  it('turns away, with a larger share, what a smaller one does and more', () => {
    const less = turnedAway('0.1');
    const more = turnedAway('.3');
    expect([...less].filter((number) => !more.has(number))).to.deep.equal([]);
    expect(more.size).to.be.greaterThan(less.size);
  });

  it('answers in the words of the service', () => {
    const code = (service: string, operation: string): string | undefined =>
      throttling.begin('1', noFile).turnsAway?.(arrival(1, service, operation), chance)?.code;
    expect({
      stack: code('CloudFormation', 'DeleteStack'),
      item: code('DynamoDB', 'PutItem'),
      table: code('DynamoDB', 'DeleteTable'),
      machine: code('EC2', 'TerminateInstances'),
      function: code('Lambda', 'DeleteFunction'),
      object: code('S3', 'DeleteObject'),
      key: code('KMS', 'ScheduleKeyDeletion'),
    }).to.deep.equal({
      stack: 'Throttling',
      item: 'ProvisionedThroughputExceededException',
      table: 'ThrottlingException',
      machine: 'RequestLimitExceeded',
      function: 'TooManyRequestsException',
      object: 'SlowDown',
      key: 'ThrottlingException',
    });
  });
});
