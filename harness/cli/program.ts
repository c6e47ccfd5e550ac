/** The command line: what can be typed, and which command each word leads to. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { BlastpitError } from '../contract/blastpit-error.js';
import { entranceNames } from '../runs/entrances/entrance.js';
import { packageVersion } from '../runs/package-version.js';
import type { ExecFlags } from './exec-command.js';
import { printError } from './print-error.js';
import type { ReportCommandFlags } from './report-command.js';
import type { RunFlags } from './run-flags.js';
import type { ServeFlags } from './serve-command.js';
import type { Terminal } from './terminal.js';

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
    .helpCommand('help [command]', 'print what a command takes')
    .option('--debug', 'print the stack of what goes wrong')
    .configureHelp({ helpWidth: terminal.columns, showGlobalOptions: true })
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'blastpit: '));
      },
    })
    .showHelpAfterError('  blastpit help prints what can be typed')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  blastpit run                                    replay the Kiro incident under four guardrail sets
  blastpit run kiro --guardrails repaired         one of them, told whole
  blastpit run kiro --guardrails none --json      one JSON object a run, for programs
  blastpit exec kiro -- sh attack.sh              any program acts in the incident, and is scored
  blastpit serve kiro                             a session for any client, until Ctrl-C
  blastpit report results/kiro.none               a kept run, told again from its journal
  blastpit show kiro                              the story, its sources, what can be switched and moved
  blastpit check my-policy.json                   whether blastpit can evaluate a policy
  blastpit init demo                              a small project of one's own, ready to run

Exit status: 0 as expected, 1 not as expected, 2 wrong usage, 3 a run that cannot tell.`,
    );
  describeRun(program, terminal, end);
  describeExec(program, terminal, end);
  describeServe(program, terminal, end);
  describeReport(program, terminal, end);
  program
    .command('list')
    .description('list what can be named')
    .argument('[kind]', 'scenarios, guardrails, agents, approvers or services; all where left out')
    .action(async (kind: string | undefined) => {
      const { listCommand } = await import('./list-command.js');
      end(await listCommand(kind, terminal));
    });
  program
    .command('show')
    .description('show all there is to know of a scenario, guardrail, agent, approver or service')
    .argument('<name>', 'its name, as `blastpit list` has it, or its path')
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
    .action(async (files: readonly string[]) => {
      const { checkCommand } = await import('./check-command.js');
      end(await checkCommand(files, terminal));
    });
  program
    .command('init')
    .description('write a small working project: a scenario, a guardrail, a template, a test, a CI workflow')
    .argument('<dir>', 'a folder that is empty or not there yet')
    .action(async (folder: string) => {
      const { initCommand } = await import('./init-command.js');
      end(initCommand(folder, terminal));
    });
  return program;
}

function describeRun(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('run')
    .description('run scenarios under guardrail sets, and score them')
    .argument('[scenario...]', 'names or paths of scenarios; kiro where left out')
    .option(
      '-g, --guardrails <set>',
      'a guardrail set, or a guardrail by name or path; may be given again; none and each set where left out',
      gather,
    )
    .option('--agent <spec>', 'what acts, KIND:NAME; the reference attack where left out')
    .option('--approvers <name>', 'who is asked: careful, rubber-stamp, absent, slow, …')
    .option('--without <fault>', 'switch a misconfiguration off, may be given again', gather)
    .option('--set <param=value>', 'move a number of the response model, may be given again', gatherSetting)
    .option('--seed <n>', 'the seed of ids and tie-breaks', wholeNumber)
    .addOption(
      new Option(
        '--denials <words>',
        "how denials are worded: as AWS words its own, or with the guardrail's reason",
      ).choices(['aws', 'explained']),
    )
    .option('--fail-on <list>', 'outcomes that make the status 1, instead of what is stored', listed)
    .addOption(new Option('--entrance <way>', 'how the agent calls').choices(entranceNames))
    .option('--json', 'print one JSON object for each run, and nothing else')
    .option('--quiet', 'print one line for each run')
    .option('--report <kind>', 'text, summary, brief, json or svg')
    .option('--out <dir>', 'keep journals, result and report of each run below this folder', folderName)
    .option('--causes', 'run every combination of the switches instead: what was necessary, what sufficient')
    .addHelpText(
      'after',
      `
Examples:
  blastpit run kiro --guardrails repaired --approvers rubber-stamp
  blastpit run kiro --guardrails none --without inherited-session
  blastpit run kiro --guardrails none --set rebuild-costs=300 --set detect=5
  blastpit run kiro --guardrails layered --fail-on breached,partial --out results
  blastpit run kiro --causes`,
    )
    .action(async (scenarios: readonly string[], flags: RunFlags) => {
      if (flags.causes === true) {
        const { causesCommand } = await import('./causes-command.js');
        end(await causesCommand(scenarios, flags, terminal));
        return;
      }
      const { runCommand } = await import('./run-command.js');
      end(await runCommand(scenarios, flags, terminal));
    });
}

function describeServe(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('serve')
    .description('a gateway for any client, until Ctrl-C: prints the AWS_* variables to export')
    .argument('[scenario]', 'name or path of a scenario, of which a session is opened at once')
    .option('-g, --guardrails <set>', 'a guardrail set, or a guardrail by name or path; none where left out')
    .option('--approvers <name>', 'who is asked: careful, …; remote: real people, who answer here')
    .option('--without <fault>', 'switch a misconfiguration off, may be given again', gather)
    .option('--set <param=value>', 'move a number of the response model, may be given again', gatherSetting)
    .option('--seed <n>', 'the seed of ids and tie-breaks', wholeNumber)
    .addOption(
      new Option(
        '--denials <words>',
        "how denials are worded: as AWS words its own (where left out), or with the guardrail's reason",
      ).choices(['aws', 'explained']),
    )
    .addOption(
      new Option(
        '--timing <way>',
        'polling: a read of what is under way runs ahead to its next status (where left out); explicit: only waiting waits',
      ).choices(['polling', 'explicit']),
    )
    .option('--fail-on <list>', 'outcomes that make the status 1; breached,partial,twin-blocked', listed)
    .option('--port <n>', 'the port to listen on; a free one where left out', portNumber)
    .option('--host <address>', 'the loopback address to listen on; 127.0.0.1 where left out')
    .option(
      '--template <file>',
      'a CloudFormation template, deployed into a fresh account; nothing is scored',
    )
    .option('--parameters <key=value...>', 'parameters of the template', gatherParameter)
    .option('--region <name>', 'the region of --template and --open; us-east-1 where left out')
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
      `
Variables are printed on standard output, everything else on standard error. Sessions are opened, watched and
finished at ENDPOINT/_blastpit/sessions with the printed token, as many at once as one wants.

Examples:
  blastpit serve kiro --guardrails repaired
  blastpit serve --port 4600                      only the control API
  blastpit serve --template stack.yaml --parameters Stage=test
  blastpit serve --open --port 4566               for suites that test clients`,
    )
    .action(async (scenario: string | undefined, flags: ServeFlags) => {
      const { serveCommand } = await import('./serve-command.js');
      end(await serveCommand(scenario, flags, terminal));
    });
}

function describeReport(program: Command, terminal: Terminal, end: (status: number) => void): void {
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
      `
A journal that was cut off or edited gives a run with the verdict invalid, and says at which line and byte. An edit
that fits the journal's own hash is found where the result, or a twin's journal, of the same run lies beside it.

Examples:
  blastpit run kiro --guardrails repaired --out results
  blastpit report results/kiro.repaired/attack.jsonl
  blastpit report results/kiro.none results/kiro.repaired --report summary
  blastpit report attack.jsonl --result result-of-the-pipeline.json --json`,
    )
    .action(async (journals: readonly string[], flags: ReportCommandFlags) => {
      const { reportCommand } = await import('./report-command.js');
      end(await reportCommand(journals, flags, terminal));
    });
}

function describeExec(program: Command, terminal: Terminal, end: (status: number) => void): void {
  program
    .command('exec')
    .description('let any program act in a scenario, and score what it did')
    .argument('<scenario>', 'name or path of a scenario')
    .argument('<command...>', 'the program and its words, after --')
    .option('-g, --guardrails <set>', 'a guardrail set, or a guardrail by name or path; none where left out')
    .option('--timeout <seconds>', 'wall time that the program may take; 900 where left out', wallTime)
    .option('--pass <variable>', 'let a variable in that names credentials, may be given again', gather)
    .option('--approvers <name>', 'who is asked: careful, rubber-stamp, absent, slow, …')
    .option('--without <fault>', 'switch a misconfiguration off, may be given again', gather)
    .option('--set <param=value>', 'move a number of the response model, may be given again', gatherSetting)
    .option('--seed <n>', 'the seed of ids and tie-breaks', wholeNumber)
    .addOption(
      new Option(
        '--denials <words>',
        "how denials are worded: as AWS words its own (where left out), or with the guardrail's reason",
      ).choices(['aws', 'explained']),
    )
    .option('--fail-on <list>', 'outcomes that make the status 1; breached,partial,twin-blocked', listed)
    .option('--json', 'print one JSON object and nothing else; the program prints on standard error')
    .option('--quiet', 'print one line')
    .option('--report <kind>', 'text, summary, brief, json or svg')
    .option('--out <dir>', 'keep journals, result and report below this folder', folderName)
    .addHelpText(
      'after',
      `
The program finds the run by the usual variables (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, …). Its HOME is new;
the caller's own AWS settings, and whatever names credentials, are left out of its environment. Its files and its
network are not isolated. What it leaves running ends with it; Ctrl-C is passed on, and a second one ends it.

Examples:
  blastpit exec kiro -- sh attack.sh
  blastpit exec kiro --guardrails repaired --json -- python3 attack.py
  blastpit exec kiro -g layered --pass ANTHROPIC_API_KEY --timeout 3600 -- my-agent "fix the report"`,
    )
    .action(async (scenario: string, command: readonly string[], flags: ExecFlags) => {
      const { execCommand } = await import('./exec-command.js');
      end(await execCommand(scenario, command, flags, terminal));
    });
}

function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function listed(value: string): readonly string[] {
  return value.split(',').map((each) => each.trim());
}

function folderName(value: string): string {
  if (value.trim() !== '') return value;
  throw new InvalidArgumentError('It is the name of a folder.');
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It is a whole number, 0 or more.');
}

/** Timers of Node count no further than 24 days. */
const mostWallSeconds = 2_000_000;

function wallTime(value: string): number {
  const number = Number(value);
  if (number > 0 && number <= mostWallSeconds) return number;
  throw new InvalidArgumentError(`It is a number of seconds, more than 0 and at most ${mostWallSeconds}.`);
}

function portNumber(value: string): number {
  const port = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It is a port, 0 to 65535; 0 takes a free one.');
}

function gatherParameter(
  value: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const equals = value.indexOf('=');
  if (equals > 0) return { ...before, [value.slice(0, equals)]: value.slice(equals + 1) };
  throw new BlastpitError('parameter', `--parameters ${value}: that is no parameter with a value`, {
    expected: 'KEY=VALUE, e.g. Stage=test',
  });
}

function gatherSetting(
  value: string,
  before: Readonly<Record<string, number>> | undefined,
): Readonly<Record<string, number>> {
  const [, name, number] = /^(?<name>[^=]+)=(?<number>.+)$/.exec(value) ?? [];
  if (name === undefined || number === undefined || !Number.isFinite(Number(number))) {
    throw new BlastpitError('setting', `--set ${value}: that is no number for a parameter`, {
      expected: 'PARAM=VALUE, e.g. rebuild-costs=300',
    });
  }
  return { ...before, [name]: Number(number) };
}
