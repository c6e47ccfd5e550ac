/** What the world's own work costs, in a small world and in one of 100,000 records. */
import { cloudUnderTest, type CloudUnderTest } from '../cloud/cloud-under-test.js';
import type { Figure } from './figure.js';
import { duration, secondsEach } from './measure.js';

const template = JSON.stringify({
  Resources: Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [
      `Table${index}`,
      {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        },
      },
    ]),
  ),
});

export async function measureWorld(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const records of [100, 100_000]) {
    const cloud = await cloudUnderTest();
    fill(cloud, records);
    const { world } = cloud;
    const at = `${records.toLocaleString('en')} records`;
    const fork = secondsEach(() => world.fork(), 0.5);
    let turn = 0;
    const change = secondsEach(() => {
      turn += 1;
      const forked = world.fork();
      const proposal = forked.propose({ cause: 'bench', callId: 'bench', checked: true }, (transaction) => {
        transaction.put(`d/bench/${turn % records}`, { turn });
      });
      proposal.parent.state.changesTo(proposal.moment.state);
      forked.commit(proposal, null);
    });
    const preview = secondsEach(() => {
      cloud.preview('CloudFormation', 'DeleteStack', { StackName: 'ten' });
    }, 2);
    figures.push(
      { what: `fork, ${at}`, measured: duration(fork), goal: '0.02 µs' },
      { what: `put, diff and commit, ${at}`, measured: duration(change), goal: '27 µs' },
      { what: `preview of a DeleteStack of 10 tables, ${at}`, measured: duration(preview), goal: null },
    );
  }
  return figures;
}

/** A stack of ten tables, and beside it as many records as are wanted. */
function fill({ call, advance, world }: CloudUnderTest, records: number): void {
  call('CloudFormation', 'CreateStack', { StackName: 'ten', TemplateBody: template });
  advance(3600);
  const proposal = world.propose({ cause: 'fill', callId: 'fill', checked: true }, (transaction) => {
    for (let index = 0; index < records; index += 1) transaction.put(`d/bench/${index}`, { index });
  });
  world.commit(proposal, null);
}
