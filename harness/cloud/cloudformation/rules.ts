/** The Rules section: what parameters must fulfil together (CloudFormation User Guide, "Rules"). */
import { asList, isObject, scalarText } from './json-shape.js';
import type { Scope } from './scope.js';
import type { Template } from './template.js';
import { templateFormatError, validationFailure } from './template-failure.js';

/** @throws AwsFailure where an assertion does not hold. */
export function checkRules(template: Template, scope: Scope): void {
  for (const [name, rule] of Object.entries(template.rules)) {
    if (!isObject(rule)) throw templateFormatError(`[/Rules/${name}] rule definition is malformed`);
    const condition = rule['RuleCondition'];
    if (condition !== undefined && scope.evaluate(condition) !== true) continue;
    for (const assertion of asList(rule['Assertions'])) {
      if (!isObject(assertion))
        throw templateFormatError(`[/Rules/${name}/Assertions] assertion is malformed`);
      if (scope.evaluate(assertion['Assert'] ?? null) === true) continue;
      const description = scalarText(assertion['AssertDescription']) ?? 'an assertion does not hold';
      throw validationFailure(`Rule ${name} failed: ${description}`);
    }
  }
}
