/** Values that stacks of one account and region give to each other by name. */
import type { CallContext } from '../call-context.js';
import type { State } from '../world/state.js';
import { exportPrefix, importPrefix, type StackOutput } from './stack-record.js';
import { validationFailure } from './template-failure.js';

export type StackExport = {
  readonly name: string;
  readonly value: string;
  readonly stackId: string;
  readonly stackName: string;
};

interface Place {
  readonly state: State;
  readonly account: string;
  readonly region: string;
}

function exportKey(place: Place, name: string): string {
  return exportPrefix(place.account, place.region) + encodeURIComponent(name);
}

export function exportNamed(place: Place, name: string): StackExport | undefined {
  return place.state.get(exportKey(place, name)) as StackExport | undefined;
}

/** All exports, in the order of their names. */
export function* exportsIn(place: Place): Generator<StackExport> {
  for (const [, value] of place.state.withPrefix(exportPrefix(place.account, place.region)))
    yield value as StackExport;
}

/** @throws AwsFailure where nothing is exported by that name. */
export function exportedValue(place: Place, name: string): string {
  const found = exportNamed(place, name);
  if (found === undefined) throw validationFailure(`No export named ${name} found.`);
  return found.value;
}

/** Names of the stacks that import an export, in the order of their ids. */
export function importersOf(place: Place, exportName: string): string[] {
  const names: string[] = [];
  for (const [, value] of place.state.withPrefix(importPrefix(place.account, place.region, exportName))) {
    if (typeof value === 'string') names.push(value);
  }
  return names;
}

/** Why a stack's exports cannot become these; undefined where they can. */
export function exportProblem(
  place: Place,
  stackId: string,
  before: readonly StackOutput[],
  after: readonly StackOutput[],
): string | undefined {
  const names = new Set<string>();
  for (const { exportName } of after) {
    if (exportName === null) continue;
    if (names.has(exportName)) return `Duplicate Export names: [${exportName}]`;
    names.add(exportName);
    const other = exportNamed(place, exportName);
    if (other !== undefined && other.stackId !== stackId) {
      return `Export with name ${exportName} is already exported by stack ${other.stackName}. Rollback requested by user.`;
    }
  }
  for (const { exportName, value } of before) {
    if (exportName === null) continue;
    const later = after.find((output) => output.exportName === exportName);
    if (later?.value === value) continue;
    const importers = importersOf(place, exportName);
    if (importers.length === 0) continue;
    const verb = later === undefined ? 'deleted' : 'updated';
    return `Export ${exportName} cannot be ${verb} as it is in use by ${importers.join(', ')}`;
  }
  return undefined;
}

/** Takes a stack's exports from one list of outputs to another. */
export function moveExports(
  context: CallContext,
  stack: { readonly id: string; readonly name: string },
  before: readonly StackOutput[],
  after: readonly StackOutput[],
): void {
  const { transaction } = context;
  const kept = new Set(after.map(({ exportName }) => exportName));
  for (const { exportName } of before) {
    if (exportName !== null && !kept.has(exportName)) transaction.delete(exportKey(context, exportName));
  }
  for (const { exportName, value } of after) {
    if (exportName === null) continue;
    const made: StackExport = { name: exportName, value, stackId: stack.id, stackName: stack.name };
    transaction.put(exportKey(context, exportName), made);
  }
}

/** Takes what a stack imports from one list of names to another. */
export function moveImports(
  context: CallContext,
  stack: { readonly id: string; readonly name: string },
  before: readonly string[],
  after: readonly string[],
): void {
  const { transaction, account, region } = context;
  for (const name of before) {
    if (!after.includes(name)) transaction.delete(importPrefix(account, region, name) + stack.id);
  }
  for (const name of after) {
    if (!before.includes(name)) transaction.put(importPrefix(account, region, name) + stack.id, stack.name);
  }
}
