/** The words of `blastpit report`: what it takes, and what they lead to. */
import type { Command } from 'commander';
import { helpText } from '../help-text.js';
import type { ReportCommandFlags } from '../report-command.js';
import type { Terminal } from '../terminal.js';

export function describeReport(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('report')
    .description('show kept runs again, from their journals alone, and end with their status')
    .argument('<journal...>', 'journals of attacks (attack.jsonl), or the folders that runs were kept in')
    .option('--json', 'print one JSON object for each run, and nothing else')
    .option('--quiet', 'print one line for each run')
    .option('--report <kind>', 'text, summary, brief, json or svg')
    .option('--result <file>', 'the result to compare the journal with; result.json beside it where left out')
    .addHelpText(
      'after',
      helpText(
        {
          before: [
            "A journal that was cut off or edited gives a run with the verdict invalid, and says at which line and byte. An edit that fits the journal's own hash is found where the result, or a twin's journal, of the same run lies beside it.",
          ],
          examples: [
            ['blastpit run kiro --guardrails repaired --out results'],
            ['blastpit report results/kiro.repaired/attack.jsonl'],
            ['blastpit report results/kiro.none results/kiro.repaired --report summary'],
            ['blastpit report attack.jsonl --result result-of-the-pipeline.json --json'],
          ],
        },
        terminal.columns,
      ),
    )
    .action(async (journals: readonly string[], flags: ReportCommandFlags) => {
      const { reportCommand } = await import('../report-command.js');
      end(await reportCommand(journals, flags, terminal));
    });
}
