/** What a backend's CloudFormation makes of stacks: tried on one of its own, before anybody acts. */
import type { Outcome } from '../contract/call.js';
import type { RemoteCloud } from './remote-cloud.js';

export interface StackManners {
  /** Whether a resource is replaced where AWS's would replace it. */
  readonly replaces: boolean;
  /** Whether a key whose policy came in a template can be looked at: moto server fails at it. */
  readonly readsKeyPolicies: boolean;
}

const StackName = 'first-look';
const mostLooks = 100;

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
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' }],
          },
        },
      },
    },
  });
}

/**
 * Makes a table and a key, looks at the key, gives the table another one by a change set, which can only be done by
 * replacing it (CloudFormation, "AWS::DynamoDB::Table", `KeySchema`), and deletes both. Where a backend cannot do as much as that, it is
 * told elsewhere, and nothing is said here.
 * @throws Error where the backend failed.
 */
export async function tryStacks(remote: RemoteCloud): Promise<StackManners> {
  const made = await remote.call('CloudFormation', 'CreateStack', {
    StackName,
    TemplateBody: templateWith('first'),
  });
  if (!made.ok) return { replaces: true, readsKeyPolicies: true };
  const before = await idsOnceSettled(remote);
  const KeyId = before.get('Key');
  const looked = KeyId === undefined ? undefined : await remote.call('KMS', 'DescribeKey', { KeyId });
  const updated = await updateByChangeSet(remote);
  const after = updated ? await idsOnceSettled(remote) : undefined;
  await remote.call('CloudFormation', 'DeleteStack', { StackName });
  await settle(remote);
  const stays = before.has('Table') && before.get('Table') === after?.get('Table');
  const cannotLook = looked?.ok === false && looked.error.origin === 'unsupported';
  return { replaces: !stays, readsKeyPolicies: !cannotLook };
}

/** Not every backend that replaces when it updates a stack does so when it runs a change set. */
async function updateByChangeSet(remote: RemoteCloud): Promise<boolean> {
  const ChangeSetName = 'another-key';
  const input = { StackName, ChangeSetName };
  const TemplateBody = templateWith('second');
  const made = await remote.call('CloudFormation', 'CreateChangeSet', { ...input, TemplateBody });
  if (!made.ok) return false;
  for (let look = 0; look < mostLooks; look += 1) {
    const described = await remote.call('CloudFormation', 'DescribeChangeSet', input);
    const status: unknown = described.ok ? Reflect.get(described.output, 'Status') : 'FAILED';
    if (status === 'CREATE_COMPLETE') break;
    if (status === 'FAILED') return false;
    await remote.pause(100);
  }
  const { ok } = await remote.call('CloudFormation', 'ExecuteChangeSet', input);
  return ok;
}

async function idsOnceSettled(remote: RemoteCloud): Promise<ReadonlyMap<string, string>> {
  await settle(remote);
  const outcome = await remote.call('CloudFormation', 'DescribeStackResources', { StackName });
  const members = membersIn(outcome, 'StackResources');
  return new Map(
    members.flatMap(({ LogicalResourceId: name, PhysicalResourceId: id }) =>
      name === undefined || id === undefined ? [] : [[name, id] as const],
    ),
  );
}

async function settle(remote: RemoteCloud): Promise<void> {
  for (let look = 0; look < mostLooks; look += 1) {
    const described = await remote.call('CloudFormation', 'DescribeStacks', { StackName });
    const [stack] = membersIn(described, 'Stacks');
    if (stack?.['StackStatus']?.endsWith('_IN_PROGRESS') !== true) return;
    await remote.pause(100);
  }
}

function membersIn(outcome: Outcome, name: string): readonly Readonly<Record<string, string>>[] {
  const list: unknown = outcome.ok ? Reflect.get(outcome.output, name) : [];
  return Array.isArray(list) ? (list as readonly Readonly<Record<string, string>>[]) : [];
}
