/** The condition operators: what each compares, and how its values are compiled (IAM User Guide, "IAM JSON policy elements: Condition operators"). */

import type { KeyType } from './condition-keys.js';
import { numberOf, parseDecimal, parseTime, textOf, timeOf, type Scalar } from './context-reading.js';
import { inRange, parseAddress, parseRange } from './ip-range.js';
import type { ProblemSink } from './policy-problem.js';
import {
  fixedTokens,
  isVariable,
  parseTemplate,
  resolveText,
  resolveTokens,
  type TemplatePiece,
} from './policy-variable.js';
import { emptyContext, type ContextKeys } from './request-context.js';
import { compilePattern, matchTokens, type PatternToken, type TextMatcher } from './text-pattern.js';

/** What an operator's values in a policy say, compiled. */
export interface ValueMatcher {
  /** Whether a value of the request matches one of them. A value with a variable that has neither value nor default matches nothing. */
  matches(value: Scalar, context: ContextKeys): boolean;
  /** Whether all variables among them have a value. */
  resolvable(context: ContextKeys): boolean;
}

/** What compiling an operator's values needs to know about where they stand. */
export interface ValuePlace {
  readonly path: string;
  readonly keyType: KeyType;
  readonly variables: boolean;
  readonly problems: ProblemSink;
}

export interface ConditionOperator {
  readonly name: string;
  /** A negated operator holds where the positive one does not, an absent key included. */
  readonly negated: boolean;
  compile(values: readonly string[], place: ValuePlace): ValueMatcher;
}

const fixed = (matches: (value: Scalar) => boolean): ValueMatcher => ({ matches, resolvable: () => true });

/** Text compared whole; `fold` brings both sides into one case. */
function equals(fold: (text: string) => string) {
  return (values: readonly string[], place: ValuePlace): ValueMatcher => {
    const type = place.keyType;
    const templates = values.map((value) => template(value, place, false));
    if (!templates.some((pieces) => pieces.some(isVariable))) {
      const texts = new Set(templates.map((pieces) => fold(resolveText(pieces, emptyContext) ?? '')));
      const only = texts.size === 1 ? [...texts][0] : undefined;
      if (only !== undefined) return fixed((value) => fold(textOf(value, type)) === only);
      return fixed((value) => texts.has(fold(textOf(value, type))));
    }
    return {
      matches(value, context) {
        const text = fold(textOf(value, type));
        return templates.some((pieces) => {
          const wanted = resolveText(pieces, context);
          return wanted !== undefined && fold(wanted) === text;
        });
      },
      resolvable: (context) => templates.every((pieces) => resolveText(pieces, context) !== undefined),
    };
  };
}

/** Text compared with wildcards. */
function like(values: readonly string[], place: ValuePlace): ValueMatcher {
  const templates = values.map((value) => template(value, place, true));
  return matcherOf(templates, place.keyType, compilePattern, matchTokens);
}

/** ARNs compared part by part: `*` does not reach beyond its part. */
function arnLike(values: readonly string[], place: ValuePlace): ValueMatcher {
  const templates = values.map((value) => template(value, place, true));
  for (const [index, pieces] of templates.entries()) {
    const tokens = fixedTokens(pieces);
    if (tokens !== undefined && splitArnTokens(tokens).length < 6) {
      place.problems.unsupported(place.path, `"${values[index] ?? ''}" is not an ARN`, {
        expected: 'six parts with colons between them; each may hold wildcards',
      });
    }
  }
  return matcherOf(templates, place.keyType, compileArnPattern, (tokens, text) =>
    compileArnPattern(tokens)(text),
  );
}

/** A matcher over templates: compiled now where they hold no variable, filled in for each request where they do. */
function matcherOf(
  templates: readonly TemplatePiece[][],
  type: KeyType,
  compile: (tokens: readonly PatternToken[]) => TextMatcher,
  match: (tokens: readonly PatternToken[], text: string) => boolean,
): ValueMatcher {
  const compiled: TextMatcher[] = [];
  const open: TemplatePiece[][] = [];
  for (const pieces of templates) {
    const tokens = fixedTokens(pieces);
    if (tokens === undefined) open.push(pieces);
    else compiled.push(compile(tokens));
  }
  return {
    matches(value, context) {
      const text = textOf(value, type);
      for (const matches of compiled) if (matches(text)) return true;
      for (const pieces of open) {
        const tokens = resolveTokens(pieces, context);
        if (tokens !== undefined && match(tokens, text)) return true;
      }
      return false;
    },
    resolvable: (context) => open.every((pieces) => resolveTokens(pieces, context) !== undefined),
  };
}

function compileArnPattern(tokens: readonly PatternToken[]): TextMatcher {
  const parts = splitArnTokens(tokens).map(compilePattern);
  if (parts.length < 6) return () => false;
  return (text) => {
    let from = 0;
    for (const [index, matches] of parts.entries()) {
      const end = index === 5 ? text.length : text.indexOf(':', from);
      if (end < 0 || !matches(text.slice(from, end))) return false;
      from = end + 1;
    }
    return true;
  };
}

/** Cuts a pattern at its first five colons. */
function splitArnTokens(tokens: readonly PatternToken[]): PatternToken[][] {
  let part: PatternToken[] = [];
  const parts = [part];
  for (const token of tokens) {
    if (typeof token !== 'string') {
      part.push(token);
      continue;
    }
    let from = 0;
    while (parts.length < 6) {
      const colon = token.indexOf(':', from);
      if (colon < 0) break;
      if (colon > from) part.push(token.slice(from, colon));
      part = [];
      parts.push(part);
      from = colon + 1;
    }
    if (from < token.length) part.push(token.slice(from));
  }
  return parts;
}

/** Numbers or times: values read at load, compared by `holds`. */
function ordered(
  read: (value: Scalar, type: KeyType) => number | undefined,
  parse: (text: string) => number | undefined,
  expected: string,
  holds: (actual: number, wanted: number) => boolean,
) {
  return (values: readonly string[], place: ValuePlace): ValueMatcher => {
    const wanted = parsed(values, place, parse, expected);
    return fixed((value) => {
      const actual = read(value, place.keyType);
      return actual !== undefined && wanted.some((number) => holds(actual, number));
    });
  };
}

const numeric = (holds: (actual: number, wanted: number) => boolean) =>
  ordered(numberOf, parseDecimal, 'a number', holds);
const date = (holds: (actual: number, wanted: number) => boolean) =>
  ordered(timeOf, parseTime, 'a date such as 2025-12-01T08:00:00Z, or seconds since 1970', holds);

function bool(values: readonly string[], place: ValuePlace): ValueMatcher {
  const wanted = new Set(parsed(values, place, parseBoolean, '"true" or "false"'));
  return fixed((value) => {
    const actual = parseBoolean(String(value));
    return actual !== undefined && wanted.has(actual);
  });
}

export function parseBoolean(text: string): boolean | undefined {
  const folded = text.toLowerCase();
  return folded === 'true' ? true : folded === 'false' ? false : undefined;
}

function binary(values: readonly string[], place: ValuePlace): ValueMatcher {
  const wanted = new Set(parsed(values, place, parseBase64, 'base64'));
  return fixed((value) => {
    const actual = typeof value === 'string' ? parseBase64(value) : undefined;
    return actual !== undefined && wanted.has(actual);
  });
}

/** Base64 in its one canonical spelling; undefined where the text is none. */
function parseBase64(text: string): string | undefined {
  const wellFormed = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
  return wellFormed ? Buffer.from(text, 'base64').toString('base64') : undefined;
}

function ipAddress(values: readonly string[], place: ValuePlace): ValueMatcher {
  const ranges = parsed(
    values,
    place,
    parseRange,
    'an address or a range such as 203.0.113.0/24 or 2001:db8::/32',
  );
  return fixed((value) => {
    const address = typeof value === 'string' ? parseAddress(value) : undefined;
    return address !== undefined && ranges.some((range) => inRange(address, range));
  });
}

/** Values of a type that knows no variables: each must parse. */
function parsed<T>(
  values: readonly string[],
  place: ValuePlace,
  parse: (text: string) => T | undefined,
  expected: string,
): T[] {
  const results: T[] = [];
  for (const value of values) {
    const result = parse(value);
    if (result === undefined)
      place.problems.malformed(place.path, `"${value}" is not ${expected}`, { expected });
    else results.push(result);
  }
  return results;
}

function template(value: string, place: ValuePlace, wildcards: boolean): TemplatePiece[] {
  return parseTemplate(value, { wildcards, variables: place.variables }, place.path, place.problems);
}

const same = (text: string): string => text;
const folded = (text: string): string => text.toLowerCase();
const positive = (name: string, compile: ConditionOperator['compile']): ConditionOperator => ({
  name,
  negated: false,
  compile,
});
const negative = (name: string, compile: ConditionOperator['compile']): ConditionOperator => ({
  name,
  negated: true,
  compile,
});

/** Every operator but `Null`, which asks about the key and not about its value. */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map(
  [
    positive('StringEquals', equals(same)),
    negative('StringNotEquals', equals(same)),
    positive('StringEqualsIgnoreCase', equals(folded)),
    negative('StringNotEqualsIgnoreCase', equals(folded)),
    positive('StringLike', like),
    negative('StringNotLike', like),
    positive(
      'NumericEquals',
      numeric((actual, wanted) => actual === wanted),
    ),
    negative(
      'NumericNotEquals',
      numeric((actual, wanted) => actual === wanted),
    ),
    positive(
      'NumericLessThan',
      numeric((actual, wanted) => actual < wanted),
    ),
    positive(
      'NumericLessThanEquals',
      numeric((actual, wanted) => actual <= wanted),
    ),
    positive(
      'NumericGreaterThan',
      numeric((actual, wanted) => actual > wanted),
    ),
    positive(
      'NumericGreaterThanEquals',
      numeric((actual, wanted) => actual >= wanted),
    ),
    positive(
      'DateEquals',
      date((actual, wanted) => actual === wanted),
    ),
    negative(
      'DateNotEquals',
      date((actual, wanted) => actual === wanted),
    ),
    positive(
      'DateLessThan',
      date((actual, wanted) => actual < wanted),
    ),
    positive(
      'DateLessThanEquals',
      date((actual, wanted) => actual <= wanted),
    ),
    positive(
      'DateGreaterThan',
      date((actual, wanted) => actual > wanted),
    ),
    positive(
      'DateGreaterThanEquals',
      date((actual, wanted) => actual >= wanted),
    ),
    positive('Bool', bool),
    positive('BinaryEquals', binary),
    positive('IpAddress', ipAddress),
    negative('NotIpAddress', ipAddress),
    positive('ArnEquals', arnLike),
    positive('ArnLike', arnLike),
    negative('ArnNotEquals', arnLike),
    negative('ArnNotLike', arnLike),
  ].map((operator) => [operator.name, operator]),
);
