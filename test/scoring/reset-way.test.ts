/** Ways back for what a setting stopped and nobody deleted; what waits for a key; needs that only have to be there. */
import { expect } from 'chai';
import {
  data,
  key,
  lambda,
  outageMinutes,
  place,
  rebuild,
  reset,
  start,
  steps,
  table,
  undelete,
  withRules,
} from './deleted-table.js';
import type { Effect } from '../../harness/contract/effect.js';
import { effect, journal, minute, plain, rules, there } from './journal-builder.js';
import { score } from './score.js';

const functionPlace = { stack: 'costs', logicalId: 'Function' };
const keyPlace = { stack: 'costs', logicalId: 'Key' };
const stopped = plain({ serving: false });
const withKey = [...start, there(key)];

describe('what a setting stopped', () => {
  const resets = withRules({ resource: functionPlace, ways: [reset] });

  it('is back once people put the setting back, and no stack is recreated', () => {
    expect(steps(journal(start, { rules: resets }).change(5, lambda, stopped))).to.deep.equal([
      ['detect', 0, 10, true],
      ['decide', 10, 30, true],
      ['costs/Function: put the setting back', 30, 45, true],
      ['verify', 45, 50, true],
    ]);
  });

  it('is recreated where it is gone: there is nothing to set', () => {
    const gone = journal(start, { rules: resets }).change(5, lambda, null);
    expect(steps(gone).map(([name]) => name)).to.include('recreate costs');
  });

  it('is recreated where it goes while people look for the setting', () => {
    const goes = journal(start, { rules: resets }).change(5, lambda, stopped).change(40, lambda, null);
    expect(steps(goes).map(([name]) => name)).to.not.include('costs/Function: put the setting back');
  });

  it('has its data where it was not lost, and else is not back by a setting', () => {
    const ways = [reset, rebuild()];
    const off = journal(start, { rules: withRules({ resource: place, ways }) });
    expect(outageMinutes(off.change(5, table, plain({ serving: false, data })))).to.equal(50);
    const emptied = journal(start, { rules: withRules({ resource: place, ways }) });
    const empty = plain({ serving: false, data: { records: 0, bytes: 0 } });
    expect(steps(emptied.change(5, table, empty)).map(([name]) => name)).to.not.include(
      'costs/Table: put the setting back',
    );
  });
});

describe('what depends on a key', () => {
  const dependent = withRules(
    { resource: keyPlace, ways: [undelete] },
    { resource: place, after: [keyPlace], ways: [reset] },
  );
  const withNeeds = {
    ...dependent,
    services: dependent.services.map((service) => ({
      ...service,
      needs: [...service.needs, { ...keyPlace, data: false }],
    })),
  };
  const pending = plain({ serving: false, recoverableUntil: minute(9000) });
  const endOfKey = (stopsAt: number): readonly Effect[] => [
    effect('expire', key, { from: minute(5), until: minute(9000) }),
    effect('stop', key, { from: minute(5), until: minute(9000) }),
    effect('stop', table, { from: minute(stopsAt) }),
    effect('delete', table, { from: minute(9000), loses: data }),
    effect('delete', key, { from: minute(9000) }),
  ];

  it('is back after its key', () => {
    const both = journal(withKey, { rules: withNeeds })
      .change(5, key, pending)
      .change(6, table, plain({ serving: false, data }));
    expect(steps(both).map(([name, from, to]) => [name, from, to])).to.deep.equal([
      ['detect', 0, 10],
      ['decide', 10, 30],
      ['costs/Key: cancel the deletion', 30, 32],
      ['costs/Table: put the setting back', 32, 47],
      ['verify', 47, 52],
    ]);
  });

  for (const late of [39, 300]) {
    it(`does not fail ${late} minutes on for want of a key that people brought back before`, () => {
      const later = journal(withKey, { rules: withNeeds })
        .call({ operation: 'ScheduleKeyDeletion', effects: endOfKey(late) })
        .change(5, key, pending)
        .change(late, table, plain({ serving: false, data }))
        .change(9000, table, plain({ serving: false, data: { records: 0, bytes: 0 } }))
        .change(9000, key, null);
      const { impact } = score(later.records());
      expect((impact.outageSeconds['reports'] ?? 0) / 60).to.equal(10 + 20 + 2 + 5);
      expect(impact).to.include({ recordsLost: 0, recordsRecoverable: data.records });
      expect(impact.recoveries).to.deep.include({
        resource: 'costs/Table',
        how: 'cancel the deletion',
        seconds: 0,
        records: data.records,
      });
    });
  }

  it('is lost with a key that nobody brings back', () => {
    const nobody = { ...withNeeds, response: { ...withNeeds.response, recoveries: [] } };
    const lost = journal(withKey, { rules: nobody })
      .change(5, key, pending)
      .change(9000, table, plain({ serving: false, data: { records: 0, bytes: 0 } }))
      .change(9000, key, null);
    expect(score(lost.records()).impact.recordsLost).to.equal(data.records);
  });
});

describe('data whose end is set', () => {
  const ending = withRules({ resource: place, ways: [undelete] }, { resource: functionPlace, ways: [reset] });
  const end = 2000;
  const expiring = plain({ data, recoverableUntil: minute(end) });
  const empty = plain({ data: { records: 0, bytes: 0 } });

  it('is kept by people whom a failing service calls before', () => {
    const called = journal(start, { rules: ending })
      .change(5, table, expiring)
      .change(6, lambda, stopped)
      .change(end, table, empty);
    expect(score(called.records()).impact).to.include({ recordsLost: 0, recordsRecoverable: data.records });
  });

  it('is lost where nothing calls them: the loss itself comes too late', () => {
    const silent = withRules({ resource: place, ways: [undelete] });
    const services = silent.services.map((service) => ({
      ...service,
      needs: [{ ...functionPlace, data: false }],
    }));
    const unnoticed = journal(start, { rules: { ...silent, services } })
      .change(5, table, expiring)
      .change(end, table, empty);
    expect(score(unnoticed.records()).impact.recordsLost).to.equal(data.records);
  });
});

describe('a need that only has to be there', () => {
  const present = rules({
    services: [
      {
        name: 'reports',
        summary: 'people write usage',
        needs: [{ ...place, data: false, present: true }],
      },
    ],
  });

  it('does not mind that it cannot be read', () => {
    expect(outageMinutes(journal(start, { rules: present }).change(5, table, stopped))).to.equal(0);
  });

  it('fails where it is gone, and its stack brings it back', () => {
    expect(steps(journal(start, { rules: present }).change(5, table, null))).to.deep.equal([
      ['detect', 0, 10, true],
      ['decide', 10, 30, true],
      ['recreate costs', 30, 60, true],
      ['verify', 60, 65, true],
    ]);
  });
});
