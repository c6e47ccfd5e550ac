/** Policy variables: `${aws:username}`, defaults and the escapes `${*}` `${?}` `${$}` (IAM User Guide, "IAM policy elements: Variables and tags"). */

import { conditionKeys, findConditionKey } from './condition-keys.js';
import { isList, keySource, readKey, textOf, type KeySource } from './context-reading.js';
import { nearest } from '../contract/blastpit-error.js';
import type { ProblemSink } from './policy-problem.js';
import type { ContextKeys } from './request-context.js';
import { tokensOf, type PatternToken } from './text-pattern.js';

export interface PolicyVariable {
  readonly source: KeySource;
  /** Stands in where the request has no value for the key. */
  readonly fallback: string | undefined;
}

export type TemplatePiece = PatternToken | PolicyVariable;

export interface TemplateRules {
  /** Whether `*` and `?` are wildcards here. */
  readonly wildcards: boolean;
  /** Whether the policy's Version knows variables; otherwise `${…}` is plain text. */
  readonly variables: boolean;
}

/** Takes a policy's text apart into literals, wildcards and variables. */
export function parseTemplate(
  text: string,
  rules: TemplateRules,
  path: string,
  problems: ProblemSink,
): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let from = 0;
  while (rules.variables) {
    const start = text.indexOf('${', from);
    if (start < 0) break;
    const end = text.indexOf('}', start);
    if (end < 0) {
      problems.malformed(path, `the variable in "${text}" has no closing brace`);
      return pieces;
    }
    addText(pieces, text.slice(from, start), rules.wildcards);
    const piece = parseVariable(text.slice(start + 2, end), path, problems);
    if (piece !== undefined) addPiece(pieces, piece);
    from = end + 1;
  }
  addText(pieces, text.slice(from), rules.wildcards);
  return pieces;
}

export function isVariable(piece: TemplatePiece): piece is PolicyVariable {
  return typeof piece === 'object';
}

/** The pieces as tokens, where no variable stands among them. */
export function fixedTokens(pieces: readonly TemplatePiece[]): PatternToken[] | undefined {
  const tokens: PatternToken[] = [];
  for (const piece of pieces) {
    if (isVariable(piece)) return undefined;
    tokens.push(piece);
  }
  return tokens;
}

/** The pieces with each variable's value filled in, literally; undefined where one has neither value nor default. */
export function resolveTokens(
  pieces: readonly TemplatePiece[],
  context: ContextKeys,
): PatternToken[] | undefined {
  const tokens: PatternToken[] = [];
  for (const piece of pieces) {
    if (!isVariable(piece)) tokens.push(piece);
    else {
      const value = resolveVariable(piece, context);
      if (value === undefined) return undefined;
      if (value !== '') tokens.push(value);
    }
  }
  return tokens;
}

/** The text of pieces without wildcards; undefined where a variable has neither value nor default. */
export function resolveText(pieces: readonly TemplatePiece[], context: ContextKeys): string | undefined {
  let text = '';
  for (const token of resolveTokens(pieces, context) ?? [undefined]) {
    if (typeof token !== 'string') return undefined;
    text += token;
  }
  return text;
}

function resolveVariable(variable: PolicyVariable, context: ContextKeys): string | undefined {
  const value = readKey(variable.source, context);
  if (value === undefined) return variable.fallback;
  if (!isList(value)) return textOf(value, variable.source.type);
  return value.length === 1 ? value[0] : undefined;
}

function parseVariable(inside: string, path: string, problems: ProblemSink): TemplatePiece | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const parts = /^([^,']+?)(?:,\s*'([^']*)')?$/.exec(inside);
  const name = parts?.[1];
  if (name === undefined || name.trim() !== name) {
    problems.malformed(path, `"\${${inside}}" is not a variable`, {
      expected: "${key} or ${key, 'default'}",
    });
    return undefined;
  }
  const key = findConditionKey(name);
  if (key === undefined) {
    const names = conditionKeys.filter((candidate) => !candidate.many).map((candidate) => candidate.name);
    const near = nearest(name, names);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    problems.unsupported(path, `the variable "${name}" is not supported${hint}`, { alternatives: names });
    return undefined;
  }
  if (key.many) {
    problems.malformed(path, `${key.name} has several values and cannot be a variable`);
    return undefined;
  }
  return { source: keySource(name, key), fallback: parts?.[2] };
}

function addText(pieces: TemplatePiece[], text: string, wildcards: boolean): void {
  if (!wildcards) addPiece(pieces, text);
  else for (const token of tokensOf(text)) addPiece(pieces, token);
}

/** Neighbouring literals become one. */
function addPiece(pieces: TemplatePiece[], piece: TemplatePiece): void {
  const last = pieces.at(-1);
  if (piece === '') return;
  if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
  else pieces.push(piece);
}
