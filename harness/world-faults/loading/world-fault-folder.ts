/** Where blastpit's own faults of the agent's world are: every file beside this folder is one. */
import { plugInNames, type PlugInFolder } from '../../contract/plug-in-folder.js';

/** A project's own lie in a folder `faults`, with the same members. */
export const worldFaultFolder: PlugInFolder = {
  kind: 'fault of the world',
  folder: new URL('../', import.meta.url),
  members: ['summary', 'parameter', 'source', 'begin'],
};

/** Names of blastpit's own, sorted. */
export function worldFaultNames(): readonly string[] {
  return plugInNames(worldFaultFolder);
}
