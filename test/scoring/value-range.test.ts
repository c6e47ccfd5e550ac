/** Ranges: the cheap way and every corner agree, on made-up incidents with deadlines, backups and relapses. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Observation, ResourceReference, ResourceState } from '../../harness/contract/resource.js';
import type { RecoveryRule, ScoringRules } from '../../harness/contract/scenario.js';
import { assess, type Assessment } from '../../harness/scoring/assessment.js';
import { fatesOf } from '../../harness/scoring/data-losses.js';
import { lengthsAt, movable } from '../../harness/scoring/parameter-values.js';
import { buildTimeline } from '../../harness/scoring/timeline.js';
import { valueRange } from '../../harness/scoring/value-range.js';
import {
  horizon,
  minute,
  parameter,
  plain,
  reference,
  response,
  rules,
  startsAt,
} from './journal-builder.js';

const table = reference('Table');
const archive = reference('Archive');
const key = reference('Key');
const lambda = reference('Function');
const places = [table, archive, key, lambda];
const data = { records: 100, bytes: 2 ** 40 };

interface Incident {
  readonly rules: ScoringRules;
  readonly start: readonly ResourceState[];
  readonly changes: readonly { time: number; resource: ResourceReference; observed: Observation | null }[];
}

const range = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
  .map((values) => {
    const [low = 0, likely = 0, high = 0] = [...values].sort((left, right) => left - right);
    return parameter(low, likely, high);
  });

const place = fc.constantFrom(...places).map((resource) => ({
  stack: 'costs',
  logicalId: resource.stack?.logicalId ?? '',
}));

const way = fc.record({
  name: fc.constant('a way'),
  kind: fc.constantFrom('undelete' as const, 'restore' as const, 'rebuild' as const),
  from: fc.array(place, { maxLength: 2 }),
  minutes: fc.constantFrom('first', 'second', 'third'),
});

const recoveries: fc.Arbitrary<readonly RecoveryRule[]> = fc.uniqueArray(
  fc.record({
    resource: place,
    ways: fc.array(way, { minLength: 1, maxLength: 3 }),
    after: fc.array(place, { maxLength: 1 }),
  }),
  { maxLength: 4, selector: (rule) => rule.resource.logicalId },
);

const observed = fc.oneof(
  fc.constant(null),
  fc.record({
    serving: fc.boolean(),
    data: fc.constantFrom(null, data, { records: 10, bytes: 10 }),
    until: fc.constantFrom(null, 60, 120, 180, 400),
  }),
);

const incident: fc.Arbitrary<Incident> = fc
  .record({
    detect: range,
    decide: range,
    recreate: range,
    verify: range,
    first: range,
    second: range,
    third: range,
    recoveries,
    dataNeeded: fc.boolean(),
    changes: fc.array(
      fc.record({
        at: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 400 })),
        which: fc.integer({ min: 0, max: 5 }),
        again: fc.boolean(),
        observed,
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map((made): Incident => {
    const { detect, decide, recreate, verify, first, second, third } = made;
    const copies = [
      reference('Backup', { stack: null }),
      reference('OtherBackup', { stack: null, incarnation: 'other#1' }),
    ];
    const start = [
      { resource: table, observed: plain({ data }) },
      { resource: archive, observed: plain({ data }) },
      { resource: key, observed: plain() },
      { resource: lambda, observed: plain() },
      ...copies.map((resource, index) => ({
        resource,
        observed: plain({ data, copyOf: index === 0 ? table.incarnation : archive.incarnation }),
      })),
    ];
    const changes = [...made.changes]
      .sort((left, right) => left.at - right.at)
      .map(({ at, which, again, observed: seen }) => {
        const old = start[which] ?? start[0]!;
        const isNew = again && which < 4;
        const resource = isNew
          ? { ...old.resource, incarnation: `${old.resource.incarnation}again` }
          : old.resource;
        const until = seen?.until ?? null;
        const next =
          seen === null
            ? null
            : plain({
                serving: seen.serving,
                data: which === 2 || which === 3 ? null : seen.data,
                recoverableUntil: until === null ? null : minute(until),
                copyOf: isNew ? null : old.observed.copyOf,
              });
        return { time: minute(at), resource, observed: next };
      });
    const parameters = { detect, decide, recreate, verify, first, second, third };
    return {
      start,
      changes,
      rules: rules({
        services: [
          {
            name: 'reports',
            summary: 'reports',
            needs: [
              { stack: 'costs', logicalId: 'Table', data: made.dataNeeded },
              { stack: 'costs', logicalId: 'Function', data: false },
              { stack: 'costs', logicalId: 'Key', data: false },
            ],
          },
        ],
        response: response({ parameters, recoveries: made.recoveries }),
      }),
    };
  });

/** Incidents in which the table goes early and a backup goes while people may still need it. */
const losing = fc.tuple(incident, fc.integer({ min: 10, max: 200 })).map(([made, expiry]): Incident => {
  const rule: RecoveryRule = {
    resource: { stack: 'costs', logicalId: 'Table' },
    ways: [{ name: 'restore', kind: 'restore', minutes: 'first' }],
    after: [{ stack: 'costs', logicalId: 'Key' }],
  };
  const others = made.rules.response.recoveries.filter((each) => each.resource.logicalId !== 'Table');
  const restore = { ...made.rules.response, recoveries: [rule, ...others] };
  const early = made.changes.filter(({ resource }) => resource !== table);
  const backup = reference('Backup', { stack: null });
  return {
    ...made,
    rules: { ...made.rules, response: restore },
    changes: [
      { time: minute(3), resource: table, observed: null },
      ...early,
      { time: minute(expiry), resource: backup, observed: null },
    ],
  };
});

function assessed({ rules: scoring, start, changes }: Incident): Assessment {
  const { timeline } = buildTimeline({
    start: { record: 'inventory', at: 'start', time: startsAt, resources: start },
    transitions: changes,
    end: null,
    ahead: [],
    horizon,
  });
  return assess(timeline, scoring, {}, []);
}

/** Written anew, so that a mistake of the code's own corners does not hide. */
function everyCorner(assessment: Assessment, evaluate: (lengths: Float64Array) => number): number[] {
  const { parameters } = assessment.plan;
  let corners: number[][] = [[]];
  for (const { low, high, milliseconds } of parameters) {
    const ends = low === high ? [low] : [low, high];
    corners = corners.flatMap((corner) => ends.map((end) => [...corner, end * milliseconds]));
  }
  return corners.map((corner) => evaluate(Float64Array.from(corner)));
}

describe('the range of an outage', () => {
  it('is that of every corner, however it was found', function () {
    this.timeout(20_000);
    const found = { ends: 0, corners: 0, 'largest-corners': 0 };
    let out = 0;
    fc.assert(
      fc.property(incident, (made) => {
        const assessment = assessed(made);
        const { plan, responder } = assessment;
        const [service] = plan.services;
        const evaluate = (lengths: Float64Array): number => responder.outage(service!, lengths, null);
        const cheap = valueRange(plan, responder, service!, evaluate);
        const all = everyCorner(assessment, evaluate);
        expect(cheap.low).to.equal(Math.min(...all));
        expect(cheap.high).to.equal(Math.max(...all));
        if (cheap.high > 0) {
          found[cheap.found] += 1;
          out += 1;
        }
      }),
      { seed: 7, numRuns: 1500 },
    );
    // The made-up incidents must be worth something: both ways are taken often.
    expect(out).to.be.greaterThan(700);
    expect(found.ends).to.be.greaterThan(200);
    expect(found.corners).to.be.greaterThan(100);
  });

  it('holds for every value in between where its ends were enough', () => {
    fc.assert(
      fc.property(
        incident,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7 }),
        (made, shares) => {
          const { plan, responder } = assessed(made);
          const [service] = plan.services;
          const evaluate = (lengths: Float64Array): number => responder.outage(service!, lengths, null);
          const { low, high, found } = valueRange(plan, responder, service!, evaluate);
          if (found !== 'ends') return;
          const between = Float64Array.from(plan.parameters, (each, index) => {
            const share = shares[index] ?? 0;
            return (each.low + (each.high - each.low) * share) * each.milliseconds;
          });
          expect(evaluate(between)).to.be.within(low, high + 1e-6);
        },
      ),
      { seed: 8, numRuns: 1500 },
    );
  });

  it('is that of every corner for records lost too', function () {
    this.timeout(20_000);
    let uncertain = 0;
    fc.assert(
      fc.property(losing, (made) => {
        const assessment = assessed(made);
        const { plan, responder, missing } = assessment;
        const evaluate = (lengths: Float64Array): number =>
          fatesOf(missing, plan, responder, lengths).reduce((sum, fate) => sum + fate.recordsLost, 0);
        const reach = plan.reach(missing.flatMap(({ member }) => member ?? []));
        const cheap = valueRange(plan, responder, reach, evaluate);
        const all = everyCorner(assessment, evaluate);
        expect([cheap.low, cheap.high]).to.deep.equal([Math.min(...all), Math.max(...all)]);
        if (cheap.low < cheap.high) uncertain += 1;
      }),
      { seed: 9, numRuns: 1500 },
    );
    expect(uncertain).to.be.greaterThan(200);
  });

  it('combines the parameters that matter most where there are more than twelve', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`p${String(index)}`, parameter(1, 2, 3 + index)] as const),
    );
    const made: Incident = {
      start: [
        { resource: table, observed: plain({ data }) },
        { resource: lambda, observed: plain() },
        { resource: key, observed: plain() },
      ],
      changes: [
        { time: minute(5), resource: key, observed: plain({ serving: false, recoverableUntil: minute(60) }) },
        { time: minute(60), resource: key, observed: null },
      ],
      rules: rules({
        services: [
          { name: 'reports', summary: '', needs: [{ stack: 'costs', logicalId: 'Key', data: false }] },
        ],
        response: response({
          parameters: many,
          recoveries: [
            {
              resource: { stack: 'costs', logicalId: 'Key' },
              ways: Object.keys(many).map((minutes) => ({ name: minutes, kind: 'undelete', minutes })),
            },
          ],
        }),
      }),
    };
    const assessment = assessed(made);
    const { plan, responder } = assessment;
    const [service] = plan.services;
    expect(movable(plan.parameters, service!.parameters).length).to.equal(16);
    const evaluate = (lengths: Float64Array): number => responder.outage(service!, lengths, null);
    const cheap = valueRange(plan, responder, service!, evaluate);
    const all = everyCorner(assessment, evaluate);
    expect(cheap).to.deep.equal({ low: Math.min(...all), high: Math.max(...all), found: 'largest-corners' });
    expect(cheap.low).to.equal(evaluate(lengthsAt(plan.parameters, 'low')));
  });
});
