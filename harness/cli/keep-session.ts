/** What becomes of finished sessions: each is told in a line, kept where people want it, and counts for the status. */
import type { ReportedRun } from '../contract/report.js';
import { loadReport } from '../reports/loading/report-folder.js';
import { edge, wallSeconds } from '../runs/outer-edge.js';
import { statusOfRuns } from '../runs/run-all.js';
import { journalFile, runFolder } from '../runs/run-folder.js';
import type { Session, SessionSettings } from '../runs/serving/session.js';
import { tellUnscored } from './show-serving.js';
import type { Terminal } from './terminal.js';
import { makeRunFolder, writeRun, writeUnscored } from './write-run.js';

export interface KeptSessions extends Pick<SessionSettings, 'journalPath' | 'onFinished'> {
  /** Of all that were finished so far. */
  readonly status: () => number;
}

/**
 * @param out the folder that sessions are kept below; undefined where they are not.
 * @param json whether standard output is for one JSON object only.
 * @throws BlastpitError `unwritable-folder`
 */
export async function keepSessions(
  out: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<KeptSessions> {
  const [brief, text] = [await loadReport('brief'), await loadReport('text')];
  const tell = json ? terminal.err : terminal.out;
  const colour = json ? terminal.errColour : terminal.outColour;
  if (out !== undefined) makeRunFolder(out);
  const [startedAt, began] = [edge.wallTime(), wallSeconds()];
  let status = 0;
  const folderOf = ({ id, facts }: Session): string | null =>
    out === undefined ? null : runFolder(out, facts.scenario, `${facts.guardrails}.${id}`);
  return {
    journalPath: (session) => {
      const folder = folderOf(session);
      return folder === null ? null : journalFile(folder);
    },
    onFinished: (session, { result, journal, run }) => {
      const folder = folderOf(session);
      if (folder !== null) makeRunFolder(folder);
      if (run === null) {
        if ('scored' in result) tellUnscored(session.id, result, tell);
        if (folder !== null) writeUnscored(folder, result, journal);
        return;
      }
      status = Math.max(status, statusOfRuns([run]));
      const reported: ReportedRun = { result: run.result, attack: run.attack.journal.records };
      tell(brief.render([reported], { columns: terminal.columns, colour }));
      if (folder === null) return;
      const told = text.render([reported], { columns: 100, colour: false });
      writeRun(folder, run, told, { startedAt, seconds: wallSeconds() - began });
    },
    status: () => status,
  };
}
