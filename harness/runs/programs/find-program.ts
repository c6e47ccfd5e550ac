/** Before a program acts: whether there is one of that name, looked for as a shell would. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BlastpitError } from '../../contract/blastpit-error.js';

/**
 * Makes sure that a command can be started, before anything is run.
 * @param path the PATH to look along; a command with a slash in it is looked for nowhere else.
 * @throws BlastpitError `unknown-command` where there is none, `command-not-executable` where it may not be run.
 */
export function checkProgram(command: string, path: string): void {
  const places = command.includes('/')
    ? [command]
    : path.split(delimiter).map((folder) => join(folder === '' ? '.' : folder, command));
  const files = places.filter(isFile);
  if (files.some(isExecutable)) return;
  const [file] = files;
  if (file !== undefined) {
    throw new BlastpitError('command-not-executable', `${file} cannot be run: it is not executable`, {
      expected: 'a program, e.g. -- sh attack.sh',
    });
  }
  throw new BlastpitError('unknown-command', `no command "${command}"`, {
    expected: 'a program on the PATH, or the path of one, after --',
  });
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
