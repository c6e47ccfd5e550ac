/** Frozen JSON: what the world's records, events and the journal are made of. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Anything but plain text: quotation marks, backslashes, control characters, halves of surrogate pairs. */
const mustBeEscaped = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
/** Text of member names, quoted once: journals have few names and very many members. */
const quotedNames = new Map<string, string>();
const quotedNamesKept = 4096;

/** Texts of values that are written again and again; null until the first time. */
const keptTexts = new WeakMap<object, string | null>();

/** Marks a value that never changes and is written more than once: its canonical text is made once and kept with it. */
export function keepText<Value extends object>(value: Value): Value {
  if (!keptTexts.has(value)) keptTexts.set(value, null);
  return value;
}

/**
 * JSON with the members of every object in code-unit order, so that equal values have equal text and equal hashes.
 * Members that are `undefined` are left out, as `JSON.stringify` does. It is on every journal
 * line's way, so text without anything to escape is quoted as it is, and names are quoted once.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'bigint') throw new TypeError('JSON has no big integers');
  if (value === null || typeof value !== 'object') return 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length; index += 1) {
      text += index === 0 ? canonicalJson(value[0]) : `,${canonicalJson(value[index])}`;
    }
    return `${text}]`;
  }
  const kept = keptTexts.get(value);
  if (typeof kept === 'string') return kept;
  if (kept === undefined) return objectText(value);
  const text = inOnePiece(objectText(value));
  keptTexts.set(value, text);
  return text;
}

/**
 * Text that was put together is held as a tree of its parts, and whatever it becomes a part of walks that tree again
 * when it is written. By way of its bytes it is one piece, which is only copied.
 */
function inOnePiece(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function objectText(value: object): string {
  let text = '';
  for (const name of sortedNames(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member !== undefined) text += `${text === '' ? '{' : ','}${quoteName(name)}${canonicalJson(member)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function quote(text: string): string {
  return mustBeEscaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function quoteName(name: string): string {
  let quoted = quotedNames.get(name);
  if (quoted === undefined) {
    quoted = `${JSON.stringify(name)}:`;
    if (quotedNames.size < quotedNamesKept) quotedNames.set(name, quoted);
  }
  return quoted;
}

/** Sorted by insertion: objects are small and often sorted already, where this is three times as fast as `sort`. */
function sortedNames(value: object): readonly string[] {
  const names = Object.keys(value);
  if (names.length > 24) return names.sort();
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index] ?? '';
    let place = index;
    for (; place > 0; place -= 1) {
      const before = names[place - 1] ?? '';
      if (before <= name) break;
      names[place] = before;
    }
    names[place] = name;
  }
  return names;
}

/** Whether two JSON values are equal, the order of object members aside. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftKeys = Object.keys(left);
  if (leftKeys.length !== Object.keys(right).length) return false;
  return leftKeys.every(
    (key) => Object.hasOwn(right, key) && sameJson(Reflect.get(left, key), Reflect.get(right, key)),
  );
}
