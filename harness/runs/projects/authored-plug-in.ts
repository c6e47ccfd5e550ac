/** A project's guardrails, agents and approvers, made safe to use: what their code throws is told to their author. */
import type { AgentKind } from '../../contract/agent.js';
import type { Approver, ApproverParameter, Decide } from '../../contract/approver.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { GuardrailKind } from '../../contract/guardrail.js';
import type { WorldFault } from '../../contract/world-fault.js';
import { calledError } from './loading-error.js';
import { shownPath } from './project.js';
import { lineOfMember } from './source-line.js';

/** @throws BlastpitError `plug-in` where a member is not what it should be. */
export function authoredGuardrail(kind: GuardrailKind, file: string): GuardrailKind {
  const what = `guardrail "${kind.name}"`;
  demandFunctions(kind, ['example', 'build'], what, file);
  if (typeof Reflect.get(kind.parameters, 'safeParse') !== 'function') {
    throw notAsShould(what, 'parameters', 'a zod schema, e.g. z.strictObject({})', file);
  }
  return {
    ...kind,
    example: (environment) => calling(file, `example of ${what}`, () => kind.example(environment)),
    build: (parameters, environment) =>
      calling(file, `build of ${what}`, () => kind.build(parameters, environment)),
  };
}

/** @throws BlastpitError `plug-in` where a member is not what it should be. */
export function authoredAgentKind(kind: AgentKind, file: string): AgentKind {
  const what = `agent "${kind.name}"`;
  demandFunctions(kind, ['create'], what, file);
  return {
    ...kind,
    create: (argument, choice) => calling(file, `create of ${what}`, () => kind.create(argument, choice)),
  };
}

/** @throws BlastpitError `plug-in` where a member is not what it should be. */
export function authoredApprover(approver: Approver, file: string): Approver {
  const what = `approver "${approver.name}"`;
  const { decide, parameter } = approver;
  if (decide !== 'from-outside') demandFunctions(approver, ['decide'], what, file);
  const safe = <Part extends Partial<Pick<Approver, 'decide'>>>(part: Part): Part => {
    const { decide: own } = part;
    if (typeof own !== 'function') return part;
    const called: Decide = (request, chance) =>
      calling(file, `decide of ${what}`, () => own(request, chance));
    return { ...part, decide: called };
  };
  if (parameter === undefined) return safe(approver);
  demandFunctions(parameter, ['choose'], what, file);
  const choose: ApproverParameter['choose'] = (typed) =>
    safe(calling(file, `choose of ${what}`, () => parameter.choose(typed)));
  return { ...safe(approver), parameter: { ...parameter, choose } };
}

/** @throws BlastpitError `plug-in` where a member is not what it should be. */
export function authoredWorldFault(fault: WorldFault, file: string): WorldFault {
  const what = `fault of the world "${fault.name}"`;
  demandFunctions(fault, ['begin'], what, file);
  return {
    ...fault,
    begin: (typed, readText) => calling(file, `begin of ${what}`, () => fault.begin(typed, readText)),
  };
}

/**
 * Calls code of an author.
 * @param what what is called, as a message begins.
 * @throws BlastpitError `author-code` with file and line, for what it throws.
 */
export function calling<Result>(file: string, what: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof BlastpitError) throw error;
    throw calledError(file, what, error);
  }
}

function demandFunctions(plugIn: object, members: readonly string[], what: string, file: string): void {
  for (const member of members) {
    if (typeof Reflect.get(plugIn, member) !== 'function')
      throw notAsShould(what, member, 'a function', file);
  }
}

function notAsShould(what: string, member: string, expected: string, file: string): BlastpitError {
  return new BlastpitError('plug-in', `${what} cannot be used: ${member} is not what it should be`, {
    where: `${shownPath(file)}:${lineOfMember(file, [member])}`,
    expected,
  });
}
