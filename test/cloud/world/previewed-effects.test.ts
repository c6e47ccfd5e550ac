/**
 * What a preview says a call will do is what happens: 1,000 seeded sequences of calls on small worlds, each previewed,
 * and compared with inventories of a world stepped event by event, by code that shares nothing with the preview.
 */
import { expect } from 'chai';
import sinon from 'sinon';
import { effectsOf } from '../../../harness/cloud/world/effects.js';
import { OrderedMap, type Change } from '../../../harness/cloud/world/ordered-map.js';
import { eventTime, type Stored } from '../../../harness/cloud/world/state.js';
import type { Transaction } from '../../../harness/cloud/world/transaction.js';
import { World } from '../../../harness/cloud/world/world.js';
import { sceneOf, type Cloud } from '../../../harness/cloud/cloud.js';
import { createCloud } from '../../../harness/cloud/cloud.js';
import { loadServices } from '../../../harness/cloud/services.js';
import { AwsFailure } from '../../../harness/contract/aws-error.js';
import type { Effect } from '../../../harness/contract/effect.js';
import { rootActor, testRegion, testStart } from '../cloud-under-test.js';
import { make, pass, shownEffects, type ShownEffect, type SteppedWorld } from './event-by-event.js';
import { madeOperations, sequenceOf, type SequenceCall } from './sequences.js';

const horizonMilliseconds = 35 * 24 * 3_600_000;
const sequences = 1_000;

/** One comparison: what was previewed, and what the inventories show. */
interface Comparison {
  readonly call: string;
  /** Whether AWS would have done it. */
  readonly succeeded: boolean;
  readonly previewed: readonly ShownEffect[];
  readonly shown: readonly ShownEffect[];
}

function plain(effects: readonly Effect[]): ShownEffect[] {
  return effects.map(({ kind, resource, from, until, loses }) => ({
    kind,
    incarnation: resource.incarnation,
    from,
    until,
    loses,
  }));
}

function inOrder(effects: readonly ShownEffect[]): string[] {
  return effects
    .map(({ kind, incarnation, from, until, loses }) => {
      const lost = loses === null ? '' : ` -${loses.records} -${loses.bytes}`;
      return `${incarnation} ${kind} ${from} ${until ?? 'on'}${lost}`;
    })
    .sort();
}

/** Previews and commits every call of a sequence in one world, and makes the same calls in a stepped one. */
function play(cloud: Cloud, calls: readonly SequenceCall[]): Comparison[] {
  const world = new World(cloud, testStart);
  let stepped: SteppedWorld = { state: OrderedMap.empty<Stored>(), now: testStart };
  const comparisons: Comparison[] = [];
  calls.forEach(({ service, operation, input, waitSeconds }, index) => {
    const time = world.now + waitSeconds * 1000;
    world.advanceTo(time, null);
    stepped = pass(cloud, stepped, time);
    const request = { service, operation, input: input(world), region: testRegion, actor: rootActor() };
    const call = cloud.understand(request, `c${index + 1}`, sceneOf(request, world.state, world.now));
    const cause = `call ${index + 1}`;
    const proposal = world.propose({ cause, callId: call.id, checked: true }, (transaction) => {
      const before = transaction.state;
      try {
        cloud.run(call, transaction);
        return true;
      } catch (error) {
        if (!(error instanceof AwsFailure)) throw error;
        transaction.restore(before);
        return false;
      }
    });
    const horizon = world.now + horizonMilliseconds;
    const previewed = plain(effectsOf(cloud, proposal.parent, proposal.moment, horizon));
    world.commit(proposal, null);
    const without = stepped;
    stepped = make(cloud, stepped, call, cause);
    comparisons.push({
      call: `${service}.${operation}`,
      succeeded: proposal.result,
      previewed,
      shown: shownEffects(cloud, without, stepped, horizon),
    });
  });
  return comparisons;
}

async function cloudFor(seed: number): Promise<Cloud> {
  const secret = (id: string): string => id;
  return createCloud(seed, await loadServices(), { secretOf: secret, sessionTokenOf: secret });
}

/** Whether some preview of the first sequences is not what the inventories show. */
async function isFound(): Promise<boolean> {
  for (let seed = 1; seed <= 40; seed += 1) {
    try {
      for (const { previewed, shown } of play(await cloudFor(seed), sequenceOf(seed))) {
        if (inOrder(previewed).join('\n') !== inOrder(shown).join('\n')) return true;
      }
    } catch (error) {
      // A world that breaks down over its fault is found out as well; AWS's own errors are no breakdown.
      if (error instanceof AwsFailure) throw error;
      return true;
    }
  }
  return false;
}

describe('previewed effects', () => {
  afterEach(() => sinon.restore());

  it(`equal what inventories show, over ${sequences} sequences of calls`, async function () {
    this.timeout(120_000);
    const kinds = new Map<string, number>();
    const operations = new Set<string>();
    for (let seed = 1; seed <= sequences; seed += 1) {
      for (const { call, succeeded, previewed, shown } of play(await cloudFor(seed), sequenceOf(seed))) {
        expect(inOrder(previewed), `${call} of sequence ${seed}`).to.deep.equal(inOrder(shown));
        if (succeeded) operations.add(call);
        for (const { kind } of previewed) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
    }
    // A comparison of nothing with nothing would prove nothing.
    for (const kind of [
      'create',
      'update',
      'delete',
      'stop',
      'unprotect',
      'expire',
      'scheduled',
      'replace',
      'expose',
    ]) {
      expect(kinds.get(kind) ?? 0, `effects of kind ${kind}`).to.be.greaterThan(0);
    }
    expect([...operations]).to.include.members(madeOperations());
  });

  it('would not, if a diff lost the last change', async () => {
    const whole = OrderedMap.prototype.changesTo;
    sinon.stub(OrderedMap.prototype, 'changesTo').callsFake(function changesTo(
      this: OrderedMap<unknown>,
      other,
    ) {
      return whole.call(this, other).slice(0, -1) as Change<unknown>[];
    });
    expect(await isFound()).to.equal(true);
  });

  it('would not, if the queue gave a later event first', async () => {
    const whole = OrderedMap.prototype.first;
    sinon.stub(OrderedMap.prototype, 'first').callsFake(function first(
      this: OrderedMap<unknown>,
      from,
      until,
    ) {
      const events = from === 'e/' ? [...this.range(from, until)] : [];
      const late = events.find(([key]) => eventTime(key) > eventTime(events[0]?.[0] ?? key));
      return late ?? whole.call(this, from, until);
    });
    expect(await isFound()).to.equal(true);
  });

  it('would not, if what a call schedules came a second late in the world that looks ahead', async () => {
    // Only what the world runs ahead on is faulty: the stepped world never goes through `propose`.
    const whole = World.prototype.propose;
    sinon.stub(World.prototype, 'propose').callsFake(function propose(this: World, motive, work) {
      return whole.call(this, motive, (transaction: Transaction) => {
        const schedule = transaction.schedule.bind(transaction);
        transaction.schedule = (seconds, ...rest) => schedule(seconds + 1, ...rest);
        return work(transaction);
      });
    });
    expect(await isFound()).to.equal(true);
  });

  it('are not taken for wrong where no fault was planted', async () => {
    expect(await isFound()).to.equal(false);
  });
});
