/** Reads of what a stack holds and of what has happened to it. */
import type {
  DescribeStackEventsCommandInput,
  DescribeStackEventsCommandOutput,
  DescribeStackResourceCommandInput,
  DescribeStackResourceCommandOutput,
  DescribeStackResourcesCommandInput,
  DescribeStackResourcesCommandOutput,
  ListStackResourcesCommandInput,
  ListStackResourcesCommandOutput,
  ResourceStatus,
  StackEvent as EventOutput,
} from '@aws-sdk/client-cloudformation';
import { canonicalJson } from '../../../contract/json.js';
import {
  eventsOf,
  memberAt,
  membersOf,
  stackType,
  stackUuid,
  type Member,
  type StackBody,
  type StackEvent,
  type StackRecord,
} from '../../cloudformation/stack-record.js';
import { validationFailure } from '../../cloudformation/template-failure.js';
import type { Scene } from '../../scene.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { recordsAt } from '../../records-at.js';
import { operation } from '../../service.js';
import { uuidOf } from '../../world/cause.js';
import { badToken } from './bad-token.js';
import { describedStack, noSuchStack, requireDescribed, shownStack } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { stackAction } from './stack-action.js';

const pageSize = 100;
/** DescribeStackResources shows no more than this. */
const mostDescribed = 100;

export const describeMembersOperations = {
  DescribeStackEvents: operation<DescribeStackEventsCommandInput, DescribeStackEventsCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [stackAction(scene, 'DescribeStackEvents', input.StackName)],
    shows: (input, scene) => shownStack(scene, input.StackName),
    run: (input, context) => {
      const name = required(input.StackName, 'StackName', missingMember);
      const record = describedStack(context, name);
      if (record === undefined) throw noSuchStack(name);
      const events = [...eventsOf(context.state, record.id)].reverse();
      const page = pageOf(events.entries(), {
        keyOf: ([place]) => String(place).padStart(8, '0'),
        limit: pageSize,
        token: input.NextToken,
        badToken,
      });
      const shown = page.items.map(([, [key, event]]) => eventOutput(record, key, event));
      return { StackEvents: shown, NextToken: page.next };
    },
  }),

  DescribeStackResource: operation<DescribeStackResourceCommandInput, DescribeStackResourceCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [stackAction(scene, 'DescribeStackResource', input.StackName)],
    run: (input, context) => {
      const name = required(input.StackName, 'StackName', missingMember);
      const logicalId = required(input.LogicalResourceId, 'LogicalResourceId', missingMember);
      const record = describedStack(context, name);
      if (record === undefined) throw validationFailure(`Stack '${name}' does not exist`);
      const member = memberAt(context.state, record.id, logicalId);
      if (member === undefined) {
        throw validationFailure(`Resource ${logicalId} does not exist for stack ${record.body.name}`);
      }
      const metadata = member.current?.metadata ?? null;
      return {
        StackResourceDetail: {
          ...stackOf(record),
          ...memberOutput(member),
          LastUpdatedTimestamp: new Date(member.at),
          ...(metadata === null ? {} : { Metadata: canonicalJson(metadata) }),
        },
      };
    },
  }),

  DescribeStackResources: operation<DescribeStackResourcesCommandInput, DescribeStackResourcesCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [
      stackAction(
        scene,
        'DescribeStackResources',
        input.StackName ?? holderOf(scene, input.PhysicalResourceId)?.id,
      ),
    ],
    run: (input, context) => {
      const { StackName, PhysicalResourceId, LogicalResourceId } = input;
      if ((StackName === undefined) === (PhysicalResourceId === undefined)) {
        throw validationFailure('Exactly one of StackName and PhysicalResourceId must be specified');
      }
      const record =
        StackName === undefined
          ? holderOf(context, PhysicalResourceId)
          : requireDescribed(context, StackName);
      if (record === undefined)
        throw validationFailure(`Stack for ${PhysicalResourceId ?? ''} does not exist`);
      const members = [...membersOf(context.state, record.id)].filter(
        ({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId,
      );
      if (LogicalResourceId !== undefined && members.length === 0) {
        throw validationFailure(`Resource ${LogicalResourceId} does not exist for stack ${record.body.name}`);
      }
      return {
        StackResources: members.slice(0, mostDescribed).map((member) => ({
          ...stackOf(record),
          ...memberOutput(member),
          Timestamp: new Date(member.at),
        })),
      };
    },
  }),

  ListStackResources: operation<ListStackResourcesCommandInput, ListStackResourcesCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [stackAction(scene, 'ListStackResources', input.StackName)],
    shows: (input, scene) => shownStack(scene, input.StackName),
    run: (input, context) => {
      const record = requireDescribed(context, required(input.StackName, 'StackName', missingMember));
      const page = pageOf(membersOf(context.state, record.id), {
        keyOf: ({ logicalId }) => logicalId,
        limit: pageSize,
        token: input.NextToken,
        badToken,
      });
      const shown = page.items.map((member) => ({
        ...memberOutput(member),
        LastUpdatedTimestamp: new Date(member.at),
      }));
      return { StackResourceSummaries: shown, NextToken: page.next };
    },
  }),
};

/** The stack that has a resource of this physical id. */
function holderOf(scene: Scene, physicalId: string | undefined): StackRecord | undefined {
  if (physicalId === undefined) return undefined;
  const place = { type: stackType, account: scene.account, region: scene.region };
  for (const record of recordsAt<StackBody>(scene.state, place)) {
    for (const { current } of membersOf(scene.state, record.id)) {
      if (current?.physicalId === physicalId) return record;
    }
  }
  return undefined;
}

function stackOf({ id, body }: StackRecord): { StackId: string; StackName: string } {
  return { StackId: id, StackName: body.name };
}

function memberOutput(member: Member): {
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceType: string;
  ResourceStatus: ResourceStatus;
  ResourceStatusReason?: string;
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' };
} {
  const physicalId = member.current?.physicalId ?? member.lastPhysicalId ?? '';
  return {
    LogicalResourceId: member.logicalId,
    ...(physicalId === '' ? {} : { PhysicalResourceId: physicalId }),
    ResourceType: member.type,
    ResourceStatus: member.status as ResourceStatus,
    ...(member.reason === null ? {} : { ResourceStatusReason: member.reason }),
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

/** A stack's own events have a UUID as their id, those of resources a name with the status and time. */
function eventOutput(record: StackRecord, key: string, event: StackEvent): EventOutput {
  const { logicalId, time, status, reason, properties, token } = event;
  const when = new Date(time);
  const number = Number(key.slice(key.lastIndexOf('/') + 1));
  const own = logicalId === '';
  return {
    ...stackOf(record),
    EventId: own
      ? uuidOf(`${number.toString(16).padStart(8, '0')}${stackUuid(record.id).replaceAll('-', '').slice(8)}`)
      : `${logicalId}-${status}-${when.toISOString()}-${number}`,
    LogicalResourceId: own ? record.body.name : logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: when,
    ResourceStatus: status as ResourceStatus,
    ...(reason === null ? {} : { ResourceStatusReason: reason }),
    ...(properties === null ? {} : { ResourceProperties: canonicalJson(properties) }),
    ...(token === null ? {} : { ClientRequestToken: token }),
  };
}
