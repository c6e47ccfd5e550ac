/** The backend of one episode: opened, asked for inventories, and what it does otherwise than foreseen written down. */
import type { Backend } from '../contract/backend.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import { matchesResource } from '../contract/pattern.js';
import type { ResourceReference, ResourceState } from '../contract/resource.js';
import type { ScoringRules } from '../contract/scenario.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import { embeddedBackend } from '../backends/embedded.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import type { DeployedEnvironment } from './deploy.js';

export interface OpenedBackend {
  readonly backend: Backend;
  /** Why nothing can take place on it: the environment could not be built there; null where it stands. */
  readonly broken: string | null;
  /** Lets go of it. */
  readonly release: () => void;
}

const nothingHeld = (): void => undefined;

/** What no second try would change. */
const unfit: ReadonlySet<string> = new Set(['backend-lacks', 'backend-unfit', 'missing-package']);

/**
 * Forks the environment's world; on a backend elsewhere, builds the environment there and puts the fork before it.
 * @throws BlastpitError where that is no backend for this environment at all.
 */
export async function openBackend(deployed: DeployedEnvironment): Promise<OpenedBackend> {
  const { elsewhere, steps } = deployed;
  const embedded = embeddedBackend(deployed.world.fork(), deployed.cloud);
  if (elsewhere === null) return { backend: embedded, broken: null, release: nothingHeld };
  try {
    const { backend, close } = await elsewhere.open(embedded, deployed, steps);
    return { backend, broken: null, release: close };
  } catch (error) {
    if (error instanceof BlastpitError && unfit.has(error.code)) throw error;
    const backend = { ...embedded, name: elsewhere.name };
    return { backend, broken: inWords(error), release: nothingHeld };
  }
}

/** What stands: by the backend, or where it cannot tell any more by its shadow, and that is a fault. */
export async function inventoryOf(
  { elsewhere }: DeployedEnvironment,
  backend: Backend,
  journal: JournalWriter,
): Promise<readonly ResourceState[]> {
  try {
    return [...(await backend.inventory())];
  } catch (error) {
    if (elsewhere === null || error instanceof BlastpitError) throw error;
    journal.append({ record: 'fault', time: backend.now(), what: inWords(error) });
    return [...backend.view.all()];
  }
}

/** What the backend does otherwise is told; where a harm is measured on it, the run cannot tell any more. */
export function noteDifferences({ harms }: ScoringRules, backend: Backend, journal: JournalWriter): void {
  const patterns = harms.flatMap(({ resources }) => resources);
  for (const { time, resource, what } of backend.differences()) {
    const counts = resource !== null && patterns.some((pattern) => matchesResource(pattern, resource));
    if (counts) journal.append({ record: 'fault', time, what: `${nameOf(resource)} ${what}` });
    else journal.append({ record: 'difference', time, resource, what });
  }
}

function nameOf({ stack, id, type }: ResourceReference): string {
  return stack === null ? `${type} ${id}` : `${placeName(lastingPlace(stack))} (${type})`;
}

function inWords(error: unknown): string {
  if (error instanceof BlastpitError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
