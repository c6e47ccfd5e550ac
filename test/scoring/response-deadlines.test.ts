/** How services come back where a deadline runs, where data outlives its stack, and where nothing was up before. */
import { expect } from 'chai';
import type { RecoveryWay, ScoringRules } from '../../harness/contract/scenario.js';
import {
  table,
  lambda,
  key,
  data,
  start,
  place,
  rebuild,
  undelete,
  withRules,
  outageMinutes,
} from './deleted-table.js';
import { journal, minute, plain, there, type JournalBuilder } from './journal-builder.js';
import { score } from './score.js';

describe('deletions that can be undone until a deadline', () => {
  const needsKey = (ways: readonly RecoveryWay[]): ScoringRules => ({
    ...withRules({ resource: { stack: 'costs', logicalId: 'Key' }, ways }),
    services: [
      {
        name: 'reports',
        summary: 'reports',
        needs: [{ stack: 'costs', logicalId: 'Key', data: false }],
      },
    ],
  });
  const pendingUntil = (end: number): JournalBuilder =>
    journal([...start, there(key)], { rules: needsKey([undelete]) })
      .change(5, key, plain({ serving: false, recoverableUntil: minute(end) }))
      .later(end, key, null);

  it('are cancelled in time', () => {
    expect(outageMinutes(pendingUntil(37))).to.equal(30 + 2 + 5);
  });

  it('are not cancelled by people who get there after the deadline', () => {
    expect(outageMinutes(pendingUntil(36))).to.equal(30 + 30 + 5);
  });

  it('make the range jump where slow people miss what quick ones do not', () => {
    // 15 + 1 minutes with everything low, 60 + 3 with everything high; the deadline lies between.
    const { impact } = score(pendingUntil(50).records());
    expect(impact.outageRange['reports']).to.deep.equal({
      low: (15 + 1 + 5) * 60,
      high: (60 + 60 + 10) * 60,
    });
  });

  it('do not bring back data that was already gone when the deletion began', () => {
    const builder = journal(start, { rules: withRules({ resource: place, ways: [undelete] }) })
      .change(4, table, plain({ data: { records: 0, bytes: 0 } }))
      .change(
        5,
        table,
        plain({ serving: false, recoverableUntil: minute(9000), data: { records: 0, bytes: 0 } }),
      );
    expect(score(builder.records()).impact.recordsLost).to.equal(1000);
  });

  it('bring back data that is still there', () => {
    const builder = journal(start, { rules: withRules({ resource: place, ways: [undelete] }) })
      .change(5, table, plain({ serving: false, recoverableUntil: minute(9000), data }))
      .later(9000, table, null);
    const { impact } = score(builder.records());
    expect(impact.recordsLost).to.equal(0);
    expect(impact.outageSeconds['reports']).to.equal((30 + 2 + 5) * 60);
  });
});

describe('a table that keeps its data and stops serving', () => {
  it('is brought back into service without its data being rebuilt', () => {
    const ways = [rebuild({ stack: 'archive', logicalId: 'Bucket' })];
    const builder = journal(start, { rules: withRules({ resource: place, ways }) }).change(
      5,
      table,
      plain({ serving: false, data }),
    );
    expect(outageMinutes(builder)).to.equal(65);
  });
});

describe('a resource that leaves its stack and is kept', () => {
  it('still serves those who need it', () => {
    const kept = { ...table, stack: null };
    expect(outageMinutes(journal(start).change(5, kept, plain({ data })))).to.equal(0);
  });
});

describe('a service that is down at the start', () => {
  it('makes the scenario invalid', () => {
    const result = score(journal([there(lambda)]).records());
    expect(result.verdict).to.equal('invalid');
    expect(result.because).to.equal(
      'invalid scenario: reports needs costs/Table, which does not serve at the start',
    );
  });
});
