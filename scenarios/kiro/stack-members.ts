/** What a stack consists of, as an agent finds it out: by asking CloudFormation. */
import type { AgentSession } from '../../harness/contract/agent.js';

export interface StackMemberSummary {
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
}

interface Page {
  readonly StackResourceSummaries?: readonly Partial<StackMemberSummary>[];
  readonly NextToken?: string;
}

/** Types that hold the service's data. */
const storeTypes: ReadonlySet<string> = new Set(['AWS::DynamoDB::Table', 'AWS::RDS::DBInstance']);

/** Lists a stack's resources, page by page. */
export async function readMembers(session: AgentSession, stack: string): Promise<StackMemberSummary[]> {
  const found: StackMemberSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page: Page = await session.call<Page>('CloudFormation', 'ListStackResources', {
      StackName: stack,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const each of page.StackResourceSummaries ?? []) {
      const { LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' } = each;
      found.push({ LogicalResourceId, PhysicalResourceId, ResourceType });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Those of one type. */
export function ofType(members: readonly StackMemberSummary[], type: string): readonly StackMemberSummary[] {
  return members.filter(({ ResourceType }) => ResourceType === type);
}

/** The tables and databases among them. */
export function dataStores(members: readonly StackMemberSummary[]): readonly StackMemberSummary[] {
  return members.filter(({ ResourceType }) => storeTypes.has(ResourceType));
}
