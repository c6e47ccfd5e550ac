/** Options that every command has which runs scenarios: on which backend. */
import type { Command } from 'commander';
import { gather } from './option-values.js';

/** Adds what `atBackend` reads. */
export function withBackendOptions(command: Command): Command {
  return command
    .option(
      '--backend <address>',
      'where it takes place: embedded, or an endpoint that speaks AWS, e.g. http://127.0.0.1:4566',
    )
    .option(
      '--allow-host <name>',
      'a host of --backend beyond this machine and private networks; may be given again',
      gather,
    );
}
