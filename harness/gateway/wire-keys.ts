/** Between wire and episode: access key ids that nobody can guess stand for a world's seeded ones, both ways. */
import type { Backend } from '../contract/backend.js';

/** What is asked of the world about ids that look like keys. */
type KeysOfWorld = Pick<Backend, 'actor' | 'view'>;

/** An id as AWS makes them, standing by itself in a text. */
const keyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;
const accessKeyType = 'AWS::IAM::AccessKey';

/**
 * The ids of one episode's access keys. The world's own are made of its seed, so that journals repeat, and two episodes
 * of one seed have the same: on the wire each gets an id of its own, made of randomness and of AWS's form. What comes
 * in is put into the world's ids, what goes out into the wire's; bytes (blobs) are nobody's text and stay as they are.
 */
export class WireKeys {
  readonly #world: KeysOfWorld;
  readonly #randomTail: () => string;
  readonly #byAlias = new Map<string, string>();
  readonly #byWire = new Map<string, string>();

  /** @param randomTail 16 letters and digits (A–Z, 2–7) that nobody can guess, new ones each time. */
  constructor(world: KeysOfWorld, randomTail: () => string) {
    this.#world = world;
    this.#randomTail = randomTail;
  }

  /** The world's id behind one on the wire; undefined where this episode has handed out no such key. */
  aliasOf(wireId: string): string | undefined {
    return this.#byWire.get(wireId);
  }

  /** The id under which a key of the world goes over the wire. */
  wireIdOf(alias: string): string {
    let wireId = this.#byAlias.get(alias);
    if (wireId === undefined) {
      wireId = `${alias.slice(0, 4)}${this.#randomTail()}`;
      this.#byAlias.set(alias, wireId);
      this.#byWire.set(wireId, alias);
    }
    return wireId;
  }

  /** A value as the world knows it: the wire's ids, wherever they stand in a text, become the world's. */
  inward<Value>(value: Value): Value {
    return eachText(value, (text) => text.replaceAll(keyId, (id) => this.#byWire.get(id) ?? id)) as Value;
  }

  /** A value as the wire carries it: ids of the world's keys, wherever they stand in a text, become the wire's. */
  outward<Value>(value: Value): Value {
    return eachText(value, (text) => text.replaceAll(keyId, (id) => this.#outwardId(id))) as Value;
  }

  #outwardId(id: string): string {
    const known = this.#byAlias.get(id);
    if (known !== undefined) return known;
    return this.#isKey(id) ? this.wireIdOf(id) : id;
  }

  /** What only looks like a key, such as the examples of AWS's manuals, is left alone. */
  #isKey(id: string): boolean {
    if (this.#world.actor(id) !== 'unknown') return true;
    // Keys that are switched off are nobody's, and are listed all the same.
    for (const { resource } of this.#world.view.all()) {
      if (resource.type === accessKeyType && resource.id === id) return true;
    }
    return false;
  }
}

/** The value with every text in it put through `change`; the same object where nothing changes. */
function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return mayHoldKey(value) ? change(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const changed = value.map((each: unknown) => eachText(each, change));
    return changed.some((each, index) => each !== value[index]) ? changed : value;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [name, each] of Object.entries(value)) {
    const [newName, changed] = [mayHoldKey(name) ? change(name) : name, eachText(each, change)];
    if (changed === each && newName === name) continue;
    copy ??= { ...value };
    if (newName !== name) Reflect.deleteProperty(copy, name);
    copy[newName] = changed;
  }
  return copy ?? value;
}

function mayHoldKey(text: string): boolean {
  return text.length >= 20 && (text.includes('AKIA') || text.includes('ASIA'));
}
