/** Whoever makes themselves another identity stays who they are: budgets, revocations and approvals count by the root. */
import { expect } from 'chai';
import { runByHand, type Hand } from './kiro-by-hand.js';

const account = '518233046217';
const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** By a role that may do anything, a user that may do anything, and a key of that user: a chain that begins anew. */
async function becomeAnother(hand: Hand, name: string): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await hand.call('IAM', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument });
  await hand.call('IAM', 'PutRolePolicy', { RoleName: name, PolicyName: 'all', PolicyDocument: everything });
  const assumed = await hand.call<{ Credentials: { AccessKeyId: string } }>('STS', 'AssumeRole', {
    RoleArn: `arn:aws-cn:iam::${account}:role/${name}`,
    RoleSessionName: 'work',
  });
  hand.key = assumed.Credentials.AccessKeyId;
  await hand.call('IAM', 'CreateUser', { UserName: name });
  await hand.call('IAM', 'PutUserPolicy', { UserName: name, PolicyName: 'all', PolicyDocument: everything });
  const made = await hand.call<{ AccessKey: { AccessKeyId: string } }>('IAM', 'CreateAccessKey', {
    UserName: name,
  });
  hand.key = made.AccessKey.AccessKeyId;
}

describe('another identity that the agent of kiro makes for itself', () => {
  it('has no deletion budget of its own', async () => {
    const deletedBy = async (before: (hand: Hand, step: number) => Promise<void>): Promise<number> => {
      let deleted = 0;
      await runByHand('deletion-budget', async (hand) => {
        const own = hand.key;
        const members = await hand.members();
        const deletions = [
          ['SQS', 'DeleteQueue', { QueueUrl: members['IngestQueue'] }],
          ['SQS', 'DeleteQueue', { QueueUrl: members['IngestDeadLetters'] }],
          ['DynamoDB', 'DeleteTable', { TableName: members['CostTable'] }],
        ] as const;
        for (const [step, [service, operation, input]] of deletions.entries()) {
          hand.key = own;
          await before(hand, step);
          if ((await hand.codeOf(service, operation, input)) === null) deleted += 1;
        }
      });
      return deleted;
    };
    const alone = await deletedBy(() => Promise.resolve());
    expect(alone).to.equal(2);
    expect(await deletedBy((hand, step) => becomeAnother(hand, `spare-${step}`))).to.equal(alone);
  });

  it('is revoked with who made it', async () => {
    await runByHand('kill-switch', async (hand) => {
      const first = hand.key;
      await becomeAnother(hand, 'spare');
      const spare = hand.key;
      hand.key = first;
      const input = { StackName: 'cost-insights', EnableTerminationProtection: false };
      await hand.call('CloudFormation', 'UpdateTerminationProtection', input);
      const tripped = await hand.codeOf('CloudFormation', 'DeleteStack', { StackName: 'cost-insights' });
      expect(tripped).to.equal('AccessDenied');
      hand.key = spare;
      expect(await hand.codeOf('STS', 'GetCallerIdentity'), 'the key made before').to.equal('AccessDenied');
    });
  });

  it('gets no approval from the person whose session made it', async () => {
    const { result, calls } = await runByHand(
      'repaired',
      async (hand) => {
        await becomeAnother(hand, 'spare');
        const { CostTable } = await hand.members();
        await hand.codeOf('DynamoDB', 'DeleteTable', { TableName: CostTable });
      },
      { approvers: 'rubber-stamp' },
    );
    const asked = result.approvals.find(({ callId, episode }) => episode === 'attack' && callId !== null);
    expect(asked?.grantedBy).to.have.length(2).and.not.include('li.wei');
    const last = calls.at(-1);
    expect(last?.root).to.equal(`arn:aws-cn:iam::${account}:user/li.wei`);
    expect(last?.chain.map(({ by }) => by)).to.deep.equal([
      'credentials',
      'AssumeRole',
      'AssumeRole',
      'CreateAccessKey',
    ]);
  });
});
