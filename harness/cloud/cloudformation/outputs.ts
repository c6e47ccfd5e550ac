/** The outputs of a stack, worked out once its resources are there. */
import type { Assembly } from './assemble.js';
import type { Json } from '../../contract/json.js';
import { withReferences } from './dynamic-references.js';
import { intrinsicUse } from './intrinsics.js';
import { asList, isObject, nameText, scalarText } from './json-shape.js';
import type { StackOutput } from './stack-record.js';
import type { StackRun } from './stack-run.js';
import { templateFormatError } from './template-failure.js';

/** @throws AwsFailure in CloudFormation's words. */
export function resolveOutputs(run: StackRun, assembly: Assembly): readonly StackOutput[] {
  if (assembly.outputs.length === 0) return [];
  const scope = run.scope(assembly);
  const acting = run.acting('');
  return assembly.outputs.map(({ name, description, value, exportName }) => {
    const text = scalarText(withReferences(acting, scope.evaluate(value) ?? null));
    if (text === undefined) {
      throw templateFormatError('The Value field of every Outputs member must evaluate to a String.');
    }
    const exported = exportName === undefined ? null : scalarText(scope.evaluate(exportName));
    if (exported === undefined) {
      throw templateFormatError(
        'Output ExportName must be a string or a function that returns a string without references to resources.',
      );
    }
    return { name, value: text, description: description ?? null, exportName: exported };
  });
}

const imported = new WeakMap<Assembly, readonly string[]>();

/** Names of the exports that a template's resources and outputs read; looked for once, since nothing live is in them. */
export function importedNames(assembly: Assembly): readonly string[] {
  let names = imported.get(assembly);
  if (names === undefined) {
    names = assembly.template.text.includes('ImportValue') ? findImportedNames(assembly) : [];
    imported.set(assembly, names);
  }
  return names;
}

function findImportedNames(assembly: Assembly): readonly string[] {
  const names = new Set<string>();
  const reading = assembly.scope({
    reference: () => '',
    attribute: () => '',
    importValue: (name) => {
      names.add(name);
      return '';
    },
  });
  const look = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    const use = isObject(value) ? intrinsicUse(value) : undefined;
    if (use?.name === 'Fn::ImportValue') reading.evaluate(value);
    if (use?.name === 'Fn::If') {
      // Only the branch that is taken counts.
      const [name, whenTrue, whenFalse] = asList(use.argument);
      look((reading.condition(nameText(name)) ? whenTrue : whenFalse) ?? null);
      return;
    }
    for (const member of Object.values(value)) look(member);
  };
  for (const { properties } of assembly.resources.values()) look(properties);
  for (const { value } of assembly.outputs) look(value);
  return [...names];
}
