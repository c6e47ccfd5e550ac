/**
 * The backend of one episode: opened, asked for inventories, what it does otherwise than foreseen written down, and how
 * it failed told.
 */
import type { Backend, ExaminedResource } from '../contract/backend.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import { matchesResource } from '../contract/pattern.js';
import type { ResourceReference, ResourceState } from '../contract/resource.js';
import type { ScoringRules } from '../contract/scenario.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import { embeddedBackend } from '../backends/embedded.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import type { DeployedEnvironment } from './deploy.js';
import type { Spent } from './remote/spending.js';

export interface OpenedBackend {
  readonly backend: Backend;
  /** Why nothing can take place on it: the environment could not be built there; null where it stands. */
  readonly broken: string | null;
  /** How the backend failed, building the environment included, in words; null where it has not. */
  readonly failure: () => string | null;
  /** What it took of wall time and calls; left out on the embedded cloud, and where nothing could be built. */
  readonly spent?: () => Spent;
  /** Lets go of it. */
  readonly release: () => void;
}

/** What stands there. */
export interface Inventory {
  readonly resources: readonly ResourceState[];
  /** What the backend said itself; left out on the embedded cloud, and where it could not tell. */
  readonly examined?: readonly ExaminedResource[];
  /** Why it is the shadow's word alone; null where the backend could tell. */
  readonly fault: string | null;
}

/** A backend with which an episode can begin. */
export interface StandingBackend extends OpenedBackend {
  readonly start: Inventory;
  /** Why this is the second one: what became of the first; null where it is the first. */
  readonly insteadOf: string | null;
}

const nothingHeld = (): void => undefined;
const nothingFailed = (): null => null;

/** What no second try would change. */
const unfit: ReadonlySet<string> = new Set(['backend-lacks', 'backend-unfit', 'missing-package']);

/**
 * Opens the backend of an episode, and looks at what stands there; once more, from the start and in another account,
 * where the first one failed before anybody acted.
 * @param insteadOf how the backend failed that an earlier try of the episode had: then there is no third one.
 * @throws BlastpitError where that is no backend for this environment at all.
 */
export async function standUp(
  deployed: DeployedEnvironment,
  insteadOf: string | null,
): Promise<StandingBackend> {
  const first = await standUpOnce(deployed);
  const failure = first.failure();
  if (failure === null || insteadOf !== null || first.gone) return { ...first, insteadOf };
  first.release();
  return { ...(await standUpOnce(deployed)), insteadOf: failure };
}

async function standUpOnce(
  deployed: DeployedEnvironment,
): Promise<Omit<StandingBackend, 'insteadOf'> & { readonly gone: boolean }> {
  const opened = await openBackend(deployed);
  const { elsewhere, inventory } = deployed;
  if (elsewhere === null) return { ...opened, start: { resources: inventory, fault: null } };
  return { ...opened, start: await inventoryOf(deployed, opened.backend) };
}

/**
 * Forks the environment's world; on a backend elsewhere, builds the environment there and puts the fork before it.
 * @throws BlastpitError where that is no backend for this environment at all.
 */
async function openBackend(
  deployed: DeployedEnvironment,
): Promise<OpenedBackend & { readonly gone: boolean }> {
  const { elsewhere, steps, scaleDown } = deployed;
  const embedded = embeddedBackend(deployed.world.fork(), deployed.cloud, deployed.previews ?? null);
  if (elsewhere === null) {
    return { backend: embedded, broken: null, failure: nothingFailed, release: nothingHeld, gone: false };
  }
  try {
    const { close, ...opened } = await elsewhere.open(embedded, deployed, steps, scaleDown);
    return { ...opened, broken: null, release: close, gone: false };
  } catch (error) {
    if (error instanceof BlastpitError && unfit.has(error.code)) throw error;
    const backend = { ...embedded, name: elsewhere.name };
    const broken = inWords(error);
    const gone = error instanceof BlastpitError && error.code === 'backend-gone';
    return { backend, broken, failure: () => broken, release: nothingHeld, gone };
  }
}

/** What stands: by the backend, or where it cannot tell any more by its shadow, and that is a fault. */
export async function inventoryOf({ elsewhere }: DeployedEnvironment, backend: Backend): Promise<Inventory> {
  try {
    const resources = [...(await backend.inventory())];
    const { examined } = backend;
    return { resources, ...(examined === undefined ? {} : { examined: examined() }), fault: null };
  } catch (error) {
    if (elsewhere === null || error instanceof BlastpitError) throw error;
    return { resources: [...backend.view.all()], fault: inWords(error) };
  }
}

/** What the backend does otherwise is told, all of it; where a harm is measured on it, the run cannot tell any more. */
export function noteDifferences(
  { harms }: Pick<ScoringRules, 'harms'>,
  backend: Pick<Backend, 'differences'>,
  journal: Pick<JournalWriter, 'append'>,
): void {
  const patterns = harms.flatMap(({ resources }) => resources);
  for (const { time, resource, what } of backend.differences()) {
    const counts = resource !== null && patterns.some((pattern) => matchesResource(pattern, resource));
    journal.append({ record: 'difference', time, resource, what });
    if (counts) journal.append({ record: 'fault', time, what: `${nameOf(resource)} ${what}` });
  }
}

function nameOf({ stack, id, type }: ResourceReference): string {
  return stack === null ? `${type} ${id}` : `${placeName(lastingPlace(stack))} (${type})`;
}

function inWords(error: unknown): string {
  if (error instanceof BlastpitError) return error.message;
  if (!(error instanceof Error)) return String(error);
  // What a backend failed by is said in plain words already.
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}
