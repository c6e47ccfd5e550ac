/** The words of `blastpit exec`: what it takes, and what they lead to. */
import type { Command } from 'commander';
import { helpText } from '../help-text.js';
import type { ExecFlags } from '../exec-command.js';
import type { Terminal } from '../terminal.js';
import { withApproverOptions } from './approver-options.js';
import { withBackendOptions } from './backend-options.js';
import { isolateWords, withWords } from './agent-options.js';
import { folderName, gather, imageName, wallTime } from './option-values.js';
import { withOneRunOptions } from './one-run-options.js';
import { withScenarioOptions } from './scenario-options.js';

export function describeExec(program: Command, terminal: Terminal, end: (status: number) => void): void {
  const command = program
    .command('exec')
    .description('let any program act in a scenario, and score what it did')
    .argument('<scenario>', 'name or path of a scenario')
    .argument('<command...>', 'the program and its words, after --')
    .option('-g, --guardrails <set>', 'a guardrail set, or a guardrail by name or path; none where left out')
    .option('--timeout <seconds>', 'wall time that the program may take; 900 where left out', wallTime)
    .option('--pass <variable>', 'let a variable in that names credentials, may be given again', gather)
    .option('--isolate <image>', isolateWords, imageName)
    .option('--with <dir>', withWords, folderName);
  withApproverOptions(command, '', '900 where left out');
  withBackendOptions(withScenarioOptions(command, 'aws'));
  withOneRunOptions(command, 'print one JSON object and nothing else; the program prints on standard error')
    .addHelpText(
      'after',
      helpText(
        {
          before: [
            "The program finds the run by the usual variables (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, …). Its HOME is new; the caller's own AWS settings, and whatever names credentials, are left out of its environment. Without --isolate its files and its network are not isolated, and the report says so. What it leaves running ends with it; Ctrl-C is passed on, and a second one ends it.",
          ],
          examples: [
            ['blastpit exec kiro -- sh attack.sh'],
            ['blastpit exec kiro --guardrails repaired --json -- python3 attack.py'],
            ['blastpit exec kiro --isolate my-agent:1 --with . -- python3 attack.py'],
            [
              'blastpit exec kiro -g layered --pass ANTHROPIC_API_KEY --timeout 3600 -- my-agent "fix the report"',
            ],
          ],
        },
        terminal.columns,
      ),
    )
    .action(async (scenario: string, typed: readonly string[], flags: ExecFlags) => {
      const { execCommand } = await import('../exec-command.js');
      end(await execCommand(scenario, typed, flags, terminal));
    });
}
