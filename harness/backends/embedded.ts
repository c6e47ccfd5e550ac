/** The backend in the same process: the port's operations as forks, previews and commits of one world. */
import type { Backend, CommittablePreview, KeyLookup } from '../contract/backend.js';
import { parseArn } from '../contract/arn.js';
import { AwsFailure } from '../contract/aws-error.js';
import type { Call, Outcome, Stop } from '../contract/call.js';
import type { InventoryView } from '../contract/guardrail.js';
import { denialOf, sceneOf, type Cloud } from '../cloud/cloud.js';
import { actorBehind } from '../cloud/services/sts/sessions.js';
import { digest } from '../cloud/world/cause.js';
import type { PreviewMemo } from './preview-memo.js';
import { effectsOf, horizonSeconds } from '../cloud/world/effects.js';
import { outcomesOf } from '../cloud/world/outcome.js';
import { resourceAt, resourceKey, type State } from '../cloud/world/state.js';
import { stepsUntil, stopsOf } from '../cloud/world/trajectory.js';
import type { Transaction } from '../cloud/world/transaction.js';
import type { Proposal, World } from '../cloud/world/world.js';

export interface EmbeddedPreview extends CommittablePreview {
  readonly proposal: Proposal<Outcome>;
}

/** @param memo of previews in other forks of the same environment; null to preview each anew. */
export function embeddedBackend(
  world: World,
  cloud: Cloud,
  memo: PreviewMemo<EmbeddedPreview> | null = null,
): Backend {
  const scene = (call: Parameters<typeof sceneOf>[0]) => sceneOf(call, world.state, world.now);
  const view: InventoryView = {
    all: () => world.inventory(),
    count: (type) => {
      let count = 0;
      for (const _ of world.inventory(type)) count += 1;
      return count;
    },
    copiedAt: (copy) => {
      const record = resourceAt(world.state, resourceKey(copy, copy.id));
      if (record?.incarnation !== copy.incarnation) return null;
      return cloud.kind(record.type).copiedAt?.(record, world.now) ?? record.createdAt;
    },
    mayDo: (actor, action, resourceArn) => {
      const region = parseArn(resourceArn)?.region ?? '';
      const asked = sceneOf({ service: '', operation: '', input: {}, region, actor }, world.state, world.now);
      return cloud.decide([{ action, resources: [resourceArn] }], asked, []).allowed;
    },
  };
  return {
    name: 'embedded',
    now: () => world.now,
    key: (accessKeyId): KeyLookup => {
      if (actorBehind(world.state, accessKeyId) === 'unknown') return { known: false };
      const sessionToken = accessKeyId.startsWith('ASIA') ? cloud.sessionTokenOf(accessKeyId) : null;
      return { known: true, secret: cloud.secretOf(accessKeyId), sessionToken };
    },
    actor: (accessKeyId) => actorBehind(world.state, accessKeyId),
    understand: (request, id) => cloud.understand(request, id, scene(request)),
    authorise: (call) => cloud.decide(call.actions, scene(call), []),
    denial: (call, message) => denialOf(call.service, message),
    read: (call) => readIn(world, cloud, call),
    pastReads: () => {
      const past = world.fork();
      return (call, time) => {
        const then = past.fork();
        then.advanceTo(time, null);
        return readIn(then, cloud, call);
      };
    },
    preview: (call, checked) => {
      const make = (): EmbeddedPreview => preview(world, cloud, call, checked);
      return memo === null ? make() : memo.of(world.head, world.now, call, checked, make);
    },
    commit: (given, witness) => {
      const { proposal } = given as EmbeddedPreview;
      world.commit(proposal, witness);
      // Whoever gets an answer may change it; the other forks must not see that.
      return memo === null ? proposal.result : structuredClone(proposal.result);
    },
    advanceTo: (time, witness) => {
      world.advanceTo(time, witness);
    },
    pendingUntil: (call) => pendingUntil(world, cloud, call),
    inventory: () => world.inventory(),
    view,
    ahead: (until) => world.ahead(until),
    differences: () => [],
  };
}

function readIn(world: World, cloud: Cloud, call: Call): Outcome {
  return world.propose(motiveOf(call, 0, true), (transaction) => attempt(cloud, call, transaction)).result;
}

function motiveOf(call: Call, occurrence: number, checked: boolean): Transaction['motive'] {
  return { cause: `${contentOf(call)}\n${occurrence}`, callId: call.id, checked };
}

/**
 * What ids of a call are made of: its content and how often the same was done before, not its place in the run, so that
 * one call more does not change the others' ids.
 */
function contentOf(call: Call): string {
  return `${call.service}.${call.operation}\n${call.region}\n${call.actor.principal}\n${JSON.stringify(call.recorded)}`;
}

/** Runs a call; a failure leaves the transaction as it was. */
function attempt(cloud: Cloud, call: Call, transaction: Transaction): Outcome {
  const before = transaction.state;
  try {
    return { ok: true, output: cloud.run(call, transaction) };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    transaction.restore(before);
    return { ok: false, error: error.error };
  }
}

function preview(world: World, cloud: Cloud, call: Call, checked: boolean): EmbeddedPreview {
  const counter = `n/${digest(cloud.seed, contentOf(call), 'occurrences').slice(0, 24)}`;
  const earlier = world.state.get(counter);
  const occurrence = typeof earlier === 'number' ? earlier : 0;
  const proposal = world.propose(motiveOf(call, occurrence, checked), (transaction) => {
    const outcome = attempt(cloud, call, transaction);
    if (outcome.ok) transaction.put(counter, occurrence + 1);
    return outcome;
  });
  if (!proposal.result.ok)
    return { outcome: proposal.result, effects: [], stops: [], outcomes: () => [], proposal };
  const until = world.now + horizonSeconds * 1000;
  const effects = effectsOf(cloud, proposal.parent, proposal.moment, until);
  return {
    outcome: proposal.result,
    effects,
    outcomes: () => outcomesOf(cloud, proposal.moment, until, effects),
    stops: stopsFrom(cloud, proposal, until, call.id),
    proposal,
  };
}

/** What checks inside the world stop of a call: while it is made, and when what it scheduled comes. */
function stopsFrom(
  cloud: Cloud,
  { parent, moment }: Proposal<unknown>,
  until: number,
  callId: string,
): Stop[] {
  const stops = stopsOf({ moment, changes: parent.state.changesTo(moment.state) });
  for (const step of stepsUntil(cloud, moment, until)) {
    for (const stop of stopsOf(step)) if (stop.callId === callId) stops.push(stop);
  }
  return stops;
}

/** Longest time that a polling read runs ahead; nothing that AWS provisions takes longer. */
const longestProvisioningSeconds = 24 * 3600;

/** When the very record that a read shows reaches its next status; null where nothing is on its way. */
function pendingUntil(world: World, cloud: Cloud, call: Call): number | null {
  const key = cloud.shows(call, sceneOf(call, world.state, world.now));
  if (key === undefined) return null;
  const status = (state: State): { readonly name: string; readonly pending: boolean } | undefined => {
    const record = resourceAt(state, key);
    return record === undefined ? undefined : cloud.kind(record.type).status?.(record);
  };
  if (status(world.state)?.pending !== true) return null;
  return world.nextChange((state) => status(state)?.name, longestProvisioningSeconds);
}
