/** Runs what was planned, keeps and shows what came of it, and says so by its status. */
import type { ReportedRun } from '../contract/report.js';
import { loadReport } from '../reports/loading/report-folder.js';
import { edge, wallSeconds } from '../runs/outer-edge.js';
import { statusOfRuns, type PlannedRun } from '../runs/run-all.js';
import { journalFile, runFolder } from '../runs/run-folder.js';
import type { FinishedRun } from '../runs/open-run.js';
import { showProgress } from './progress.js';
import { showDifferences } from './show-differences.js';
import { showOtherTries } from './show-other-tries.js';
import { showSpent } from './spent-elsewhere.js';
import { reportName, type ReportFlags } from './report-name.js';
import type { Terminal } from './terminal.js';
import { makeRunFolder, writeRun } from './write-run.js';

/** What to do with finished runs. */
export interface ShowFlags extends ReportFlags {
  readonly out?: string;
}

/**
 * One run after the other.
 * @returns the exit status.
 * @throws BlastpitError for a report that there is not and a folder that cannot be written, before the first run begins.
 */
export async function showRuns(
  planned: readonly PlannedRun[],
  flags: ShowFlags,
  terminal: Terminal,
): Promise<number> {
  const { out } = flags;
  const report = await loadReport(reportName(flags, planned.length));
  const kept = out === undefined ? null : await loadReport('text');
  const style = { columns: terminal.columns, colour: terminal.outColour };
  const progress = showProgress(terminal, flags.quiet !== true);
  const finished: FinishedRun[] = [];
  const shown: ReportedRun[] = [];
  try {
    for (const [index, { scenario, guardrails, chosen, run }] of planned.entries()) {
      progress.say(`${scenario} under ${guardrails} (${index + 1} of ${planned.length}) …`);
      const folder = out === undefined ? null : runFolder(out, scenario, guardrails, chosen);
      if (folder !== null) makeRunFolder(folder);
      const startedAt = edge.wallTime();
      const began = wallSeconds();
      const one = await run(folder === null ? null : journalFile(folder));
      const reported = reportedRun(one);
      progress.clear();
      showDifferences([one.attack, ...one.twins], terminal);
      showOtherTries(one.result, terminal);
      finished.push(one);
      shown.push(reported);
      if (folder !== null && kept !== null) {
        const text = kept.render([reported], { columns: 100, colour: false });
        writeRun(folder, one, text, { startedAt, seconds: wallSeconds() - began });
      }
      if (report.name === 'json' || report.name === 'brief') {
        // A line a run: it is out as soon as it is known.
        progress.clear();
        terminal.out(report.render([reported], style));
      }
    }
  } finally {
    progress.clear();
  }
  if (report.name !== 'json' && report.name !== 'brief') terminal.out(report.render(shown, style));
  if (flags.quiet !== true) showSpent(finished, terminal);
  return statusOfRuns(finished);
}

function reportedRun({ result, attack }: FinishedRun): ReportedRun {
  return { result, attack: attack.journal.records };
}
