/** Provides every published type that has no service behind it: a record of what the template says. */
import { resourceType, type ResourceType } from '../../catalog/resource-types.js';
import { constraint, protection, type AwsFailure } from '../../contract/aws-error.js';
import type { JsonObject } from '../../contract/json.js';
import type { CallContext } from '../call-context.js';
import { provisioningTimes } from '../provisioning-times.js';
import type { ResourceProvider } from '../service.js';
import type { ResourceRecord } from '../world/state.js';
import { deletionSwitches } from './deletion-switch.js';
import { actionResource, genericAction, type ResourceDeed } from './generic-action.js';
import { genericAttributes, genericIdentity } from './generic-identity.js';
import { emptyVolume } from './generic-kind.js';
import type { GenericBody } from './generic-record.js';
import { resourceTags } from './resource-tags.js';

/** What a stack's wait condition waits on; not a resource of any service. */
const free: ReadonlySet<string> = new Set(['AWS::CloudFormation::WaitConditionHandle']);
const providers = new Map<string, ResourceProvider>();

/** The provider of a published type. */
export function genericProvider(type: string): ResourceProvider {
  let provider = providers.get(type);
  if (provider === undefined) {
    const published = resourceType(type);
    if (published === undefined) throw new Error(`${type} is no published type`);
    provider = makeProvider(published);
    providers.set(type, provider);
  }
  return provider;
}

function makeProvider(type: ResourceType): ResourceProvider {
  const { name } = type;
  const times = provisioningTimes(name);
  const recordAt = (id: string, context: CallContext): ResourceRecord<GenericBody> | undefined =>
    context.transaction.resource<GenericBody>(context.place(name), id);
  return {
    type: name,
    create: (properties, context) => {
      const identity = genericIdentity(type, properties, context);
      authorise(type, 'create', identity.arn, context);
      if (recordAt(identity.id, context) !== undefined) throw alreadyExists(name, identity.id);
      const tags = resourceTags(type, properties);
      const body: GenericBody = { properties, status: 'creating', volume: emptyVolume(name) };
      context.transaction.putResource(context.born(context.place(name), { ...identity, tags }, body));
      return { physicalId: identity.id, seconds: times.create };
    },
    update: (physicalId, properties, _previous, context) => {
      const record = recordAt(physicalId, context);
      if (record === undefined) throw notFound(name, physicalId);
      authorise(type, 'update', record.arn, context);
      const tags = resourceTags(type, properties);
      context.transaction.putResource({ ...record, tags, body: { ...record.body, properties } });
      return { seconds: times.update };
    },
    delete: (physicalId, _properties, context) => {
      const record = recordAt(physicalId, context);
      if (record === undefined) return { seconds: 0 };
      authorise(type, 'delete', record.arn, context);
      const switches = deletionSwitches(record.body.properties);
      context.protect(switches.length > 0, () => deletionRefused(physicalId, switches));
      context.transaction.deleteResource(record);
      return { seconds: times.delete };
    },
    snapshot: (physicalId, _properties, context) => {
      const record = recordAt(physicalId, context);
      if (record !== undefined) takeSnapshot(record, context);
    },
    attributes: (physicalId, _properties, context) => {
      const record = recordAt(physicalId, context);
      return record === undefined ? {} : genericAttributes(type, record);
    },
  };
}

/** A resource that has come up begins to serve. */
export function genericReady(type: string, physicalId: string, context: CallContext): void {
  const record = context.transaction.resource<GenericBody>(context.place(type), physicalId);
  if (record === undefined || record.body.status === 'ready') return;
  context.transaction.putResource({ ...record, body: { ...record.body, status: 'ready' } });
}

function authorise(type: ResourceType, deed: ResourceDeed, arn: string, context: CallContext): void {
  if (free.has(type.name)) return;
  const action = genericAction(type, deed);
  context.authorise({ action, resources: [actionResource(action, arn)] });
}

function alreadyExists(type: string, id: string): AwsFailure {
  return constraint(
    'AlreadyExistsException',
    `Resource of type '${type}' with identifier '${id}' already exists.`,
  );
}

function notFound(type: string, id: string): AwsFailure {
  return constraint(
    'ResourceNotFoundException',
    `Resource of type '${type}' with identifier '${id}' was not found.`,
  );
}

function deletionRefused(id: string, switches: readonly string[]): AwsFailure {
  return protection(
    'ValidationException',
    `${id} cannot be deleted while ${switches.join(', ')} is enabled.`,
  );
}

/** A copy that outlasts the resource, as DeletionPolicy `Snapshot` asks for. */
function takeSnapshot(record: ResourceRecord<GenericBody>, context: CallContext): void {
  const type = record.type === 'AWS::EC2::Volume' ? 'AWS::EC2::Snapshot' : `${record.type}Snapshot`;
  const id = `snapshot-${context.transaction.hex(`snapshot ${record.id}`, 16)}`;
  const properties: JsonObject = { Source: record.id };
  const body: GenericBody = {
    properties,
    status: 'ready',
    volume: record.body.volume,
    copyOf: record.incarnation,
  };
  const arn = `${record.arn.split(':').slice(0, 5).join(':')}:snapshot:${id}`;
  context.transaction.putResource({ ...context.born(context.place(type), { id, arn }, body), stack: null });
}
