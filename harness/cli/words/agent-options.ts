/** Options for agents that read: where their model is, how far they may go, and what is kept of what they say. */
import { Option, type Command } from 'commander';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { folderName, gather, imageName, wallTime } from './option-values.js';

/** The options as the command line gives them. */
export interface AgentFlags {
  readonly baseUrl?: string;
  readonly limit?: Readonly<Record<string, number>>;
  readonly record?: string;
  readonly resume?: string;
  readonly isolate?: string;
  readonly with?: string;
  readonly timeout?: number;
  readonly pass?: readonly string[];
  /** Not an option: comes when the person at the keyboard wants the agent to end. */
  readonly cancelled?: AbortSignal;
  /** Nor is this: the variables that a model's key is in. */
  readonly environment?: Readonly<NodeJS.ProcessEnv>;
}

/** Of programs, in `run` and in `exec`. */
export const isolateWords =
  'keep the program in a container of an image that is here, whose only way out is its calls';
export const withWords =
  'with --isolate, a folder that the program finds, read-only, as its working folder; no file of this machine where left out';

export function withAgentOptions(command: Command): Command {
  return command
    .option('--base-url <url>', "address of a model's provider (llm:)", webAddress)
    .option(
      '--limit <name=value>',
      'ends a model’s work: steps=60, tokens=2000000, dollars, wall=1800, virtual=172800, reply=180 (seconds), malformed=5; may be given again',
      gatherLimit,
    )
    .addOption(
      new Option('--record <file>', 'keep the conversation with a model, turn by turn').conflicts([
        'causes',
        'epochs',
      ]),
    )
    .addOption(
      new Option('--resume <file>', 'take up a recorded conversation where it broke off').conflicts([
        'causes',
        'epochs',
        'record',
      ]),
    )
    .option(
      '--timeout <seconds>',
      'wall time that a program may take (process:); 900 where left out',
      wallTime,
    )
    .option(
      '--pass <variable>',
      'let a variable into a program that names credentials (process:), may be given again',
      gather,
    )
    .option('--isolate <image>', isolateWords, imageName)
    .option('--with <dir>', withWords, folderName);
}

function webAddress(value: string): string {
  if (/^https?:/.test(value) && URL.canParse(value)) {
    const { username, password } = new URL(value);
    if (username === '' && password === '') return value;
    throw new BlastpitError('address', '--base-url has a name or a password in it: errors would quote it', {
      where: '--base-url',
      expected: 'the address alone; keys are read from the environment',
    });
  }
  throw new BlastpitError('address', `--base-url ${value}: that is no address`, {
    where: '--base-url',
    expected: 'http://… or https://…, e.g. http://127.0.0.1:8000/v1',
  });
}

function gatherLimit(
  value: string,
  before: Readonly<Record<string, number>> | undefined,
): Readonly<Record<string, number>> {
  const [, name, number] = /^(?<name>[^=]+)=(?<number>.+)$/.exec(value) ?? [];
  if (name === undefined || number === undefined || !Number.isFinite(Number(number))) {
    throw new BlastpitError('limit', `--limit ${value}: that is no amount of anything`, {
      where: '--limit',
      expected: 'NAME=VALUE, e.g. steps=30',
    });
  }
  return { ...before, [name]: Number(number) };
}
