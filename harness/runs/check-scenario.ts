/** For `blastpit check`: whether a scenario can be run and can tell anything, step by step. */
import { demandBehaviour, scriptsOf } from '../contract/behaviour.js';
import { BlastpitError, unknownName } from '../contract/blastpit-error.js';
import { matchesResource } from '../contract/pattern.js';
import type { ResourceState } from '../contract/resource.js';
import type { Scenario, StackResource } from '../contract/scenario.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import { buildGuardrailSet } from '../guardrails/loading/build-guardrail.js';
import { deploy, type BareEnvironment } from './deploy.js';
import { randomSecrets } from './outer-edge.js';
import { look, type CheckedPart } from './checking/checked-part.js';
import type { FoundPlugIn } from './projects/find-plug-in.js';
import { guardrailsFor, loadFoundScenario } from './projects/load-plug-in.js';
import { activeFaults, defaultOptions, guardrailSetsOf } from './run-options.js';
import { ScenarioRuns } from './run-scenario.js';

/** Looks at one part after the other, and goes on where one is wrong and the next can still be looked at. */
export async function* checkScenario(found: FoundPlugIn): AsyncGenerator<CheckedPart> {
  let loaded: Scenario | null = null;
  const loading = await look('it loads', async () => {
    loaded = await loadFoundScenario(found);
  });
  yield loading;
  const scenario = loaded as Scenario | null;
  if (scenario === null) return;
  const faults = activeFaults(scenario, []);
  const names = await look('names in it resolve', () => {
    checkNames(scenario);
  });
  yield names;
  let bare: BareEnvironment | null = null;
  const deployed = await look('its environment deploys', async () => {
    bare = await deployWith(scenario, faults);
  });
  yield deployed;
  for (const fault of Object.keys(scenario.faults)) {
    const without = activeFaults(scenario, [fault]);
    yield await look(`its environment deploys without ${fault}`, () => deployWith(scenario, without));
  }
  const stands = bare as BareEnvironment | null;
  if (stands === null) return;
  const inventory = [...stands.world.inventory()];
  yield await look('what its services, recoveries and harms name is there', () => {
    checkPlaces(scenario, inventory);
  });
  for (const [set, { guardrails }] of guardrailSetsOf(scenario, faults)) {
    yield await look(`guardrail set ${set} builds`, () =>
      buildGuardrailSet(guardrails, stands.environment.guards, guardrailsFor(scenario)),
    );
  }
  if (names.problem !== null) return;
  yield await look('its attack does harm unguarded, and its twins complete', async () => {
    // Looked at anew: what was remembered of an earlier run is no check.
    const validity = await new ScenarioRuns(scenario).validity(defaultOptions.seed);
    if (!validity.valid) throw new BlastpitError('invalid-scenario', validity.reason);
  });
}

function deployWith(scenario: Scenario, faults: ReadonlySet<string>): Promise<BareEnvironment> {
  return deploy(scenario, scenario.environment(faults), defaultOptions.seed, randomSecrets());
}

function checkNames(scenario: Scenario): void {
  const { attacks, behaviours = [], referenceAttack, harms, services, response, causes, faults } = scenario;
  demandName(
    'attack',
    referenceAttack,
    attacks.map(({ name }) => name),
  );
  for (const behaviour of behaviours) {
    demandBehaviour(behaviour);
    for (const { without = [] } of scriptsOf(behaviour)) {
      for (const fault of without) demandName('fault', fault, Object.keys(faults));
    }
  }
  const serviceNames = services.map(({ name }) => name);
  for (const harm of harms) if (harm.kind === 'outage') demandName('service', harm.service, serviceNames);
  const parameters = Object.keys(response.parameters);
  const { detect, decide, recreateStack, verify } = response;
  const used = [detect, decide, recreateStack, verify];
  for (const { ways } of response.recoveries) {
    for (const { minutes, minutesPerTebibyte } of ways) used.push(minutes, minutesPerTebibyte ?? minutes);
  }
  for (const name of used) demandName('response parameter', name, parameters);
  if (causes === undefined) return;
  const known = Object.keys(faults);
  for (const name of causes.faults) demandName('fault', name, known);
  demandName('guardrail set', causes.guardrails, [...guardrailSetsOf(scenario, new Set(known)).keys()]);
}

function demandName(kind: string, typed: string, known: readonly string[]): void {
  if (!known.includes(typed)) throw unknownName(kind, typed, known);
}

function checkPlaces({ services, harms, response }: Scenario, inventory: readonly ResourceState[]): void {
  const places = inventory.flatMap(({ resource: { stack } }) =>
    stack === null ? [] : [lastingPlace(stack)],
  );
  const there = new Set(places.map(placeName));
  const demand = (place: StackResource, of: string): void => {
    if (there.has(placeName(place))) return;
    const inStack = places.flatMap(({ stack, logicalId }) => (stack === place.stack ? [logicalId] : []));
    const { message, details } = unknownName('resource', place.logicalId, inStack);
    throw new BlastpitError('unknown-resource', `${of}: stack ${place.stack} has ${message}`, details);
  };
  for (const { name, needs } of services) for (const need of needs) demand(need, `service ${name}`);
  for (const { resource, ways, after = [] } of response.recoveries) {
    const of = `recovery of ${resource.stack}/${resource.logicalId}`;
    for (const place of [resource, ...after, ...ways.flatMap(({ from = [] }) => from)]) demand(place, of);
  }
  for (const { name, resources } of harms) {
    if (inventory.some(({ resource }) => resources.some((each) => matchesResource(each, resource)))) continue;
    throw new BlastpitError('harm-of-nothing', `harm ${name}: its patterns match no resource`);
  }
}
