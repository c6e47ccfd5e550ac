/** Which effects take something away from someone. */
import { expect } from 'chai';
import { isDestructive } from '../../harness/contract/effect.js';
import { effect, reference } from '../scoring/journal-builder.js';

describe('what takes something away', () => {
  const table = reference('Table');

  it('is to delete, replace, stop or let expire', () => {
    for (const kind of ['delete', 'replace', 'stop', 'expire'] as const)
      expect(isDestructive(effect(kind, table)), kind).to.equal(true);
    for (const kind of ['create', 'update', 'unprotect', 'grant', 'scheduled'] as const)
      expect(isDestructive(effect(kind, table)), kind).to.equal(false);
  });

  it('is not to use up or throw away a plan', () => {
    const plan = reference('Plan', { type: 'AWS::CloudFormation::ChangeSet' });
    expect(isDestructive(effect('delete', plan))).to.equal(false);
  });
});
