/** The words of `blastpit fidelity`: what it takes, and what they lead to. */
import type { Command } from 'commander';
import type { FidelityFlags } from '../fidelity-command.js';
import { helpText } from '../help-text.js';
import type { Terminal } from '../terminal.js';
import { withServerOptions } from './backend-options.js';
import { gather } from './option-values.js';

export function describeFidelity(program: Command, terminal: Terminal, end: (status: number) => void): void {
  const command = program
    .command('fidelity')
    .description('send the same calls to the embedded cloud and to another, and print how they differ')
    .requiredOption(
      '--backend <name>',
      'the other cloud: localstack (started in a container, and removed afterwards), or http://HOST:PORT of LocalStack, moto server or another blastpit',
    );
  withServerOptions(command)
    .option('--service <name>', 'only this one, e.g. dynamodb; may be given again', gather)
    .option('--json', 'print one JSON object, and nothing else')
    .addHelpText(
      'after',
      helpText(
        {
          before: [
            'Compared are success and failure, HTTP status, error codes, the members of answers with their types, and what reads show afterwards. Ids, times and tokens differ by nature and are not compared. Each sequence of calls has a new account on both sides; nothing that is there already is touched.',
            'Differences that stand are explained in a file beside the suites, with the page of the documentation of AWS that says who is right.',
          ],
          examples: [
            ['blastpit fidelity --backend localstack'],
            ['blastpit fidelity --backend http://127.0.0.1:5000 --service s3 --service sqs'],
            ['blastpit fidelity --backend http://127.0.0.1:4566 --json'],
          ],
          after:
            'Exit status: 0 every difference is explained, 1 one is not, 2 wrong usage, 3 the other cloud gave no answer.',
        },
        terminal.columns,
      ),
    )
    .action(async (flags: FidelityFlags) => {
      const { fidelityCommand } = await import('../fidelity-command.js');
      end(await fidelityCommand(flags, terminal));
    });
}
