/** What comes back with a key, and what does not: only losses that follow from the key's own end are undone by its return. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Effect } from '../../harness/contract/effect.js';
import type { ScoringRules } from '../../harness/contract/scenario.js';
import {
  bucket,
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
import { effect, journal, minute, plain, reference, there, type JournalBuilder } from './journal-builder.js';
import { score } from './score.js';

const keyPlace = { stack: 'costs', logicalId: 'Key' };
const secondPlace = { stack: 'costs', logicalId: 'SecondKey' };
const second = reference('SecondKey', { type: 'AWS::KMS::Key' });
const archive = { stack: 'archive', logicalId: 'Bucket' };
const functionPlace = { stack: 'costs', logicalId: 'Function' };
const world = [...start, there(key), there(second), there(bucket)];
const nothing = { records: 0, bytes: 0 };
const window = 9000;

const keyWays = [undelete, reset];
/** The table needs its key, and its data can be rebuilt from an archive that does not. */
const rebuildable = withRules(
  { resource: keyPlace, ways: keyWays },
  { resource: secondPlace, ways: keyWays },
  { resource: functionPlace, ways: [reset] },
  { resource: place, after: [keyPlace, secondPlace], ways: [reset, rebuild(archive)] },
);
/** Nothing brings the table's data back once it is gone. */
const irreplaceable = withRules(
  { resource: keyPlace, ways: keyWays },
  { resource: secondPlace, ways: keyWays },
  { resource: functionPlace, ways: [reset] },
  { resource: place, after: [keyPlace, secondPlace], ways: [undelete, reset] },
);

function incident(rules: ScoringRules = rebuildable): JournalBuilder {
  return journal(world, { rules });
}

/** A call that schedules a key's deletion at a minute; the table notices at another, and is lost with the key. */
function endsKey(
  builder: JournalBuilder,
  at: number,
  stops: number,
  of = key,
  until: number | null = null,
): JournalBuilder {
  const lost = at + window;
  const effects: Effect[] = [
    effect('expire', of, { from: minute(at), until: minute(lost) }),
    effect('stop', of, { from: minute(at), until: minute(lost) }),
    effect('delete', of, { from: minute(lost) }),
  ];
  builder.change(at, of, plain({ serving: false, recoverableUntil: minute(lost) }));
  if (until === null || stops < until) {
    effects.push(effect('stop', table, { from: minute(stops) }));
    builder.change(stops, table, plain({ serving: false, data }));
  }
  if (until === null || lost < until) {
    effects.push(effect('delete', table, { from: minute(lost), loses: data }));
    builder.change(lost, table, plain({ serving: false, data: nothing }));
  }
  return builder.change(lost, of, null).call({ service: 'KMS', operation: 'ScheduleKeyDeletion', effects });
}

function deletesTable(builder: JournalBuilder, at: number): JournalBuilder {
  return builder
    .call({
      service: 'DynamoDB',
      operation: 'DeleteTable',
      effects: [effect('delete', table, { from: minute(at), loses: data })],
    })
    .change(at, table, null);
}

/** Calls people at minute 30, for what takes until minute 50: the table serves all the while. */
function stopsFunction(builder: JournalBuilder): JournalBuilder {
  return builder
    .call({ effects: [effect('stop', lambda, { from: minute(0) })] })
    .change(0, lambda, plain({ serving: false }));
}

const outage = (builder: JournalBuilder): number => outageMinutes(builder) ?? NaN;
const lost = (builder: JournalBuilder): number => score(builder.records()).impact.recordsLost;
const alone = outage(deletesTable(incident(), 5));

describe('a table whose key is to be deleted', () => {
  it('is spared by people who bring the key back before the table needs it', () => {
    const spared = endsKey(stopsFunction(incident()), 5, 300);
    expect(outage(spared)).to.equal(50);
    expect(lost(spared)).to.equal(0);
  });

  it('is lost where another call deletes it before it stops for want of the key', () => {
    const both = deletesTable(endsKey(stopsFunction(incident()), 5, 300, key, 100), 100);
    expect(outage(both)).to.equal(50 + alone);
    expect(steps(both).map(([name]) => name)).to.include('costs/Table: rebuild from the archive');
  });

  it('is lost where another call deletes it while people are at work', () => {
    const both = deletesTable(endsKey(stopsFunction(incident()), 5, 300, key, 40), 40);
    expect(outage(both)).to.be.at.least(alone);
  });

  it('is lost where another call deletes it after it stopped', () => {
    for (const at of [20, 37, 45, 52, 60, 400, window - 1]) {
      const both = deletesTable(endsKey(incident(), 5, 10, key, at), at);
      expect(outage(both), `deleted at ${at}`).to.be.at.least(alone);
      expect(lost(deletesTable(endsKey(incident(irreplaceable), 5, 10, key, at), at))).to.equal(data.records);
    }
  });

  it('is lost once and for all where it was deleted before', () => {
    const both = endsKey(deletesTable(incident(), 5), 20, 25, key, 5);
    expect(outage(both)).to.be.at.least(alone);
    expect(lost(endsKey(deletesTable(incident(irreplaceable), 5), 20, 25, key, 5))).to.equal(data.records);
  });

  it('is lost where one call, as of a stack, deletes both: it does not go for want of the key', () => {
    const both = stopsFunction(incident())
      .call({
        operation: 'DeleteStack',
        effects: [
          effect('expire', key, { from: minute(5), until: minute(window) }),
          effect('stop', key, { from: minute(5), until: minute(window) }),
          effect('delete', table, { from: minute(100), loses: data }),
          effect('delete', key, { from: minute(window) }),
        ],
      })
      .change(5, key, plain({ serving: false, recoverableUntil: minute(window) }))
      .change(100, table, null)
      .change(window, key, null);
    expect(outage(both)).to.equal(50 + alone);
    expect(score(both.records()).impact.resourcesDeleted).to.equal(1);
  });

  it('is not spared where no call says that it stops for want of the key', () => {
    const untold = stopsFunction(incident(irreplaceable))
      .change(5, key, plain({ serving: false, recoverableUntil: minute(window) }))
      .change(300, table, null)
      .change(window, key, null);
    expect(lost(untold)).to.equal(data.records);
  });

  it('stops once more where, after it was brought back, the key ends another time', () => {
    const disabled = plain({ serving: false });
    const stop = (at: number, until: number | null): readonly Effect[] => [
      effect('stop', key, { from: minute(at), until: until === null ? null : minute(until) }),
      effect('stop', table, { from: minute(at), until: until === null ? null : minute(until) }),
    ];
    const twice = incident()
      .call({ operation: 'DisableKey', effects: stop(5, null) })
      .change(5, key, disabled)
      .change(5, table, plain({ serving: false, data }))
      .call({ operation: 'EnableKey', effects: [effect('update', key), effect('update', table)] })
      .change(200, key, plain())
      .change(200, table, plain({ data }))
      .call({ operation: 'DisableKey', effects: stop(300, null) })
      .change(300, key, disabled)
      .change(300, table, plain({ serving: false, data }));
    const once = incident()
      .call({ operation: 'DisableKey', effects: stop(5, null) })
      .change(5, key, disabled)
      .change(5, table, plain({ serving: false, data }));
    expect(outage(twice)).to.equal(2 * outage(once));
  });
});

describe('a table with an end of its own besides its key’s', () => {
  const ending = minute(2000);
  /** Its own end is set at minute 3, and comes at minute 2,000. */
  function expires(builder: JournalBuilder): JournalBuilder {
    return builder
      .call({
        operation: 'PutBucketLifecycleConfiguration',
        effects: [
          effect('expire', table, { from: minute(3), until: ending }),
          effect('delete', table, { from: ending, loses: data }),
        ],
      })
      .change(3, table, plain({ data, recoverableUntil: ending }));
  }
  function keyEnds(builder: JournalBuilder): JournalBuilder {
    return builder
      .call({
        operation: 'ScheduleKeyDeletion',
        effects: [
          effect('expire', key, { from: minute(5), until: minute(window) }),
          effect('stop', key, { from: minute(5), until: minute(window) }),
          effect('stop', table, { from: minute(10) }),
          effect('delete', key, { from: minute(window) }),
        ],
      })
      .change(5, key, plain({ serving: false, recoverableUntil: minute(window) }))
      .change(10, table, plain({ serving: false, data, recoverableUntil: ending }))
      .change(2000, table, plain({ serving: false, data: nothing }))
      .change(window, key, null);
  }
  const only = (...names: string[]): ScoringRules => {
    const { response } = irreplaceable;
    const recoveries = response.recoveries.map((rule) =>
      rule.resource.logicalId === 'Table'
        ? { ...rule, ways: rule.ways.filter(({ name }) => names.includes(name)) }
        : rule,
    );
    return { ...irreplaceable, response: { ...response, recoveries } };
  };

  it('ends where people only bring the key back', () => {
    const both = keyEnds(expires(incident(only(reset.name))));
    expect(lost(both)).to.equal(data.records);
    expect(score(both.records()).impact.recoveries).to.deep.equal([]);
    expect(outage(both)).to.be.greaterThan(35 * 24 * 60 - 2000);
  });

  it('is kept where they put that off as well, whichever they do first', () => {
    expect(lost(keyEnds(expires(incident(irreplaceable))))).to.equal(0);
    const resetFirst = only(reset.name, undelete.name);
    expect(lost(keyEnds(expires(incident(resetFirst))))).to.equal(0);
  });

  it('ends where one call set both ends', () => {
    const one = incident(only(reset.name))
      .call({
        operation: 'UpdateStack',
        effects: [
          effect('stop', key, { from: minute(5) }),
          effect('expire', table, { from: minute(3), until: ending }),
          effect('stop', table, { from: minute(10) }),
          effect('delete', table, { from: ending, loses: data }),
        ],
      })
      .change(3, table, plain({ data, recoverableUntil: ending }))
      .change(5, key, plain({ serving: false }))
      .change(10, table, plain({ serving: false, data, recoverableUntil: ending }))
      .change(2000, table, plain({ serving: false, data: nothing }));
    expect(lost(one)).to.equal(data.records);
  });

  it('loses what is deleted from it before its key is gone', () => {
    const rest = { records: data.records - 400, bytes: data.bytes / 2 };
    const part = { records: 400, bytes: data.bytes / 2 };
    const emptied = endsKeyOfRest(incident(only(reset.name)), rest).call({
      operation: 'DeleteObjects',
      effects: [effect('delete', table, { from: minute(60), loses: part })],
    });
    emptied.change(60, table, plain({ serving: false, data: rest }));
    expect(lost(emptied)).to.be.at.least(part.records);
  });

  function endsKeyOfRest(builder: JournalBuilder, rest: typeof data): JournalBuilder {
    return builder
      .call({
        operation: 'ScheduleKeyDeletion',
        effects: [
          effect('stop', key, { from: minute(5) }),
          effect('stop', table, { from: minute(10) }),
          effect('delete', table, { from: minute(window), loses: rest }),
          effect('delete', key, { from: minute(window) }),
        ],
      })
      .change(5, key, plain({ serving: false, recoverableUntil: minute(window) }))
      .change(10, table, plain({ serving: false, data }))
      .change(window, table, plain({ serving: false, data: nothing }))
      .change(window, key, null);
  }
});

describe('a table that is stopped by something else than its key', () => {
  it('is not back with the key, whatever both calls stop', () => {
    const stopped = plain({ serving: false, data, configuration: { capacity: 0 } });
    const both = stopsFunction(incident())
      .call({
        operation: 'ScheduleKeyDeletion',
        effects: [
          effect('expire', key, { from: minute(5), until: minute(window) }),
          effect('stop', key, { from: minute(5), until: minute(window) }),
          effect('delete', key, { from: minute(window) }),
        ],
      })
      .change(5, key, plain({ serving: false, recoverableUntil: minute(window) }))
      .change(window, key, null)
      .call({ operation: 'UpdateTable', effects: [effect('stop', table, { from: minute(100) })] })
      .change(100, table, stopped);
    expect(outage(both)).to.be.greaterThan(50);
  });

  it('is not back with the key where one call stops both by settings', () => {
    const both = stopsFunction(incident())
      .call({
        operation: 'UpdateStack',
        effects: [
          effect('stop', key, { from: minute(5) }),
          effect('stop', table, { from: minute(100) }),
          effect('update', table, { from: minute(100) }),
        ],
      })
      .change(5, key, plain({ serving: false }))
      .change(100, table, plain({ serving: false, data, configuration: { capacity: 0 } }));
    expect(outage(both)).to.be.greaterThan(50);
  });
});

describe('two keys', () => {
  const noSecond: ScoringRules = {
    ...irreplaceable,
    response: {
      ...irreplaceable.response,
      recoveries: irreplaceable.response.recoveries.filter(
        ({ resource }) => resource.logicalId !== 'SecondKey',
      ),
      // Bringing a stack back takes longer than the windows of keys.
      parameters: {
        ...irreplaceable.response.parameters,
        recreate: {
          summary: '',
          unit: 'minutes',
          low: 30_000,
          likely: 30_000,
          high: 30_000,
          source: 'modeled',
        },
      },
    },
  };

  it('are both needed: the return of one does not undo what follows from the other', () => {
    const both = incident(noSecond);
    endsKey(both, 5, 300, second);
    both
      .call({
        operation: 'DisableKey',
        effects: [effect('stop', key, { from: minute(1) })],
      })
      .change(1, key, plain({ serving: false }));
    stopsFunction(both);
    expect(lost(both)).to.equal(data.records);
  });

  it('that both come back spare what either would take', () => {
    const both = stopsFunction(incident(irreplaceable));
    endsKey(both, 5, 300, second);
    both
      .call({ operation: 'DisableKey', effects: [effect('stop', key, { from: minute(1) })] })
      .change(1, key, plain({ serving: false }));
    expect(lost(both)).to.equal(0);
    expect(outage(both)).to.equal(50);
  });
});

describe('ending a key besides deleting the table', () => {
  const when = fc.integer({ min: 1, max: 12_000 });
  const early = fc.integer({ min: 1, max: 200 });

  it('is never milder than deleting it alone', () => {
    const runs = { numRuns: 300, seed: 20251215 };
    const lag = fc.constantFrom(0, 5, 60, 400, 3000);
    fc.assert(
      fc.property(when, early, lag, fc.boolean(), (deletion, end, notices, called) => {
        const begin = (rules: ScoringRules): JournalBuilder =>
          called ? stopsFunction(incident(rules)) : incident(rules);
        const both = (rules: ScoringRules): JournalBuilder =>
          deletesTable(endsKey(begin(rules), end, end + notices, key, deletion), deletion);
        const one = (rules: ScoringRules): JournalBuilder => deletesTable(begin(rules), deletion);
        // What the key takes is gone where the deletion comes after its window: only then can people have saved it.
        expect(outage(both(rebuildable))).to.be.at.least(outage(one(rebuildable)));
        expect(lost(both(irreplaceable))).to.equal(lost(one(irreplaceable)));
      }),
      runs,
    );
  });
});
