/** The world: forks, proposals, commits, time, and effects as differences of trajectories. */
import { expect } from 'chai';
import { effectsOf } from '../../../harness/cloud/world/effects.js';
import type { Transaction } from '../../../harness/cloud/world/transaction.js';
import { World } from '../../../harness/cloud/world/world.js';
import { createLamp, guardLamp, scheduleRemoval, toyModel } from './toy-model.js';

const start = Date.UTC(2025, 0, 1);
const hour = 3_600_000;

function motive(cause: string, checked = true): Transaction['motive'] {
  return { cause, callId: cause, checked };
}

function worldWith(...lamps: readonly (readonly [string, number])[]): World {
  const world = new World(toyModel(1), start);
  const proposal = world.propose(motive('setup'), (transaction) => {
    for (const [id, oil] of lamps) createLamp(transaction, id, oil);
  });
  world.commit(proposal, null);
  return world;
}

function effects(world: World, cause: string, work: (transaction: Transaction) => void, checked = true) {
  const proposal = world.propose(motive(cause, checked), work);
  return effectsOf(world.model, proposal.parent, proposal.moment, world.now + 35 * 24 * hour);
}

const inShort = (found: ReturnType<typeof effectsOf>) =>
  found.map(({ kind, resource, from, until }) => [
    kind,
    resource.id,
    (from - start) / hour,
    until === null ? null : (until - start) / hour,
  ]);

describe('world', () => {
  it('lets events run in their order as time passes, and tells of what is observed', () => {
    const world = worldWith(['a', 2]);
    const seen: [number, boolean | undefined][] = [];
    world.advanceTo(start + 10 * hour, {
      transition: ({ time, observed }) => seen.push([(time - start) / hour, observed?.serving]),
      stop: () => undefined,
    });
    expect(seen).to.deep.equal([
      [1, true],
      [2, false],
    ]);
    expect(world.now).to.equal(start + 10 * hour);
  });

  it('keeps a fork and its origin apart', () => {
    const world = worldWith(['a', 0]);
    const fork = world.fork();
    fork.commit(
      fork.propose(motive('remove'), (transaction) => {
        scheduleRemoval(transaction, 'a', 0, null);
      }),
      null,
    );
    fork.advanceTo(start + hour, null);
    expect([...fork.inventory()]).to.have.length(0);
    expect([...world.inventory()]).to.have.length(1);
  });

  it('leaves nothing behind where work throws', () => {
    const world = worldWith(['a', 0]);
    const before = world.state;
    expect(() =>
      world.propose(motive('boom'), (transaction) => {
        createLamp(transaction, 'b', 1);
        throw new Error('boom');
      }),
    ).to.throw('boom');
    expect(world.state).to.equal(before);
  });

  it('refuses a proposal once the world has moved', () => {
    const world = worldWith(['a', 0]);
    const one = world.propose(motive('one'), (transaction) => createLamp(transaction, 'b', 0));
    const two = world.propose(motive('two'), (transaction) => createLamp(transaction, 'c', 0));
    world.commit(one, null);
    expect(() => world.commit(two, null)).to.throw('the world moved');
    const late = world.propose(motive('late'), (transaction) => createLamp(transaction, 'd', 0));
    world.advanceTo(world.now + 1000, null);
    expect(() => world.commit(late, null)).to.throw('the world moved');
  });

  it('gives the same ids for the same cause, whatever else was called', () => {
    const incarnationOf = (world: World, id: string): string | undefined =>
      [...world.inventory()].find(({ resource }) => resource.id === id)?.resource.incarnation;
    const [one, two] = [worldWith(), worldWith(['other', 3])];
    for (const world of [one, two]) {
      world.commit(
        world.propose(motive('create a'), (transaction) => createLamp(transaction, 'a', 1)),
        null,
      );
    }
    expect(incarnationOf(one, 'a')).to.be.a('string').and.equal(incarnationOf(two, 'a'));
  });
});

describe('effects', () => {
  it('are none where nothing would differ', () => {
    expect(effects(worldWith(['a', 2]), 'nothing', () => undefined)).to.deep.equal([]);
  });

  it('show a removal when its time comes, with all that follows from it', () => {
    const world = worldWith(['a', 0], ['b', 0]);
    const found = effects(world, 'chain', (transaction) => scheduleRemoval(transaction, 'a', 7200, 'b'));
    expect(inShort(found)).to.deep.equal([
      ['delete', 'a', 2, null],
      ['delete', 'b', 2 + 60 / 3600, null],
    ]);
  });

  it('end where both trajectories agree again', () => {
    // The lamp goes out after three hours anyway: taking its oil differs only until then.
    const world = worldWith(['a', 3]);
    const found = effects(world, 'guard', (transaction) => guardLamp(transaction, 'a', true));
    expect(inShort(found)).to.deep.equal([['update', 'a', 0, null]]);
    const unguard = world.propose(motive('guard'), (transaction) => guardLamp(transaction, 'a', true));
    world.commit(unguard, null);
    const lifted = effects(world, 'lift', (transaction) => guardLamp(transaction, 'a', false));
    expect(inShort(lifted)).to.deep.equal([['unprotect', 'a', 0, null]]);
  });

  it('call the deletion of one incarnation beside the creation of another a replacement', () => {
    const world = worldWith(['a', 0]);
    const found = effects(world, 'replace', (transaction) => {
      scheduleRemoval(transaction, 'a', 0, null);
    });
    expect(inShort(found)).to.deep.equal([['delete', 'a', 0, null]]);
  });

  it('see through checks where a call is seen as if every check allowed it', () => {
    const world = worldWith(['a', 0]);
    world.commit(
      world.propose(motive('guard'), (transaction) => guardLamp(transaction, 'a', true)),
      null,
    );
    const remove = (transaction: Transaction): void => scheduleRemoval(transaction, 'a', 60, null);
    expect(effects(world, 'remove', remove)).to.deep.equal([]);
    expect(inShort(effects(world, 'remove', remove, false))).to.deep.equal([['delete', 'a', 1 / 60, null]]);
  });

  it('name what lies beyond the horizon as scheduled', () => {
    const world = worldWith(['a', 0]);
    const found = effects(world, 'late', (transaction) =>
      scheduleRemoval(transaction, 'a', 40 * 24 * 3600, null),
    );
    expect(inShort(found)).to.deep.equal([['scheduled', 'a', 40 * 24, null]]);
  });

  it('count the data that goes', () => {
    const world = worldWith(['a', 5]);
    const [effect] = effects(world, 'remove', (transaction) => scheduleRemoval(transaction, 'a', 0, null));
    expect(effect?.loses).to.deep.equal({ records: 5, bytes: 50 });
  });
});
