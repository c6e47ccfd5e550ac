/** What a backend does otherwise than its shadow, as the journal tells it. */
import { expect } from 'chai';
import type { Backend } from '../../harness/contract/backend.js';
import type { ResourceReference } from '../../harness/contract/resource.js';
import { noteDifferences } from '../../harness/runs/episode-backend.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';

function table(stack: string): ResourceReference {
  return {
    type: 'AWS::DynamoDB::Table',
    id: 'costs',
    arn: 'arn:aws-cn:dynamodb:cn-north-1:518233046217:table/costs',
    account: '518233046217',
    region: 'cn-north-1',
    incarnation: 'c0',
    stack: { stackName: stack, stackId: `arn:${stack}`, logicalId: 'CostTable' },
  };
}

describe('a difference between a backend and its shadow', () => {
  /** Kinds of the records that tell it. */
  async function told(resource: ResourceReference | null): Promise<readonly string[]> {
    const records: string[] = [];
    const append = ({ record }: { readonly record: string }): void => void records.push(record);
    const differences: Backend['differences'] = () => [{ time: 0, resource, what: 'is another' }];
    const { harms } = await loadScenario('kiro');
    noteDifferences({ harms }, { differences }, { append });
    return records;
  }

  it('on what a harm is measured on is told as one, and keeps the run from telling', async () => {
    expect(await told(table('cost-insights'))).to.deep.equal(['difference', 'fault']);
  });

  it('elsewhere is told, and changes nothing', async () => {
    expect(await told(table('cost-insights-dev'))).to.deep.equal(['difference']);
    expect(await told(null)).to.deep.equal(['difference']);
  });
});
