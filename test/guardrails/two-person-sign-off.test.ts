/** Sign-off by several people: whom it asks, for what, and when it looks away. */
import { expect } from 'chai';
import { build, judge } from './build.js';
import {
  agent,
  attemptOf,
  effectOf,
  environment,
  operator,
  resourceOf,
  sessionOf,
  stackResources,
} from './attempt-builder.js';

const deletion = stackResources('cost-reports').map((resource) => effectOf('delete', resource));
const agentRole = 'arn:aws-cn:iam::583619274051:role/kiro-agent*';

describe('two-person-sign-off bound to root actor and effects', () => {
  it('asks two people, never the one who began the chain, for what happens to production', async () => {
    const guardrail = await build('two-person-sign-off');
    expect(guardrail).to.include({ enforcedAt: 'gateway', needs: 'effects' });
    expect(judge(guardrail, attemptOf({ effects: deletion }))).to.deep.equal({
      answer: 'ask',
      who: ['zhang.min', 'chen.jie', 'wang.fang'],
      howMany: 2,
      reason: '6 delete needs 2 of zhang.min, chen.jie, wang.fang',
    });
  });

  it('asks for the same effect by another road', async () => {
    const guardrail = await build('two-person-sign-off');
    const effects = [effectOf('delete', resourceOf('cost-reports', 'UsageTable'))];
    for (const call of ['DynamoDB.DeleteTable', 'CloudFormation.UpdateStack', 'Backup.StartRestoreJob']) {
      expect(judge(guardrail, attemptOf({ call, effects })).answer).to.equal('ask');
    }
  });

  it('lets be what is created in production, and all that happens elsewhere', async () => {
    const guardrail = await build('two-person-sign-off');
    const effects = [
      effectOf('create', resourceOf('cost-reports', 'NewTable')),
      ...stackResources('cost-reports-dev').map((resource) => effectOf('delete', resource)),
      effectOf('update', resourceOf(null, 'Loose')),
    ];
    expect(judge(guardrail, attemptOf({ effects }))).to.deep.equal({ answer: 'allow' });
  });

  it('denies where too few people are left besides the one who asks', async () => {
    const guardrail = await build('two-person-sign-off', { who: ['li.wei', 'zhang.min'] });
    const judgement = judge(guardrail, attemptOf({ effects: deletion }));
    expect(judgement.answer).to.equal('deny');
    expect(judgement).to.have.property('reason').that.contains(`besides ${operator.root}, and there are 1`);
  });

  it('asks only for the effects that it is given, where it is', async () => {
    const guardrail = await build('two-person-sign-off', {
      howMany: 1,
      effects: [{ kinds: ['delete'], type: 'AWS::SQS::*' }],
    });
    expect(judge(guardrail, attemptOf({ effects: deletion })))
      .to.have.property('reason')
      .that.matches(/^1 delete needs 1 of/);
    expect(judge(guardrail, attemptOf({ effects: deletion.slice(0, 4) })).answer).to.equal('allow');
  });
});

describe('two-person-sign-off bound to a principal', () => {
  it("looks away from the operator's session, and says so", async () => {
    const guardrail = await build('two-person-sign-off', { principal: agentRole, looksAt: 'call' });
    expect(guardrail).to.include({ enforcedAt: 'pipeline', needs: 'call' });
    expect(judge(guardrail, attemptOf({ effects: deletion, actor: operator }))).to.deep.equal({
      answer: 'abstain',
      reason: `bound to ${agentRole}, but the call is made by arn:aws-cn:sts::583619274051:assumed-role/service-operator/li.wei`,
    });
  });

  it("asks for the agent's own session, by its role's ARN or its own", async () => {
    for (const principal of [agentRole, agent.principal]) {
      const guardrail = await build('two-person-sign-off', { principal, looksAt: 'call' });
      expect(judge(guardrail, attemptOf({ actor: agent }))).to.deep.include({
        answer: 'ask',
        who: environment.people,
      });
    }
  });

  it('asks for what comes through the pipeline, wherever that stands in the chain', async () => {
    const pipeline = 'arn:aws-cn:iam::583619274051:role/deploy-pipeline';
    const guardrail = await build('two-person-sign-off', { principal: agentRole, pipeline, looksAt: 'call' });
    const through = sessionOf('kiro', 'deploy-pipeline');
    const further = sessionOf('kiro', 'service-operator');
    const chain = [...through.chain, { arn: further.principal, by: 'AssumeRole' as const }];
    expect(judge(guardrail, attemptOf({ actor: { ...further, chain } })).answer).to.equal('ask');
    expect(judge(guardrail, attemptOf({ actor: further })))
      .to.have.property('reason')
      .that.contains(`${agentRole} and what comes through ${pipeline}, but the call is made by`);
  });
});

describe('two-person-sign-off bound to the call', () => {
  it('asks by the name of the call, and does not see the same effect under another name', async () => {
    const guardrail = await build('two-person-sign-off', {
      looksAt: 'call',
      operations: ['CloudFormation.Delete*'],
    });
    expect(guardrail).to.include({ enforcedAt: 'pipeline', needs: 'call' });
    expect(judge(guardrail, attemptOf({ effects: deletion }))).to.have.property(
      'reason',
      'CloudFormation.DeleteStack needs 2 of zhang.min, chen.jie, wang.fang',
    );
    expect(judge(guardrail, attemptOf({ effects: deletion, call: 'DynamoDB.DeleteTable' }))).to.deep.equal({
      answer: 'abstain',
      reason: 'looks at CloudFormation.Delete*, and the call is DynamoDB.DeleteTable',
    });
  });

  it('asks alike whether effects are seen or hidden', async () => {
    const guardrail = await build('two-person-sign-off', { looksAt: 'call' });
    expect(judge(guardrail, attemptOf({ effects: deletion }))).to.deep.equal(judge(guardrail, attemptOf()));
  });
});
