/** What the values of options have to be, and what becomes of those that may be given again. */
import { InvalidArgumentError } from 'commander';
import { BlastpitError } from '../../contract/blastpit-error.js';

export function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export function listed(value: string): readonly string[] {
  return value.split(',').map((each) => each.trim());
}

export function folderName(value: string): string {
  if (value.trim() !== '') return value;
  throw new InvalidArgumentError('It is the name of a folder.');
}

export function imageName(value: string): string {
  if (/^\w\S*$/.test(value)) return value;
  throw new InvalidArgumentError('It is the name of an image, e.g. localstack/localstack:4.14.0.');
}

export function wholeNumber(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It is a whole number, 0 or more.');
}

export function countingNumber(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('It is a whole number, 1 or more.');
}

export function share(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('It is a share, 0 to 1, e.g. 0.05 for 5 %.');
}

/** Timers of Node count no further than 24 days. */
const mostWallSeconds = 2_000_000;

export function wallTime(value: string): number {
  const number = Number(value);
  if (number > 0 && number <= mostWallSeconds) return number;
  throw new InvalidArgumentError(`It is a number of seconds, more than 0 and at most ${mostWallSeconds}.`);
}

export function portNumber(value: string): number {
  const port = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It is a port, 0 to 65535; 0 takes a free one.');
}

export function gatherParameter(
  value: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const equals = value.indexOf('=');
  if (equals > 0) return { ...before, [value.slice(0, equals)]: value.slice(equals + 1) };
  throw new BlastpitError('parameter', `--parameters ${value}: that is no parameter with a value`, {
    expected: 'KEY=VALUE, e.g. Stage=test',
  });
}

export function gatherSetting(
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
