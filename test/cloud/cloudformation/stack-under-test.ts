/** Stacks in a fresh cloud, for tests: deploy, wait, and read what happened. */
import type { Stack, StackEvent, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { cloudUnderTest, type CloudUnderTest } from '../cloud-under-test.js';

export interface StackUnderTest extends CloudUnderTest {
  /** Calls an operation of CloudFormation's on the stack `shop`. */
  readonly cfn: (operation: string, input?: object) => Record<string, unknown>;
  /** Creates the stack and lets an hour pass. */
  readonly create: (template: string, input?: object) => string;
  readonly update: (template: string, input?: object) => void;
  readonly remove: (input?: object) => void;
  readonly stack: (nameOrId?: string) => Stack;
  /** Lines of `logical id, status, reason`, oldest first; of the last operation where `last` is true. */
  readonly story: (nameOrId?: string) => string[];
  readonly members: (nameOrId?: string) => StackResourceSummary[];
  readonly physicalId: (logicalId: string) => string;
}

const hour = 3600;

export async function stackUnderTest(seed = 1): Promise<StackUnderTest> {
  const cloud = await cloudUnderTest({ seed });
  const cfn: StackUnderTest['cfn'] = (operation, input = {}) =>
    cloud.call('CloudFormation', operation, { StackName: 'shop', ...input });
  const stack = (nameOrId = 'shop'): Stack =>
    (cfn('DescribeStacks', { StackName: nameOrId }) as { Stacks: Stack[] }).Stacks[0]!;
  const members = (nameOrId = 'shop'): StackResourceSummary[] =>
    (cfn('ListStackResources', { StackName: nameOrId }) as { StackResourceSummaries: StackResourceSummary[] })
      .StackResourceSummaries;
  return {
    ...cloud,
    cfn,
    create: (TemplateBody, input = {}) => {
      const { StackId } = cfn('CreateStack', {
        TemplateBody,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        ...input,
      });
      cloud.advance(hour);
      return String(StackId);
    },
    update: (TemplateBody, input = {}) => {
      cfn('UpdateStack', { TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'], ...input });
      cloud.advance(hour);
    },
    remove: (input = {}) => {
      cfn('DeleteStack', input);
      cloud.advance(hour);
    },
    stack,
    story: (nameOrId = 'shop') => {
      const events: StackEvent[] = [];
      for (let NextToken: string | undefined; ;) {
        const page = cfn('DescribeStackEvents', { StackName: nameOrId, NextToken }) as {
          StackEvents: StackEvent[];
          NextToken?: string;
        };
        events.push(...page.StackEvents);
        NextToken = page.NextToken;
        if (NextToken === undefined) break;
      }
      const lines = events
        .reverse()
        .map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
          [LogicalResourceId, ResourceStatus, ResourceStatusReason]
            .filter((part) => part !== undefined)
            .join(' '),
        );
      const begun = lines.findLastIndex((line) => line.endsWith('User Initiated'));
      // Nobody but the outer stack begins a nested one's operations.
      return lines.slice(Math.max(0, begun));
    },
    members,
    physicalId: (logicalId) =>
      members().find((member) => member.LogicalResourceId === logicalId)!.PhysicalResourceId ?? '',
  };
}
