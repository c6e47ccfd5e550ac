/** Whether LocalStack can be started here, for suites that start it. */
import process from 'node:process';
import { findContainerEngine, type ContainerEngine } from '../../../harness/runs/remote/container-engine.js';
import { defaultImage } from '../../../harness/runs/remote/localstack-settings.js';

/** There nothing may be left out: the image is pulled where it is not here. */
const needed = process.env['CI'] === 'true';

export interface LocalstackHere {
  /** Why it cannot be tried; null where it can. */
  readonly missing: string | null;
  /** The engine that it would be started on; null where none answers. */
  readonly engine: ContainerEngine | null;
}

export async function localstackHere(): Promise<LocalstackHere> {
  const engine = await findContainerEngine().catch(() => null);
  if (needed) return { missing: null, engine };
  if (engine === null) return { missing: 'no container engine answers', engine };
  const here = await engine.hasImage(defaultImage);
  return { missing: here ? null : `the image ${defaultImage} is not here (docker pull brings it)`, engine };
}
