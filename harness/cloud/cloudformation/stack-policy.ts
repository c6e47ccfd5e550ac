/** Stack policies: what of a stack an update may change (CloudFormation User Guide, "Prevent updates to stack resources"). */
import { boundedMemo } from '../../contract/bounded-memo.js';
import type { Json, JsonObject } from '../../contract/json.js';
import { matches } from '../../contract/pattern.js';
import { asList, isObject, nameText, scalarText } from './json-shape.js';
import type { StackBody } from './stack-record.js';
import { validationFailure } from './template-failure.js';

export type PolicyAction = 'Update:Delete' | 'Update:Modify' | 'Update:Replace';

interface PolicySubject {
  readonly action: PolicyAction;
  readonly logicalId: string;
  readonly type: string;
}

/** @throws AwsFailure where the text is no stack policy. */
export const readStackPolicy = boundedMemo((text): readonly JsonObject[] => statementsOf(text), 256);

function statementsOf(text: string): readonly JsonObject[] {
  let policy: Json;
  try {
    policy = JSON.parse(text) as Json;
  } catch {
    throw validationFailure('Error validating stack policy: Invalid stack policy');
  }
  const statements = asList(isObject(policy) ? policy['Statement'] : undefined);
  const formed = statements.filter(isObject).filter((statement) => {
    const effect = statement['Effect'];
    const resource = statement['Resource'] ?? statement['NotResource'];
    const action = statement['Action'] ?? statement['NotAction'];
    const decides = effect === 'Allow' || effect === 'Deny';
    return decides && resource !== undefined && action !== undefined && isEveryone(statement['Principal']);
  });
  if (formed.length === 0 || formed.length < statements.length) {
    throw validationFailure('Error validating stack policy: Invalid stack policy');
  }
  return formed;
}

/** A stack policy is for all principals, and has to say so. */
function isEveryone(principal: Json | undefined): boolean {
  return principal === '*' || (isObject(principal) && scalarText(principal['AWS']) === '*');
}

/** Updates after which something is gone for good. */
const destructive: readonly PolicyAction[] = ['Update:Delete', 'Update:Replace'];

/** A policy on a stack, and from what it holds each of the resources back: `StackPolicy Update:Delete Table`. */
export function withPolicy(
  text: string,
  resources: Iterable<{ readonly logicalId: string; readonly type: string }>,
): Pick<StackBody, 'policy' | 'policyHolds'> {
  const held: string[] = [];
  for (const { logicalId, type } of resources) {
    for (const action of destructive) {
      if (policyDenial(text, { action, logicalId, type }) !== undefined) {
        held.push(`StackPolicy ${action} ${logicalId}`);
      }
    }
  }
  return { policy: text, policyHolds: held.sort() };
}

/** Why a policy does not let a resource be changed so, in CloudFormation's words; undefined where it does. */
export function policyDenial(text: string, subject: PolicySubject): string | undefined {
  let allowed = false;
  for (const [index, statement] of readStackPolicy(text).entries()) {
    if (!applies(statement, subject)) continue;
    if (statement['Effect'] === 'Deny') {
      const actions = asList(statement['Action'] ?? statement['NotAction'])
        .map(nameText)
        .join(', ');
      return `Action denied by stack policy: Statement [#${index + 1}] does not allow [${actions}] for resource [LogicalResourceId/${subject.logicalId}];`;
    }
    allowed = true;
  }
  if (allowed) return undefined;
  return `Action not allowed by stack policy: no statement allows [${subject.action}] for resource [LogicalResourceId/${subject.logicalId}];`;
}

function applies(statement: JsonObject, { action, logicalId, type }: PolicySubject): boolean {
  return (
    named(statement, 'Action', action) &&
    named(statement, 'Resource', `LogicalResourceId/${logicalId}`) &&
    typeFits(statement['Condition'], type)
  );
}

function named(statement: JsonObject, member: 'Action' | 'Resource', text: string): boolean {
  const excluded = statement[`Not${member}`];
  if (excluded !== undefined) return !matchesAny(excluded, text);
  return matchesAny(statement[member], text);
}

function matchesAny(patterns: Json | undefined, text: string): boolean {
  return asList(patterns).some((pattern) => matches(scalarText(pattern) ?? '', text));
}

/** `StringEquals` and `StringLike` on `ResourceType`: what stack policies know. */
function typeFits(condition: Json | undefined, type: string): boolean {
  if (!isObject(condition)) return true;
  return Object.entries(condition).every(([operator, test]) => {
    const wanted = isObject(test) ? asList(test['ResourceType']).map((each) => scalarText(each) ?? '') : [];
    if (operator === 'StringEquals') return wanted.includes(type);
    return operator === 'StringLike' && wanted.some((pattern) => matches(pattern, type));
  });
}
