/** What an update expression makes of an item (DynamoDB Developer Guide, "Using update expressions in DynamoDB"). */
import { elementsOf, sum, typeOf, withElements, type Item, type Value } from './attribute-value.js';
import { valueAt } from './condition.js';
import { subtractNumbers } from './decimal.js';
import type { Operand, Path, UpdateAction } from './expression.js';
import { invalid } from './table-settings.js';

/**
 * All operands see the item as it was before the update.
 * @throws AwsFailure ValidationException where an operand or a path does not fit.
 */
export function updated(item: Item, actions: readonly UpdateAction[]): Item {
  let result: Value = { M: item };
  // Removals last, from the highest index down, so that the indexes of a list mean what they meant before.
  const removals = actions.filter((action) => action.kind === 'REMOVE');
  for (const action of actions) {
    if (action.kind === 'REMOVE') continue;
    if (action.kind === 'SET') {
      result = withPath(result, action.path, assigned(action.operand, item));
    } else {
      const value =
        action.kind === 'ADD'
          ? added(valueAt(item, action.path), action.value)
          : taken(valueAt(item, action.path), action.value);
      if (value !== undefined) result = withPath(result, action.path, value);
      else if (valueAt(item, action.path) !== undefined) result = withoutPath(result, action.path);
    }
  }
  for (const { path } of removals.toSorted((left, right) => lastIndex(right.path) - lastIndex(left.path))) {
    result = withoutPath(result, path);
  }
  return 'M' in result ? result.M : {};
}

function lastIndex(path: Path): number {
  const last = path.at(-1);
  return typeof last === 'number' ? last : 0;
}

function assigned(operand: Operand, item: Item): Value {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') {
    const value = valueAt(item, operand.path);
    if (value === undefined) {
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    return value;
  }
  if (operand.kind === 'sum') {
    const [left, right] = [assigned(operand.left, item), assigned(operand.right, item)];
    if (!('N' in left)) throw wrongType(operand.sign, left);
    if (!('N' in right)) throw wrongType(operand.sign, right);
    return operand.sign === '+' ? (sum(left, right) ?? left) : { N: subtractNumbers(left.N, right.N) };
  }
  const [first, second] = operand.operands;
  if (first === undefined || second === undefined) throw invalid('Invalid UpdateExpression: Syntax error;');
  if (operand.name === 'if_not_exists') {
    const present = first.kind === 'path' ? valueAt(item, first.path) : assigned(first, item);
    return present ?? assigned(second, item);
  }
  const [left, right] = [assigned(first, item), assigned(second, item)];
  if (!('L' in left)) throw wrongType('list_append', left);
  if (!('L' in right)) throw wrongType('list_append', right);
  return { L: [...left.L, ...right.L] };
}

function wrongType(name: string, value: Value): ReturnType<typeof invalid> {
  return invalid(
    `An operand in the update expression has an incorrect data type: operator or function: ${name}, operand type: ${typeOf(value)}`,
  );
}

function added(present: Value | undefined, value: Value): Value {
  const elements = elementsOf(value);
  if (!('N' in value) && elements === undefined) throw wrongType('ADD', value);
  if (present === undefined) return value;
  const number = sum(present, value);
  if (number !== undefined) return number;
  const before = elementsOf(present);
  if (before === undefined || elements === undefined || typeOf(present) !== typeOf(value)) {
    throw invalid('An operand in the update expression has an incorrect data type');
  }
  return withElements(present, [...new Set([...before, ...elements])]) ?? present;
}

function taken(present: Value | undefined, value: Value): Value | undefined {
  const elements = elementsOf(value);
  if (elements === undefined) throw wrongType('DELETE', value);
  if (present === undefined) return undefined;
  const before = elementsOf(present);
  if (before === undefined || typeOf(present) !== typeOf(value)) {
    throw invalid('An operand in the update expression has an incorrect data type');
  }
  return withElements(
    present,
    before.filter((each) => !elements.includes(each)),
  );
}

function badPath(): ReturnType<typeof invalid> {
  return invalid('The document path provided in the update expression is invalid for update');
}

function withPath(value: Value, path: Path, leaf: Value): Value {
  const [part, ...rest] = path;
  if (part === undefined) return leaf;
  if (typeof part === 'string') {
    if (!('M' in value)) throw badPath();
    const member = value.M[part];
    if (member === undefined && rest.length > 0) throw badPath();
    return { M: { ...value.M, [part]: withPath(member ?? leaf, rest, leaf) } };
  }
  if (!('L' in value)) throw badPath();
  const element = value.L[part];
  if (element === undefined && rest.length > 0) throw badPath();
  // An index beyond the end appends.
  if (element === undefined) return { L: [...value.L, leaf] };
  return { L: value.L.with(part, withPath(element, rest, leaf)) };
}

function withoutPath(value: Value, path: Path): Value {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (typeof part === 'string') {
    if (!('M' in value)) throw badPath();
    const { [part]: member, ...others } = value.M;
    if (rest.length === 0) return { M: others };
    if (member === undefined) throw badPath();
    return { M: { ...value.M, [part]: withoutPath(member, rest) } };
  }
  if (!('L' in value)) throw badPath();
  const element = value.L[part];
  if (rest.length === 0) return { L: value.L.filter((_, index) => index !== part) };
  if (element === undefined) throw badPath();
  return { L: value.L.with(part, withoutPath(element, rest)) };
}
