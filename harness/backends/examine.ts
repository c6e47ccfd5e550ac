/** An inventory of a backend elsewhere: what it says itself of what it has, joined with what only the shadow knows. */
import type { Backend, Difference, ExaminedResource } from '../contract/backend.js';
import type { Json, JsonObject } from '../contract/json.js';
import type { ResourceReference, ResourceState } from '../contract/resource.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import { askShadow, shadowCall, type ShadowPlace } from './ask-shadow.js';
import { examinedTypes, type Answer, type ExaminedType } from './examined-types.js';
import type { IdPairs } from './id-pairs.js';
import type { RemoteCloud } from './remote-cloud.js';
import type { Left } from './scaled-template.js';

export interface Examination {
  readonly resources: readonly ResourceState[];
  readonly differences: readonly Omit<Difference, 'time'>[];
  /** What the backend said of each resource that it was asked for and could tell of. */
  readonly examined: readonly ExaminedResource[];
}

/** What an examination needs, and what it remembers: resources seen before, by place and incarnation. */
export interface Examined {
  readonly shadow: Backend;
  readonly place: ShadowPlace;
  readonly remote: RemoteCloud;
  readonly pairs: IdPairs;
  readonly lackedSwitches: ReadonlySet<string>;
  /** Types that are not there, and stand in the shadow alone. */
  readonly left: Left;
  /** Places whose resources were replaced in the shadow alone: what stands there is the shadow's to say. */
  readonly replaced: Set<string>;
  readonly seen: Map<string, ResourceState>;
}

/**
 * Looks at every resource of an examined type, and at those that there were before. Whether one exists is the
 * backend's to say; the rest of what is observed is the shadow's, and wherever the backend says otherwise of what can
 * be asked of both, that is a difference. What is under way in the shadow is over on the backend: of that, only what is
 * on its way out is compared, which the backend must not show as if nobody had deleted it.
 */
export async function examine(examined: Examined): Promise<Examination> {
  const { shadow, place, seen } = examined;
  const resources: ResourceState[] = [];
  const differences: Omit<Difference, 'time'>[] = [];
  const told: ExaminedResource[] = [];
  const standing = new Set<string>();
  for (const state of await shadow.inventory()) {
    const { resource } = state;
    const type = typeOf(examined, resource);
    if (type === undefined || resource.account !== place.root.account || resource.region !== place.region) {
      resources.push(state);
      continue;
    }
    standing.add(keyOf(resource));
    const { what, shows, unknown } = await compare(examined, resource, type);
    if (shows !== undefined) told.push({ incarnation: resource.incarnation, shows });
    if (unknown !== undefined) differences.push({ resource: null, what: unknown });
    if (what !== null) differences.push({ resource: what.told ? null : resource, what: what.text });
    if (what?.gone === true) continue;
    seen.set(keyOf(resource), state);
    resources.push(state);
  }
  for (const [key, state] of seen) {
    if (standing.has(key)) continue;
    seen.delete(key);
    const type = typeOf(examined, state.resource);
    if (type === undefined) continue;
    const { stands, shows } = await whatIsLeft(examined, state.resource, type);
    if (shows !== undefined) told.push({ incarnation: state.resource.incarnation, shows });
    if (!stands) continue;
    differences.push({
      resource: state.resource,
      what: 'is gone by the shadow, and still stands on the backend',
    });
    resources.push(state);
  }
  return { resources, differences, examined: told };
}

/** How a resource is looked at on the backend; undefined where it is the shadow's alone. */
function typeOf({ left, replaced }: Examined, { type, stack }: ResourceReference): ExaminedType | undefined {
  if (left.has(type) || (stack !== null && replaced.has(placeName(lastingPlace(stack))))) return undefined;
  return examinedTypes[type];
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

/** What the backend shows of a resource, undefined where it could not tell, and how that differs from the shadow. */
interface Look {
  readonly what: Comparison | null;
  readonly shows?: JsonObject | null;
  /** What it could not be asked for, though the shadow has it. */
  readonly unknown?: string;
}

async function compare(examined: Examined, { id }: ResourceReference, type: ExaminedType): Promise<Look> {
  const { shadow, place, remote, pairs, lackedSwitches } = examined;
  const { service, operation } = type;
  const input = type.input(id);
  const own = askShadow(shadow, place, service, operation, input);
  if (!own.ok) return { what: null };
  // What is under way in the shadow is over on the backend, and nothing to compare.
  const isUnderWay = shadow.pendingUntil(shadowCall(shadow, place, service, operation, input)) !== null;
  const theirs = await remote.call(service, operation, pairs.outward(input));
  if (!theirs.ok) {
    const isGone = type.gone.includes(theirs.error.code);
    if (isUnderWay) return isGone ? { what: null, shows: null } : { what: null };
    if (isGone) {
      const text = 'stands by the shadow, and is not there on the backend';
      return { what: { text, gone: true, told: false }, shows: null };
    }
    const text = `${id} cannot be looked at on the backend: ${pairs.inward(theirs.error.message)}`;
    return { what: { text, gone: false, told: theirs.error.origin === 'unsupported' } };
  }
  const more = await askFurther(examined, id, type);
  const facts = { ...type.facts(own.output as Answer), ...more.facts };
  const shows: JsonObject = { ...type.facts(pairs.inward(theirs.output) as Answer), ...more.shows };
  const compared = Object.keys(facts).filter((name) => !lackedSwitches.has(type.switches?.[name] ?? ''));
  const differing = compared
    .filter((name) => !isUnderWay || isOutHereAlone(facts[name], shows[name]))
    .map((name) => [name, JSON.stringify(facts[name]), JSON.stringify(shows[name])] as const)
    .filter(([, mine, other]) => mine !== other)
    .map(([name, mine, other]) => `${name} is ${mine} by the shadow and ${other} on the backend`);
  const what = differing.length === 0 ? null : { text: differing.join('; '), gone: false, told: false };
  return {
    what,
    shows: {
      ...Object.fromEntries(compared.map((name) => [name, shows[name] ?? null])),
      // As it says it at other times too: what it leaves out has not changed by that.
      ...more.shows,
    },
    ...(more.unknown === undefined ? {} : { unknown: more.unknown }),
  };
}

interface FurtherLook extends Pick<Look, 'unknown'> {
  readonly facts: JsonObject;
  readonly shows: JsonObject;
}

/** What both sides answer to a type's further question, but for what the backend does not tell, which is said instead. */
async function askFurther(
  { shadow, place, remote, pairs }: Examined,
  id: string,
  { service, input, further }: ExaminedType,
): Promise<FurtherLook> {
  if (further === undefined) return { facts: {}, shows: {} };
  const { operation } = further;
  const own = askShadow(shadow, place, service, operation, input(id));
  if (!own.ok) return { facts: {}, shows: {} };
  const facts = further.facts(own.output as Answer);
  const theirs = await remote.call(service, operation, pairs.outward(input(id)));
  const shows: JsonObject = theirs.ok ? further.facts(pairs.inward(theirs.output) as Answer) : {};
  const untold = Object.keys(facts).filter(
    (name) => (shows[name] ?? null) === null && (!theirs.ok || facts[name] !== null),
  );
  const told = Object.entries(facts).filter(([name]) => !untold.includes(name));
  const set = untold.filter((name) => facts[name] !== null);
  return {
    facts: Object.fromEntries(told),
    shows,
    ...(set.length === 0
      ? {}
      : { unknown: `${service}.${operation} does not show ${set.join(', ')} of ${id}: the shadow’s counts` }),
  };
}

const leaving = /^(?:DELETE_IN_PROGRESS|DELETING|deleting|PendingDeletion)$/;

/** Whether the one is a status of what is being deleted, and the other of what is not. */
function isOutHereAlone(own: Json | undefined, theirs: Json | undefined): boolean {
  return (
    typeof own === 'string' && leaving.test(own) && !(typeof theirs === 'string' && /delet/i.test(theirs))
  );
}

/** What is left on the backend of a resource that is gone by the shadow. */
async function whatIsLeft(
  { remote, pairs }: Examined,
  { id }: ResourceReference,
  type: ExaminedType,
): Promise<{ readonly stands: boolean; readonly shows?: JsonObject | null }> {
  const answer = await remote.call(type.service, type.operation, pairs.outward(type.input(id)));
  if (!answer.ok)
    return type.gone.includes(answer.error.code) ? { stands: false, shows: null } : { stands: false };
  const output = answer.output as Answer;
  const shows = type.facts(pairs.inward(output));
  // Deleted stacks are described by their ids for a long time.
  if (shows['StackStatus'] === 'DELETE_COMPLETE') return { stands: false, shows: null };
  // It ends by time alone, which passes on the shadow only.
  return { stands: type.endsByTime?.(output) !== true, shows };
}
