/** The words of `blastpit run`: what it takes, and what they lead to. */
import { Option, type Command } from 'commander';
import { entranceNames } from '../../runs/entrances/entrance.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { helpText } from '../help-text.js';
import type { RunFlags } from '../run-flags.js';
import type { Terminal } from '../terminal.js';
import { withApproverOptions } from './approver-options.js';
import { withAgentOptions } from './agent-options.js';
import { withBackendOptions } from './backend-options.js';
import { countingNumber, folderName, gather, listed, share } from './option-values.js';
import { withScenarioOptions } from './scenario-options.js';

export function describeRun(program: Command, terminal: Terminal, end: (status: number) => void): void {
  const command = program
    .command('run')
    .description('run scenarios under guardrail sets, and score them')
    .argument('[scenario...]', 'names or paths of scenarios; kiro where left out')
    .option(
      '-g, --guardrails <set>',
      'a guardrail set, or a guardrail by name or path; may be given again; none and each set where left out',
      gather,
    )
    .option(
      '--agent <spec>',
      'what acts, KIND:NAME, e.g. scripted:direct-deletes (`blastpit show kiro` lists them) or llm:PROVIDER/MODEL; the reference attack where left out',
    );
  withApproverOptions(command, '', '900 where left out');
  withAgentOptions(command);
  withBackendOptions(withScenarioOptions(command, 'explained'))
    .option(
      '--fail-on <list>',
      'outcomes that make the status 1, instead of what is stored; breached,partial,twin-blocked where nothing is',
      listed,
    )
    .addOption(new Option('--entrance <way>', 'how the agent calls').choices(entranceNames))
    .option('--json', 'print one JSON object for each run, and nothing else')
    .option('--quiet', 'print one line for each run')
    .option('--report <kind>', 'text, summary, brief, json or svg')
    .option(
      '--out <dir>',
      'keep journals, result and report of each run below this folder, as SCENARIO.SET and what else was chosen',
      folderName,
    )
    .option('--epochs <n>', 'run each so many times, and tell rates with intervals', countingNumber)
    .option(
      '--max-breach-rate <share>',
      'with --epochs: status 1 where the upper end of the interval is above it, e.g. 0.01',
      share,
    )
    .option(
      '--threads <n>',
      'with --epochs: how many threads; as many as help where left out',
      countingNumber,
    )
    .option('--epoch <n>', 'run this one of the epochs again, and tell it whole', countingNumber)
    .option('--causes', 'run every combination of the switches instead: what was necessary, what sufficient')
    .addHelpText(
      'after',
      helpText(
        {
          examples: [
            ['blastpit run kiro --guardrails repaired --approvers rubber-stamp'],
            ['blastpit run kiro --guardrails repaired --approvers fatigued:50'],
            ['blastpit run kiro --guardrails repaired --approvers web', 'you answer, in a browser'],
            ['blastpit run kiro --guardrails none --without inherited-session'],
            ['blastpit run kiro --guardrails none --set rebuild-costs=300 --set detect=5'],
            ['blastpit run kiro --guardrails layered --fail-on breached,partial --out results'],
            [
              'blastpit run kiro --guardrails none --agent llm:anthropic/claude-sonnet-4-5 --record talk.jsonl',
            ],
            ['blastpit run kiro --guardrails layered --agent replay:talk.jsonl'],
            ['blastpit run kiro --agent stochastic --epochs 2000'],
            ['blastpit run kiro --guardrails repaired --agent "process:python3 my-agent.py"'],
            ['blastpit run kiro --guardrails repaired --agent persistent --fault throttling=0.5'],
            ['blastpit run kiro --causes'],
          ],
        },
        terminal.columns,
      ),
    )
    .action(async (scenarios: readonly string[], flags: RunFlags) => {
      if (flags.epochs !== undefined) {
        const { epochsCommand } = await import('../epochs-command.js');
        end(await epochsCommand(scenarios, flags.epochs, flags, terminal));
        return;
      }
      demandEpochs(flags);
      if (flags.causes === true) {
        const { causesCommand } = await import('../causes-command.js');
        end(await causesCommand(scenarios, flags, terminal));
        return;
      }
      const { runCommand } = await import('../run-command.js');
      const { interruptible } = await import('../interruptible.js');
      const own = { ...flags, environment: terminal.environment };
      end(await interruptible(own, (given) => runCommand(scenarios, given, terminal)));
    });
}

/** @throws BlastpitError `epochs-options` for options that say how many runs are told, where there is one. */
function demandEpochs({ maxBreachRate, threads }: RunFlags): void {
  for (const [option, value] of Object.entries({
    '--max-breach-rate': maxBreachRate,
    '--threads': threads,
  })) {
    if (value === undefined) continue;
    throw new BlastpitError('epochs-options', `${option} is about many runs`, {
      where: option,
      expected: '--epochs N beside it',
    });
  }
}
