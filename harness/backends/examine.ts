/** An inventory of a backend elsewhere: what it says itself of what it has, joined with what only the shadow knows. */
import type { Backend, Difference } from '../contract/backend.js';
import type { ResourceReference, ResourceState } from '../contract/resource.js';
import { askShadow, shadowCall, type ShadowPlace } from './ask-shadow.js';
import { examinedTypes, type Answer, type ExaminedType } from './examined-types.js';
import type { IdPairs } from './id-pairs.js';
import type { RemoteCloud } from './remote-cloud.js';

export interface Examination {
  readonly resources: readonly ResourceState[];
  readonly differences: readonly Omit<Difference, 'time'>[];
}

/** What an examination needs, and what it remembers: resources seen before, by place and incarnation. */
export interface Examined {
  readonly shadow: Backend;
  readonly place: ShadowPlace;
  readonly remote: RemoteCloud;
  readonly pairs: IdPairs;
  readonly lackedSwitches: ReadonlySet<string>;
  readonly seen: Map<string, ResourceState>;
}

/**
 * Looks at every resource of an examined type, and at those that there were before. Whether one exists is the
 * backend's to say; the rest of what is observed is the shadow's, and wherever the backend says otherwise of what can
 * be asked of both, that is a difference. What is under way in the shadow is not compared: time passes there alone.
 */
export async function examine(examined: Examined): Promise<Examination> {
  const { shadow, place, seen } = examined;
  const resources: ResourceState[] = [];
  const differences: Omit<Difference, 'time'>[] = [];
  const standing = new Set<string>();
  for (const state of await shadow.inventory()) {
    const { resource } = state;
    const type = examinedTypes[resource.type];
    if (type === undefined || resource.account !== place.root.account || resource.region !== place.region) {
      resources.push(state);
      continue;
    }
    standing.add(keyOf(resource));
    const what = await compare(examined, resource, type);
    if (what !== null) differences.push({ resource: what.told ? null : resource, what: what.text });
    if (what?.gone === true) continue;
    seen.set(keyOf(resource), state);
    resources.push(state);
  }
  for (const [key, state] of seen) {
    if (standing.has(key)) continue;
    seen.delete(key);
    const type = examinedTypes[state.resource.type];
    if (type === undefined || !(await stillStands(examined, state.resource, type))) continue;
    differences.push({
      resource: state.resource,
      what: 'is gone by the shadow, and still stands on the backend',
    });
    resources.push(state);
  }
  return { resources, differences };
}

function keyOf({ type, id, incarnation }: ResourceReference): string {
  return `${type} ${id} ${incarnation}`;
}

interface Comparison {
  readonly text: string;
  /** It is not there on the backend. */
  readonly gone: boolean;
  /** Nobody can say whether they differ: it is told, and the shadow counts. */
  readonly told: boolean;
}

async function compare(
  { shadow, place, remote, pairs, lackedSwitches }: Examined,
  { id }: ResourceReference,
  type: ExaminedType,
): Promise<Comparison | null> {
  const { service, operation } = type;
  const input = type.input(id);
  const own = askShadow(shadow, place, service, operation, input);
  if (!own.ok) return null;
  if (shadow.pendingUntil(shadowCall(shadow, place, service, operation, input)) !== null) return null;
  const theirs = await remote.call(service, operation, pairs.outward(input));
  if (!theirs.ok) {
    if (type.gone.includes(theirs.error.code)) {
      return { text: 'stands by the shadow, and is not there on the backend', gone: true, told: false };
    }
    const text = `${id} cannot be looked at on the backend: ${pairs.inward(theirs.error.message)}`;
    return { text, gone: false, told: theirs.error.origin === 'unsupported' };
  }
  const facts = type.facts(own.output as Answer);
  const others = type.facts(pairs.inward(theirs.output) as Answer);
  const differing = Object.entries(facts)
    .filter(([name]) => !lackedSwitches.has(type.switches?.[name] ?? ''))
    .map(([name, value]) => [name, JSON.stringify(value), JSON.stringify(others[name])] as const)
    .filter(([, mine, other]) => mine !== other)
    .map(([name, mine, other]) => `${name} is ${mine} by the shadow and ${other} on the backend`);
  return differing.length === 0 ? null : { text: differing.join('; '), gone: false, told: false };
}

async function stillStands(
  { remote, pairs }: Examined,
  { id }: ResourceReference,
  type: ExaminedType,
): Promise<boolean> {
  const answer = await remote.call(type.service, type.operation, pairs.outward(type.input(id)));
  if (!answer.ok) return false;
  const output = answer.output as Answer;
  if (type.endsByTime?.(output) === true) return false;
  // Deleted stacks are described by their ids for a long time.
  return type.facts(output)['StackStatus'] !== 'DELETE_COMPLETE';
}
