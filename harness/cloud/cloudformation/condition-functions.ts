/** Intrinsic functions that give true or false: And, Or, Not, Equals, Condition, and the ones of rules. */
import { sameJson, type Json } from '../../contract/json.js';
import { asList, isList, nameText, scalarText } from './json-shape.js';
import type { Intrinsic, Scope } from './scope.js';
import { templateError } from './template-failure.js';

const equalsForm = 'every Fn::Equals object requires a list of 2 string parameters.';
const notForm = 'every Fn::Not object requires one boolean parameter.';

function severalForm(name: string): string {
  return `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`;
}

function truth(value: Json | undefined, scope: Scope, form: string): boolean {
  const result = value === undefined ? undefined : scope.evaluate(value);
  if (result === true || result === 'true') return true;
  if (result === false || result === 'false') return false;
  throw templateError(form);
}

function several(name: string, combine: (values: readonly boolean[]) => boolean): Intrinsic {
  return {
    name,
    check: (argument) => {
      if (!isList(argument) || argument.length < 2 || argument.length > 10)
        throw templateError(severalForm(name));
    },
    evaluate: (argument, scope) =>
      combine(asList(argument).map((each) => truth(each, scope, severalForm(name)))),
  };
}

/** Compares as text, since parameters are text: `1` equals `"1"`. */
function comparable(value: Json | undefined): Json | undefined {
  return scalarText(value) ?? (isList(value) ? value.map((each) => scalarText(each) ?? each) : value);
}

function members(name: string, holds: (values: readonly Json[], second: Json) => boolean): Intrinsic {
  const form = `every ${name} object requires two parameters.`;
  return {
    name,
    check: (argument) => {
      if (!isList(argument) || argument.length !== 2) throw templateError(form);
    },
    evaluate: (argument, scope) => {
      const [first, second] = asList(argument).map((each) => comparable(scope.evaluate(each)));
      if (!isList(first) || second === undefined) throw templateError(form);
      return holds(first, second);
    },
  };
}

export const conditionFunctions: readonly Intrinsic[] = [
  several('Fn::And', (values) => values.every(Boolean)),
  several('Fn::Or', (values) => values.some(Boolean)),
  {
    name: 'Fn::Not',
    check: (argument) => {
      if (!isList(argument) || argument.length !== 1) throw templateError(notForm);
    },
    evaluate: (argument, scope) => !truth(asList(argument)[0], scope, notForm),
  },
  {
    name: 'Fn::Equals',
    check: (argument) => {
      if (!isList(argument) || argument.length !== 2) throw templateError(equalsForm);
    },
    evaluate: (argument, scope) => {
      const [left, right] = asList(argument).map((each) => comparable(scope.evaluate(each)));
      return sameJson(left, right);
    },
  },
  {
    name: 'Condition',
    check: (argument) => {
      if (typeof argument !== 'string') throw templateError('every Condition must name a condition.');
    },
    evaluate: (argument, scope) => scope.condition(nameText(argument)),
  },
  members('Fn::Contains', (values, wanted) => values.some((value) => sameJson(value, wanted))),
  members('Fn::EachMemberEquals', (values, wanted) => values.every((value) => sameJson(value, wanted))),
  members('Fn::EachMemberIn', (values, wanted) =>
    values.every((value) => asList(wanted).some((each) => sameJson(value, each))),
  ),
];
