/** Everything that a person can name, with one line each: what `blastpit list` and `show` look up. */
import type { AgentKind } from '../contract/agent.js';
import type { Approver } from '../contract/approver.js';
import type { GuardrailKind } from '../contract/guardrail.js';
import { unknownName } from '../contract/blastpit-error.js';
import type { Scenario } from '../contract/scenario.js';
import { approverNames, loadApprover } from '../approvers/loading/approver-folder.js';
import { serviceCatalog } from '../catalog/services.js';
import { loadServices } from '../cloud/services.js';
import { guardrailNames, loadGuardrail } from '../guardrails/loading/guardrail-folder.js';
import { agentKindNames, loadAgentKind, loadScenario, scenarioNames } from './scenario-folder.js';

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
  | { readonly kind: 'services'; readonly thing: ImplementedService };

export const kindsOfThings = ['scenarios', 'guardrails', 'agents', 'approvers', 'services'] as const;
export type KindOfThing = (typeof kindsOfThings)[number];

/** Everything of a kind, by name. */
export async function thingsOfKind(kind: KindOfThing): Promise<readonly NamedThing[]> {
  if (kind === 'services') return (await implementedServices()).map((thing) => ({ kind, thing }));
  return Promise.all(namesIn[kind]().map((name) => load(kind, name)));
}

/**
 * Everything that has this name, whatever its kind; services are found without regard to case.
 * @throws BlastpitError `unknown-name`
 */
export async function thingsNamed(name: string): Promise<readonly NamedThing[]> {
  const kinds = kindsOfThings.filter((kind) => kind !== 'services');
  const found = kinds.filter((kind) => namesIn[kind]().includes(name));
  if (found.length > 0) return Promise.all(found.map((kind) => load(kind, name)));
  // Services are the only ones that have to be loaded to be known by name.
  const services = await implementedServices();
  const service = services.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (service !== undefined) return [{ kind: 'services', thing: service }];
  const names = [...kinds.flatMap((kind) => namesIn[kind]()), ...services.map((each) => each.name)];
  throw unknownName('name', name, [...new Set(names)]);
}

type KindInFolder = Exclude<KindOfThing, 'services'>;

const namesIn: Readonly<Record<KindInFolder, () => readonly string[]>> = {
  scenarios: scenarioNames,
  guardrails: guardrailNames,
  agents: agentKindNames,
  approvers: approverNames,
};

async function load(kind: KindInFolder, name: string): Promise<NamedThing> {
  switch (kind) {
    case 'scenarios':
      return { kind, thing: await loadScenario(name) };
    case 'guardrails':
      return { kind, thing: await loadGuardrail(name) };
    case 'agents':
      return { kind, thing: await loadAgentKind(name) };
    case 'approvers':
      return { kind, thing: await loadApprover(name) };
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
