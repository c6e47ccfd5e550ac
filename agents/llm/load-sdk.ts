/** The AI SDK, loaded when a model is named. */
import type * as Sdk from 'ai';
import { loadPackage } from './load-package.js';
import type { ChosenModel } from './providers.js';

/** @throws BlastpitError `missing-package` naming all the packages that the model takes. */
export async function loadSdk({
  spec,
  packages,
}: Pick<ChosenModel, 'spec' | 'packages'>): Promise<typeof Sdk> {
  // Its notices would stand in the middle of the report.
  Reflect.set(globalThis, 'AI_SDK_LOG_WARNINGS', false);
  return (await loadPackage('ai', spec, packages)) as typeof Sdk;
}
