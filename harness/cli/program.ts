/** The command line: what can be typed, and which command each word leads to. */
import { Command, CommanderError } from 'commander';
import { unknownName } from '../contract/blastpit-error.js';
import { packageVersion } from '../runs/package-version.js';
import { helpText } from './help-text.js';
import { printError } from './print-error.js';
import type { Terminal } from './terminal.js';
import { describeExec } from './words/exec.js';
import { describeFidelity } from './words/fidelity.js';
import { describeMcp } from './words/mcp.js';
import { describeReport } from './words/report.js';
import { describeRun } from './words/run.js';
import { describeServe } from './words/serve.js';

const usageStatus = 2;

/**
 * Does what was typed.
 * @param words what follows the program's name.
 * @returns the exit status: 0 as expected, 1 not, 2 wrong usage, 3 invalid.
 */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = describeProgram(terminal, (given) => {
    status = given;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageStatus;
    printError(error, terminal, words.includes('--debug'));
    return usageStatus;
  }
}

function describeProgram(terminal: Terminal, end: (status: number) => void): Command {
  const program = new Command('blastpit')
    .description(
      'Sets off incidents that agents with cloud permissions cause, and measures what the guardrails held.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .option('--debug', 'print the stack of what goes wrong')
    .configureHelp({ helpWidth: terminal.columns, minWidthToWrap: 14, showGlobalOptions: true })
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'blastpit: '));
      },
    })
    .showHelpAfterError('  blastpit help prints what can be typed')
    .exitOverride()
    .helpCommand(false)
    .addHelpText(
      'after',
      helpText(
        {
          examples: [
            ['blastpit run', 'replay the Kiro incident under four guardrail sets'],
            ['blastpit run kiro --guardrails repaired', 'one of them, told whole'],
            ['blastpit run kiro --guardrails none --json', 'one JSON object a run, for programs'],
            ['blastpit exec kiro -- sh attack.sh', 'any program acts in the incident, and is scored'],
            ['blastpit serve kiro', 'a session for any client, until Ctrl-C'],
            ['blastpit mcp kiro', 'the same for the model of an MCP client'],
            ['blastpit report results/kiro.none', 'a kept run, told again from its journal'],
            ['blastpit show kiro', 'the story, its sources, what can be switched and moved'],
            ['blastpit check my-policy.json', 'whether blastpit can evaluate a policy'],
            ['blastpit init demo', "a small project of one's own, ready to run"],
          ],
          after:
            'Exit status: 0 as expected, 1 not as expected, 2 wrong usage, 3 a run that cannot tell. Where output is piped, it is 100 columns wide, or as wide as COLUMNS says: COLUMNS=80 blastpit run | less.',
        },
        terminal.columns,
      ),
    );
  describeRun(program, terminal, end);
  describeExec(program, terminal, end);
  describeServe(program, terminal, end);
  describeMcp(program, terminal, end);
  describeReport(program, terminal, end);
  describeFidelity(program, terminal, end);
  program
    .command('list')
    .description('list what can be named')
    .argument('[kind]', 'scenarios, guardrails, agents, approvers, faults or services; all where left out')
    .addHelpText(
      'after',
      helpText({ examples: [['blastpit list'], ['blastpit list approvers']] }, terminal.columns),
    )
    .action(async (kind: string | undefined) => {
      const { listCommand } = await import('./list-command.js');
      end(await listCommand(kind, terminal));
    });
  program
    .command('show')
    .description(
      'show all there is to know of a scenario, guardrail, agent, approver, fault, service or part of a scenario',
    )
    .argument('<name>', 'its name, as `blastpit list` or `blastpit show SCENARIO` has it, or its path')
    .addHelpText(
      'after',
      helpText(
        {
          examples: [
            ['blastpit show kiro', 'the story, its sources, what can be switched and moved'],
            ['blastpit show fatigued', 'an approver, and where its numbers come from'],
            ['blastpit show usual', 'the weights of --agent stochastic:usual'],
          ],
        },
        terminal.columns,
      ),
    )
    .action(async (name: string) => {
      const { showCommand } = await import('./show-command.js');
      end(await showCommand(name, terminal));
    });
  program
    .command('check')
    .description(
      'check what a project has (all where nothing is named): scenarios, guardrails, templates, policies',
    )
    .argument(
      '[file...]',
      'names, and paths: plug-ins (.ts, .js), templates (.yaml, .json), policies (.json), journals (.jsonl)',
    )
    .addHelpText(
      'after',
      helpText(
        {
          examples: [
            ['blastpit check', 'all that the project has'],
            ['blastpit check my-policy.json'],
            ['blastpit check results/kiro.none/attack.jsonl'],
          ],
        },
        terminal.columns,
      ),
    )
    .action(async (files: readonly string[]) => {
      const { checkCommand } = await import('./check-command.js');
      end(await checkCommand(files, terminal));
    });
  program
    .command('init')
    .description('write a small working project: a scenario, a guardrail, a template, a test, a CI workflow')
    .argument('<dir>', 'a folder that is empty or not there yet')
    .addHelpText('after', helpText({ examples: [['blastpit init demo']] }, terminal.columns))
    .action(async (folder: string) => {
      const { initCommand } = await import('./init-command.js');
      end(initCommand(folder, terminal));
    });
  program
    .command('help')
    .description('print what a command takes')
    .argument('[command]', 'all commands where it is left out')
    .action((name: string | undefined) => {
      const known = program.commands.map((command) => command.name());
      const command = program.commands.find((each) => each.name() === name);
      if (name !== undefined && command === undefined) throw unknownName('command', name, known);
      (command ?? program).outputHelp();
    });
  for (const command of program.commands) {
    command.showHelpAfterError(`  blastpit ${command.name()} --help prints what can be typed`);
  }
  return program;
}
