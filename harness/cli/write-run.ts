/** `--out DIR`: keeps a run's journals, result and report, so that it can be read, checked and scored again. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlastpitError } from '../contract/blastpit-error.js';
import { makeFolder } from '../runs/make-folder.js';
import { packageVersion } from '../runs/package-version.js';
import type { FinishedRun } from '../runs/open-run.js';
import { journalFile, resultFile, twinJournalFile } from '../runs/run-folder.js';
import { spentBy, type SpentByEpisode } from './spent-elsewhere.js';

export interface Timing {
  /** Wall time, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly seconds: number;
}

/**
 * Makes the folder, so that one that cannot be written is told before the run and not after it.
 * @throws BlastpitError `unwritable-folder`
 */
export function makeRunFolder(folder: string): void {
  inFolder(folder, () => {
    makeFolder(folder);
  });
}

/**
 * Writes each file whole or not at all, the manifest last: where it is, all others are.
 * @throws BlastpitError `unwritable-folder`
 */
export function writeRun(folder: string, run: FinishedRun, report: string, timing: Timing): void {
  const { result, attack, twins } = run;
  inFolder(folder, () => {
    writeWhole(journalFile(folder), attack.journal.text());
    for (const [index, twin] of twins.entries()) {
      const name = result.twins[index]?.name ?? String(index);
      writeWhole(twinJournalFile(folder, name), twin.journal.text());
    }
    writeWhole(resultFile(folder), `${JSON.stringify(result, null, 2)}\n`);
    writeWhole(join(folder, 'report.txt'), report);
    writeWhole(join(folder, 'manifest.json'), `${JSON.stringify(manifest(timing, run), null, 2)}\n`);
  });
}

/**
 * The same for what no scenario scores: its journal, and what was counted of it.
 * @throws BlastpitError `unwritable-folder`
 */
export function writeUnscored(folder: string, result: object, journal: string): void {
  inFolder(folder, () => {
    writeWhole(journalFile(folder), journal);
    writeWhole(resultFile(folder), `${JSON.stringify(result, null, 2)}\n`);
  });
}

/** @throws BlastpitError `unwritable-folder` */
export function inFolder(folder: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new BlastpitError('unwritable-folder', `${folder} cannot be written (${code})`, {
      where: '--out',
      expected: 'a folder that is there or can be made',
      cause,
    });
  }
}

/** What differs from one run of the same to the next, and so has no place in a journal. */
export function manifest({ startedAt, seconds }: Timing, run: FinishedRun | null): object {
  const elsewhere = run === null ? [] : spentBy(run);
  return {
    blastpit: packageVersion(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    startedAt: new Date(startedAt).toISOString(),
    wallSeconds: thousandths(seconds),
    ...(run === null || elsewhere.length === 0 ? {} : { backend: backendIn(run, elsewhere) }),
  };
}

/** Real time, which is not the virtual time of journals: where each episode took place, how long it took, how many calls. */
function backendIn({ result }: FinishedRun, episodes: readonly SpentByEpisode[]): object {
  return {
    name: result.backend,
    at: episodes[0]?.spent.at,
    episodes: episodes.map(({ episode, spent }) => ({
      episode,
      buildingSeconds: thousandths(spent.buildingSeconds),
      actingSeconds: thousandths(spent.actingSeconds),
      calls: spent.calls,
    })),
  };
}

function thousandths(seconds: number): number {
  return Number(seconds.toFixed(3));
}

function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}.unfinished`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}
