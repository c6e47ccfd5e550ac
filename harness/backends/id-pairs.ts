/** Between the shadow and the backend: what one calls a resource, and what the other calls the same. */

/**
 * Pairs of ids of the same things. Whoever acts knows the shadow's, which are made of the seed, so that journals of the
 * same seed have the same bytes; the backend makes its own. Text is translated wherever an id stands in it: in ARNs,
 * addresses, templates, policies.
 */
export class IdPairs {
  readonly #outward = new Map<string, string>();
  readonly #inward = new Map<string, string>();
  #patterns: { readonly outward: RegExp; readonly inward: RegExp } | null = null;

  /** Learns that both mean the same: whole, and by the last part where the ids are made of parts, as ARNs are. */
  learn(own: string, theirs: string): void {
    this.#add(own, theirs);
    this.#add(lastPart(own), lastPart(theirs));
  }

  /** Learns that both mean the same, and nothing of their parts. */
  learnWhole(own: string, theirs: string): void {
    this.#add(own, theirs);
  }

  /** Whether the backend's id of it is known. */
  knows(own: string): boolean {
    return this.#outward.has(own);
  }

  /** Whether the backend's id is known to be that of something else. */
  isOfAnother(own: string, theirs: string): boolean {
    const known = this.#inward.get(theirs);
    return known !== undefined && known !== own;
  }

  /** A value as the backend knows it: every id of the shadow replaced. */
  outward<Value>(value: Value): Value {
    return this.#translate(value, 'outward');
  }

  /** A value as whoever acts knows it: every id of the backend replaced. */
  inward<Value>(value: Value): Value {
    return this.#translate(value, 'inward');
  }

  #add(own: string, theirs: string): void {
    if (own === theirs || own.length < shortest || theirs.length < shortest) return;
    if (this.#outward.get(own) === theirs && this.#inward.get(theirs) === own) return;
    this.#outward.set(own, theirs);
    this.#inward.set(theirs, own);
    this.#patterns = null;
  }

  #translate<Value>(value: Value, way: 'outward' | 'inward'): Value {
    const ids = way === 'outward' ? this.#outward : this.#inward;
    if (ids.size === 0) return value;
    this.#patterns ??= { outward: anyOf(this.#outward), inward: anyOf(this.#inward) };
    return replaced(value, this.#patterns[way], ids) as Value;
  }
}

/** Shorter text than this stands in too much else to be replaced. */
const shortest = 6;

function lastPart(id: string): string {
  const last = id.split(/[/:|]/).findLast((part) => part !== '') ?? id;
  // Streams of tables are named by their time: its seconds, as `00.000`, stand in other numbers too.
  return /^\d+\.\d+Z?$/.test(last) ? id : last;
}

/** The longest first, since a name stands in an ARN, and the ARN is known too. */
function anyOf(ids: ReadonlyMap<string, string>): RegExp {
  const longestFirst = [...ids.keys()].sort((one, other) => other.length - one.length);
  return new RegExp(
    longestFirst.map((id) => id.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'),
    'g',
  );
}

function replaced(value: unknown, pattern: RegExp, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replace(pattern, (id) => ids.get(id) ?? id);
  if (Array.isArray(value)) return value.map((each: unknown) => replaced(each, pattern, ids));
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value))
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(pattern, (id) => ids.get(id) ?? id),
      replaced(member, pattern, ids),
    ]),
  );
}

/** Members whose text names something. */
const naming = /(?:^|[a-z])(?:Id|Arn|ARN|Name|Url|Uri|UUID|Identifier)$|^(?:UUID|Location)$/;

/**
 * Learns from two answers to the same call what each calls the things in it. Lists of several are left alone, since they
 * may be in another order; of a list of one, which may be the first page of more, only what is known on neither side.
 */
export function learnFromAnswers(pairs: IdPairs, own: unknown, theirs: unknown): void {
  learnFrom(pairs, own, theirs, false);
}

function learnFrom(pairs: IdPairs, own: unknown, theirs: unknown, isListed: boolean): void {
  if (typeof own !== 'object' || own === null || typeof theirs !== 'object' || theirs === null) return;
  if (Array.isArray(own) !== Array.isArray(theirs)) return;
  if (Array.isArray(own) && Array.isArray(theirs)) {
    if (own.length === 1 && theirs.length === 1) learnFrom(pairs, own[0], theirs[0], true);
    return;
  }
  const named = Object.entries(own).flatMap(([name, mine]) => {
    const other: unknown = Reflect.get(theirs, name);
    return typeof mine === 'string' && typeof other === 'string' && naming.test(name) && mine !== other
      ? [[mine, other] as const]
      : [];
  });
  const areOthers = named.some(
    ([mine, other]) => pairs.isOfAnother(mine, other) || (isListed && pairs.knows(mine)),
  );
  for (const [mine, other] of areOthers ? [] : named)
    if (!isPart(mine, other) && !isPart(other, mine)) pairs.learn(mine, other);
  for (const [name, mine] of Object.entries(own)) learnFrom(pairs, mine, Reflect.get(theirs, name), isListed);
}

/** `/bucket` for `http://bucket.s3.amazonaws.com/` would put the one into the other wherever the name stands. */
function isPart(one: string, other: string): boolean {
  return one.includes(other.replace(/^\//, ''));
}
