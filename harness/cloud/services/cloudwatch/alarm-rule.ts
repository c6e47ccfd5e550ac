/**
 * Rules of composite alarms, e.g. `ALARM("CPU") AND NOT (OK(Disk) OR TRUE)` (CloudWatch API Reference,
 * "PutCompositeAlarm", AlarmRule).
 */
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { AwsFailure } from '../../../contract/aws-error.js';
import { validationError } from './failures.js';

export type AlarmRule =
  | { readonly is: 'constant'; readonly value: boolean }
  | { readonly is: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly is: 'not'; readonly of: AlarmRule }
  | { readonly is: 'and' | 'or'; readonly left: AlarmRule; readonly right: AlarmRule };

const token =
  /\s*(?:(?<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?<quoted>[^"]+)"|'(?<single>[^']+)'|(?<bare>[^\s()"']+))\s*\)|(?<word>AND|OR|NOT|TRUE|FALSE|\(|\)))/y;

interface Tokens {
  readonly list: readonly (string | Extract<AlarmRule, { is: 'state' }>)[];
  next: number;
}

/** @throws AwsFailure ValidationError where the text is no rule. */
export function readAlarmRule(text: string): AlarmRule {
  const tokens: Tokens = { list: split(text), next: 0 };
  const rule = either(tokens);
  if (tokens.next < tokens.list.length) throw malformed();
  return rule;
}

function malformed(): AwsFailure {
  return validationError('AlarmRule is not a valid expression: it must follow the grammar of alarm rules.');
}

function split(text: string): Tokens['list'] {
  const list: (string | Extract<AlarmRule, { is: 'state' }>)[] = [];
  const matcher = new RegExp(token.source, token.flags);
  const rule = text.trimEnd();
  while (matcher.lastIndex < rule.length) {
    const groups = matcher.exec(rule)?.groups;
    if (groups === undefined) throw malformed();
    const { bare, quoted, single, state, word } = groups;
    const alarm = quoted ?? single ?? bare;
    if (alarm === undefined) list.push(word ?? '');
    else list.push({ is: 'state', state: state as StateValue, alarm: nameOf(alarm) });
  }
  return list;
}

/** Rules name alarms by name or by ARN. */
function nameOf(alarm: string): string {
  return alarm.startsWith('arn:') ? alarm.split(':').slice(6).join(':') : alarm;
}

function either(tokens: Tokens): AlarmRule {
  let left = both(tokens);
  while (taken(tokens, 'OR')) left = { is: 'or', left, right: both(tokens) };
  return left;
}

function both(tokens: Tokens): AlarmRule {
  let left = one(tokens);
  while (taken(tokens, 'AND')) left = { is: 'and', left, right: one(tokens) };
  return left;
}

function one(tokens: Tokens): AlarmRule {
  if (taken(tokens, 'NOT')) return { is: 'not', of: one(tokens) };
  if (taken(tokens, 'TRUE')) return { is: 'constant', value: true };
  if (taken(tokens, 'FALSE')) return { is: 'constant', value: false };
  if (taken(tokens, '(')) {
    const inner = either(tokens);
    if (!taken(tokens, ')')) throw malformed();
    return inner;
  }
  const found = tokens.list[tokens.next];
  if (typeof found !== 'object') throw malformed();
  tokens.next += 1;
  return found;
}

function taken(tokens: Tokens, word: string): boolean {
  if (tokens.list[tokens.next] !== word) return false;
  tokens.next += 1;
  return true;
}

/** The names of the alarms that a rule looks at, each once. */
export function alarmsIn(rule: AlarmRule): readonly string[] {
  switch (rule.is) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsIn(rule.of);
    case 'and':
    case 'or':
      return [...new Set([...alarmsIn(rule.left), ...alarmsIn(rule.right)])];
  }
}

/** Whether a rule holds. */
export function holds(rule: AlarmRule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.is) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
  }
}
