/** `blastpit run`: runs scenarios under guardrail sets, shows what came of it, and says so by its status. */
import type { ReportedRun } from '../contract/report.js';
import { loadReport } from '../reports/loading/report-folder.js';
import type { EntranceName } from '../runs/entrances/entrance.js';
import { edge, wallSeconds } from '../runs/outer-edge.js';
import { planRuns, statusOfRuns } from '../runs/run-all.js';
import { journalFile, runFolder } from '../runs/run-folder.js';
import { defaultOptions } from '../runs/run-options.js';
import type { FinishedRun } from '../runs/open-run.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';
import { reportName } from './report-name.js';
import { makeFolder, writeRun } from './write-run.js';

/** The options as the command line gives them. */
export interface RunFlags {
  readonly guardrails?: readonly string[];
  readonly agent?: string;
  readonly approvers?: string;
  readonly without?: readonly string[];
  readonly set?: Readonly<Record<string, number>>;
  readonly seed?: number;
  readonly denials?: 'aws' | 'explained';
  readonly entrance?: EntranceName;
  readonly failOn?: readonly string[];
  readonly report?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly out?: string;
}

/** @returns the exit status. */
export async function runCommand(
  scenarios: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const { guardrails = [], agent, approvers, without, set, seed, denials, entrance, failOn, out } = flags;
  const options = {
    agent: agent ?? defaultOptions.agent,
    approvers: approvers ?? defaultOptions.approvers,
    without: without ?? defaultOptions.without,
    settings: set ?? defaultOptions.settings,
    seed: seed ?? defaultOptions.seed,
    denials: denials ?? defaultOptions.denials,
    entrance: entrance ?? defaultOptions.entrance,
    failOn: failOn ?? defaultOptions.failOn,
  };
  const planned = await planRuns({ scenarios, guardrails, options }, openValidityCache(terminal.environment));
  const report = await loadReport(reportName(flags, planned.length));
  const kept = out === undefined ? null : await loadReport('text');
  const style = { columns: terminal.columns, colour: terminal.outColour };
  const progress = showProgress(terminal, flags.quiet !== true);
  const finished: FinishedRun[] = [];
  const shown: ReportedRun[] = [];
  try {
    for (const [index, { scenario, guardrails: name, run }] of planned.entries()) {
      progress.say(`${scenario} under ${name} (${index + 1} of ${planned.length}) …`);
      const folder = out === undefined ? null : runFolder(out, scenario, name);
      if (folder !== null) makeFolder(folder);
      const startedAt = edge.wallTime();
      const began = wallSeconds();
      const one = await run(folder === null ? null : journalFile(folder));
      const reported = reportedRun(one);
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
  return statusOfRuns(finished);
}

function reportedRun({ result, attack }: FinishedRun): ReportedRun {
  return { result, attack: attack.journal.records };
}
