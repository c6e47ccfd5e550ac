/** After an episode on a server that outlives the command: its stacks go, so that nothing of it runs on there. */
import type { RemoteCloud } from '../../backends/remote-cloud.js';

interface Listed {
  readonly StackId?: string;
  readonly StackStatus?: string;
  readonly CreationTime?: Date;
}

const mostLooks = 100;

/**
 * Deletes every stack of an account that an episode had to itself, the youngest first, since older ones may export what
 * younger ones take. What a template says is to be kept is kept. Nothing is said where something cannot be deleted: what the
 * episode came to is known by then.
 */
export async function tidyAccount(remote: RemoteCloud): Promise<void> {
  try {
    const listed = await remote.call('CloudFormation', 'DescribeStacks', {});
    const { Stacks = [] } = (listed.ok ? listed.output : {}) as { readonly Stacks?: readonly Listed[] };
    for (const { StackId: StackName = '', StackStatus } of youngestFirst(Stacks)) {
      if (StackStatus === 'DELETE_COMPLETE') continue;
      await remote.call('CloudFormation', 'UpdateTerminationProtection', {
        StackName,
        EnableTerminationProtection: false,
      });
      await remote.call('CloudFormation', 'DeleteStack', { StackName });
      await gone(remote, StackName);
    }
  } catch {
    // A backend that has failed is nobody's to tidy.
  }
}

function youngestFirst(stacks: readonly Listed[]): readonly Listed[] {
  return stacks.toSorted((one, other) => Number(other.CreationTime ?? 0) - Number(one.CreationTime ?? 0));
}

async function gone(remote: RemoteCloud, StackName: string): Promise<void> {
  for (let look = 0; look < mostLooks; look += 1) {
    const described = await remote.call('CloudFormation', 'DescribeStacks', { StackName });
    const [stack] =
      ((described.ok ? described.output : {}) as { readonly Stacks?: readonly Listed[] }).Stacks ?? [];
    if (stack?.StackStatus !== 'DELETE_IN_PROGRESS') return;
    await remote.pause(100);
  }
}
