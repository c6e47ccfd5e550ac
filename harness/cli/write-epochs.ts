/** `--out DIR` with `--epochs`: keeps the rates, a line for each epoch, and the first journal of each verdict. */
import { writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { FinishedEpochs } from '../runs/epochs/plan-epochs.js';
import { inFolder, manifest, type Timing } from './write-run.js';

/**
 * Writes each file whole or not at all, the manifest last: where it is, all others are. The other epochs' journals are not
 * kept: `--epoch N` makes each of them again, byte for byte.
 * @throws BlastpitError `unwritable-folder`
 */
export function writeEpochs(
  folder: string,
  { result, lines, kept }: FinishedEpochs,
  report: string,
  timing: Timing,
): void {
  const write = (name: string, text: string): void => {
    const file = join(folder, name);
    const unfinished = `${file}.${process.pid}.unfinished`;
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  };
  inFolder(folder, () => {
    write('epochs.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (const { epoch, verdict, journal } of kept) write(`${verdict}-epoch-${epoch}.jsonl`, journal);
    write('rates.json', `${JSON.stringify(result, null, 2)}\n`);
    write('report.txt', report);
    write('manifest.json', `${JSON.stringify(manifest(timing, null), null, 2)}\n`);
  });
}
