/** Options of commands that make one run in which someone acts from outside: what counts, and what is told of it. */
import type { Command } from 'commander';
import { folderName, listed } from './option-values.js';

/** @param jsonWords what `--json` does. */
export function withOneRunOptions(command: Command, jsonWords: string): Command {
  return command
    .option(
      '--fail-on <list>',
      'outcomes that make the status 1; breached,partial,twin-blocked where left out',
      listed,
    )
    .option('--json', jsonWords)
    .option('--quiet', 'print one line')
    .option('--report <kind>', 'text, summary, brief, json or svg')
    .option('--out <dir>', 'keep journals, result and report below this folder', folderName);
}
