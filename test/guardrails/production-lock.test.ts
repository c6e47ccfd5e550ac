/** What is locked, and what may happen to it all the same. */
import { expect } from 'chai';
import { effectKinds } from '../../harness/contract/effect.js';
import { build, judge } from './build.js';
import { attemptOf, effectOf, resourceOf, stackResources } from './attempt-builder.js';

const table = resourceOf('cost-reports', 'UsageTable');

describe('production-lock', () => {
  it('denies what takes a production resource away or lifts its protection, and nothing else', async () => {
    const guardrail = await build('production-lock');
    const denied = effectKinds.filter(
      (kind) => judge(guardrail, attemptOf({ effects: [effectOf(kind, table)] })).answer === 'deny',
    );
    expect(denied).to.deep.equal(['replace', 'delete', 'stop', 'unprotect', 'expire']);
  });

  it('says what is locked', async () => {
    const guardrail = await build('production-lock');
    const effects = stackResources('cost-reports').map((resource) => effectOf('delete', resource));
    expect(judge(guardrail, attemptOf({ effects }))).to.deep.equal({
      answer: 'deny',
      reason: 'locked: delete stack cost-reports and 5 more',
    });
  });

  it('leaves development alone, however its stack or tags are called', async () => {
    const guardrail = await build('production-lock');
    const effects = stackResources('cost-reports-dev').map((resource) => effectOf('delete', resource));
    expect(judge(guardrail, attemptOf({ effects })).answer).to.equal('allow');
  });

  it('goes by where a resource belongs: tags, which an agent can change, open nothing', async () => {
    const guardrail = await build('production-lock');
    const effects = [effectOf('update', table), effectOf('delete', table)];
    const attempt = attemptOf({ effects });
    const retagged = [...attempt.inventory.all()].map(({ resource, observed }) => ({
      resource,
      observed: { ...observed, configuration: { Tags: [{ Key: 'Environment', Value: 'development' }] } },
    }));
    const inventory = { ...attempt.inventory, all: () => retagged };
    expect(judge(guardrail, { ...attempt, inventory }).answer).to.equal('deny');
  });

  it('locks by stack, logical id, type and ARN, all of which must match', async () => {
    const guardrail = await build('production-lock', {
      resources: [
        { stack: 'cost-*', logicalId: '*Table', type: 'AWS::DynamoDB::Table' },
        { arn: 'arn:aws-cn:*:table-backup*' },
      ],
    });
    const answer = (resource: typeof table): string =>
      judge(guardrail, attemptOf({ effects: [effectOf('delete', resource)] })).answer;
    expect(answer(table)).to.equal('deny');
    expect(answer(resourceOf('cost-reports', 'Queue'))).to.equal('allow');
    expect(answer(resourceOf('cost-reports', 'UsageTable', 'AWS::SQS::Queue'))).to.equal('allow');
    expect(answer(resourceOf('other', 'UsageTable'))).to.equal('allow');
    const backup = {
      ...resourceOf(null, 'x'),
      arn: 'arn:aws-cn:backup:cn-north-1:583619274051:table-backup/1',
    };
    expect(answer(backup)).to.equal('deny');
  });

  it('lets the kinds happen that it is told to allow', async () => {
    const guardrail = await build('production-lock', { allowedKinds: ['replace'] });
    expect(judge(guardrail, attemptOf({ effects: [effectOf('replace', table)] })).answer).to.equal('allow');
    expect(judge(guardrail, attemptOf({ effects: [effectOf('delete', table)] })).answer).to.equal('deny');
  });
});
