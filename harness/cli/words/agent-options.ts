/** Options for agents that read: where their model is, how far they may go, and what is kept of what they say. */
import { Option, type Command } from 'commander';
import { BlastpitError } from '../../contract/blastpit-error.js';

/** The options as the command line gives them. */
export interface AgentFlags {
  readonly baseUrl?: string;
  readonly limit?: Readonly<Record<string, number>>;
  readonly record?: string;
  readonly resume?: string;
  /** Not an option: comes when the person at the keyboard wants the agent to end. */
  readonly cancelled?: AbortSignal;
  /** Nor is this: the variables that a model's key is in. */
  readonly environment?: Readonly<NodeJS.ProcessEnv>;
}

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
    );
}

function webAddress(value: string): string {
  if (/^https?:/.test(value) && URL.canParse(value)) return value;
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
