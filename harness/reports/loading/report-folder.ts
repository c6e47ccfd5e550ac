/** Where blastpit's reports are: every file beside this folder is one. */
import { loadPlugIn, plugInNames, type PlugInFolder } from '../../contract/plug-in-folder.js';
import type { Report } from '../../contract/report.js';

const reportFolder: PlugInFolder = {
  kind: 'report',
  folder: new URL('../', import.meta.url),
  members: ['summary', 'render'],
};

/** Names of the kinds of report, sorted. */
export function reportNames(): readonly string[] {
  return plugInNames(reportFolder);
}

/** @throws BlastpitError `unknown-report` */
export function loadReport(name: string): Promise<Report> {
  return loadPlugIn<Report>(reportFolder, name);
}
