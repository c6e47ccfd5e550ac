/** Roles that belong to a service: made by its name, beyond SCPs, and changed by nobody else. */
import type {
  CreateServiceLinkedRoleCommandInput,
  CreateServiceLinkedRoleCommandOutput,
  DeleteServiceLinkedRoleCommandInput,
  DeleteServiceLinkedRoleCommandOutput,
  GetServiceLinkedRoleDeletionStatusCommandInput,
  GetServiceLinkedRoleDeletionStatusCommandOutput,
} from '@aws-sdk/client-iam';
import { unsupported } from '../../../contract/aws-error.js';
import { required } from '../../input-check.js';
import type { Scene } from '../../scene.js';
import { operation, type Operation } from '../../service.js';
import { invalidInput, missing, noSuchEntity } from './failures.js';
import { existing, findRole, holderArn, iamArn, nameTaken, roles, type RoleBody } from './holder.js';
import { newHolderBody } from './holder-life.js';
import { checkedName } from './names.js';
import { shownRole } from './role-record.js';

/** Names that services give their roles, where they are known ("AWS services that work with IAM"). */
const roleNames: ReadonlyMap<string, string> = new Map([
  ['autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling'],
  ['backup.amazonaws.com', 'AWSServiceRoleForBackup'],
  ['cloudtrail.amazonaws.com', 'AWSServiceRoleForCloudTrail'],
  ['config.amazonaws.com', 'AWSServiceRoleForConfig'],
  ['ecs.amazonaws.com', 'AWSServiceRoleForECS'],
  ['elasticloadbalancing.amazonaws.com', 'AWSServiceRoleForElasticLoadBalancing'],
  ['organizations.amazonaws.com', 'AWSServiceRoleForOrganizations'],
  ['rds.amazonaws.com', 'AWSServiceRoleForRDS'],
]);

function pathOf(service: string): string {
  return `/aws-service-role/${service}/`;
}

function linkedName(service: string, suffix: string | undefined): string | undefined {
  const name = roleNames.get(service);
  return name === undefined || suffix === undefined ? name : `${name}_${suffix}`;
}

function linkedArn(scene: Scene, service: string, suffix: string | undefined): string {
  return iamArn(scene, 'role', pathOf(service), linkedName(service, suffix) ?? '*');
}

export const serviceLinkedRoleOperations: Readonly<Record<string, Operation>> = {
  CreateServiceLinkedRole: operation<
    CreateServiceLinkedRoleCommandInput,
    CreateServiceLinkedRoleCommandOutput
  >({
    readOnly: false,
    actions: ({ AWSServiceName, CustomSuffix }, scene) => [
      {
        action: 'iam:CreateServiceLinkedRole',
        resources: [linkedArn(scene, AWSServiceName ?? '', CustomSuffix)],
        context: { 'iam:AWSServiceName': AWSServiceName ?? '' },
      },
    ],
    run: ({ AWSServiceName, CustomSuffix, Description }, context) => {
      const service = required(AWSServiceName, 'AWSServiceName', missing);
      const name = linkedName(service, CustomSuffix);
      if (name === undefined) throw unsupported(`IAM.CreateServiceLinkedRole with AWSServiceName ${service}`);
      if (nameTaken(context, roles.type, name)) {
        throw invalidInput(
          `Service role name ${name} has been taken in this account, please try a different suffix.`,
        );
      }
      const trust = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
      });
      const identity = { id: name, arn: linkedArn(context, service, CustomSuffix) };
      const record = context.born<RoleBody>(context.globalPlace(roles.type), identity, {
        ...newHolderBody(context, roles, name, pathOf(service)),
        trust,
        description: Description ?? null,
        maxSessionDuration: 3600,
        linkedService: service,
      });
      context.transaction.putResource(record);
      return { Role: shownRole(record, false) };
    },
  }),

  DeleteServiceLinkedRole: operation<
    DeleteServiceLinkedRoleCommandInput,
    DeleteServiceLinkedRoleCommandOutput
  >({
    readOnly: false,
    actions: ({ RoleName }, scene) => [
      { action: 'iam:DeleteServiceLinkedRole', resources: [holderArn(scene, roles, RoleName)] },
    ],
    run: ({ RoleName }, context) => {
      const name = checkedName(RoleName, 'RoleName', roles.longestName);
      const record = existing(findRole(context, name), roles, name);
      const service = record.body.linkedService;
      if (service === null) throw invalidInput(`Role ${name} is not a service-linked role.`);
      context.transaction.deleteResource(record);
      const task = `task${pathOf(service)}${name}/${context.transaction.uuid(`deletion of ${name}`)}`;
      context.transaction.put(`d/iam/${context.account}/deletion/${task}`, 'SUCCEEDED');
      return { DeletionTaskId: task };
    },
  }),

  GetServiceLinkedRoleDeletionStatus: operation<
    GetServiceLinkedRoleDeletionStatusCommandInput,
    GetServiceLinkedRoleDeletionStatusCommandOutput
  >({
    readOnly: true,
    actions: ({ DeletionTaskId }, scene) => [
      {
        action: 'iam:GetServiceLinkedRoleDeletionStatus',
        resources: [holderArn(scene, roles, (DeletionTaskId ?? '').split('/').at(-2))],
      },
    ],
    run: ({ DeletionTaskId }, context) => {
      const task = required(DeletionTaskId, 'DeletionTaskId', missing);
      if (context.state.get(`d/iam/${context.account}/deletion/${task}`) === undefined) {
        throw noSuchEntity(`Deletion task ${task} cannot be found.`);
      }
      return { Status: 'SUCCEEDED' };
    },
  }),
};
