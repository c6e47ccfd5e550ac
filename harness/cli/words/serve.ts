/** The words of `blastpit serve`: what it takes, and what they lead to. */
import { Option, type Command } from 'commander';
import { controlApi } from '../control-api-help.js';
import { helpText } from '../help-text.js';
import type { ServeFlags } from '../serve-command.js';
import type { Terminal } from '../terminal.js';
import { withApproverOptions } from './approver-options.js';
import { withBackendOptions } from './backend-options.js';
import { folderName, gatherParameter, listed, portNumber } from './option-values.js';
import { withScenarioOptions } from './scenario-options.js';

export function describeServe(program: Command, terminal: Terminal, end: (status: number) => void): void {
  const command = program
    .command('serve')
    .description('a gateway for any client, until Ctrl-C: prints the AWS_* variables to export')
    .argument('[scenario]', 'name or path of a scenario, of which a session is opened at once')
    .option('-g, --guardrails <set>', 'a guardrail set, or a guardrail by name or path; none where left out');
  withApproverOptions(
    command,
    ', remote: over the control API',
    'where left out, as long as its session, and four hours of virtual time',
  );
  withBackendOptions(withScenarioOptions(command, 'aws'))
    .addOption(
      new Option(
        '--timing <way>',
        'polling: a read of what is under way runs ahead to its next status (where left out); explicit: only waiting waits',
      ).choices(['polling', 'explicit']),
    )
    .option(
      '--fail-on <list>',
      'outcomes that make the status 1; breached,partial,twin-blocked where left out',
      listed,
    )
    .option('--port <n>', 'the port to listen on; a free one where left out', portNumber)
    .option('--host <address>', 'the loopback address to listen on; 127.0.0.1 where left out')
    .option(
      '--template <file>',
      'a CloudFormation template, deployed into a fresh account; nothing is scored',
    )
    .option('--parameters <key=value...>', 'parameters of the template', gatherParameter)
    .option(
      '--region <name>',
      'the region of --template and --open; us-east-1 where left out, and with --open any that is signed for',
    )
    .option('--open', 'take every caller for the root of a fresh account, signed or not; nothing is scored')
    .option('--verbose', 'print a line for each call on standard error')
    .option('--json', 'print one JSON object with endpoint, token and session, and nothing else')
    .option(
      '--out <dir>',
      'keep journals, result and report of each finished session below this folder',
      folderName,
    )
    .addHelpText(
      'after',
      helpText(
        {
          before: [
            'Variables, and a line for each finished session, are printed on standard output, everything else on standard error. One gateway serves as many sessions at once as one wants.',
          ],
          listed: {
            title: 'The control API, at ENDPOINT/_blastpit/ with the header Authorization: Bearer TOKEN:',
            rows: controlApi,
          },
          examples: [
            ['blastpit serve kiro --guardrails repaired'],
            ['blastpit serve --port 4600', 'only the control API'],
            ['blastpit serve --template stack.yaml --parameters Stage=test'],
            ['blastpit serve --open --port 4566', 'for suites that test clients'],
          ],
        },
        terminal.columns,
      ),
    )
    .action(async (scenario: string | undefined, flags: ServeFlags) => {
      const { serveCommand } = await import('../serve-command.js');
      end(await serveCommand(scenario, flags, terminal));
    });
}
