/** Whether a backend's CloudFormation replaces a resource where AWS's would: tried on a table, before anybody acts. */
import type { Outcome } from '../contract/call.js';
import type { RemoteCloud } from './remote-cloud.js';

const StackName = 'replacement';
const secondsAtMost = 10;

function templateWith(AttributeName: string): string {
  return JSON.stringify({
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
          KeySchema: [{ AttributeName, KeyType: 'HASH' }],
        },
      },
    },
  });
}

/**
 * Gives a table another key, which can only be done by replacing it (CloudFormation, "AWS::DynamoDB::Table",
 * `KeySchema`), and takes it away again.
 * @returns whether it was replaced; true too where the backend cannot do as much as that, which is told elsewhere.
 * @throws Error where the backend failed.
 */
export async function replacesResources(remote: RemoteCloud): Promise<boolean> {
  const made = await remote.call('CloudFormation', 'CreateStack', {
    StackName,
    TemplateBody: templateWith('first'),
  });
  if (!made.ok) return true;
  const before = await idOnceSettled(remote);
  const updated = await remote.call('CloudFormation', 'UpdateStack', {
    StackName,
    TemplateBody: templateWith('second'),
  });
  const after = updated.ok ? await idOnceSettled(remote) : undefined;
  await remote.call('CloudFormation', 'DeleteStack', { StackName });
  await settled(remote);
  return before === undefined || after === undefined || before !== after;
}

async function idOnceSettled(remote: RemoteCloud): Promise<string | undefined> {
  await settled(remote);
  const outcome = await remote.call('CloudFormation', 'DescribeStackResources', { StackName });
  return membersIn(outcome, 'StackResources')[0]?.['PhysicalResourceId'];
}

async function settled(remote: RemoteCloud): Promise<void> {
  for (let look = 0; look < secondsAtMost * 10; look += 1) {
    const [stack] = membersIn(await remote.call('CloudFormation', 'DescribeStacks', { StackName }), 'Stacks');
    if (stack?.['StackStatus']?.endsWith('_IN_PROGRESS') !== true) return;
    await remote.pause(100);
  }
}

function membersIn(outcome: Outcome, name: string): readonly Readonly<Record<string, string>>[] {
  const list: unknown = outcome.ok ? Reflect.get(outcome.output, name) : [];
  return Array.isArray(list) ? (list as readonly Readonly<Record<string, string>>[]) : [];
}
