/** Builds what judges see, as it looks in an account in China with one production and one development stack. */
import type { Actor } from '../../harness/contract/actor.js';
import type { Call } from '../../harness/contract/call.js';
import { isDestructive } from '../../harness/contract/effect.js';
import type { Effect, EffectKind } from '../../harness/contract/effect.js';
import type {
  Attempt,
  CommittedCall,
  GuardrailEnvironment,
  InventoryView,
  JournalView,
} from '../../harness/contract/guardrail.js';
import type { ResourceReference, ResourceState } from '../../harness/contract/resource.js';

export const account = '583619274051';
export const region = 'cn-north-1';
export const startsAt = Date.UTC(2025, 11, 15, 1, 0, 0);

export const environment: GuardrailEnvironment = {
  partition: 'aws-cn',
  account,
  region,
  productionStacks: ['cost-reports'],
  agentPrincipals: [`arn:aws-cn:iam::${account}:role/kiro-agent*`],
  people: ['li.wei', 'zhang.min', 'chen.jie', 'wang.fang'],
};

/** A user who assumed a role: how an operator works, and, where their session is inherited, an agent. */
export function sessionOf(user: string, role: string, session = user): Actor {
  const root = `arn:aws-cn:iam::${account}:user/${user}`;
  const principal = `arn:aws-cn:sts::${account}:assumed-role/${role}/${session}`;
  return {
    principal,
    account,
    partition: 'aws-cn',
    chain: [
      { arn: root, by: 'credentials' },
      { arn: principal, by: 'AssumeRole' },
    ],
    root,
    accessKeyId: 'ASIAQ3EXAMPLE7KIRO01',
    session: {
      roleArn: `arn:aws-cn:iam::${account}:role/${role}`,
      name: session,
      issuedAt: startsAt,
      expiresAt: startsAt + 3_600_000,
      sourceIdentity: null,
      tags: {},
    },
  };
}

export const operator = sessionOf('li.wei', 'service-operator');
export const agent = sessionOf('kiro', 'kiro-agent-cost-reports', 'kiro');

export function resourceOf(
  stackName: string | null,
  logicalId: string,
  type = 'AWS::DynamoDB::Table',
  incarnation = `${stackName ?? 'none'}/${logicalId}#1`,
): ResourceReference {
  const id = logicalId === '' ? (stackName ?? 'none') : `${stackName ?? 'none'}-${logicalId}-1QX7M0ZK2V9PT`;
  return {
    type,
    id,
    arn: `arn:aws-cn:${type.split('::')[1]?.toLowerCase() ?? 'none'}:${region}:${account}:${id}`,
    account,
    region,
    incarnation,
    stack:
      stackName === null
        ? null
        : {
            stackName,
            stackId: `arn:aws-cn:cloudformation:${region}:${account}:stack/${stackName}/8c7f0b70-d9a4-11f0-9d6a-0a58a9feac02`,
            logicalId,
          },
  };
}

export function effectOf(kind: EffectKind, resource: ResourceReference, from = startsAt): Effect {
  const loses = isDestructive({ kind, resource } as Effect)
    ? { records: 1_200_000, bytes: 5_000_000_000 }
    : null;
  return { kind, resource, from, until: null, loses, detail: `${kind}: observed → changed` };
}

export function stateOf(resource: ResourceReference): ResourceState {
  return {
    resource,
    observed: {
      serving: true,
      protections: [],
      exposed: false,
      grants: null,
      delegates: null,
      data: { records: 1_200_000, bytes: 5_000_000_000 },
      recoverableUntil: null,
      copyOf: null,
      configuration: { BillingMode: 'PAY_PER_REQUEST' },
    },
  };
}

/** What an inventory answers beyond what there is: by default everything was copied now, and anyone may do anything. */
export type InventoryAnswers = Partial<Pick<InventoryView, 'copiedAt' | 'mayDo'>>;

export function inventoryOf(
  resources: readonly ResourceReference[],
  answers: InventoryAnswers = {},
): InventoryView {
  return inventoryOfStates(resources.map(stateOf), answers);
}

export function inventoryOfStates(
  states: readonly ResourceState[],
  answers: InventoryAnswers = {},
): InventoryView {
  return {
    all: () => states,
    count: (type) => states.filter(({ resource }) => resource.type === type).length,
    copiedAt: () => startsAt,
    mayDo: () => true,
    ...answers,
  };
}

export function callOf(name: string, actor: Actor = operator, time = startsAt): Call {
  const [service = '', operation = ''] = name.split('.');
  const input = { StackName: 'cost-reports' };
  return {
    service,
    operation,
    input,
    region,
    actor,
    id: 'c7',
    time,
    readOnly: /^(Describe|Get|List)/.test(operation),
    actions: [{ action: `${service.toLowerCase()}:${operation}`, resources: ['*'] }],
    recorded: input,
  };
}

export interface AttemptParts {
  readonly call?: string;
  readonly actor?: Actor;
  readonly time?: number;
  readonly effects?: readonly Effect[];
  readonly inventory?: readonly ResourceReference[];
}

export function attemptOf(parts: AttemptParts = {}): Attempt {
  return {
    call: callOf(parts.call ?? 'CloudFormation.DeleteStack', parts.actor, parts.time),
    effects: parts.effects ?? [],
    inventory: inventoryOf(parts.inventory ?? (parts.effects ?? []).map(({ resource }) => resource)),
  };
}

export function committedOf(actor: Actor, time: number, effects: readonly Effect[]): CommittedCall {
  return { callId: `c${time}`, time, root: actor.root, principal: actor.principal, effects };
}

export function journalOf(...committed: readonly CommittedCall[]): JournalView {
  return { committed };
}

/** The resources of a stack of three tables, a queue, a function and the stack itself. */
export function stackResources(stackName: string): readonly ResourceReference[] {
  return [
    resourceOf(stackName, '', 'AWS::CloudFormation::Stack'),
    resourceOf(stackName, 'UsageTable'),
    resourceOf(stackName, 'PriceTable'),
    resourceOf(stackName, 'ReportTable'),
    resourceOf(stackName, 'WorkQueue', 'AWS::SQS::Queue'),
    resourceOf(stackName, 'ReportFunction', 'AWS::Lambda::Function'),
  ];
}

/** Freezes a value all the way down, so that whoever changes it throws. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const name of Reflect.ownKeys(value)) frozen<unknown>(Reflect.get(value, name));
  }
  return value;
}
