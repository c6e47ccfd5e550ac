/** Finds the operation of a REST request by method, path and query ("Smithy specification", "http trait"). */
import type { OperationShape } from '../catalog/shape.js';
import { decodePercent } from './query-tree.js';

/** What tells operations of one path apart. */
export interface RoutedRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Route {
  readonly operation: OperationShape;
  /** Decoded, by member name. */
  readonly labels: Readonly<Record<string, string>>;
}

export type Router = (request: RoutedRequest) => Route | undefined;

interface PathNode {
  readonly literals: Map<string, PathNode>;
  /** One segment of any text. */
  label: PathNode | undefined;
  /** The rest of the path, at least one segment. */
  greedy: PathNode | undefined;
  readonly candidates: Map<string, Candidate[]>;
}

interface Candidate {
  readonly operation: OperationShape;
  readonly labelNames: readonly string[];
  readonly rank: number;
}

/** The router over a service's operations. */
export function routerOf(operations: readonly OperationShape[]): Router {
  const root = newNode();
  for (const operation of operations) {
    if (operation.http !== undefined) insert(root, operation);
  }
  return (request) => {
    const segments = segmentsOf(request.path);
    return find(root, segments, 0, [], request);
  };
}

function newNode(): PathNode {
  return { literals: new Map(), label: undefined, greedy: undefined, candidates: new Map() };
}

/** A slash at the end means nothing: models and clients are not of one mind about it. */
function segmentsOf(path: string): readonly string[] {
  const segments = path.split('/').slice(1);
  while (segments.at(-1) === '') segments.pop();
  return segments;
}

function insert(root: PathNode, operation: OperationShape): void {
  const { path = '/', method = 'POST' } = operation.http ?? {};
  const labelNames: string[] = [];
  let node = root;
  for (const segment of segmentsOf(path)) {
    const label = /^\{([^{}+]+)(\+?)\}$/.exec(segment);
    if (label === null) {
      let next = node.literals.get(segment);
      if (next === undefined) node.literals.set(segment, (next = newNode()));
      node = next;
    } else {
      labelNames.push(label[1] ?? '');
      node = label[2] === '+' ? (node.greedy ??= newNode()) : (node.label ??= newNode());
    }
  }
  const candidates = node.candidates.get(method) ?? [];
  candidates.push({ operation, labelNames, rank: rankOf(operation) });
  candidates.sort((left, right) => right.rank - left.rank);
  node.candidates.set(method, candidates);
}

/** Literal segments win over labels, labels over the rest of the path. */
function find(
  node: PathNode,
  segments: readonly string[],
  place: number,
  labels: readonly string[],
  request: RoutedRequest,
): Route | undefined {
  const segment = segments[place];
  if (segment === undefined) {
    const candidate = choose(node.candidates.get(request.method), request);
    if (candidate === undefined) return undefined;
    const named = candidate.labelNames.map(
      (name, index) => [name, decodePercent(labels[index] ?? '')] as const,
    );
    return { operation: candidate.operation, labels: Object.fromEntries(named) };
  }
  const literal = node.literals.get(segment);
  const found = literal === undefined ? undefined : find(literal, segments, place + 1, labels, request);
  if (found !== undefined) return found;
  if (node.label !== undefined && segment !== '') {
    const labelled = find(node.label, segments, place + 1, [...labels, segment], request);
    if (labelled !== undefined) return labelled;
  }
  if (node.greedy === undefined) return undefined;
  // Nothing in the models stands behind a greedy label but literal segments; try the longest rest first.
  for (let end = segments.length; end > place; end -= 1) {
    const rest = segments.slice(place, end).join('/');
    const greedy = find(node.greedy, segments, end, [...labels, rest], request);
    if (greedy !== undefined) return greedy;
  }
  return undefined;
}

function choose(candidates: readonly Candidate[] | undefined, request: RoutedRequest): Candidate | undefined {
  return candidates?.find((candidate) => fits(candidate.operation, request));
}

/** How much an operation asks of query and headers: the one that asks most and gets it is meant. */
export function rankOf(operation: OperationShape): number {
  return literalQuery(operation).length * 100 + requiredBindings(operation).length;
}

/**
 * Whether a request carries the query members that the operation's path fixes, and the query and header members that
 * it requires. `x-id`, which only the JavaScript SDK sends, is not asked for, but where sent it must be right.
 */
export function fits(operation: OperationShape, request: RoutedRequest): boolean {
  const id = request.query.get('x-id')?.[0];
  const ownId = operation.http?.query.find(([name]) => name === 'x-id')?.[1];
  if (id !== undefined && ownId !== undefined && id !== ownId) return false;
  for (const [name, value] of literalQuery(operation)) {
    const given = request.query.get(name);
    if (given === undefined || (value !== '' && !given.includes(value))) return false;
  }
  for (const { query, header } of requiredBindings(operation)) {
    if (query !== undefined && !request.query.has(query)) return false;
    if (header !== undefined && request.headers[header] === undefined) return false;
  }
  return true;
}

function literalQuery(operation: OperationShape): readonly (readonly [string, string])[] {
  return operation.http?.query.filter(([name]) => name !== 'x-id') ?? [];
}

interface RequiredBinding {
  readonly query: string | undefined;
  readonly header: string | undefined;
}
const bindingsOf = new WeakMap<OperationShape, readonly RequiredBinding[]>();

function requiredBindings(operation: OperationShape): readonly RequiredBinding[] {
  let bindings = bindingsOf.get(operation);
  if (bindings === undefined) {
    bindings = operation.input.members
      .filter((member) => member.required)
      .map(({ traits }) => ({ query: traits.httpQuery, header: traits.httpHeader?.toLowerCase() }))
      .filter(({ query, header }) => query !== undefined || header !== undefined);
    bindingsOf.set(operation, bindings);
  }
  return bindings;
}
