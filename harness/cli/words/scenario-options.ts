/** Options that every command has which sets a scenario up: run, exec and serve. */
import { Option, type Command } from 'commander';
import { gather, gatherSetting, wholeNumber } from './option-values.js';

/** @param denials which wording of denials is taken where nobody says. */
export function withScenarioOptions(command: Command, denials: 'aws' | 'explained'): Command {
  const words = { aws: 'as AWS words its own', explained: "with the guardrail's reason" };
  words[denials] += ' (where left out)';
  return command
    .option('--without <fault>', 'switch a misconfiguration off, may be given again', gather)
    .option(
      '--fault <name=param>',
      "put a fault into the agent's world, may be given again: throttling, latency, … (`blastpit list faults` tells all)",
      gather,
    )
    .option('--set <param=value>', 'move a number of the response model, may be given again', gatherSetting)
    .option('--seed <n>', 'the seed of ids and tie-breaks', wholeNumber)
    .addOption(
      new Option('--denials <words>', `how denials are worded: ${words.aws}, or ${words.explained}`).choices([
        'aws',
        'explained',
      ]),
    );
}
