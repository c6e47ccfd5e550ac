/** How services come back: every way of recovery, what heals by itself, what never comes back. */
import { expect } from 'chai';
import {
  table,
  newTable,
  lambda,
  newLambda,
  bucket,
  backup,
  key,
  data,
  start,
  place,
  rebuild,
  restore,
  undelete,
  withRules,
  steps,
  outageMinutes,
  deleted,
} from './deleted-table.js';
import { horizon, journal, minute, plain, reference, tebibyte, there } from './journal-builder.js';
import { score } from './score.js';

describe('how a service comes back', () => {
  it('is not out where nothing changes', () => {
    const result = score(journal(start).records());
    expect(result.impact.outageSeconds).to.deep.equal({ reports: 0 });
    expect(result.impact.outageRange).to.deep.equal({ reports: { low: 0, high: 0 } });
    expect(result.impact.criticalPath).to.deep.equal([]);
    expect(result.impact.drivers).to.deep.equal([]);
  });

  it('is recreated after detection and decision, and verified', () => {
    expect(steps(journal(start).change(5, lambda, null))).to.deep.equal([
      ['detect', 0, 10, true],
      ['decide', 10, 30, true],
      ['recreate costs', 30, 60, true],
      ['verify', 60, 65, true],
    ]);
  });

  it('counts a resource that exists and does not serve as failed', () => {
    expect(outageMinutes(journal(start).change(5, lambda, plain({ serving: false })))).to.equal(65);
  });

  it('takes no time to recreate what the agent already recreated, and still needs its data', () => {
    const copied = [...start, there(backup, { copyOf: table.incarnation, data })];
    const withBackup = journal(copied, { rules: withRules({ resource: place, ways: [restore] }) })
      .change(5, table, null)
      .change(5, lambda, null)
      .change(15, newTable, plain())
      .change(15, newLambda, plain());
    expect(steps(withBackup)).to.deep.equal([
      ['detect', 0, 10, true],
      ['decide', 10, 30, true],
      ['costs/Table: restore the backup', 30, 70, true],
      ['verify', 70, 75, true],
    ]);
  });

  it("waits for the agent's own recreation where that is ready before people would be", () => {
    const builder = journal(start).change(5, lambda, null).later(45, newLambda, plain());
    // Back at minute 45, 40 minutes after the failure, before recreation at 60 and verification at 65.
    expect(outageMinutes(builder)).to.equal(40);
  });

  it('does not wait for what comes back by itself later than people are done', () => {
    const builder = journal(start).change(5, lambda, null).later(5000, newLambda, plain());
    expect(outageMinutes(builder)).to.equal(65);
  });

  it('ends with what heals by itself before anybody acts', () => {
    const builder = journal(start)
      .change(5, lambda, plain({ serving: false }))
      .change(17, lambda, plain());
    expect(steps(builder)).to.deep.equal([['reports comes back by itself', 0, 12, true]]);
  });

  it('adds up outages where a service fails again after it came back', () => {
    const builder = journal(start)
      .change(5, lambda, plain({ serving: false }))
      .change(17, lambda, plain())
      .later(1000, lambda, null);
    expect(outageMinutes(builder)).to.equal(12 + 65);
  });

  it('deals with what fails while people are at work in the same response', () => {
    const copied = [...start, there(backup, { copyOf: table.incarnation, data })];
    const builder = journal(copied, { rules: withRules({ resource: place, ways: [restore] }) })
      .change(5, lambda, null)
      .later(50, table, null);
    // The table goes at minute 45 of the outage; recreation 30, restore 40, verification 5 follow.
    expect(outageMinutes(builder)).to.equal(45 + 30 + 40 + 5);
    expect(steps(builder).map(([name]) => name)).to.include('until costs/Table fails as well');
  });

  it('cannot be verified as back while a new table is empty', () => {
    const builder = journal(start)
      .change(5, table, null)
      .change(6, newTable, plain({ data: { records: 0, bytes: 0 } }));
    const result = score(builder.records());
    expect(result.impact.outageSeconds['reports']).to.equal((horizon - minute(5)) / 1000);
    expect(result.impact.criticalPath.at(-1)?.name).to.equal(
      'no way back for costs/Table: down until the end of the observed time',
    );
    expect(result.impact.recordsLost).to.equal(1000);
    expect(result.impact.bytesLost).to.equal(2 * tebibyte);
  });
});

describe('ways to get data back', () => {
  it('restores from a copy, once the stack is recreated', () => {
    const copied = [...start, there(backup, { copyOf: table.incarnation, data })];
    const builder = deleted({ rules: withRules({ resource: place, ways: [restore] }), start: copied });
    expect(steps(builder)).to.deep.equal([
      ['detect', 0, 10, true],
      ['decide', 10, 30, true],
      ['recreate costs', 30, 60, true],
      ['costs/Table: restore the backup', 60, 100, true],
      ['verify', 100, 105, true],
    ]);
    const { impact } = score(builder.records());
    expect(impact.recordsLost).to.equal(0);
    expect(impact.recordsRecoverable).to.equal(1000);
    expect(impact.recoveries).to.deep.equal([
      { resource: 'costs/Table', how: 'restore the backup', seconds: 100 * 60, records: 1000 },
    ]);
  });

  it('loses for good what a copy does not hold', () => {
    const old = { records: 900, bytes: tebibyte };
    const copied = [...start, there(backup, { copyOf: table.incarnation, data: old })];
    const { impact } = score(
      deleted({ rules: withRules({ resource: place, ways: [restore] }), start: copied }).records(),
    );
    expect([impact.recordsLost, impact.recordsRecoverable]).to.deep.equal([100, 900]);
  });

  it('takes the fullest of the copies that are still there', () => {
    const other = reference('Other', { stack: null });
    const copied = [
      ...start,
      there(backup, { copyOf: table.incarnation, data: { records: 10, bytes: 10 } }),
      there(other, { copyOf: table.incarnation, data }),
    ];
    const { impact } = score(
      deleted({ rules: withRules({ resource: place, ways: [restore] }), start: copied }).records(),
    );
    expect(impact.recordsLost).to.equal(0);
  });

  it('cannot restore from a copy that expires before the restore is done, and goes on to the next way', () => {
    const copied = [
      ...start,
      there(backup, { copyOf: table.incarnation, data }),
      there(bucket, { data: { records: 5, bytes: tebibyte } }),
    ];
    const ways = [restore, rebuild({ stack: 'archive', logicalId: 'Bucket' })];
    // The restore would run from minute 65 to 105.
    const late = deleted({ rules: withRules({ resource: place, ways }), start: copied }).later(
      104,
      backup,
      null,
    );
    expect(outageMinutes(late)).to.equal(60 + 100 + 2 * 10 + 5);
    const early = deleted({ rules: withRules({ resource: place, ways }), start: copied }).later(
      105,
      backup,
      null,
    );
    expect(outageMinutes(early)).to.equal(60 + 40 + 5);
  });

  it('cannot restore from a copy that is not readable', () => {
    const copied = [...start, there(backup, { copyOf: table.incarnation, data, serving: false })];
    const { impact } = score(
      deleted({ rules: withRules({ resource: place, ways: [restore] }), start: copied }).records(),
    );
    expect(impact.recordsLost).to.equal(1000);
  });

  it('rebuilds from sources that still hold their data, by minutes and minutes a TiB', () => {
    const sourced = [...start, there(bucket, { data: { records: 5, bytes: tebibyte } })];
    const ways = [rebuild({ stack: 'archive', logicalId: 'Bucket' })];
    const builder = deleted({ rules: withRules({ resource: place, ways }), start: sourced });
    expect(outageMinutes(builder)).to.equal(60 + 100 + 2 * 10 + 5);
    const step = score(builder.records()).impact.criticalPath.find(({ name }) => name.includes('rebuild'));
    expect(step?.parameters).to.deep.equal(['rebuild', 'load']);
  });

  it('loads only what is missing where a part of the data is left', () => {
    const sourced = [...start, there(bucket, { data: { records: 5, bytes: tebibyte } })];
    const ways = [rebuild({ stack: 'archive', logicalId: 'Bucket' })];
    const left = plain({ data: { records: 750, bytes: 1.5 * tebibyte } });
    const builder = journal(sourced, { rules: withRules({ resource: place, ways }) }).change(5, table, left);
    expect(outageMinutes(builder)).to.equal(30 + 100 + 5 + 5);
    expect(score(builder.records()).impact.recordsRecoverable).to.equal(250);
  });

  it('cannot rebuild from a source that was emptied', () => {
    const sourced = [...start, there(bucket, { data: { records: 5, bytes: tebibyte } })];
    const ways = [rebuild({ stack: 'archive', logicalId: 'Bucket' })];
    const builder = deleted({ rules: withRules({ resource: place, ways }), start: sourced }).change(
      7,
      bucket,
      plain({ data: { records: 0, bytes: 0 } }),
    );
    const { impact } = score(builder.records());
    expect(impact.recordsLost).to.equal(1005);
    expect(impact.recoveries).to.deep.equal([]);
  });

  it('first brings a source back that can itself be brought back', () => {
    const bucketCopy = reference('BucketCopy', { stack: null });
    const bucketData = { records: 5, bytes: tebibyte };
    const sourced = [
      ...start,
      there(bucket, { data: bucketData }),
      there(bucketCopy, { copyOf: bucket.incarnation, data: bucketData }),
    ];
    const archive = { stack: 'archive', logicalId: 'Bucket' };
    const builder = deleted({
      rules: withRules({ resource: place, ways: [rebuild(archive)] }, { resource: archive, ways: [restore] }),
      start: sourced,
    }).change(6, bucket, null);
    // Recreation 30, the bucket's restore 40, then the rebuild.
    expect(outageMinutes(builder)).to.equal(30 + 30 + 40 + 120 + 5);
    expect(steps(builder).map(([name, , , critical]) => [name, critical])).to.deep.equal([
      ['detect', true],
      ['decide', true],
      ['recreate costs', false],
      ['recreate archive', true],
      ['archive/Bucket: restore the backup', true],
      ['costs/Table: rebuild from the archive', true],
      ['verify', true],
    ]);
  });

  it('never ends where two resources are to be rebuilt from each other', () => {
    const archive = { stack: 'archive', logicalId: 'Bucket' };
    const sourced = [...start, there(bucket, { data: { records: 5, bytes: tebibyte } })];
    const builder = deleted({
      rules: withRules(
        { resource: place, ways: [rebuild(archive)] },
        { resource: archive, ways: [rebuild(place)] },
      ),
      start: sourced,
    }).change(6, bucket, null);
    expect(score(builder.records()).impact.recordsLost).to.equal(1005);
  });

  it('waits for what must be back before it can begin', () => {
    const copied = [...start, there(key), there(backup, { copyOf: table.incarnation, data })];
    const pending = plain({ serving: false, recoverableUntil: minute(10_000) });
    const builder = deleted({
      rules: withRules(
        { resource: place, ways: [restore], after: [{ stack: 'costs', logicalId: 'Key' }] },
        { resource: { stack: 'costs', logicalId: 'Key' }, ways: [{ ...undelete, minutes: 'rebuild' }] },
      ),
      start: copied,
    }).change(5, key, pending);
    // The key takes 100 minutes here, longer than the stack's 30.
    expect(outageMinutes(builder)).to.equal(30 + 100 + 40 + 5);
  });
});
