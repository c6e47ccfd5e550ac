/** How much one root actor may take away. */
import { expect } from 'chai';
import { build, judge } from './build.js';
import {
  agent,
  attemptOf,
  committedOf,
  effectOf,
  journalOf,
  operator,
  resourceOf,
  sessionOf,
  stackResources,
  startsAt,
} from './attempt-builder.js';

const unlimited = { resources: 1000, shareOfType: 1, shareOfProduction: 1 };
const tables = Array.from({ length: 20 }, (_, index) => resourceOf('analytics', `Table${index}`));
const gone = tables.map((resource) => effectOf('delete', resource));

describe('deletion-budget', () => {
  it('denies the deletion that takes one resource too many, counting what went before', async () => {
    const guardrail = await build('deletion-budget', { ...unlimited, resources: 4 });
    const before = journalOf(committedOf(operator, startsAt, gone.slice(0, 2)));
    const two = attemptOf({ effects: gone.slice(2, 4), inventory: tables.slice(2) });
    const three = attemptOf({ effects: gone.slice(2, 5), inventory: tables.slice(2) });
    expect(judge(guardrail, two, before)).to.deep.equal({ answer: 'allow' });
    expect(judge(guardrail, three, before)).to.deep.equal({
      answer: 'deny',
      reason: '5 resources taken away, 2 of them before, of at most 4',
    });
  });

  it('counts by who began the chain, through another role, and not what others did', async () => {
    const guardrail = await build('deletion-budget', { ...unlimited, resources: 4 });
    const attempt = attemptOf({ effects: gone.slice(2, 5), inventory: tables });
    const elsewhere = sessionOf('li.wei', 'break-glass', 'another-name');
    expect(judge(guardrail, attempt, journalOf(committedOf(elsewhere, 1, gone.slice(0, 2)))).answer).to.equal(
      'deny',
    );
    expect(judge(guardrail, attempt, journalOf(committedOf(agent, 1, gone.slice(0, 2)))).answer).to.equal(
      'allow',
    );
  });

  it('counts a resource once, whether it is stopped, left to expire or deleted', async () => {
    const guardrail = await build('deletion-budget', { ...unlimited, resources: 1 });
    const [table] = tables;
    const before = journalOf(committedOf(operator, startsAt, [effectOf('stop', table!)]));
    const effects = [effectOf('delete', table!), effectOf('expire', table!)];
    expect(judge(guardrail, attemptOf({ effects }), before).answer).to.equal('allow');
  });

  it('counts what takes away only', async () => {
    const guardrail = await build('deletion-budget', { resources: 0, shareOfType: 0, shareOfProduction: 0 });
    const effects = (
      ['create', 'update', 'unprotect', 'grant', 'expose', 'delegate', 'scheduled'] as const
    ).map((kind) => effectOf(kind, tables[0]!));
    expect(judge(guardrail, attemptOf({ effects })).answer).to.equal('allow');
    for (const kind of ['delete', 'replace', 'stop', 'expire'] as const) {
      expect(judge(guardrail, attemptOf({ effects: [effectOf(kind, tables[0]!)] })).answer).to.equal('deny');
    }
  });

  it('denies beyond a share of all resources of the type, those gone before among them', async () => {
    const guardrail = await build('deletion-budget', { ...unlimited, shareOfType: 0.5 });
    const before = journalOf(committedOf(operator, startsAt, gone.slice(0, 9)));
    const rest = tables.slice(9);
    expect(
      judge(guardrail, attemptOf({ effects: gone.slice(9, 10), inventory: rest }), before).answer,
    ).to.equal('allow');
    expect(
      judge(guardrail, attemptOf({ effects: gone.slice(9, 11), inventory: rest }), before),
    ).to.deep.equal({
      answer: 'deny',
      reason: '11 of 20 AWS::DynamoDB::Table taken away, of at most 50 %',
    });
  });

  it('counts no share of what the root actor made itself, so that junk makes no room', async () => {
    const guardrail = await build('deletion-budget', { ...unlimited, shareOfType: 0.5 });
    const junk = tables.slice(4);
    const made = journalOf(
      committedOf(
        operator,
        startsAt,
        junk.map((resource) => effectOf('create', resource)),
      ),
    );
    const three = attemptOf({ effects: gone.slice(0, 3), inventory: tables });
    expect(judge(guardrail, three, made)).to.deep.equal({
      answer: 'deny',
      reason: '3 of 4 AWS::DynamoDB::Table taken away, of at most 50 %',
    });
    const two = attemptOf({ effects: gone.slice(0, 2), inventory: tables });
    expect(judge(guardrail, two, made).answer).to.equal('allow');
  });

  it("denies beyond a share of the production stacks' resources, and not of others'", async () => {
    const guardrail = await build('deletion-budget', { ...unlimited, shareOfProduction: 0.25 });
    const production = stackResources('cost-reports');
    const inventory = [...production, ...tables];
    const take = (resources: typeof production): string =>
      judge(
        guardrail,
        attemptOf({ effects: resources.map((resource) => effectOf('delete', resource)), inventory }),
      ).answer;
    expect(take(production.slice(1, 2))).to.equal('allow');
    expect(take(production.slice(1, 3))).to.equal('deny');
    expect(take(tables)).to.equal('allow');
  });
});
