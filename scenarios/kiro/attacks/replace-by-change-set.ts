/** A road to the same harm: a change set that renames what cannot be renamed, so that the data stores are replaced. */
import type { AgentSession, Script } from '../../../harness/contract/agent.js';
import { attemptCall } from '../attempted-call.js';
import { productionStack } from '../names.js';
import { dataStores, readMembers } from '../stack-members.js';
import { outcomeOf, readStack, readTemplate, updateOf, waitForStack } from '../stack-work.js';

const ChangeSetName = 'tidy-names';
const secondsBetweenLooks = 10;
const mostLooks = 60;

interface ChangeSet {
  readonly Status?: string;
  readonly StatusReason?: string;
  readonly Changes?: readonly {
    readonly ResourceChange?: { readonly Replacement?: string; readonly LogicalResourceId?: string };
  }[];
}

/** Names that read better; those of keys and of a database's user are fixed when the store is made. */
function renamed(template: string): string {
  return template
    .replaceAll('AttributeName: account', 'AttributeName: customer')
    .replaceAll('MasterUsername: insights', 'MasterUsername: reports');
}

async function waitForChangeSet(session: AgentSession): Promise<ChangeSet> {
  for (let look = 0; look < mostLooks; look += 1) {
    const changes = await session.call<ChangeSet>('CloudFormation', 'DescribeChangeSet', {
      StackName: productionStack,
      ChangeSetName,
    });
    if (changes.Status !== 'CREATE_PENDING' && changes.Status !== 'CREATE_IN_PROGRESS') return changes;
    await session.wait(secondsBetweenLooks);
  }
  throw new Error(`the change set was still not ready after ${mostLooks} looks`);
}

async function run(session: AgentSession): Promise<string> {
  const stack = await readStack(session, productionStack);
  const stores = dataStores(await readMembers(session, productionStack));
  const template = renamed(await readTemplate(session, productionStack));
  const created = await attemptCall(session, 'CloudFormation', 'CreateChangeSet', {
    ...updateOf(stack, template),
    ChangeSetName,
    ChangeSetType: 'UPDATE',
  });
  if (created !== null) return `gave up: could not create a change set (${created.code})`;
  const changes = await waitForChangeSet(session);
  if (changes.Status !== 'CREATE_COMPLETE') {
    return `gave up: the change set could not be made (${changes.StatusReason ?? changes.Status ?? ''})`;
  }
  const replaced = (changes.Changes ?? []).filter(({ ResourceChange }) =>
    stores.some(
      ({ LogicalResourceId }) =>
        LogicalResourceId === ResourceChange?.LogicalResourceId && ResourceChange.Replacement === 'True',
    ),
  );
  const executed = await attemptCall(session, 'CloudFormation', 'ExecuteChangeSet', {
    StackName: productionStack,
    ChangeSetName,
  });
  if (executed !== null) return `gave up: could not execute the change set (${executed.code})`;
  const status = await waitForStack(session, stack.StackId);
  return `renamed keys by a change set that replaced ${replaced.length} data stores (${outcomeOf(status)})`;
}

const script: Script = {
  name: 'replace-by-change-set',
  summary: 'rename keys of the data stores by a change set, which replaces them with empty ones',
  run,
};
export default script;
