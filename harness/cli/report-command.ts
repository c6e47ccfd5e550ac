/** `blastpit report`: shows kept runs again, from their journals alone, as they were shown when they were run. */
import { BlastpitError } from '../contract/blastpit-error.js';
import type { ReportedRun } from '../contract/report.js';
import { loadReport } from '../reports/loading/report-folder.js';
import { readRun, statusOfReported } from '../runs/read-run.js';
import { reportName, type ReportFlags } from './report-name.js';
import type { Terminal } from './terminal.js';

export interface ReportCommandFlags extends ReportFlags {
  /** The result.json to compare the journal with, instead of the one beside it. */
  readonly result?: string;
}

/**
 * @param journals paths of attacks' journals, or of folders that runs were kept in.
 * @returns the exit status of those runs: 0 as expected, 1 not, 3 where one is invalid.
 */
export async function reportCommand(
  journals: readonly string[],
  flags: ReportCommandFlags,
  terminal: Terminal,
): Promise<number> {
  const { result = null } = flags;
  if (result !== null && journals.length > 1) {
    throw new BlastpitError('one-result', '--result is of one run, and several journals are given', {
      expected: 'one journal, or results that lie beside their journals',
    });
  }
  const report = await loadReport(reportName(flags, journals.length));
  const runs: ReportedRun[] = [];
  for (const journal of journals) runs.push(await readRun(journal, result));
  terminal.out(report.render(runs, { columns: terminal.columns, colour: terminal.outColour }));
  return statusOfReported(runs);
}
