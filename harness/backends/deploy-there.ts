/** Before an episode on a backend elsewhere: does there what was done to build the environment in the shadow. */
import type { Backend, Difference } from '../contract/backend.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { HardeningStep } from '../contract/guardrail.js';
import type { ShadowPlace } from './ask-shadow.js';
import { endpointBackend, livesInShadow } from './endpoint.js';
import { examinedTypes, terminationSwitch } from './examined-types.js';
import { IdPairs } from './id-pairs.js';
import { PairedStacks, type MissingMember } from './paired-stacks.js';
import type { RemoteCloud } from './remote-cloud.js';

/**
 * Repeats an environment's steps in an account of the backend, and puts the shadow before it. What of the stacks the
 * backend does not make stands in the shadow alone, and is told as a difference.
 * @param steps what the platform team did, in order; those of services that live in the shadow are passed over.
 * @throws BlastpitError `backend-lacks` with the list, where the backend cannot make what harms are measured on;
 * `backend-deploy` with its words, where a step fails there.
 */
export async function deployThere(
  shadow: Backend,
  place: ShadowPlace,
  remote: RemoteCloud,
  steps: readonly HardeningStep[],
): Promise<Backend> {
  const pairs = new IdPairs();
  pairs.learn(place.root.account, remote.account);
  const stacks = new PairedStacks(shadow, place, remote, pairs);
  const missing: MissingMember[] = [];
  for (const step of steps) {
    if (livesInShadow(step.service)) continue;
    const input = pairs.outward(step.input);
    const output = await repeat(remote, step, input);
    if (step.service === 'CloudFormation') missing.push(...(await standUp(stacks, remote, step, output)));
  }
  const needed = missing.filter(({ type }) => type in examinedTypes);
  if (needed.length > 0) throw lacks(needed);
  const lacking = missing.map(({ stack, logicalId, type }): Omit<Difference, 'time'> => ({
    resource: null,
    what: `${stack}/${logicalId}: the backend does not make ${type}; it stands in the shadow alone`,
  }));
  const lackedSwitches = await lackedSwitchesOf(remote, steps);
  for (const name of lackedSwitches) {
    lacking.push({
      resource: null,
      what: `${name}: the backend does not have it; the shadow alone keeps the switch`,
    });
  }
  return endpointBackend({ shadow, place, remote, pairs, stacks, lackedSwitches, lacking });
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
    why = `${outcome.error.code}: ${outcome.error.message}`;
  } catch (error) {
    if (error instanceof BlastpitError) throw error;
    why = error instanceof Error ? error.message : String(error);
  }
  throw failed(step, why);
}

/** Waits for the stack that a step made, and pairs it with the shadow's. */
async function standUp(
  stacks: PairedStacks,
  remote: RemoteCloud,
  step: HardeningStep,
  output: object,
): Promise<readonly MissingMember[]> {
  const { StackName } = step.input;
  const theirs: unknown = Reflect.get(output, 'StackId');
  if (typeof StackName !== 'string' || typeof theirs !== 'string') return [];
  const { StackStatus = 'gone', StackStatusReason = '' } = (await stacks.settle(theirs)) ?? {};
  const own = stacks.ownId(StackName);
  if (own === undefined) throw failed(step, 'the shadow has no such stack');
  if (!/^(?:CREATE|UPDATE)_COMPLETE$/.test(StackStatus)) {
    throw failed(
      step,
      [`${StackStatus} ${StackStatusReason}`, ...(await whyOf(remote, theirs))].join('\n  '),
    );
  }
  await stacks.changed(own, theirs);
  stacks.refresh();
  return stacks.missing(own, StackName);
}

/** Each resource that failed, in the backend's words. */
async function whyOf(remote: RemoteCloud, StackName: string): Promise<string[]> {
  const outcome = await remote.call('CloudFormation', 'DescribeStackEvents', { StackName });
  if (!outcome.ok) return [];
  const { StackEvents = [] } = outcome.output as {
    readonly StackEvents?: readonly Readonly<Record<string, unknown>>[];
  };
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
    .map((event) => `${String(event['LogicalResourceId'])}: ${String(event['ResourceStatusReason'])}`)
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

function lacks(needed: readonly MissingMember[]): BlastpitError {
  const list = needed.map(({ stack, logicalId, type }) => `${stack}/${logicalId} (${type})`);
  return new BlastpitError(
    'backend-lacks',
    `the backend does not make what harms are measured on: ${list.join(', ')}`,
    { where: '--backend', expected: 'a backend that makes all of them, or the embedded cloud' },
  );
}
