/** The steps of one phase of a stack's operation, each with the steps that must be done before it. */
import type { Assembly } from './assemble.js';
import type { Member } from './stack-record.js';

export type StepAction =
  /** Creates, changes or replaces, as the template says. */
  | 'provide'
  /** Goes back to what was there before the update. */
  | 'restore'
  /** Deletes what the stack has now. */
  | 'delete'
  /** Deletes what an update has put something new in place of. */
  | 'delete-before'
  /** Lets a nested stack delete what its update has left over. */
  | 'clean-up';

export type Step = {
  readonly logicalId: string;
  readonly action: StepAction;
  /** Places of the steps that must be done first. */
  readonly needs: readonly number[];
};

export type Plan = readonly Step[];

/** A resource begins when all that it depends on is complete. */
export function planProvision(assembly: Assembly): Plan {
  const ids = [...assembly.resources.keys()];
  const places = new Map(ids.map((id, place) => [id, place]));
  return [...assembly.resources.values()].map(({ logicalId, dependencies }) => ({
    logicalId,
    action: 'provide',
    needs: placesOf(dependencies, places),
  }));
}

/** Goes back in the order in which things were made. */
export function planRestoration(members: readonly Member[]): Plan {
  const places = new Map(members.map(({ logicalId }, place) => [logicalId, place]));
  return members.map(({ logicalId, before }) => ({
    logicalId,
    action: 'restore',
    needs: placesOf(before?.dependencies ?? [], places),
  }));
}

/** Deletes in reverse: a resource goes when all that depends on it has gone. */
export function planDeletion(
  doomed: readonly { readonly member: Member; readonly action: 'delete' | 'delete-before' }[],
): Plan {
  const places = new Map(doomed.map(({ member }, place) => [member.logicalId, place]));
  const needs = doomed.map((): number[] => []);
  for (const [place, { member, action }] of doomed.entries()) {
    const version = action === 'delete' ? member.current : member.before;
    for (const needed of placesOf(version?.dependencies ?? [], places)) needs[needed]?.push(place);
  }
  return doomed.map(({ member, action }, place) => ({
    logicalId: member.logicalId,
    action,
    needs: needs[place] ?? [],
  }));
}

function placesOf(names: readonly string[], places: ReadonlyMap<string, number>): number[] {
  return names.flatMap((name) => places.get(name) ?? []);
}

const dependentsOfPlans = new WeakMap<Plan, readonly (readonly number[])[]>();

/** Places of the steps that wait for a step. */
export function dependentsOf(plan: Plan, place: number): readonly number[] {
  let dependents = dependentsOfPlans.get(plan);
  if (dependents === undefined) {
    const made = plan.map((): number[] => []);
    for (const [index, { needs }] of plan.entries()) for (const needed of needs) made[needed]?.push(index);
    dependents = made;
    dependentsOfPlans.set(plan, dependents);
  }
  return dependents[place] ?? [];
}
