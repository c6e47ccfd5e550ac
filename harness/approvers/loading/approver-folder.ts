/** Where blastpit's own approvers are: every file beside this folder is one. */
import type { Approver } from '../../contract/approver.js';
import { loadPlugIn, plugInNames } from '../../contract/plug-in-folder.js';
import type { PlugInFolder } from '../../contract/plug-in-folder.js';

/** A project's own approvers lie in a folder of the same kind and members, at another URL. */
export const approverFolder: PlugInFolder = {
  kind: 'approver',
  folder: new URL('../', import.meta.url),
  members: ['summary', 'decide'],
};

/** Names of blastpit's own approvers, sorted. */
export function approverNames(): readonly string[] {
  return plugInNames(approverFolder);
}

/**
 * Loads one of them.
 * @throws BlastpitError `unknown-approver`
 */
export async function loadApprover(name: string): Promise<Approver> {
  return loadPlugIn(approverFolder, name);
}
