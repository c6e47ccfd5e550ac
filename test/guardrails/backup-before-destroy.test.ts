/** What a copy must be for data to go, one missing thing at a time. */
import { expect } from 'chai';
import { effectKinds, type Effect } from '../../harness/contract/effect.js';
import type { Attempt, Judgement } from '../../harness/contract/guardrail.js';
import type { Observation, ResourceReference, ResourceState } from '../../harness/contract/resource.js';
import {
  attemptOf,
  effectOf,
  inventoryOfStates,
  operator,
  resourceOf,
  startsAt,
  stateOf,
  type InventoryAnswers,
} from './attempt-builder.js';
import { build, judge } from './build.js';

const day = 86_400_000;
const name = 'backup-before-destroy';
const table = resourceOf('cost-reports', 'UsageTable');
const backup = resourceOf(null, 'UsageBackup', 'AWS::DynamoDB::Backup');
const key = resourceOf('platform', 'DataKey', 'AWS::KMS::Key');
const nobody: InventoryAnswers = { mayDo: () => false };

function withObserved(resource: ResourceReference, observed: Partial<Observation>): ResourceState {
  const state = stateOf(resource);
  return { resource, observed: { ...state.observed, ...observed } };
}

function copyOf(observed: Partial<Observation> = {}, resource = backup): ResourceState {
  return withObserved(resource, { copyOf: table.incarnation, ...observed });
}

/** The table goes, with these copies there. */
function going(
  copies: readonly ResourceState[],
  answers: InventoryAnswers = nobody,
  effects: readonly Effect[] = [],
): Attempt {
  const attempt = attemptOf({ effects: [effectOf('delete', table), ...effects] });
  return { ...attempt, inventory: inventoryOfStates([stateOf(table), ...copies], answers) };
}

async function judged(attempt: Attempt, parameters: object = {}): Promise<Judgement> {
  return judge(await build(name, parameters), attempt);
}

async function reason(attempt: Attempt, parameters: object = {}): Promise<string> {
  const judgement = await judged(attempt, parameters);
  return judgement.answer === 'deny' ? judgement.reason : judgement.answer;
}

describe('backup-before-destroy', () => {
  it('lets data go of which a checked copy stays', async () => {
    expect(await judged(going([copyOf()]))).to.deep.equal({ answer: 'allow' });
  });

  it('denies where there is no copy, or one of something else', async () => {
    expect(await judged(going([]))).to.deep.equal({
      answer: 'deny',
      reason: 'no copy of cost-reports/UsageTable',
    });
    expect(await reason(going([copyOf({ copyOf: 'an-earlier-table' })]))).to.equal(
      'no copy of cost-reports/UsageTable',
    );
  });

  it('denies where the copy is not ready, holds too little or is old', async () => {
    const { data } = stateOf(table).observed;
    expect(await reason(going([copyOf({ serving: false })]))).to.equal(
      'no copy of cost-reports/UsageTable that is ready',
    );
    const part = { records: 1_100_000, bytes: data!.bytes };
    expect(await reason(going([copyOf({ data: part })]))).to.equal(
      'no copy of cost-reports/UsageTable that holds 95 % of its data',
    );
    expect(await reason(going([copyOf({ data: part })]), { share: 0.9 })).to.equal('allow');
    expect(await reason(going([copyOf({ data: null })]))).to.contain('that holds');
    const old = { ...nobody, copiedAt: () => startsAt - 25 * 3_600_000 };
    expect(await reason(going([copyOf()], old))).to.equal(
      'no copy of cost-reports/UsageTable from the last 24 hours',
    );
    expect(await reason(going([copyOf()], old), { maxAgeHours: 25 })).to.equal('allow');
    expect(await reason(going([copyOf()], { ...nobody, copiedAt: () => null }))).to.contain('from the last');
  });

  it('denies where the copy goes with the same call, or soon after', async () => {
    const kept = 'no copy of cost-reports/UsageTable that is kept for 7 days';
    for (const kind of ['delete', 'replace', 'stop'] as const) {
      expect(await reason(going([copyOf()], nobody, [effectOf(kind, backup)])), kind).to.equal(kept);
    }
    const at = (days: number): Effect[] => [
      effectOf('expire', backup),
      effectOf('delete', backup, startsAt + days * day),
    ];
    expect(await reason(going([copyOf()], nobody, at(6)))).to.equal(kept);
    expect(await reason(going([copyOf()], nobody, at(8)))).to.equal('allow');
    expect(await reason(going([copyOf()], nobody, at(8)), { keepsDays: 9 })).to.contain('kept for 9 days');
    const ending = copyOf({ recoverableUntil: startsAt + 6 * day });
    expect(await reason(going([ending]))).to.equal(kept);
    expect(await reason(going([ending]), { keepsDays: 5 })).to.equal('allow');
  });

  it('denies where the actor could delete the copy as well', async () => {
    const may: InventoryAnswers = {
      mayDo: (actor, action, arn) =>
        actor === operator && action === 'dynamodb:DeleteBackup' && arn === backup.arn,
    };
    expect(await reason(going([copyOf()], may))).to.equal(
      'no copy of cost-reports/UsageTable that li.wei cannot delete',
    );
  });

  it('asks about each type’s own ways, and counts a type that it does not know as within reach', async () => {
    const asked: string[] = [];
    const noting: InventoryAnswers = {
      mayDo: (_actor, action, arn) => {
        asked.push(`${action} ${arn === table.arn ? 'original' : 'copy'}`);
        return false;
      },
    };
    const automated = resourceOf(null, 'ab', 'AWS::RDS::DBInstanceAutomatedBackup');
    expect(await reason(going([copyOf({}, automated)], noting))).to.equal('allow');
    expect(asked).to.deep.equal([
      'rds:DeleteDBInstanceAutomatedBackup copy',
      'rds:ModifyDBInstance original',
      'rds:DeleteDBInstance original',
    ]);
    const unknown = resourceOf(null, 'x', 'AWS::Unheard::OfSnapshot');
    expect(await reason(going([copyOf({}, unknown)]))).to.contain('that li.wei cannot delete');
  });

  it('denies where the actor could take the key away that the copy is encrypted with', async () => {
    const may: InventoryAnswers = { mayDo: (_actor, action) => action === 'kms:ScheduleKeyDeletion' };
    const encrypted = copyOf({ configuration: { Encryption: { keyId: key.arn } } });
    const attempt = going([encrypted, stateOf(key)], may);
    expect(await reason(attempt)).to.equal(
      'no copy of cost-reports/UsageTable whose key li.wei cannot take away',
    );
    expect(await reason(going([copyOf(), stateOf(key)], may))).to.equal('allow');
    expect(await reason(going([encrypted, stateOf(key)]))).to.equal('allow');
  });

  it('takes the best of several copies, and tells what the one lacks that comes farthest', async () => {
    const other = resourceOf(null, 'Other', 'AWS::DynamoDB::Backup');
    const notReady = copyOf({ serving: false });
    expect(await reason(going([notReady, copyOf({}, other)]))).to.equal('allow');
    expect(await reason(going([copyOf({}, other), notReady], { mayDo: () => true }))).to.contain('li.wei');
  });

  it('names the first resource and counts the others', async () => {
    const prices = resourceOf('cost-reports', 'PriceTable');
    const attempt = attemptOf({ effects: [effectOf('delete', table), effectOf('replace', prices)] });
    expect(await reason(attempt)).to.equal('no copy of cost-reports/UsageTable, and of 1 more');
  });

  it('looks at every effect that takes data away, and at no other', async () => {
    const guardrail = await build(name);
    const plain = (kind: (typeof effectKinds)[number]): Effect => ({ ...effectOf(kind, table), loses: null });
    const looksAt = effectKinds.filter((kind) => {
      const attempt = { ...going([]), effects: [plain(kind)] };
      return judge(guardrail, attempt).answer === 'deny';
    });
    expect(looksAt).to.deep.equal(['replace', 'delete', 'expire']);
    const partly = { ...plain('update'), loses: { records: 1, bytes: 1 } };
    expect(judge(guardrail, { ...going([]), effects: [partly] }).answer).to.equal('deny');
  });

  it('abstains, and says why, where nothing that it looks at goes', async () => {
    const abstention = async (attempt: Attempt): Promise<string> => {
      const judgement = await judged(attempt);
      return judgement.answer === 'abstain' ? judgement.reason : judgement.answer;
    };
    expect(await abstention(attemptOf({ effects: [effectOf('create', table)] }))).to.equal(
      'nothing is taken away',
    );
    const elsewhere = attemptOf({
      effects: [effectOf('delete', resourceOf('cost-reports-dev', 'UsageTable'))],
    });
    expect(await abstention(elsewhere)).to.equal(
      'nothing that it looks at is taken away (1 effect elsewhere)',
    );
    const empty = withObserved(table, { data: { records: 0, bytes: 0 } });
    const attempt = attemptOf({ effects: [effectOf('delete', table)] });
    expect(await abstention({ ...attempt, inventory: inventoryOfStates([empty]) })).to.equal(
      'nothing that is taken away holds data',
    );
  });
});
