/** Options that every command has which runs scenarios: on which backend. */
import type { Command } from 'commander';
import { gather, imageName } from './option-values.js';

/** Adds what `atBackend` reads. */
export function withBackendOptions(command: Command): Command {
  return withServerOptions(
    command.option(
      '--backend <name>',
      'where it takes place: embedded (where left out), localstack (started in a container, and removed afterwards), or the address of what speaks AWS, e.g. http://127.0.0.1:4566',
    ),
  );
}

/** Adds what goes with a server that `--backend` names. */
export function withServerOptions(command: Command): Command {
  return command
    .option(
      '--image <name>',
      'the image of --backend localstack, instead of the community’s 4.14.0',
      imageName,
    )
    .option(
      '--allow-host <name>',
      'a host of --backend beyond this machine and private networks; may be given again',
      gather,
    );
}
