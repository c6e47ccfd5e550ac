/** Before a run: builds a scenario's environment on a fresh embedded cloud, as its platform team would. */
import { credentialsActor, type Actor } from '../contract/actor.js';
import { AwsFailure } from '../contract/aws-error.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Guardrail, HardeningStep } from '../contract/guardrail.js';
import { matches } from '../contract/pattern.js';
import type { ResourceState } from '../contract/resource.js';
import type {
  Environment,
  EnvironmentStack,
  ScaleDownRule,
  Scenario,
  SeededVolume,
} from '../contract/scenario.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import { embeddedBackend, type EmbeddedPreview } from '../backends/embedded.js';
import type { PreviewMemo } from '../backends/preview-memo.js';
import { createCloud, type Cloud, type Secrets } from '../cloud/cloud.js';
import { seedVolume } from '../cloud/seed-volume.js';
import { loadServices } from '../cloud/services.js';
import { createOrganization } from '../cloud/services/organizations/create-organization.js';
import { openSession } from '../cloud/services/sts/sessions.js';
import { resourceAt, resourceKey } from '../cloud/world/state.js';
import type { Transaction } from '../cloud/world/transaction.js';
import { World } from '../cloud/world/world.js';
import type { Credentials } from './entrances/entrance.js';
import type { Elsewhere } from './remote/elsewhere.js';

/** An environment that stands and serves, to be forked by each episode. */
export interface DeployedEnvironment {
  readonly cloud: Cloud;
  readonly world: World;
  readonly credentials: Credentials;
  /** Every resource as it stands; the same for all forks. */
  readonly inventory: readonly ResourceState[];
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly paceSeconds: number;
  /** Every write by which it was built, in order: what another backend repeats. */
  readonly steps: readonly HardeningStep[];
  /** What another backend may go without. */
  readonly scaleDown: readonly ScaleDownRule[];
  /** Null for the embedded cloud. */
  readonly elsewhere: Elsewhere | null;
  /** Shared by forks in which the same is done many times; left out where there are few. */
  readonly previews?: PreviewMemo<EmbeddedPreview>;
}

/** Longest that a stack of a scenario may take to come up, in virtual seconds. */
const longestDeployment = 6 * 3600;

/** A scenario's environment before any guardrail: stacks, principals and data stand. Forked by every guardrail set. */
export interface BareEnvironment {
  readonly scenario: Scenario;
  readonly environment: Environment;
  readonly cloud: Cloud;
  readonly world: World;
  readonly steps: readonly HardeningStep[];
}

/**
 * Deploys an environment.
 * @throws BlastpitError `environment` where a step of it fails, with AWS's words.
 */
export async function deploy(
  scenario: Scenario,
  environment: Environment,
  seed: number,
  secrets: Secrets,
): Promise<BareEnvironment> {
  const cloud = createCloud(seed, await loadServices(), secrets);
  const startsAt = Date.parse(scenario.startsAt);
  // The environment was there before: it is deployed earlier, so that the episode begins when the scenario says.
  const world = new World(cloud, startsAt - deploymentLead * 1000);
  const platform = new Platform(scenario, cloud, world);
  platform.organization();
  for (const step of environment.before) platform.step(step);
  for (const stack of environment.stacks) platform.stack(stack);
  for (const volume of environment.volumes) platform.volume(volume);
  for (const step of environment.after) platform.step(step);
  const guardedAt = startsAt - guardingLead * 1000;
  if (world.now > guardedAt) {
    throw failed('deploying', `it took longer than ${deploymentLead - guardingLead} virtual seconds`);
  }
  world.advanceTo(guardedAt, null);
  return { scenario, environment, cloud, world, steps: platform.done };
}

/**
 * Puts the guardrails' policies and hardening in place on a fork, and opens the session that the agent acts with.
 * @throws BlastpitError `environment` where a step of it fails, with AWS's words.
 */
export function guard(
  bare: BareEnvironment,
  guardrails: readonly Guardrail[],
  elsewhere: Elsewhere | null = null,
): DeployedEnvironment {
  const { scenario, environment, cloud } = bare;
  const world = bare.world.fork();
  const platform = new Platform(scenario, cloud, world);
  for (const guardrail of guardrails) platform.guardrail(guardrail, environment);
  world.advanceTo(Date.parse(scenario.startsAt), null);
  const accessKeyId = platform.session(environment);
  const { region, account, partition, paceSeconds, scaleDown } = scenario;
  return {
    cloud,
    world,
    credentials: {
      accessKeyId,
      secretAccessKey: cloud.secretOf(accessKeyId),
      sessionToken: cloud.sessionTokenOf(accessKeyId),
    },
    inventory: [...world.inventory()],
    region,
    account,
    partition,
    paceSeconds,
    steps: [...bare.steps, ...platform.done],
    scaleDown,
    elsewhere,
  };
}

/** How long before the start of the episode the environment is deployed, in virtual seconds: three days. */
const deploymentLead = 3 * 24 * 3600;
/** How long before it the guardrails come: hardening has this long to take hold. */
const guardingLead = 6 * 3600;

function failed(what: string, why: string): BlastpitError {
  return new BlastpitError('environment', `the environment cannot be built: ${what}: ${why}`);
}

/** The platform team at work: calls as the account's root, before anybody's guardrails are in place. */
class Platform {
  readonly #scenario: Scenario;
  readonly #world: World;
  readonly #backend: ReturnType<typeof embeddedBackend>;
  /** The account's writes so far, in order. */
  readonly done: HardeningStep[] = [];
  #steps = 0;

  constructor(scenario: Scenario, cloud: Cloud, world: World) {
    this.#scenario = scenario;
    this.#world = world;
    this.#backend = embeddedBackend(world, cloud);
  }

  organization(): void {
    const { organization, account, partition } = this.#scenario;
    this.#change('the organization', (transaction) => {
      const { id, managementAccount } = organization;
      createOrganization(transaction, { id, managementAccount, memberAccounts: [account], partition });
    });
  }

  step({ service, operation, input }: HardeningStep, account = this.#scenario.account): object {
    this.#steps += 1;
    const { region, partition } = this.#scenario;
    const what = `${service}.${operation}`;
    try {
      const actor = rootOf(account, partition);
      const call = this.#backend.understand({ service, operation, input, region, actor }, `p${this.#steps}`);
      const outcome = call.readOnly
        ? this.#backend.read(call)
        : this.#backend.commit(this.#backend.preview(call, true), null);
      if (outcome instanceof Promise) throw new Error('the embedded cloud answers at once');
      if (!outcome.ok) throw new AwsFailure(outcome.error);
      if (!call.readOnly && account === this.#scenario.account) this.done.push({ service, operation, input });
      return outcome.output;
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      throw failed(what, error.message);
    }
  }

  /** Creates a stack and waits until it stands. */
  stack(stack: EnvironmentStack): void {
    const { name, template, parameters = {}, capabilities = [], tags = {} } = stack;
    this.step({
      service: 'CloudFormation',
      operation: 'CreateStack',
      input: {
        StackName: name,
        TemplateBody: template,
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
        Capabilities: capabilities,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        EnableTerminationProtection: stack.terminationProtection === true,
        OnFailure: 'DO_NOTHING',
      },
    });
    this.#world.advanceTo(this.#world.now + longestDeployment * 1000, null);
    const described = this.step({
      service: 'CloudFormation',
      operation: 'DescribeStacks',
      input: { StackName: name },
    }) as {
      readonly Stacks?: readonly { readonly StackStatus?: string; readonly StackStatusReason?: string }[];
    };
    const { StackStatus = 'absent', StackStatusReason = '' } = described.Stacks?.[0] ?? {};
    if (StackStatus === 'CREATE_COMPLETE') return;
    throw failed(`stack ${name}`, [`${StackStatus} ${StackStatusReason}`, ...this.#whyOf(name)].join('\n  '));
  }

  /** Each resource that failed, with AWS's words. */
  #whyOf(StackName: string): string[] {
    const { StackEvents = [] } = this.step({
      service: 'CloudFormation',
      operation: 'DescribeStackEvents',
      input: { StackName },
    }) as { readonly StackEvents?: readonly Readonly<Record<string, unknown>>[] };
    return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
      .map((event) => `${String(event['LogicalResourceId'])}: ${String(event['ResourceStatusReason'])}`)
      .toReversed();
  }

  volume({ stack, logicalId, volume }: SeededVolume): void {
    const name = placeName({ stack, logicalId });
    const state = [...this.#world.inventory()].find(
      ({ resource }) => resource.stack !== null && placeName(lastingPlace(resource.stack)) === name,
    );
    if (state === undefined) throw failed(`data of ${name}`, 'there is no such resource');
    const key = resourceKey(state.resource, state.resource.id);
    this.#change(`data of ${name}`, (transaction) => {
      const record = resourceAt(transaction.state, key);
      if (record !== undefined) seedVolume(transaction, record, volume);
    });
  }

  guardrail({ policies, hardening = [] }: Guardrail, environment: Environment): void {
    for (const { name, document } of policies?.serviceControl ?? [])
      this.#serviceControl(name, JSON.stringify(document));
    for (const { name, principal, document } of policies?.boundaries ?? []) {
      this.#boundary(name, principal, JSON.stringify(document), environment);
    }
    for (const step of hardening) this.step(step);
  }

  session({ session }: Environment): string {
    const { account, partition, region } = this.#scenario;
    return this.#change('the session', (transaction) =>
      openSession(transaction, { plan: session, account, partition, region }),
    );
  }

  #serviceControl(name: string, content: string): void {
    const { managementAccount } = this.#scenario.organization;
    const created = this.step(
      {
        service: 'Organizations',
        operation: 'CreatePolicy',
        input: { Name: name, Description: name, Type: 'SERVICE_CONTROL_POLICY', Content: content },
      },
      managementAccount,
    ) as { readonly Policy?: { readonly PolicySummary?: { readonly Id?: string } } };
    const PolicyId = created.Policy?.PolicySummary?.Id ?? '';
    const input = { PolicyId, TargetId: this.#scenario.account };
    this.step({ service: 'Organizations', operation: 'AttachPolicy', input }, managementAccount);
  }

  /** Puts a boundary on every user and role whose ARN matches. */
  #boundary(name: string, principal: string, document: string, environment: Environment): void {
    const { account, partition } = this.#scenario;
    const arn = `arn:${partition}:iam::${account}:policy/${name}`;
    this.step({
      service: 'IAM',
      operation: 'CreatePolicy',
      input: { PolicyName: name, PolicyDocument: document },
    });
    let matched = 0;
    for (const { resource } of this.#world.inventory()) {
      if (!matches(principal, resource.arn)) continue;
      const role = resource.type === 'AWS::IAM::Role';
      if (!role && resource.type !== 'AWS::IAM::User') continue;
      matched += 1;
      this.step({
        service: 'IAM',
        operation: role ? 'PutRolePermissionsBoundary' : 'PutUserPermissionsBoundary',
        input: { [role ? 'RoleName' : 'UserName']: resource.id, PermissionsBoundary: arn },
      });
    }
    if (matched > 0) return;
    const known = environment.guards.agentPrincipals.join(', ');
    throw failed(`boundary ${name}`, `no user or role matches ${principal} (agents’ own: ${known})`);
  }

  #change<Result>(what: string, work: (transaction: Transaction) => Result): Result {
    const motive = { cause: `platform: ${what}`, callId: 'platform', checked: true };
    const proposal = this.#world.propose(motive, work);
    this.#world.commit(proposal, null);
    return proposal.result;
  }
}

function rootOf(account: string, partition: string): Actor {
  return credentialsActor(`arn:${partition}:iam::${account}:root`, `root-of-${account}`);
}
