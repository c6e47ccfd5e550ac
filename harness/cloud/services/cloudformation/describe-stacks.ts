/** DescribeStacks and ListStacks. */
import type {
  DescribeStacksCommandInput,
  DescribeStacksCommandOutput,
  ListStacksCommandInput,
  ListStacksCommandOutput,
  Parameter,
  Stack,
  StackSummary,
} from '@aws-sdk/client-cloudformation';
import { readTemplate } from '../../cloudformation/read-template.js';
import { operationAt } from '../../cloudformation/stack-operation.js';
import {
  stackType,
  templateAt,
  type StackBody,
  type StackRecord,
  type StackTarget,
} from '../../cloudformation/stack-record.js';
import type { CallContext } from '../../call-context.js';
import { pageOf } from '../../page.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import { listTags } from '../../tag-list.js';
import { deletedStacks, requireDescribed, shownStack } from './find-stack.js';
import { badToken } from './bad-token.js';
import { stackAction } from './stack-action.js';

const pageSize = 100;

export const describeStacksOperations = {
  DescribeStacks: operation<DescribeStacksCommandInput, DescribeStacksCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [stackAction(scene, 'DescribeStacks', input.StackName)],
    shows: (input, scene) => shownStack(scene, input.StackName),
    run: (input, context) => {
      if (input.StackName !== undefined) {
        return { Stacks: [describe(context, requireDescribed(context, input.StackName))] };
      }
      const page = pageOf(recordsAt<StackBody>(context.state, context.place(stackType)), {
        keyOf: ({ id }) => id,
        limit: pageSize,
        token: input.NextToken,
        badToken,
      });
      return { Stacks: page.items.map((record) => describe(context, record)), NextToken: page.next };
    },
  }),

  ListStacks: operation<ListStacksCommandInput, ListStacksCommandOutput>({
    readOnly: true,
    actions: () => [{ action: 'cloudformation:ListStacks', resources: ['*'] }],
    run: (input, context) => {
      const wanted: ReadonlySet<string> = new Set(input.StackStatusFilter ?? []);
      const all = [
        ...recordsAt<StackBody>(context.state, context.place(stackType)),
        ...deletedStacks(context),
      ]
        .filter(({ body }) => wanted.size === 0 || wanted.has(body.status))
        .sort((left, right) => (left.id < right.id ? -1 : 1));
      const page = pageOf(all, { keyOf: ({ id }) => id, limit: pageSize, token: input.NextToken, badToken });
      return { StackSummaries: page.items.map((record) => summary(context, record)), NextToken: page.next };
    },
  }),
};

function describe(context: CallContext, record: StackRecord): Stack {
  const { body, id } = record;
  const { target, outputs } = body;
  return {
    StackId: id,
    StackName: body.name,
    ...changeSetOf(context, id),
    ...descriptionOf(context, body),
    Parameters: shownParameters(target),
    CreationTime: new Date(record.createdAt),
    ...(body.updatedAt === null ? {} : { LastUpdatedTime: new Date(body.updatedAt) }),
    ...(body.deletedAt === null ? {} : { DeletionTime: new Date(body.deletedAt) }),
    RollbackConfiguration: {},
    StackStatus: body.status,
    ...(body.reason === null ? {} : { StackStatusReason: body.reason }),
    DisableRollback: body.disableRollback,
    NotificationARNs: [...target.notificationArns],
    ...(body.timeoutMinutes === null ? {} : { TimeoutInMinutes: body.timeoutMinutes }),
    Capabilities: target.capabilities.map((each) => each as 'CAPABILITY_IAM'),
    Outputs: outputs.map(({ name, value, description, exportName }) => ({
      OutputKey: name,
      OutputValue: value,
      ...(description === null ? {} : { Description: description }),
      ...(exportName === null ? {} : { ExportName: exportName }),
    })),
    ...(body.roleArn === null ? {} : { RoleARN: body.roleArn }),
    Tags: listTags(target.tags),
    EnableTerminationProtection: body.terminationProtection,
    ...nestingOf(body),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** The change set that the stack was last made or changed by, if that is how it was. */
function changeSetOf({ state }: CallContext, stackId: string): { ChangeSetId?: string } {
  const key = operationAt(state, stackId)?.changeSet;
  return key === undefined ? {} : { ChangeSetId: key.slice(key.indexOf('arn:')) };
}

/** Parameters with their values, but for those that are shown to nobody. */
export function shownParameters({ parameters, resolved, secretParameters }: StackTarget): Parameter[] {
  return Object.entries(parameters).map(([ParameterKey, value]) => {
    const found = resolved?.[ParameterKey];
    const secret = secretParameters.includes(ParameterKey);
    return {
      ParameterKey,
      ParameterValue: secret ? '****' : value,
      ...(found === undefined ? {} : { ResolvedValue: secret ? '****' : found }),
    };
  });
}

function summary(context: CallContext, record: StackRecord): StackSummary {
  const { body, id } = record;
  return {
    StackId: id,
    StackName: body.name,
    ...descriptionOf(context, body, 'TemplateDescription'),
    CreationTime: new Date(record.createdAt),
    ...(body.updatedAt === null ? {} : { LastUpdatedTime: new Date(body.updatedAt) }),
    ...(body.deletedAt === null ? {} : { DeletionTime: new Date(body.deletedAt) }),
    StackStatus: body.status,
    ...(body.reason === null ? {} : { StackStatusReason: body.reason }),
    ...nestingOf(body),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function nestingOf({ parent }: StackBody): { ParentId?: string; RootId?: string } {
  return parent === undefined ? {} : { ParentId: parent.stackId, RootId: parent.rootId };
}

function descriptionOf(
  context: CallContext,
  body: StackBody,
  member: 'Description' | 'TemplateDescription' = 'Description',
): { Description?: string; TemplateDescription?: string } {
  const { description } = readTemplate(templateAt(context.state, body.target.template));
  return description === undefined ? {} : { [member]: description };
}
