/** Everything that a person can name, with one line each: what `blastpit list` and `show` look up. */
import type { AgentKind } from '../contract/agent.js';
import type { Approver } from '../contract/approver.js';
import type { GuardrailKind } from '../contract/guardrail.js';
import type { WorldFault } from '../contract/world-fault.js';
import { BlastpitError, unknownName } from '../contract/blastpit-error.js';
import type { Scenario } from '../contract/scenario.js';
import { serviceCatalog } from '../catalog/services.js';
import { loadServices } from '../cloud/services.js';
import { findPlugIn, isForBlastpit, isPath, plugInsOf, type FoundPlugIn } from './projects/find-plug-in.js';
import {
  loadFoundAgentKind,
  loadFoundApprover,
  loadFoundGuardrail,
  loadFoundScenario,
  loadFoundWorldFault,
} from './projects/load-plug-in.js';
import { kindsOfPlugIn } from './projects/plug-in-kinds.js';
import { allScenarioParts, type ScenarioPart } from './scenario-parts.js';

/** A service of the embedded cloud, and which of its operations it answers. */
export interface ImplementedService {
  readonly name: string;
  readonly summary: string;
  /** Sorted. */
  readonly operations: readonly string[];
  /** How many operations the service has on AWS. */
  readonly operationsOnAws: number;
  /** CloudFormation types with behaviour behind them, sorted. */
  readonly resourceTypes: readonly string[];
}

export type NamedThing =
  | { readonly kind: 'scenarios'; readonly thing: Scenario }
  | { readonly kind: 'guardrails'; readonly thing: GuardrailKind }
  | { readonly kind: 'agents'; readonly thing: AgentKind }
  | { readonly kind: 'approvers'; readonly thing: Approver }
  | { readonly kind: 'faults'; readonly thing: WorldFault }
  | { readonly kind: 'services'; readonly thing: ImplementedService }
  | { readonly kind: 'parts'; readonly thing: ScenarioPart };

export const kindsOfThings = [...kindsOfPlugIn, 'services'] as const;
export type KindOfThing = (typeof kindsOfThings)[number];

/** One line of a list. */
export interface ListedThing {
  readonly name: string;
  /** What is wrong, for a project's file that cannot be loaded. */
  readonly summary: string;
  /** Whether it is of the project that one stands in, and not of the package. */
  readonly ofProject: boolean;
}

/** Everything of a kind: the project's, then the package's, each by name. */
export async function thingsOfKind(kind: KindOfThing): Promise<readonly ListedThing[]> {
  if (kind === 'services') {
    return (await implementedServices()).map(({ name, summary }) => ({ name, summary, ofProject: false }));
  }
  return Promise.all(
    plugInsOf(kind)
      .filter(isForBlastpit)
      .map(async (found) => {
        const summary = await summaryOf(found);
        return { name: found.name, summary, ofProject: found.origin !== null };
      }),
  );
}

/** One file that cannot be loaded does not hide the others. */
async function summaryOf(found: FoundPlugIn): Promise<string> {
  try {
    const named = await load(found);
    return named.kind === 'approvers' ? summaryOfApprover(named.thing) : named.thing.summary;
  } catch (error) {
    if (!(error instanceof BlastpitError)) throw error;
    const { where } = error.details;
    return `cannot be used: ${error.message}${where === undefined ? '' : ` (${where})`}`;
  }
}

/** With what may follow the name. */
function summaryOfApprover({ name, summary, parameter }: Approver): string {
  return parameter === undefined ? summary : `${summary} (${name}:${parameter.placeholder})`;
}

/**
 * Everything that has this name, whatever its kind, or what is at this path; services are found without regard to case.
 * Parts of scenarios are looked for last: an attack has its own name, and the one that `--agent` takes.
 * @throws BlastpitError `unknown-name`
 */
export async function thingsNamed(typed: string): Promise<readonly NamedThing[]> {
  if (isPath(typed)) return [await thingAt(typed)];
  const all = kindsOfPlugIn.flatMap((kind) => plugInsOf(kind));
  const found = all.filter(({ name }) => name === typed);
  if (found.length > 0) return Promise.all(found.map(load));
  // Services are the only ones that have to be loaded to be known by name.
  const services = await implementedServices();
  const service = services.find((each) => each.name.toLowerCase() === typed.toLowerCase());
  if (service !== undefined) return [{ kind: 'services', thing: service }];
  const parts = await allScenarioParts();
  const named = parts.filter(({ kind, name }) => {
    if (name === typed || (kind === 'attack' && typed === `scripted:${name}`)) return true;
    return kind === 'behaviour' && typed === `stochastic:${name}`;
  });
  if (named.length > 0) return named.map((thing) => ({ kind: 'parts', thing }));
  const names = [...all, ...services, ...parts].map(({ name }) => name);
  throw unknownName('name', typed, [...new Set(names)]);
}

/** What a path leads to; of which kind it is, its members tell. */
async function thingAt(path: string): Promise<NamedThing> {
  let failure: unknown;
  for (const kind of kindsOfPlugIn) {
    try {
      return await load(findPlugIn(kind, path));
    } catch (error) {
      // Of a file that is none of them, what is said is why it is no scenario.
      failure ??= error;
      if (error instanceof BlastpitError && error.code === 'loading') throw error;
    }
  }
  throw failure;
}

async function load(found: FoundPlugIn): Promise<Exclude<NamedThing, { readonly kind: 'parts' }>> {
  const { kind } = found;
  switch (kind) {
    case 'scenarios':
      return { kind, thing: await loadFoundScenario(found) };
    case 'guardrails':
      return { kind, thing: await loadFoundGuardrail(found) };
    case 'agents':
      return { kind, thing: await loadFoundAgentKind(found) };
    case 'approvers':
      return { kind, thing: await loadFoundApprover(found) };
    case 'faults':
      return { kind, thing: await loadFoundWorldFault(found) };
  }
}

async function implementedServices(): Promise<readonly ImplementedService[]> {
  const services = await loadServices();
  return services.map((service) => {
    const operations = Object.keys(service.operations).sort();
    const operationsOnAws = serviceCatalog(service.name).operationNames().length;
    return {
      name: service.name,
      summary: `${operations.length} of ${operationsOnAws} operations`,
      operations,
      operationsOnAws,
      resourceTypes: service.resources.map(({ type }) => type).sort(),
    };
  });
}
