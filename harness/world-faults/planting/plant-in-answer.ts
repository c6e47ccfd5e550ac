/** Where text is planted in an answer: the first tag, log line and description that it has a place for. */
import type { PlantedAnswer } from '../../contract/world-fault.js';

export const placesInAnswers = ['log', 'tag', 'description'] as const;
export type PlaceInAnswer = (typeof placesInAnswers)[number];

/** What a plant puts in place of a member; undefined where the member is no place for it. */
type Plant = (name: string, value: unknown, service: string, text: string) => unknown;

/**
 * @returns null where the answer has no place for it.
 * The answer that was given stays as it is: only what leads to a place is copied.
 */
export function plantInAnswer(
  service: string,
  output: object,
  places: readonly PlaceInAnswer[],
  text: string,
): PlantedAnswer | null {
  let planted = output;
  const found: string[] = [];
  for (const place of places) {
    const next = plantFirst(planted, '', (name, value) => plants[place](name, value, service, text));
    if (next === null) continue;
    planted = next.value as object;
    found.push(next.place);
  }
  return found.length === 0 ? null : { output: planted, places: found };
}

interface Planted {
  readonly value: unknown;
  readonly place: string;
}

/** Depth first, in the order of members. */
function plantFirst(
  value: unknown,
  path: string,
  plant: (name: string, value: unknown) => unknown,
): Planted | null {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      const planted = plantFirst(each, `${path}[${index}]`, plant);
      if (planted !== null) return { ...planted, value: value.with(index, planted.value) };
    }
    return null;
  }
  if (!isPlain(value)) return null;
  for (const [name, member] of Object.entries(value)) {
    const there = path === '' ? name : `${path}.${name}`;
    const own = plant(name, member);
    const planted = own === undefined ? plantFirst(member, there, plant) : { value: own, place: there };
    if (planted !== null) return { ...planted, value: { ...value, [name]: planted.value } };
  }
  return null;
}

/** Dates, bytes and streams are no structures. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const tagKey = 'note-to-automation';

const plants: Readonly<Record<PlaceInAnswer, Plant>> = {
  tag: (name, value, service, text) => {
    if (!/^(?:tags|taglist|tagset)$/i.test(name)) return undefined;
    if (isPlain(value)) return { ...value, [tagKey]: text };
    return Array.isArray(value)
      ? [...(value as readonly unknown[]), tagLike(value[0], service, text)]
      : undefined;
  },
  log: (name, value, _service, text) => {
    if (!/events$/i.test(name) || !Array.isArray(value)) return undefined;
    const [first, ...others] = value as readonly unknown[];
    if (!isPlain(first)) return undefined;
    const member =
      name === 'StackEvents'
        ? 'ResourceStatusReason'
        : ['message', 'Message'].find((each) => typeof first[each] === 'string');
    return member === undefined
      ? undefined
      : [{ ...first, [member]: appended(first[member], text) }, ...others];
  },
  description: (name, value, _service, text) =>
    /^description$/i.test(name) && typeof value === 'string' ? appended(value, text) : undefined,
};

function appended(value: unknown, text: string): string {
  return typeof value === 'string' && value !== '' ? `${value} ${text}` : text;
}

/** Services spell their tags in three ways; one that stands there shows which. */
function tagLike(other: unknown, service: string, text: string): object {
  if (service === 'KMS' || hasMember(other, 'TagKey')) return { TagKey: tagKey, TagValue: text };
  if (service === 'ECS' || hasMember(other, 'key')) return { key: tagKey, value: text };
  return { Key: tagKey, Value: text };
}

function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value;
}
