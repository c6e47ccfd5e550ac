/** DescribeChangeSet and ListChangeSets. */
import type {
  Change,
  ChangeSetSummary,
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  ListChangeSetsCommandInput,
  ListChangeSetsCommandOutput,
  ResourceAttribute,
  ResourceChangeDetail,
} from '@aws-sdk/client-cloudformation';
import { canonicalJson, type Json } from '../../../contract/json.js';
import {
  changeSetsOf,
  executionStatus,
  type ChangeSetRecord,
} from '../../cloudformation/change-set-record.js';
import {
  knownAfterApply,
  type ChangeDetail,
  type ResourceChange,
} from '../../cloudformation/resource-change.js';
import { required } from '../../input-check.js';
import { pageOf } from '../../page.js';
import { operation } from '../../service.js';
import { listTags } from '../../tag-list.js';
import type { State } from '../../world/state.js';
import { badToken } from './bad-token.js';
import { changeSetAction, requireChangeSet, shownChangeSet } from './change-set-lookup.js';
import { shownParameters } from './describe-stacks.js';
import { requireLive } from './find-stack.js';
import { missingMember } from './missing-member.js';
import { stackAction } from './stack-action.js';

const pageSize = 100;

export const readChangeSetOperations = {
  DescribeChangeSet: operation<DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [changeSetAction(scene, 'DescribeChangeSet', input)],
    shows: (input, scene) => shownChangeSet(scene, input),
    run: (input, context) => {
      const record = requireChangeSet(context, input);
      const { target, onStackFailure, changes } = record.body;
      const page = pageOf(changes, {
        keyOf: ({ logicalId }) => logicalId,
        limit: pageSize,
        token: input.NextToken,
        badToken,
      });
      return {
        ...summary(context.state, record),
        Parameters: shownParameters(target),
        NotificationARNs: [...target.notificationArns],
        RollbackConfiguration: {},
        Capabilities: target.capabilities.map((each) => each as 'CAPABILITY_IAM'),
        Tags: listTags(target.tags),
        ...(onStackFailure === null ? {} : { OnStackFailure: onStackFailure }),
        Changes: page.items.map((change) => changeOutput(change, input.IncludePropertyValues === true)),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      };
    },
  }),

  ListChangeSets: operation<ListChangeSetsCommandInput, ListChangeSetsCommandOutput>({
    readOnly: true,
    actions: (input, scene) => [stackAction(scene, 'ListChangeSets', input.StackName)],
    run: (input, context) => {
      const stack = requireLive(context, required(input.StackName, 'StackName', missingMember));
      const page = pageOf(changeSetsOf(context.state, stack.id), {
        keyOf: ({ body }) => body.name,
        limit: pageSize,
        token: input.NextToken,
        badToken,
      });
      return {
        Summaries: page.items.map((record) => summary(context.state, record)),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      };
    },
  }),
};

function summary(state: State, record: ChangeSetRecord): ChangeSetSummary {
  const { id, createdAt, body } = record;
  return {
    StackId: body.stackId,
    StackName: body.stackName,
    ChangeSetId: id,
    ChangeSetName: body.name,
    ExecutionStatus: executionStatus(state, record),
    Status: body.status,
    ...(body.reason === null ? {} : { StatusReason: body.reason }),
    CreationTime: new Date(createdAt),
    ...(body.description === null ? {} : { Description: body.description }),
    IncludeNestedStacks: false,
  };
}

function changeOutput(change: ResourceChange, withValues: boolean): Change {
  const { action, logicalId, type, physicalId, replacement, policyAction, details, before, after } = change;
  const scope = [...new Set(details.map(({ attribute }): ResourceAttribute => attribute))];
  return {
    Type: 'Resource',
    ResourceChange: {
      ...(policyAction === null ? {} : { PolicyAction: policyAction }),
      Action: action,
      LogicalResourceId: logicalId,
      ...(physicalId === null ? {} : { PhysicalResourceId: physicalId }),
      ResourceType: type,
      ...(replacement === null ? {} : { Replacement: replacement }),
      Scope: scope,
      Details: details.map((detail) => detailOutput(detail, withValues)),
      ...(withValues && before !== null ? { BeforeContext: canonicalJson({ Properties: before }) } : {}),
      ...(withValues && after !== null ? { AfterContext: canonicalJson({ Properties: after }) } : {}),
    },
  };
}

function detailOutput(detail: ChangeDetail, withValues: boolean): ResourceChangeDetail {
  const { attribute, name, recreation, evaluation, source, cause } = detail;
  return {
    Target: {
      Attribute: attribute,
      ...(name === null ? {} : { Name: name }),
      RequiresRecreation: recreation,
      ...(withValues ? valuesOf(detail) : {}),
    },
    Evaluation: evaluation,
    ChangeSource: source,
    ...(cause === null ? {} : { CausingEntity: cause }),
  };
}

function valuesOf({ attribute, name, before, after, source }: ChangeDetail): {
  Path: string;
  BeforeValue?: string;
  AfterValue?: string;
  AttributeChangeType: 'Add' | 'Modify' | 'Remove';
} {
  const unknown = source === 'ResourceReference' || source === 'ResourceAttribute';
  const then = unknown ? knownAfterApply : after;
  const path =
    attribute === 'Properties' || attribute === 'Tags' ? `/Properties/${name ?? 'Tags'}` : `/${attribute}`;
  return {
    Path: path,
    ...(before === null ? {} : { BeforeValue: textOf(before) }),
    ...(then === null ? {} : { AfterValue: textOf(then) }),
    AttributeChangeType: changeType(before, then),
  };
}

function changeType(before: Json, after: Json): 'Add' | 'Modify' | 'Remove' {
  if (before === null) return 'Add';
  return after === null ? 'Remove' : 'Modify';
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
