/**
 * Which IAM action creating, changing or deleting a resource of a type takes, where no service says so. Modeled by
 * convention from the published actions: a verb before the type's name, such as `CreateCluster`, `PutRule`.
 */
import { iamAction, iamService } from '../../catalog/iam-actions.js';
import type { ResourceType } from '../../catalog/resource-types.js';
import { iamPrefix } from './iam-prefix.js';

export type ResourceDeed = 'create' | 'update' | 'delete';

const creating =
  'Create Put Register Add Set Start Enable Allocate Run Request Import Associate Attach Publish Activate Define Update';
const verbs: Readonly<Record<ResourceDeed, readonly string[]>> = {
  create: creating.split(' '),
  update: `Update Modify Put Set Edit Change ${creating}`.split(' '),
  delete:
    'Delete Remove Deregister Terminate Release Disable Stop Disassociate Detach Unsubscribe Deactivate Put Update'.split(
      ' ',
    ),
};

/** Where the action's name says nothing of the type's. */
const named: Readonly<Record<string, Readonly<Record<ResourceDeed, string>>>> = {
  'AWS::EC2::EIP': { create: 'AllocateAddress', update: 'AssociateAddress', delete: 'ReleaseAddress' },
  'AWS::EC2::Instance': {
    create: 'RunInstances',
    update: 'ModifyInstanceAttribute',
    delete: 'TerminateInstances',
  },
  'AWS::EC2::SecurityGroupEgress': {
    create: 'AuthorizeSecurityGroupEgress',
    update: 'ModifySecurityGroupRules',
    delete: 'RevokeSecurityGroupEgress',
  },
  'AWS::EC2::SecurityGroupIngress': {
    create: 'AuthorizeSecurityGroupIngress',
    update: 'ModifySecurityGroupRules',
    delete: 'RevokeSecurityGroupIngress',
  },
  'AWS::EC2::VPCGatewayAttachment': {
    create: 'AttachInternetGateway',
    update: 'AttachInternetGateway',
    delete: 'DetachInternetGateway',
  },
  'AWS::Route53::RecordSet': {
    create: 'ChangeResourceRecordSets',
    update: 'ChangeResourceRecordSets',
    delete: 'ChangeResourceRecordSets',
  },
  'AWS::Cassandra::Keyspace': { create: 'Create', update: 'Alter', delete: 'Drop' },
  'AWS::Cassandra::Table': { create: 'Create', update: 'Alter', delete: 'Drop' },
  'AWS::EC2::EIPAssociation': {
    create: 'AssociateAddress',
    update: 'AssociateAddress',
    delete: 'DisassociateAddress',
  },
  'AWS::EMR::Cluster': { create: 'RunJobFlow', update: 'ModifyCluster', delete: 'TerminateJobFlows' },
  'AWS::S3::StorageLens': {
    create: 'PutStorageLensConfiguration',
    update: 'PutStorageLensConfiguration',
    delete: 'DeleteStorageLensConfiguration',
  },
  'AWS::SNS::TopicPolicy': {
    create: 'SetTopicAttributes',
    update: 'SetTopicAttributes',
    delete: 'SetTopicAttributes',
  },
  'AWS::SNS::TopicInlinePolicy': {
    create: 'SetTopicAttributes',
    update: 'SetTopicAttributes',
    delete: 'SetTopicAttributes',
  },
  'AWS::SecretsManager::RotationSchedule': {
    create: 'RotateSecret',
    update: 'RotateSecret',
    delete: 'CancelRotateSecret',
  },
  'AWS::SecurityHub::Hub': {
    create: 'EnableSecurityHub',
    update: 'UpdateSecurityHubConfiguration',
    delete: 'DisableSecurityHub',
  },
  'AWS::SNS::Subscription': {
    create: 'Subscribe',
    update: 'SetSubscriptionAttributes',
    delete: 'Unsubscribe',
  },
};

/** API Gateway's actions are the methods of HTTP. */
const methods: Readonly<Record<ResourceDeed, string>> = { create: 'POST', update: 'PATCH', delete: 'DELETE' };

const known = new Map<string, string>();

/** The action's id, e.g. `ecs:CreateCluster`. One that nobody publishes is given where none fits. */
export function genericAction(type: ResourceType, deed: ResourceDeed): string {
  const key = `${deed} ${type.name}`;
  let action = known.get(key);
  if (action === undefined) {
    action = find(type, deed);
    known.set(key, action);
  }
  return action;
}

function find(type: ResourceType, deed: ResourceDeed): string {
  const prefix = iamPrefix(type);
  const shortName = type.name.split('::').at(-1) ?? '';
  const exception = named[type.name]?.[deed];
  if (exception !== undefined) return `${prefix}:${exception}`;
  if (prefix === 'apigateway') return `${prefix}:${methods[deed]}`;
  const service = iamService(prefix);
  const published = service?.actionNames() ?? [];
  for (const name of namesOf(shortName)) {
    for (const verb of [...(name === shortName ? [] : joiningVerbs(shortName, deed)), ...verbs[deed]]) {
      const action = service?.action(verb + name);
      if (action !== undefined) return action.id;
    }
    // CreateCacheParameterGroup creates a ParameterGroup.
    for (const verb of verbs[deed].slice(0, firstVerbs)) {
      const longer = published.find((action) => action.startsWith(verb) && action.endsWith(name));
      if (longer !== undefined && name.length >= shortestPart) return `${prefix}:${longer}`;
    }
  }
  return `${prefix}:${verbs[deed][0] ?? ''}${shortName}`;
}

/** A VolumeAttachment is attached and detached, not created and deleted. */
function joiningVerbs(shortName: string, deed: ResourceDeed): readonly string[] {
  if (shortName.endsWith('Attachment')) return [deed === 'delete' ? 'Detach' : 'Attach'];
  if (shortName.endsWith('Association')) return [deed === 'delete' ? 'Disassociate' : 'Associate'];
  return [];
}

/** Of the verbs, those that are looked for with anything between them and the name. */
const firstVerbs = 3;
const shortestPart = 4;

/** What actions may call a type: its name, its plural, and what is left without the words that say its place. */
function namesOf(shortName: string): readonly string[] {
  const plain = shortName.replace(/(Association|Attachment|Resource|Config|Configuration|Custom|V2)$/, '');
  const names = [shortName, `${shortName}s`, plain];
  for (let rest = plain; ;) {
    const shorter = rest.replace(/^[A-Z]+[a-z0-9]*(?=[A-Z])/, '');
    if (shorter === rest || shorter.length < shortestPart) return names;
    names.push(shorter);
    rest = shorter;
  }
}

/** What IAM is asked for: the resource's ARN where the action knows resources, else everything. */
export function actionResource(action: string, arn: string): string {
  const published = iamAction(action);
  return published !== undefined && published.resourceTypes.length === 0 ? '*' : arn;
}
