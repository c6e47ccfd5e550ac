/**
 * Reads the expressions of item operations (DynamoDB Developer Guide, "Using expressions in DynamoDB"): conditions,
 * filters, key conditions, updates and projections, all of the documented grammar.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AwsFailure } from '../../../contract/aws-error.js';
import { valueOf, type Value } from './attribute-value.js';
import { invalid } from './table-settings.js';

/** The way to an attribute, or to a member or element inside it. */
export type Path = readonly (string | number)[];

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] }
  | { readonly kind: 'sum'; readonly sign: '+' | '-'; readonly left: Operand; readonly right: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | {
      readonly kind: 'compare';
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] };

export type UpdateAction =
  | { readonly kind: 'SET'; readonly path: Path; readonly operand: Operand }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: Value };

/** The placeholders that a request defines. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
}

const tokenPattern = /\s*(<>|<=|>=|[=<>(),.[\]+-]|[#:]?[A-Za-z0-9_]+)/y;
const conditionFunctions: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
};
const comparators: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Reads all the expressions of one request, so that placeholders used by none can be told. */
export class ExpressionReader {
  readonly #placeholders: Placeholders;
  readonly #used = new Set<string>();
  #kind = '';
  #tokens: readonly string[] = [];
  #at = 0;

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders;
  }

  /** @throws AwsFailure ValidationException where the text is not a condition. */
  condition(kind: string, text: string): Condition {
    this.#open(kind, text);
    const condition = this.#or();
    this.#close();
    return condition;
  }

  /** @throws AwsFailure ValidationException where the text is not a list of paths. */
  projection(text: string): readonly Path[] {
    this.#open('ProjectionExpression', text);
    const paths = this.#list(() => this.#path());
    this.#close();
    return paths;
  }

  /** @throws AwsFailure ValidationException where the text is not an update. */
  update(text: string): readonly UpdateAction[] {
    this.#open('UpdateExpression', text);
    const actions: UpdateAction[] = [];
    const seen = new Set<string>();
    while (this.#at < this.#tokens.length) {
      const section = this.#next().toUpperCase();
      if (seen.has(section)) {
        throw this.#failure(`The "${section}" section can only be used once in an update expression;`);
      }
      seen.add(section);
      actions.push(...this.#list(() => this.#action(section)));
    }
    if (actions.length === 0) throw this.#failure('The expression can not be empty;');
    checkOverlaps(actions);
    return actions;
  }

  /** @throws AwsFailure ValidationException where a placeholder is defined and no expression uses it. */
  finish(): void {
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = this.#placeholders;
    const idle = (given: object | undefined): string[] =>
      Object.keys(given ?? {}).filter((name) => !this.#used.has(name));
    refuseIdle('ExpressionAttributeNames', idle(names));
    refuseIdle('ExpressionAttributeValues', idle(values));
  }

  #open(kind: string, text: string): void {
    this.#kind = kind;
    this.#at = 0;
    const tokens: string[] = [];
    const pattern = new RegExp(tokenPattern);
    const end = text.trimEnd().length;
    while (pattern.lastIndex < end) {
      const start = pattern.lastIndex;
      const token = pattern.exec(text)?.[1];
      if (token === undefined) throw this.#syntaxError(text.slice(start).trim().slice(0, 10));
      tokens.push(token);
    }
    this.#tokens = tokens;
    if (tokens.length === 0) throw this.#failure('The expression can not be empty;');
  }

  #close(): void {
    if (this.#at < this.#tokens.length) throw this.#syntaxError(this.#peek());
  }

  #failure(reason: string): AwsFailure {
    return invalid(`Invalid ${this.#kind}: ${reason}`);
  }

  #syntaxError(token: string): AwsFailure {
    return this.#failure(`Syntax error; token: "${token === '' ? '<EOF>' : token}"`);
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #take(token: string): boolean {
    if (this.#peek().toUpperCase() !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#syntaxError(this.#peek());
  }

  #list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.#take(',')) items.push(read());
    return items;
  }

  #or(): Condition {
    let left = this.#and();
    while (this.#take('OR')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Condition {
    let left = this.#not();
    while (this.#take('AND')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Condition {
    return this.#take('NOT') ? { kind: 'not', condition: this.#not() } : this.#test();
  }

  #test(): Condition {
    if (this.#take('(')) {
      const condition = this.#or();
      this.#expect(')');
      return condition;
    }
    const name = this.#peek();
    const count = conditionFunctions[name];
    if (count !== undefined && this.#tokens[this.#at + 1] === '(') {
      this.#at += 2;
      const operands = this.#list(() => this.#operand());
      this.#expect(')');
      if (operands.length !== count) {
        throw this.#failure(
          `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
        );
      }
      return { kind: 'call', name, operands };
    }
    return this.#comparison(this.#operand());
  }

  #comparison(left: Operand): Condition {
    if (this.#take('BETWEEN')) {
      const low = this.#operand();
      this.#expect('AND');
      return { kind: 'between', operand: left, low, high: this.#operand() };
    }
    if (this.#take('IN')) {
      this.#expect('(');
      const list = this.#list(() => this.#operand());
      this.#expect(')');
      return { kind: 'in', operand: left, list };
    }
    const comparator = this.#next();
    if (!comparators.has(comparator)) throw this.#syntaxError(comparator);
    return { kind: 'compare', comparator: comparator as Comparator, left, right: this.#operand() };
  }

  #operand(): Operand {
    const token = this.#peek();
    if (token.startsWith(':')) return { kind: 'value', value: this.#value() };
    if (token === 'size' && this.#tokens[this.#at + 1] === '(') {
      this.#at += 2;
      const operands = [this.#operand()];
      this.#expect(')');
      return { kind: 'call', name: 'size', operands };
    }
    return { kind: 'path', path: this.#path() };
  }

  #value(): Value {
    const token = this.#next();
    const given = this.#placeholders.ExpressionAttributeValues?.[token];
    if (!token.startsWith(':')) throw this.#syntaxError(token);
    if (given === undefined) {
      throw this.#failure(
        `An expression attribute value used in expression is not defined; attribute value: ${token}`,
      );
    }
    this.#used.add(token);
    return valueOf(given);
  }

  #path(): Path {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.#take('.')) {
        path.push(this.#name());
      } else if (this.#take('[')) {
        const index = this.#next();
        if (!/^\d+$/.test(index)) throw this.#syntaxError(index);
        path.push(Number(index));
        this.#expect(']');
      } else {
        return path;
      }
    }
  }

  #name(): string {
    const token = this.#next();
    if (token.startsWith('#')) {
      const name = this.#placeholders.ExpressionAttributeNames?.[token];
      if (name === undefined) {
        throw this.#failure(
          `An expression attribute name used in the document path is not defined; attribute name: ${token}`,
        );
      }
      this.#used.add(token);
      return name;
    }
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(token)) throw this.#syntaxError(token);
    return token;
  }

  #action(section: string): UpdateAction {
    if (section === 'REMOVE') return { kind: 'REMOVE', path: this.#path() };
    if (section === 'SET') {
      const path = this.#path();
      this.#expect('=');
      return { kind: 'SET', path, operand: this.#assigned() };
    }
    if (section !== 'ADD' && section !== 'DELETE') throw this.#syntaxError(section);
    const path = this.#path();
    return { kind: section, path, value: this.#value() };
  }

  #assigned(): Operand {
    const left = this.#term();
    const sign = this.#peek();
    if (sign !== '+' && sign !== '-') return left;
    this.#at += 1;
    return { kind: 'sum', sign, left, right: this.#term() };
  }

  #term(): Operand {
    const name = this.#peek();
    if ((name === 'if_not_exists' || name === 'list_append') && this.#tokens[this.#at + 1] === '(') {
      this.#at += 2;
      const operands = [this.#term()];
      this.#expect(',');
      operands.push(this.#term());
      this.#expect(')');
      return { kind: 'call', name, operands };
    }
    return name.startsWith(':')
      ? { kind: 'value', value: this.#value() }
      : { kind: 'path', path: this.#path() };
  }
}

function refuseIdle(member: string, keys: readonly string[]): void {
  if (keys.length === 0) return;
  throw invalid(`Value provided in ${member} unused in expressions: keys: {${keys.join(', ')}}`);
}

function checkOverlaps(actions: readonly UpdateAction[]): void {
  const seen: Path[] = [];
  for (const { path } of actions) {
    const other = seen.find((each) => {
      const shared = Math.min(each.length, path.length);
      return each.slice(0, shared).every((part, index) => part === path[index]);
    });
    if (other !== undefined) {
      const shown = (each: Path): string => `[${each.join(', ')}]`;
      throw invalid(
        `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${shown(other)}, path two: ${shown(path)}`,
      );
    }
    seen.push(path);
  }
}
