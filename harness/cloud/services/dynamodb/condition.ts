/** Whether an item meets a condition (DynamoDB Developer Guide, "Condition and filter expressions, operators, and functions"). */
import {
  compareValues,
  elementsOf,
  sameValue,
  sizeOfValue,
  typeOf,
  type Item,
  type Value,
} from './attribute-value.js';
import type { Comparator, Condition, Operand, Path } from './expression.js';
import { invalid } from './table-settings.js';

/** @throws AwsFailure ValidationException where a function cannot take its operand. */
export function meets(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return meets(condition.left, item) && meets(condition.right, item);
    case 'or':
      return meets(condition.left, item) || meets(condition.right, item);
    case 'not':
      return !meets(condition.condition, item);
    case 'compare':
      return compares(condition.comparator, valueIn(condition.left, item), valueIn(condition.right, item));
    case 'between': {
      const value = valueIn(condition.operand, item);
      return (
        compares('>=', value, valueIn(condition.low, item)) &&
        compares('<=', value, valueIn(condition.high, item))
      );
    }
    case 'in': {
      const value = valueIn(condition.operand, item);
      return condition.list.some((each) => compares('=', value, valueIn(each, item)));
    }
    case 'call':
      return calls(condition.name, condition.operands, item);
  }
}

function compares(comparator: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return comparator === '<>' && left !== right;
  if (comparator === '=') return sameValue(left, right);
  if (comparator === '<>') return !sameValue(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function calls(name: string, operands: readonly Operand[], item: Item): boolean {
  const [first, second] = operands;
  const value = first === undefined ? undefined : valueIn(first, item);
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  const other = second === undefined ? undefined : valueIn(second, item);
  if (value === undefined || other === undefined) return false;
  if (name === 'attribute_type') return 'S' in other && typeOf(value) === other.S;
  return name === 'begins_with' ? beginsWith(value, other) : contains(value, other);
}

function beginsWith(value: Value, prefix: Value): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  const bytes = Buffer.from(prefix.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, bytes.length).equals(bytes);
}

function contains(value: Value, part: Value): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value)
    return 'B' in part && Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'));
  if ('L' in value) return value.L.some((each) => sameValue(each, part));
  const element = Object.values(part)[0] as unknown;
  return (
    typeof element === 'string' &&
    `${typeOf(part)}S` === typeOf(value) &&
    elementsOf(value)?.includes(element) === true
  );
}

/** What an operand of a condition stands for in an item. */
export function valueIn(operand: Operand, item: Item): Value | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const [first] = operand.kind === 'call' ? operand.operands : [];
  const value = first === undefined ? undefined : valueIn(first, item);
  return value === undefined ? undefined : { N: String(sizeIn(value)) };
}

/** What `size` gives: characters of text, bytes of binary, elements of sets, lists and maps. */
function sizeIn(value: Value): number {
  if ('S' in value) return value.S.length;
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  const elements = elementsOf(value);
  if (elements !== undefined) return elements.length;
  if ('B' in value) return sizeOfValue(value);
  throw invalid(
    `Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: size, operand type: ${typeOf(value)}`,
  );
}

export function valueAt(item: Item, path: Path): Value | undefined {
  let value: Value | undefined = { M: item };
  for (const part of path) {
    if (value === undefined) return undefined;
    value = stepInto(value, part);
  }
  return value;
}

function stepInto(value: Value, part: string | number): Value | undefined {
  if (typeof part === 'number') return 'L' in value ? value.L[part] : undefined;
  return 'M' in value ? value.M[part] : undefined;
}

/** The item with the projected paths only; elements of lists keep their order and close up. */
export function project(item: Item, paths: readonly Path[]): Item {
  const parts = paths.filter((path) => valueAt(item, path) !== undefined);
  const projected = pick({ M: item }, parts);
  return 'M' in projected ? projected.M : {};
}

function pick(value: Value, paths: readonly Path[]): Value {
  if (paths.some((path) => path.length === 0)) return value;
  const deeper = (part: string | number): Path[] =>
    paths.filter((path) => path[0] === part).map((path) => path.slice(1));
  if ('M' in value) {
    const names = Object.keys(value.M).filter((name) => paths.some((path) => path[0] === name));
    return {
      M: Object.fromEntries(names.map((name) => [name, pick(value.M[name] ?? { NULL: true }, deeper(name))])),
    };
  }
  if (!('L' in value)) return value;
  const list: Value[] = [];
  value.L.forEach((each, index) => {
    const further = deeper(index);
    if (further.length > 0) list.push(pick(each, further));
  });
  return { L: list };
}
