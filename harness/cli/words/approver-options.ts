/** Options that say who is asked where a guardrail asks people: run, exec and serve have them. */
import type { Command } from 'commander';
import { wallTime } from './option-values.js';

/**
 * @param others who can be asked here beside those that every command has.
 * @param timeout how long a question waits where nobody says, in words.
 */
export function withApproverOptions(command: Command, others: string, timeout: string): Command {
  return command
    .option(
      '--approvers <name>',
      `who is asked: simulated people (careful, fatigued:20, office-hours:Asia/Shanghai, …) or real ones (terminal, web, webhook:URL${others}); \`blastpit list approvers\` tells all`,
    )
    .option(
      '--approval-timeout <s>',
      `seconds of wall time that a question waits for real people; ${timeout}`,
      wallTime,
    );
}
