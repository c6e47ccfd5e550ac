/** Where blastpit's own guardrails are: every file beside this folder is one. */
import type { GuardrailKind } from '../../contract/guardrail.js';
import { loadPlugIn, plugInNames } from '../../contract/plug-in-folder.js';
import type { PlugInFolder } from '../../contract/plug-in-folder.js';

/** A project's own guardrails lie in a folder of the same kind and members, at another URL. */
export const guardrailFolder: PlugInFolder = {
  kind: 'guardrail',
  folder: new URL('../', import.meta.url),
  members: ['summary', 'enforcedAt', 'needs', 'parameters', 'example', 'build'],
};

/** Names of blastpit's own guardrails, sorted. */
export function guardrailNames(): readonly string[] {
  return plugInNames(guardrailFolder);
}

/**
 * Loads one of them, and with it zod: sets without guardrails do without.
 * @throws BlastpitError `unknown-guardrail`
 */
export async function loadGuardrail(name: string): Promise<GuardrailKind> {
  return loadPlugIn(guardrailFolder, name);
}
