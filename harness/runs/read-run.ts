/** From a journal on disk back to its run: read, verified, and scored again, as it was when it was run. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { JournalRecord } from '../contract/journal-record.js';
import type { ReportedRun } from '../contract/report.js';
import { exitStatus } from '../scoring/exit-status.js';
import { scoreRun } from '../scoring/score-run.js';
import { unreadableRun } from '../scoring/unreadable-run.js';
import { readNamedFile } from './read-file.js';
import { journalFile } from './run-folder.js';
import { contradictionOfAttack, keptResult, sha256Of } from './vouching.js';

/**
 * Reads a run from its attack's journal. One that was cut off, edited, or that the result or a twin's journal beside it
 * contradicts gives a run with the verdict `invalid`, of which nothing is measured.
 * @param path the journal, or the folder that a run was kept in.
 * @param resultPath the result.json to compare it with; null to look beside the journal.
 * @throws BlastpitError `unreadable-file`, `no-journal`, `no-result`; `twin-journal` for the journal of a twin.
 */
export async function readRun(path: string, resultPath: string | null): Promise<ReportedRun> {
  const journalPath = journalAt(path);
  const bytes = readNamedFile(journalPath);
  // Brings zod in, which no run needs.
  const { verifyJournal } = await import('../journal/verify-journal.js');
  const { records, problem } = verifyJournal(bytes, journalPath);
  if (problem === null) refuseTwin(records, journalPath);
  const sha256 = sha256Of(bytes);
  const kept = keptResult(journalPath, resultPath);
  const broken = problem?.message ?? contradictionOfAttack(journalPath, records, sha256, kept);
  // Where the result vouches for the journal, it also knows by which path the run told of it.
  const shownPath = broken === null ? (kept?.journal ?? journalPath) : journalPath;
  return scored(records, sha256, shownPath, broken);
}

/** What the command line ends with after these runs: what it ended with when they were run. */
export function statusOfReported(runs: readonly ReportedRun[]): 0 | 1 | 3 {
  return exitStatus(runs.map(({ result }) => result));
}

function scored(
  attack: readonly JournalRecord[],
  attackSha256: string,
  journalPath: string,
  broken: string | null,
): ReportedRun {
  if (attack.length === 0) {
    const because = broken ?? `${journalPath}: it is empty`;
    return { result: unreadableRun({ because, journalSha256: attackSha256, journalPath }), attack };
  }
  try {
    return { result: scoreRun({ attack, attackSha256, journalPath, broken }), attack };
  } catch (error) {
    // Every record fits the schema, and together they make no sense, as no run writes them.
    if (!(error instanceof BlastpitError)) throw error;
    const because = broken ?? `${journalPath}: it contradicts itself: ${error.message}`;
    return { result: unreadableRun({ because, journalSha256: attackSha256, journalPath }), attack: [] };
  }
}

function journalAt(path: string): string {
  if (!isFolder(path)) return path;
  const journal = journalFile(path);
  if (existsSync(journal)) return journal;
  const inside = readdirSync(path)
    .map((name) => join(path, name))
    .filter((each) => existsSync(journalFile(each)));
  throw new BlastpitError('no-journal', `${path} is a folder without attack.jsonl`, {
    where: path,
    expected: 'a journal, or the folder of one run: blastpit run --out DIR makes DIR/SCENARIO.SET…',
    alternatives: inside.sort(),
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function refuseTwin([head]: readonly JournalRecord[], path: string): void {
  if (head?.record !== 'head' || head.episode === 'attack') return;
  throw new BlastpitError(
    'twin-journal',
    `${path} is the journal of ${head.episode.replace(':', ' ')}, which is not a run of its own`,
    { where: path, expected: "the attack's journal of the same run, attack.jsonl, which tells of its twins" },
  );
}
