/**
 * The world's state: one persistent ordered map from string keys to frozen values. Every change copies the path from
 * the root to one leaf and shares the rest, so a fork is a reference, and a diff skips what is shared.
 */

/** Most entries of a leaf and most children of a branch; 32 keeps both the path and the copies short. */
const width = 32;

interface Leaf<Value> {
  readonly height: 0;
  readonly keys: readonly string[];
  readonly values: readonly Value[];
}

interface Branch<Value> {
  readonly height: number;
  /** `keys[i]` is a lower bound of child i's keys and above all keys of child i - 1. */
  readonly keys: readonly string[];
  readonly children: readonly Tree<Value>[];
}

type Tree<Value> = Leaf<Value> | Branch<Value>;

/** A change of one key between two maps; an absent side is undefined. */
export interface Change<Value> {
  readonly key: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

export class OrderedMap<Value> {
  readonly #root: Tree<Value>;
  private constructor(root: Tree<Value>) {
    this.#root = root;
  }

  static empty<Value>(): OrderedMap<Value> {
    return new OrderedMap<Value>({ height: 0, keys: [], values: [] });
  }

  get(key: string): Value | undefined {
    let node = this.#root;
    while (isBranch(node)) node = childAt(node, childIndex(node.keys, key));
    const index = lowerBound(node.keys, key);
    return node.keys[index] === key ? node.values[index] : undefined;
  }

  /** The map with this entry added or replaced. */
  with(key: string, value: Value): OrderedMap<Value> {
    const grown = insert(this.#root, key, value);
    if (grown.length === 1) return new OrderedMap(grown[0]);
    return new OrderedMap<Value>({
      height: grown[0].height + 1,
      keys: [firstKey(grown[0]), firstKey(grown[1])],
      children: grown,
    });
  }

  /** The map without this key; the same map where the key is absent. */
  without(key: string): OrderedMap<Value> {
    const shrunk = remove(this.#root, key);
    if (shrunk === this.#root) return this;
    if (shrunk === undefined) return OrderedMap.empty();
    let root = shrunk;
    while (isBranch(root) && root.children.length === 1) root = childAt(root, 0);
    return new OrderedMap(root);
  }

  /** Entries with `from <= key < until`, in the order of their keys. */
  *range(from: string, until: string): Generator<readonly [string, Value]> {
    yield* walk(this.#root, from, until);
  }

  /** Entries whose key begins with the prefix, in the order of their keys. */
  withPrefix(prefix: string): Generator<readonly [string, Value]> {
    return this.range(prefix, `${prefix}\uffff`);
  }

  /** The first entry at or after `from` and before `until`. */
  first(from: string, until: string): readonly [string, Value] | undefined {
    return firstIn(this.#root, from, until);
  }

  /** What differs from this map to another, in the order of keys. Values are compared by reference. */
  changesTo(other: OrderedMap<Value>): Change<Value>[] {
    const changes: Change<Value>[] = [];
    noteDifference(this.#root, other.#root, changes);
    return changes;
  }
}

function isBranch<Value>(node: Tree<Value>): node is Branch<Value> {
  return node.height > 0;
}

function childAt<Value>(branch: Branch<Value>, index: number): Tree<Value> {
  const child = branch.children[index];
  if (child === undefined) throw new RangeError(`a branch has no child ${index}`);
  return child;
}

function firstKey<Value>(node: Tree<Value>): string {
  return node.keys[0] ?? '';
}

/** The index of the first key at or after `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the child that holds `key`, if any does. */
function childIndex(keys: readonly string[], key: string): number {
  const index = lowerBound(keys, key);
  if (keys[index] === key) return index;
  return index === 0 ? 0 : index - 1;
}

type Grown<Value> = readonly [Tree<Value>] | readonly [Tree<Value>, Tree<Value>];

function insert<Value>(node: Tree<Value>, key: string, value: Value): Grown<Value> {
  if (!isBranch(node)) {
    const index = lowerBound(node.keys, key);
    if (node.keys[index] === key) {
      return [{ height: 0, keys: node.keys, values: node.values.with(index, value) }];
    }
    const keys = insertedAt(node.keys, index, key);
    const values = insertedAt(node.values, index, value);
    if (keys.length <= width) return [{ height: 0, keys, values }];
    const half = keys.length >>> 1;
    return [
      { height: 0, keys: keys.slice(0, half), values: values.slice(0, half) },
      { height: 0, keys: keys.slice(half), values: values.slice(half) },
    ];
  }
  const index = childIndex(node.keys, key);
  const [left, right] = insert(childAt(node, index), key, value);
  const lower = key < (node.keys[index] ?? '') ? node.keys.with(index, key) : node.keys;
  const replaced = node.children.with(index, left);
  if (right === undefined) return [{ height: node.height, keys: lower, children: replaced }];
  const keys = insertedAt(lower, index + 1, firstKey(right));
  const children = insertedAt(replaced, index + 1, right);
  if (keys.length <= width) return [{ height: node.height, keys, children }];
  const half = keys.length >>> 1;
  return [
    { height: node.height, keys: keys.slice(0, half), children: children.slice(0, half) },
    { height: node.height, keys: keys.slice(half), children: children.slice(half) },
  ];
}

/** The tree without the key; undefined where nothing is left. Nodes may stay under-full: only empty ones go. */
function remove<Value>(node: Tree<Value>, key: string): Tree<Value> | undefined {
  if (!isBranch(node)) {
    const index = lowerBound(node.keys, key);
    if (node.keys[index] !== key) return node;
    if (node.keys.length === 1) return undefined;
    return { height: 0, keys: node.keys.toSpliced(index, 1), values: node.values.toSpliced(index, 1) };
  }
  const index = childIndex(node.keys, key);
  const child = childAt(node, index);
  const shrunk = remove(child, key);
  if (shrunk === child) return node;
  if (shrunk !== undefined) {
    return { height: node.height, keys: node.keys, children: node.children.with(index, shrunk) };
  }
  if (node.children.length === 1) return undefined;
  return {
    height: node.height,
    keys: node.keys.toSpliced(index, 1),
    children: node.children.toSpliced(index, 1),
  };
}

function insertedAt<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  const copy = items.slice();
  copy.splice(index, 0, item);
  return copy;
}

function* walk<Value>(node: Tree<Value>, from: string, until: string): Generator<readonly [string, Value]> {
  if (!isBranch(node)) {
    for (let index = lowerBound(node.keys, from); index < node.keys.length; index += 1) {
      const key = node.keys[index];
      const value = node.values[index];
      if (key === undefined || value === undefined || key >= until) return;
      yield [key, value];
    }
    return;
  }
  for (let index = childIndex(node.keys, from); index < node.children.length; index += 1) {
    if (index > 0 && (node.keys[index] ?? '') >= until) return;
    yield* walk(childAt(node, index), from, until);
  }
}

/** Not by `walk`: time asks for the next event before every step. */
function firstIn<Value>(
  node: Tree<Value>,
  from: string,
  until: string,
): readonly [string, Value] | undefined {
  if (!isBranch(node)) {
    const index = lowerBound(node.keys, from);
    const key = node.keys[index];
    const value = node.values[index];
    return key === undefined || value === undefined || key >= until ? undefined : [key, value];
  }
  for (let index = childIndex(node.keys, from); index < node.children.length; index += 1) {
    if (index > 0 && (node.keys[index] ?? '') >= until) return undefined;
    const found = firstIn(childAt(node, index), from, until);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Notes what differs, in the order of keys. Most changes replace values or entries of a leaf and leave the branches above
 * it with the keys that they had, so the trees are gone down side by side, past all that both share by reference.
 */
function noteDifference<Value>(before: Tree<Value>, after: Tree<Value>, changes: Change<Value>[]): void {
  if (before === after) return;
  if (!isBranch(before) || !isBranch(after) || before.keys !== after.keys) {
    mergeLeaves(...unsharedLeaves(before, after), changes);
    return;
  }
  for (let index = 0; index < before.children.length; index += 1) {
    noteDifference(childAt(before, index), childAt(after, index), changes);
  }
}

/**
 * Compares two trees level by level. At each level the subtrees that both share, by reference, are dropped: shared
 * subtrees hold the same entries, and keys do not repeat, so what is left holds every difference.
 */
function unsharedLeaves<Value>(
  before: Tree<Value>,
  after: Tree<Value>,
): [readonly Tree<Value>[], readonly Tree<Value>[]] {
  let left: readonly Tree<Value>[] = [before];
  let right: readonly Tree<Value>[] = [after];
  for (let height = Math.max(before.height, after.height); ; height -= 1) {
    [left, right] = withoutShared(left, right);
    if (height === 0) return [left, right];
    left = expanded(left, height);
    right = expanded(right, height);
  }
}

function expanded<Value>(nodes: readonly Tree<Value>[], height: number): readonly Tree<Value>[] {
  return nodes.flatMap((node) => (isBranch(node) && node.height === height ? node.children : [node]));
}

function withoutShared<Value>(
  left: readonly Tree<Value>[],
  right: readonly Tree<Value>[],
): [readonly Tree<Value>[], readonly Tree<Value>[]] {
  if (left.length === 1 && right.length === 1) return left[0] === right[0] ? [[], []] : [left, right];
  const lefts = new Set(left);
  const shared = new Set<Tree<Value>>();
  for (const node of right) if (lefts.has(node)) shared.add(node);
  if (shared.size === 0) return [left, right];
  return [left.filter((node) => !shared.has(node)), right.filter((node) => !shared.has(node))];
}

/** Walks both runs of leaves side by side, in the order of their keys. */
function mergeLeaves<Value>(
  left: readonly Tree<Value>[],
  right: readonly Tree<Value>[],
  changes: Change<Value>[],
): void {
  const before = new LeafCursor(left);
  const after = new LeafCursor(right);
  for (;;) {
    const beforeKey = before.key;
    const afterKey = after.key;
    if (beforeKey === undefined && afterKey === undefined) return;
    if (beforeKey === afterKey && beforeKey !== undefined) {
      if (before.value !== after.value)
        changes.push({ key: beforeKey, before: before.value, after: after.value });
      before.next();
      after.next();
    } else if (beforeKey !== undefined && (afterKey === undefined || beforeKey < afterKey)) {
      changes.push({ key: beforeKey, before: before.value, after: undefined });
      before.next();
    } else if (afterKey !== undefined) {
      changes.push({ key: afterKey, before: undefined, after: after.value });
      after.next();
    }
  }
}

/** A place in a run of leaves. Not a generator: comparing states is on the way of every event. */
class LeafCursor<Value> {
  readonly #leaves: readonly Tree<Value>[];
  #leaf = -1;
  #index = 0;
  #keys: readonly string[] = [];
  #values: readonly Value[] = [];

  constructor(leaves: readonly Tree<Value>[]) {
    this.#leaves = leaves;
    this.#enterLeaf();
  }

  /** Undefined behind the last entry. */
  get key(): string | undefined {
    return this.#keys[this.#index];
  }

  get value(): Value | undefined {
    return this.#values[this.#index];
  }

  next(): void {
    this.#index += 1;
    if (this.#index === this.#keys.length) this.#enterLeaf();
  }

  /** Goes on to the next leaf that has entries; only the empty map has one without. */
  #enterLeaf(): void {
    this.#index = 0;
    do {
      this.#leaf += 1;
      const leaf = this.#leaves[this.#leaf];
      this.#keys = leaf?.keys ?? [];
      this.#values = leaf === undefined || isBranch(leaf) ? [] : leaf.values;
    } while (this.#keys.length === 0 && this.#leaf < this.#leaves.length);
  }
}
