/** Places of resources in nested stacks, and the patterns that mean them. */
import { expect } from 'chai';
import { matchesEffect, matchesResource } from '../../harness/contract/pattern.js';
import type { ResourceReference } from '../../harness/contract/resource.js';
import { lastingPlace, placeName } from '../../harness/contract/stack-place.js';

const stack = {
  stackName: 'shop-Data-ABC123ABC123',
  stackId: 'arn',
  logicalId: 'Table',
  root: { stackName: 'shop', logicalId: 'Data/Table' },
};
const table: ResourceReference = {
  type: 'AWS::DynamoDB::Table',
  id: 't',
  arn: 'arn',
  account: '123456789012',
  region: 'cn-north-1',
  incarnation: '1',
  stack,
};

describe('a resource in a nested stack', () => {
  it('is known by its place in the root stack, since the nested one gets another name each time', () => {
    expect(lastingPlace(stack)).to.deep.equal({ stack: 'shop', logicalId: 'Data/Table' });
    expect(placeName(lastingPlace(stack))).to.equal('shop/Data/Table');
    expect(lastingPlace({ stackName: 'shop', stackId: 'arn', logicalId: '' })).to.deep.equal({
      stack: 'shop',
      logicalId: '',
    });
  });

  for (const [pattern, means] of [
    [{ stack: 'shop' }, true],
    [{ stack: 'sh*' }, true],
    [{ stack: 'shop', logicalId: 'Data/Table' }, true],
    [{ stack: 'shop', logicalId: '*Table' }, true],
    [{ stack: 'shop-Data-*', logicalId: 'Table' }, true],
    [{ logicalId: 'Table' }, true],
    [{ stack: 'shop', type: 'AWS::DynamoDB::*' }, true],
    [{ stack: 'shop', logicalId: 'Table' }, false],
    [{ stack: 'shop', logicalId: '' }, false],
    [{ stack: 'shop-Data-*', logicalId: 'Data/Table' }, false],
    [{ stack: 'sho' }, false],
    [{ stack: 'shop', type: 'AWS::SQS::*' }, false],
  ] as const) {
    it(`is ${means ? '' : 'not '}meant by ${JSON.stringify(pattern)}`, () => {
      expect(matchesResource(pattern, table)).to.equal(means);
    });
  }

  it('outside of stacks is meant by no pattern that names one', () => {
    const alone = { ...table, stack: null };
    expect(matchesResource({ stack: '*' }, alone)).to.equal(false);
    expect(matchesResource({}, alone)).to.equal(true);
    const effect = {
      kind: 'delete',
      resource: alone,
      from: 0,
      until: null,
      loses: null,
      detail: '',
    } as const;
    expect(matchesEffect({ kinds: ['create'] }, effect)).to.equal(false);
  });
});
