/** The Condition element, compiled: every operator and key must hold for a statement to apply (IAM User Guide, "IAM JSON policy elements: Condition"). */

import { nearest } from '../contract/blastpit-error.js';
import { conditionKeys, findConditionKey, type ConditionKey } from './condition-keys.js';
import {
  conditionOperators,
  parseBoolean,
  type ConditionOperator,
  type ValueMatcher,
} from './condition-operators.js';
import { isList, keySource, readKey, type KeySource, type Scalar } from './context-reading.js';
import type { ProblemSink } from './policy-problem.js';
import type { ContextKeys } from './request-context.js';

/** Whether one operator's demand on one key holds. */
export type ConditionTest = (context: ContextKeys) => boolean;

type Qualifier = 'ForAllValues' | 'ForAnyValue';

interface ParsedOperator {
  readonly qualifier: Qualifier | undefined;
  readonly base: ConditionOperator | 'Null';
  readonly ifExists: boolean;
}

/** Compiles a statement's Condition; unsupported operators and keys become problems. */
export function compileConditions(
  element: unknown,
  variables: boolean,
  path: string,
  problems: ProblemSink,
): ConditionTest[] {
  const tests: ConditionTest[] = [];
  const blocks = membersOf(element);
  if (blocks === undefined) {
    problems.malformed(path, 'must be an object of operators', {
      expected: '{ "StringEquals": { "key": "value" } }',
    });
    return tests;
  }
  for (const [operatorName, block] of blocks) {
    const operatorPath = `${path}.${operatorName}`;
    const operator = parseOperator(operatorName, operatorPath, problems);
    const keys = membersOf(block);
    if (keys === undefined) problems.malformed(operatorPath, 'must be an object of condition keys');
    if (operator === undefined || keys === undefined) continue;
    const seen = new Set<string>();
    for (const [keyName, value] of keys) {
      const keyPath = `${operatorPath}.${keyName}`;
      if (seen.has(keyName.toLowerCase()))
        problems.malformed(keyPath, 'stands twice; key names have no case');
      seen.add(keyName.toLowerCase());
      const values = valuesOf(value, keyPath, problems);
      const key = parseKey(keyName, operator, keyPath, problems);
      if (key === undefined || values === undefined) continue;
      const source = keySource(keyName, key);
      tests.push(
        compileTest(operator, source, values, { path: keyPath, keyType: key.type, variables, problems }),
      );
    }
  }
  return tests;
}

function compileTest(
  operator: ParsedOperator,
  source: KeySource,
  values: readonly string[],
  place: Parameters<ConditionOperator['compile']>[1],
): ConditionTest {
  const { base, qualifier, ifExists } = operator;
  if (base === 'Null') return nullTest(source, values, place.path, place.problems);
  const matcher = base.compile(values, place);
  if (qualifier === 'ForAllValues') return forAllValues(source, matcher, base.negated);
  if (qualifier === 'ForAnyValue') return forAnyValue(source, matcher, base.negated);
  return oneValue(source, matcher, base.negated, ifExists);
}

/**
 * Several values in the policy are alternatives; for a negated operator none of them may match. A variable that has neither value
 * nor default never makes a statement apply ("… might cause the entire statement to be invalid").
 */
function oneValue(
  source: KeySource,
  matcher: ValueMatcher,
  negated: boolean,
  ifExists: boolean,
): ConditionTest {
  return (context) => {
    const value = readKey(source, context);
    if (value === undefined) return ifExists || (negated && matcher.resolvable(context));
    const matched = isList(value)
      ? value.some((item) => matcher.matches(item, context))
      : matcher.matches(value, context);
    return negated ? !matched && matcher.resolvable(context) : matched;
  };
}

/** True where every value of the request passes; an absent key and an empty one do ("Single-valued vs. multivalued context keys"). */
function forAllValues(source: KeySource, matcher: ValueMatcher, negated: boolean): ConditionTest {
  return (context) => {
    const values = valuesInRequest(source, context);
    if (values === undefined) return true;
    if (negated && !matcher.resolvable(context)) return false;
    return values.every((value) => matcher.matches(value, context) !== negated);
  };
}

/**
 * True where some value of the request passes; an absent key has none. `…IfExists` changes nothing here: the documentation does not
 * say which of the two wins, and those who tried it on AWS report that an absent key fails.
 */
function forAnyValue(source: KeySource, matcher: ValueMatcher, negated: boolean): ConditionTest {
  return (context) => {
    const values = valuesInRequest(source, context);
    if (values === undefined || (negated && !matcher.resolvable(context))) return false;
    return values.some((value) => matcher.matches(value, context) !== negated);
  };
}

/** The set a qualifier looks at; undefined for "a null data set, such as an empty string". */
function valuesInRequest(source: KeySource, context: ContextKeys): readonly Scalar[] | undefined {
  const value = readKey(source, context);
  if (value === undefined) return undefined;
  const values = isList(value) ? value : [value];
  return values.every((item) => item === '') ? undefined : values;
}

function nullTest(
  source: KeySource,
  values: readonly string[],
  path: string,
  problems: ProblemSink,
): ConditionTest {
  const wanted = new Set<boolean>();
  for (const value of values) {
    const absent = parseBoolean(value);
    if (absent === undefined) problems.malformed(path, `"${value}" is not "true" or "false"`);
    else wanted.add(absent);
  }
  return (context) => wanted.has(readKey(source, context) === undefined);
}

function parseOperator(name: string, path: string, problems: ProblemSink): ParsedOperator | undefined {
  const qualifier = /^(ForAllValues|ForAnyValue):/.exec(name)?.[1] as Qualifier | undefined;
  const unqualified = qualifier === undefined ? name : name.slice(qualifier.length + 1);
  const ifExists = unqualified.endsWith('IfExists');
  const baseName = ifExists ? unqualified.slice(0, -'IfExists'.length) : unqualified;
  if (baseName === 'Null') {
    if (!ifExists && qualifier === undefined) return { qualifier, base: 'Null', ifExists };
    problems.malformed(path, 'Null takes neither IfExists nor a set qualifier', { expected: 'Null' });
    return undefined;
  }
  const base = conditionOperators.get(baseName);
  if (base !== undefined) return { qualifier, base, ifExists };
  const names = [...conditionOperators.keys(), 'Null'];
  const near = nearest(baseName, names);
  const hint = near === undefined ? '' : `; did you mean "${name.replace(baseName, near)}"?`;
  problems.malformed(path, `no condition operator "${name}"${hint}`, { alternatives: names });
  return undefined;
}

function parseKey(
  name: string,
  operator: ParsedOperator,
  path: string,
  problems: ProblemSink,
): ConditionKey | undefined {
  if (!name.includes(':')) {
    const awsMessage = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
    problems.malformed(path, `"${name}" names no service`, {
      expected: 'a key such as aws:PrincipalArn',
      awsMessage,
    });
    return undefined;
  }
  const key = findConditionKey(name);
  if (key === undefined) {
    const names = conditionKeys.map((candidate) => candidate.name);
    const near = nearest(name, names);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    problems.unsupported(
      path,
      `the condition key "${name}" is not supported${hint}; supported: ${names.join(', ')}`,
      {
        alternatives: names,
      },
    );
    return undefined;
  }
  if (key.many && operator.qualifier === undefined && operator.base !== 'Null') {
    problems.unsupported(
      path,
      `${key.name} has several values: IAM asks for ForAllValues or ForAnyValue with it`,
      {
        expected: `ForAllValues:${operator.base.name} or ForAnyValue:${operator.base.name}`,
      },
    );
    return undefined;
  }
  return key;
}

function membersOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : undefined;
}

function valuesOf(value: unknown, path: string, problems: ProblemSink): string[] | undefined {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  const values: string[] = [];
  for (const item of items) {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
      values.push(String(item));
    else problems.malformed(path, 'must be a string, a number, a boolean or a list of them');
  }
  return values.length === items.length ? values : undefined;
}
