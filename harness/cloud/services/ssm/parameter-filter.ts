/** Filters of DescribeParameters and GetParametersByPath (API Reference, "ParameterStringFilter"). */
import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { constraint } from '../../../contract/aws-error.js';
import { invalid } from './failures.js';
import { latest, type ParameterRecord } from './parameter.js';

type Test = (record: ParameterRecord) => boolean;

/**
 * A test that all filters together make.
 * @param keys those that the operation knows; a key `tag:` stands for every tag.
 * @throws AwsFailure where a filter is none that Parameter Store has.
 */
export function readFilters(filters: readonly ParameterStringFilter[], keys: ReadonlySet<string>): Test {
  const tests = filters.map((filter) => readFilter(filter, keys));
  return (record) => tests.every((test) => test(record));
}

function readFilter(
  { Key = '', Option, Values = [] }: ParameterStringFilter,
  keys: ReadonlySet<string>,
): Test {
  const tag = Key.startsWith('tag:') && keys.has('tag:');
  if (!tag && !keys.has(Key)) {
    throw constraint('InvalidFilterKey', `The following filter key is not valid: ${Key}.`);
  }
  if (Values.length === 0 && !tag) {
    throw constraint(
      'InvalidFilterValue',
      `The following filter values are missing: null for filter key ${Key}`,
    );
  }
  if (Key === 'Path') return pathTest(Option ?? 'OneLevel', Values);
  const texts = textsOf(Key);
  if (tag && Values.length === 0) return (record) => texts(record).length > 0;
  const fits = fitting(Key, Option ?? 'Equals');
  return (record) => texts(record).some((text) => Values.some((value) => fits(text, value)));
}

function textsOf(key: string): (record: ParameterRecord) => readonly string[] {
  switch (key) {
    case 'Name':
      // A plain name is matched with or without the slash that its ARN has.
      return ({ id }) => (id.startsWith('/') ? [id] : [id, `/${id}`]);
    case 'Type':
      return (record) => [latest(record).type];
    case 'KeyId':
      return (record) => [latest(record).keyId ?? ''];
    case 'Tier':
      return (record) => [latest(record).tier];
    case 'DataType':
      return () => ['text'];
    case 'Label':
      return ({ body }) => body.versions.flatMap(({ labels }) => labels);
    default: {
      const name = key.slice('tag:'.length);
      return ({ tags }) => (tags[name] === undefined ? [] : [tags[name]]);
    }
  }
}

function fitting(key: string, option: string): (text: string, value: string) => boolean {
  if (option === 'Equals') return (text, value) => text === value;
  if (option === 'BeginsWith' && key !== 'Type') return (text, value) => text.startsWith(value);
  if (option === 'Contains' && key === 'Name') return (text, value) => text.includes(value);
  throw constraint(
    'InvalidFilterOption',
    `The following filter option is not valid: ${option}. Valid options include: [BeginsWith, Equals].`,
  );
}

function pathTest(option: string, paths: readonly string[]): Test {
  if (option !== 'OneLevel' && option !== 'Recursive') {
    throw constraint(
      'InvalidFilterOption',
      `The following filter option is not valid: ${option}. Valid options include: [Recursive, OneLevel].`,
    );
  }
  const prefixes = paths.map((path) => {
    if (!path.startsWith('/')) throw invalid('The parameter path must begin with a forward slash "/".');
    return path.endsWith('/') ? path : `${path}/`;
  });
  return ({ id }) =>
    prefixes.some(
      (prefix) => id.startsWith(prefix) && (option === 'Recursive' || !id.slice(prefix.length).includes('/')),
    );
}
