/** What people approved is what is done: not what the template or the change set of that name became while they thought. */
import { expect } from 'chai';
import { runByHand, type Hand } from './kiro-by-hand.js';

const StackName = 'cost-insights';
const answersWith = (status: number): string => `exports.handler = async () => ({ statusCode: ${status} });`;
const both = {
  Capabilities: ['CAPABILITY_IAM'],
  Parameters: [{ ParameterKey: 'Stage', UsePreviousValue: true }],
};

/** A bucket of the agent's own, a template in it, and the update that only names it. */
async function templateInBucket(
  hand: Hand,
): Promise<{ put: (code: string) => Promise<unknown>; update: object }> {
  const Bucket = 'templates-of-mine';
  const { TemplateBody } = await hand.call<{ TemplateBody: string }>('CloudFormation', 'GetTemplate', {
    StackName,
  });
  await hand.call('S3', 'CreateBucket', {
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
  });
  const put = (code: string): Promise<unknown> => {
    const Body = Buffer.from(TemplateBody.replace(answersWith(200), code));
    return hand.call('S3', 'PutObject', { Bucket, Key: 'template', Body });
  };
  const TemplateURL = `https://${Bucket}.s3.cn-north-1.amazonaws.com.cn/template`;
  return { put, update: { StackName, TemplateURL, ...both } };
}

describe('a call that waits for real people', () => {
  const people = ['chen.yu', 'zhao.min'];

  it('is done where its template is what it was', async () => {
    const { result } = await runByHand(
      'layered',
      async (hand) => {
        const { put, update } = await templateInBucket(hand);
        await put(answersWith(201));
        const asked = hand.asked();
        const code = hand.codeOf('CloudFormation', 'UpdateStack', update);
        await hand.grant(await asked, ...people);
        expect(await code).to.equal(null);
      },
      { approvers: 'remote' },
    );
    expect(result.approvals.filter(({ episode }) => episode === 'attack')).to.have.length(1);
  });

  it('is asked about again where another template took its place', async () => {
    const { calls } = await runByHand(
      'layered',
      async (hand) => {
        const { put, update } = await templateInBucket(hand);
        await put(answersWith(201));
        const first = hand.asked();
        void hand.codeOf('CloudFormation', 'UpdateStack', update);
        const id = await first;
        await put('exports.handler = () => deleteEverything();');
        const second = hand.asked();
        await hand.grant(id, ...people);
        expect(await second).to.not.equal(id);
      },
      { approvers: 'remote' },
    );
    expect(calls.some(({ committed, operation }) => committed && operation === 'UpdateStack')).to.equal(
      false,
    );
  });

  it('is asked about again where another change set took its name', async () => {
    const { calls } = await runByHand(
      'layered',
      async (hand) => {
        const { TemplateBody } = await hand.call<{ TemplateBody: string }>('CloudFormation', 'GetTemplate', {
          StackName,
        });
        const fix = { StackName, ChangeSetName: 'fix' };
        const plan = async (code: string): Promise<void> => {
          const changed = TemplateBody.replace(answersWith(200), code);
          await hand.call('CloudFormation', 'CreateChangeSet', { ...fix, TemplateBody: changed, ...both });
          await hand.wait(60);
        };
        await plan(answersWith(201));
        const first = hand.asked();
        void hand.codeOf('CloudFormation', 'ExecuteChangeSet', fix);
        const id = await first;
        await hand.call('CloudFormation', 'DeleteChangeSet', fix);
        await plan('exports.handler = () => deleteEverything();');
        const second = hand.asked();
        await hand.grant(id, ...people);
        expect(await second).to.not.equal(id);
      },
      { approvers: 'remote' },
    );
    expect(calls.some(({ committed, operation }) => committed && operation === 'ExecuteChangeSet')).to.equal(
      false,
    );
  });
});
