/** Where a program finds nobody's settings: a home folder of its own, for as long as it runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FreshHome {
  readonly path: string;
  /** AWS's two files of settings, both there and empty. */
  readonly configFile: string;
  readonly credentialsFile: string;
  /** Takes the folder away, with whatever the program left in it. */
  readonly remove: () => void;
}

/** Commands of the AWS CLI whose calls version 1 sends to AWS's old addresses, whatever AWS_ENDPOINT_URL says. */
const commandsWithAddresses = ['sqs', 'emr', 'rds', 'docdb', 'neptune', 'health'] as const;

/**
 * Makes a home folder. Its name says nothing of why it is there: the program sees it.
 * @param endpoint where the AWS CLI finds every service; its aliases are the only way to tell version 1.
 */
export function makeFreshHome(endpoint: string): FreshHome {
  const path = mkdtempSync(join(tmpdir(), 'home-'));
  const settings = join(path, '.aws');
  const [configFile, credentialsFile] = [join(settings, 'config'), join(settings, 'credentials')];
  mkdirSync(settings);
  for (const file of [configFile, credentialsFile]) writeFileSync(file, '', { mode: 0o600 });
  const aliases = commandsWithAddresses.map((name) => `${name} = ${name} --endpoint-url ${endpoint}\n`);
  mkdirSync(join(settings, 'cli'));
  writeFileSync(join(settings, 'cli', 'alias'), `[toplevel]\n${aliases.join('')}`);
  return {
    path,
    configFile,
    credentialsFile,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
