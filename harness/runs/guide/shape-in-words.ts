/** How shapes are told to who writes calls: in one phrase, or as a tree of members. */
import type { Member, Shape, StructureShape } from '../../catalog/shape.js';

/** `a string`, `a list of strings`, `an object with the members Key, Value`. */
export function shapeInWords(shape: Shape): string {
  switch (shape.kind) {
    case 'structure':
    case 'union': {
      const names = shape.members.map(({ name }) => name).join(', ');
      const which = shape.kind === 'union' ? 'exactly one of the members' : 'the members';
      return names === '' ? 'an object without members' : `an object with ${which} ${names}`;
    }
    case 'list':
      return `a list, each item ${shapeInWords(shape.member.shape)}`;
    case 'map':
      return `an object of any names, each value ${shapeInWords(shape.value.shape)}`;
    case 'string':
      return 'a string';
    case 'number':
    case 'bigInteger':
    case 'bigDecimal':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'timestamp':
      return 'a time, e.g. "2026-01-31T12:00:00Z"';
    case 'blob':
      return 'bytes, as text or as {"base64": "…"}';
    case 'document':
      return 'any JSON';
  }
}

const deepest = 4;

/** Members line by line, those inside of them indented; a `*` stands behind what is required. */
export function membersInWords(shape: StructureShape): readonly string[] {
  return shape.members.length === 0 ? ['  (nothing)'] : linesOf(shape, 1, [shape.name]);
}

function linesOf(shape: StructureShape, depth: number, above: readonly string[]): readonly string[] {
  return shape.members.flatMap((member) => {
    const line = `${'  '.repeat(depth)}${member.name}${member.required ? '*' : ''}: ${briefly(member.shape)}`;
    const within = structureIn(member);
    // Shapes may contain themselves, and some go on for pages.
    if (within === null || depth >= deepest || above.includes(within.name)) return [line];
    return [line, ...linesOf(within, depth + 1, [...above, within.name])];
  });
}

function briefly(shape: Shape): string {
  switch (shape.kind) {
    case 'structure':
      return 'object';
    case 'union':
      return 'object with exactly one member';
    case 'list':
      return `list of ${briefly(shape.member.shape)}`;
    case 'map':
      return `map of name to ${briefly(shape.value.shape)}`;
    case 'timestamp':
      return 'time (ISO 8601)';
    case 'blob':
      return 'bytes';
    case 'document':
      return 'any JSON';
    case 'bigInteger':
    case 'bigDecimal':
      return 'number';
    default:
      return shape.kind;
  }
}

/** The structure that a member is, or that its items are. */
function structureIn({ shape }: Member): StructureShape | null {
  if (shape.kind === 'list') return structureIn(shape.member);
  if (shape.kind === 'map') return structureIn(shape.value);
  return shape.kind === 'structure' || shape.kind === 'union' ? shape : null;
}
