/** Before an episode on a backend elsewhere: does there what was done to build the environment in the shadow. */
import type { Backend, Shadowed } from '../contract/backend.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { HardeningStep } from '../contract/guardrail.js';
import type { ShadowPlace } from './ask-shadow.js';
import { endpointBackend, livesInShadow } from './endpoint.js';
import { examinedTypes, terminationSwitch } from './examined-types.js';
import { IdPairs } from './id-pairs.js';
import { TypesLacked, typesNamedLacking, typesOfLackedServices, type Lacks } from './lacks.js';
import { PairedStacks } from './paired-stacks.js';
import { plainStackInput } from './plain-stack-input.js';
import { protectAsAsked } from './protect-as-asked.js';
import type { RemoteCloud } from './remote-cloud.js';
import type { Left } from './scaled-template.js';
import type { StandIn } from './stand-in-region.js';

/** An environment to be built once more, in an account of the backend that is empty. */
export interface Deployment {
  readonly shadow: Backend;
  readonly place: ShadowPlace;
  readonly remote: RemoteCloud;
  /** What the platform team did, in order; what is of services that live in the shadow is passed over. */
  readonly steps: readonly HardeningStep[];
  /** Types that are left out of the templates there. */
  readonly left: Left;
  readonly lacks: Lacks;
  readonly standIn: StandIn;
}

/**
 * Repeats an environment's steps in an account of the backend, and puts the shadow before it.
 * @throws TypesLacked where the backend turns out not to make something that its templates have.
 * @throws BlastpitError `backend-deploy` with the backend's words, where a step fails there.
 */
export async function deployThere(deployment: Deployment): Promise<Backend> {
  const { shadow, place, remote, steps, left, lacks, standIn } = deployment;
  const pairs = new IdPairs();
  pairs.learn(place.root.account, remote.account);
  for (const [own, theirs] of standIn.names) pairs.learnWhole(own, theirs);
  const stacks = new PairedStacks(shadow, place, remote, pairs);
  for (const step of steps) {
    if (livesInShadow(step.service) || lacks.services.has(step.service)) continue;
    const { TemplateBody } = step.input;
    if (typeof TemplateBody === 'string') demandNone(typesOfLackedServices(TemplateBody, lacks));
    const input = pairs.outward(plainStackInput(step, stacks, left, lacks));
    const output = await repeat(remote, step, input);
    if (step.service === 'CloudFormation') await standUp(stacks, remote, step, output, left);
  }
  const lackedSwitches = await lackedSwitchesOf(remote, steps);
  const shadowed = shadowedIn(deployment, stacks, lackedSwitches);
  return endpointBackend({ shadow, place, remote, pairs, stacks, lackedSwitches, left, lacks, shadowed });
}

/** @throws TypesLacked where there are any. */
function demandNone(types: ReadonlyMap<string, string>): void {
  if (types.size > 0) throw new TypesLacked(types);
}

const replacementLacked =
  'the backend’s CloudFormation updates in place what AWS’s replaces: what is replaced is judged on the shadow';

function shadowedIn(
  { left, lacks, standIn }: Deployment,
  { nameless }: PairedStacks,
  lackedSwitches: ReadonlySet<string>,
): readonly Shadowed[] {
  const services = [...lacks.services].map(([what, why]) => ({ what, why }));
  const types = [...left.values()].map(({ type, reason }) => ({
    what: type,
    why: `${lacks.types.get(type) ?? 'the backend does not make it'}; ${reason}`,
  }));
  const switches = [...lackedSwitches].map((what) => ({ what, why: 'the backend does not have it' }));
  return [
    {
      what: 'IAM, STS, Organizations, key policies',
      why: 'blastpit itself enforces permissions, on every backend',
    },
    { what: 'time', why: 'virtual time passes on the shadow alone' },
    ...standIn.shadowed,
    ...services,
    ...types,
    ...nameless.map((what) => ({ what, why: 'the backend makes it, and has no id for it' })),
    ...switches,
    ...(lacks.replacement ? [{ what: 'replacement', why: replacementLacked }] : []),
  ];
}

/** Whether the backend can turn protections of stacks on and off: tried on one, to which it changes nothing. */
async function lackedSwitchesOf(
  remote: RemoteCloud,
  steps: readonly HardeningStep[],
): Promise<ReadonlySet<string>> {
  const made = steps.findLast(({ operation }) => operation === 'CreateStack');
  if (made === undefined) return new Set();
  const { StackName, EnableTerminationProtection = false } = made.input;
  const outcome = await remote.call('CloudFormation', 'UpdateTerminationProtection', {
    StackName,
    EnableTerminationProtection,
  });
  return new Set(outcome.ok || outcome.error.origin !== 'unsupported' ? [] : [terminationSwitch]);
}

async function repeat(remote: RemoteCloud, step: HardeningStep, input: object): Promise<object> {
  let why: string;
  try {
    const outcome = await remote.call(step.service, step.operation, input);
    if (outcome.ok) return outcome.output;
    demandNone(typesNamedLacking(outcome.error.message));
    why = `${outcome.error.code}: ${outcome.error.message}`;
  } catch (error) {
    if (error instanceof BlastpitError || error instanceof TypesLacked) throw error;
    why = error instanceof Error ? error.message : String(error);
  }
  throw failed(step, why);
}

/**
 * Waits for the stack that a step made, and pairs it with the shadow's.
 * @throws TypesLacked where it is there without some of its resources.
 */
async function standUp(
  stacks: PairedStacks,
  remote: RemoteCloud,
  step: HardeningStep,
  output: object,
  left: Left,
): Promise<void> {
  const { StackName } = step.input;
  const theirs: unknown = Reflect.get(output, 'StackId');
  if (typeof StackName !== 'string' || typeof theirs !== 'string') return;
  const made = await stacks.settle(theirs);
  const { StackStatus = 'gone', StackStatusReason = '' } = made ?? {};
  const own = stacks.ownId(StackName);
  if (own === undefined) throw failed(step, 'the shadow has no such stack');
  if (!/^(?:CREATE|UPDATE)_COMPLETE$/.test(StackStatus)) {
    demandNone(typesNamedLacking(StackStatusReason));
    const events = await failuresIn(remote, theirs);
    demandNone(new Map(events.flatMap(({ type, why }) => [...typesNamedLacking(`${type}: ${why}`)])));
    const told = events.map(({ logicalId, why }) => `${logicalId}: ${why}`);
    throw failed(step, [`${StackStatus} ${StackStatusReason}`, ...told].join('\n  '));
  }
  await protectAsAsked(remote, step.input, made);
  await stacks.changed(own, theirs);
  stacks.refresh();
  const missing = stacks.missing(own).filter(({ type }) => !left.has(type));
  const needed = stacks.nameless.filter((type) => type in examinedTypes);
  demandNone(new Map(needed.map((type) => [type, 'it is made without an id'])));
  demandNone(new Map(missing.map(({ type, why }) => [type, why])));
}

interface FailedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly why: string;
}

/** Each resource of a stack that failed, in the backend's words. */
async function failuresIn(remote: RemoteCloud, StackName: string): Promise<readonly FailedResource[]> {
  const outcome = await remote.call('CloudFormation', 'DescribeStackEvents', { StackName });
  if (!outcome.ok) return [];
  const { StackEvents = [] } = outcome.output as {
    readonly StackEvents?: readonly Readonly<Record<string, unknown>>[];
  };
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
    .map((event) => ({
      logicalId: String(event['LogicalResourceId']),
      type: String(event['ResourceType']),
      why: String(event['ResourceStatusReason']),
    }))
    .toReversed();
}

function failed({ service, operation, input }: HardeningStep, why: string): BlastpitError {
  const name: unknown = input['StackName'];
  const what = typeof name === 'string' ? `${service}.${operation} of ${name}` : `${service}.${operation}`;
  return new BlastpitError(
    'backend-deploy',
    `the environment cannot be built on the backend: ${what}: ${why}`,
    {
      where: '--backend',
    },
  );
}
