/** What a project can have of its own, each in a folder of the kind's name, and where the package has its own. */
import { approverFolder } from '../../approvers/loading/approver-folder.js';
import type { PlugInFolder } from '../../contract/plug-in-folder.js';
import { worldFaultFolder } from '../../world-faults/loading/world-fault-folder.js';
import { guardrailFolder } from '../../guardrails/loading/guardrail-folder.js';

export const kindsOfPlugIn = ['scenarios', 'guardrails', 'agents', 'approvers', 'faults'] as const;
export type KindOfPlugIn = (typeof kindsOfPlugIn)[number];

/** The package's own; a project's lie in folders of the same names. */
export const packageFolders: Readonly<Record<KindOfPlugIn, PlugInFolder>> = {
  scenarios: {
    kind: 'scenario',
    folder: new URL('../../../scenarios/', import.meta.url),
    entry: 'scenario',
    members: ['title', 'summary', 'environment', 'attacks', 'twins', 'harms', 'guardrailSets'],
  },
  guardrails: guardrailFolder,
  agents: {
    kind: 'agent',
    folder: new URL('../../../agents/', import.meta.url),
    members: ['summary', 'create'],
  },
  approvers: approverFolder,
  faults: worldFaultFolder,
};
