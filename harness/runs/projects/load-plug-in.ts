/** Loads what a person named: blastpit's own as it is built, a project's as it is written. */
import { fileURLToPath } from 'node:url';
import { chooseApprover } from '../../approvers/loading/choose-approver.js';
import type { AgentKind } from '../../contract/agent.js';
import type { Approver } from '../../contract/approver.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { GuardrailKind } from '../../contract/guardrail.js';
import { demandPlugIn } from '../../contract/plug-in-folder.js';
import type { Scenario } from '../../contract/scenario.js';
import type { WorldFault, WorldFaultAtWork } from '../../contract/world-fault.js';
import { beginWorldFault, demandEachOnce } from '../../world-faults/loading/begin-world-fault.js';
import { readNamedFile } from '../read-file.js';
import { findPlugIn, type FoundPlugIn } from './find-plug-in.js';
import { namedWithArgument } from './named-with-argument.js';
import { originOf, rememberOrigin } from './origin.js';
import { packageFolders } from './plug-in-kinds.js';
import { shownPath } from './project.js';
import { lineOfMember } from './source-line.js';

/** @throws BlastpitError `loading`, `plug-in` or `scenario-shape` for a file that holds none. */
export async function loadFoundScenario(found: FoundPlugIn): Promise<Scenario> {
  if (found.origin === null) return load<Scenario>(found);
  const file = fileURLToPath(found.file);
  const raw = await load<Scenario>(found);
  const { authoredScenario } = await import('./authored-scenario.js');
  const scenario = authoredScenario(raw, file);
  rememberOrigin(scenario, { file, project: found.origin.project });
  return scenario;
}

export async function loadFoundGuardrail(found: FoundPlugIn): Promise<GuardrailKind> {
  const kind = await load<GuardrailKind>(found);
  if (found.origin === null) return kind;
  const { authoredGuardrail } = await import('./authored-plug-in.js');
  return authoredGuardrail(kind, fileURLToPath(found.file));
}

/**
 * How the guardrails that a scenario's sets name are loaded: from the project that it belongs to, wherever one stands;
 * for blastpit's own scenarios, from the package. A path is relative to the project.
 */
export function guardrailsFor(scenario: Scenario): (named: string) => Promise<GuardrailKind> {
  const project = originOf(scenario)?.project ?? null;
  return async (named) => loadFoundGuardrail(findPlugIn('guardrails', named, project, project?.root));
}

/**
 * The approvers that were named, by name or path and with their parameter: `fatigued:20`.
 * @throws BlastpitError `unknown-approver`, `approver-parameter`; `loading` or `plug-in` for a file that is not one.
 */
export async function loadApprover(typed: string): Promise<Approver> {
  const { name, argument } = namedWithArgument(typed);
  return chooseApprover(await loadFoundApprover(findPlugIn('approvers', name)), argument);
}

export async function loadFoundApprover(found: FoundPlugIn): Promise<Approver> {
  const approver = await load<Approver>(found);
  if (found.origin === null) return approver;
  const { authoredApprover } = await import('./authored-plug-in.js');
  return authoredApprover(approver, fileURLToPath(found.file));
}

/**
 * The faults of the world that were named, by name or path and with their parameter: `throttling=0.2`.
 * @throws BlastpitError `unknown-fault-of-the-world`, `fault-parameter`, `fault-twice`; `loading` or `plug-in` for a file
 * that is not one.
 */
export async function loadWorldFaults(typed: readonly string[]): Promise<readonly WorldFaultAtWork[]> {
  const faults: WorldFaultAtWork[] = [];
  for (const each of typed) {
    const equals = each.indexOf('=');
    const name = equals < 0 ? each : each.slice(0, equals);
    const fault = await loadFoundWorldFault(findPlugIn('faults', name));
    const parameter = equals < 0 ? null : each.slice(equals + 1);
    faults.push(beginWorldFault(fault, parameter, (path) => readNamedFile(path).toString('utf8')));
  }
  demandEachOnce(faults);
  return faults;
}

export async function loadFoundWorldFault(found: FoundPlugIn): Promise<WorldFault> {
  const fault = await load<WorldFault>(found);
  if (found.origin === null) return fault;
  const { authoredWorldFault } = await import('./authored-plug-in.js');
  return authoredWorldFault(fault, fileURLToPath(found.file));
}

export async function loadFoundAgentKind(found: FoundPlugIn): Promise<AgentKind> {
  const kind = await load<AgentKind>(found);
  if (found.origin === null) return kind;
  const { authoredAgentKind } = await import('./authored-plug-in.js');
  return authoredAgentKind(kind, fileURLToPath(found.file));
}

async function load<PlugIn extends { readonly name: string }>(found: FoundPlugIn): Promise<PlugIn> {
  const module = await (found.origin === null ? importOwn(found) : importOfProject(found));
  return (module as { readonly default: PlugIn }).default;
}

async function importOwn({ kind, name, file }: FoundPlugIn): Promise<unknown> {
  const module: unknown = await import(file.href);
  demandPlugIn(packageFolders[kind], name, module, file.pathname);
  return module;
}

async function importOfProject({ kind, name, file }: FoundPlugIn): Promise<unknown> {
  const { importFile } = await import('./import-file.js');
  const module = await importFile(file);
  const path = fileURLToPath(file);
  try {
    demandPlugIn(packageFolders[kind], name, module, shownPath(path));
    return module;
  } catch (error) {
    if (!(error instanceof BlastpitError)) throw error;
    const member = error.message.includes('it calls itself') ? ['name'] : [];
    const where = `${shownPath(path)}:${lineOfMember(path, member)}`;
    throw new BlastpitError(error.code, error.message, { ...error.details, where });
  }
}
