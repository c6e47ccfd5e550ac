/** Where a kept run lies: the names of its files in its own folder below `--out DIR`. */
import { join } from 'node:path';

/** The folder of one run below DIR: `DIR/kiro.repaired`. */
export function runFolder(directory: string, scenario: string, guardrails: string): string {
  return join(directory, `${scenario}.${guardrails}`);
}

/** Where the attack's journal is kept, from which alone a run can be scored again. */
export function journalFile(folder: string): string {
  return join(folder, 'attack.jsonl');
}

export function twinJournalFile(folder: string, twin: string): string {
  return join(folder, `twin-${twin}.jsonl`);
}

export function resultFile(folder: string): string {
  return join(folder, 'result.json');
}
