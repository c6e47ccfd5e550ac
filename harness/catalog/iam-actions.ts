/** The published IAM actions, resource types and condition keys, as policies and the IAM engine need them. */
import { readData } from './data-folder.js';
import { openLines } from './line-file.js';

export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

export interface ActionResource {
  /** The name of one of the service's resource types. */
  readonly name: string;
  readonly required: boolean;
  readonly conditionKeys: readonly string[];
  readonly dependentActions: readonly string[];
}

export interface IamAction {
  /** e.g. `s3:GetObject`, as published. */
  readonly id: string;
  readonly service: string;
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** Empty where the action knows no resource and policies must say `*`. */
  readonly resourceTypes: readonly ActionResource[];
  readonly conditionKeys: readonly string[];
  readonly dependentActions: readonly string[];
}

export interface IamResourceType {
  readonly name: string;
  /** With placeholders, e.g. `arn:${Partition}:s3:::${BucketName}`. */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

export interface IamConditionKey {
  /** With placeholders, e.g. `aws:RequestTag/${TagKey}`. */
  readonly key: string;
  /** e.g. `String`, `ArrayOfString`, `ARN`, `Bool`, `Date`, `Numeric`. */
  readonly type: string;
}

export interface IamService {
  readonly prefix: string;
  /** e.g. `Amazon S3`. */
  readonly name: string;
  readonly actionNames: () => readonly string[];
  /** By name in any case, without the prefix. */
  readonly action: (name: string) => IamAction | undefined;
  readonly resourceTypes: ReadonlyMap<string, IamResourceType>;
  /** By key in lower case. */
  readonly conditionKeys: ReadonlyMap<string, IamConditionKey>;
}

/** A service's line on disk; numbers are places in `texts`. */
export type IamServiceLine = readonly [
  prefix: string,
  name: string,
  texts: readonly string[],
  conditionKeys: readonly (readonly [key: number, type: number])[],
  resourceTypes: readonly (readonly [name: number, arn: string, conditionKeys: readonly number[]])[],
  actions: readonly IamActionLine[],
];
export type IamActionLine = readonly [
  name: string,
  accessLevel: number,
  resourceTypes: readonly (readonly [
    name: number,
    required: number,
    conditionKeys?: readonly number[],
    dependentActions?: readonly number[],
  ])[],
  conditionKeys: readonly number[],
  dependentActions: readonly number[],
];
export const accessLevels: readonly AccessLevel[] = [
  'List',
  'Read',
  'Write',
  'Tagging',
  'Permissions management',
];

const lines = openLines('iam-services.jsonl');
const services = new Map<string, IamService>();
let globalKeys: ReadonlyMap<string, IamConditionKey> | undefined;

/** A service by its prefix, e.g. `iamService('s3')`; undefined where IAM knows none. */
export function iamService(prefix: string): IamService | undefined {
  const key = prefix.toLowerCase();
  const known = services.get(key);
  if (known !== undefined) return known;
  const line = lines.read(key);
  if (line === undefined) return undefined;
  const service = readIamService(line as IamServiceLine);
  services.set(key, service);
  return service;
}

/** Every service prefix, in code-unit order. */
export function iamServicePrefixes(): readonly string[] {
  return lines.keys();
}

/** An action by its id in any case, e.g. `iamAction('s3:GetObject')`. */
export function iamAction(id: string): IamAction | undefined {
  const colon = id.indexOf(':');
  return colon < 0 ? undefined : iamService(id.slice(0, colon))?.action(id.slice(colon + 1));
}

export function actionExists(id: string): boolean {
  return iamAction(id) !== undefined;
}

/**
 * The ids of every action that a policy's action element names, e.g. `s3:Get*`, `*`: `*` stands for any text, `?` for
 * one character, in any case (IAM User Guide, "IAM JSON policy elements: Action").
 */
export function matchActions(wildcard: string): readonly string[] {
  const colon = wildcard.indexOf(':');
  if (colon < 0) return wildcard === '*' ? iamServicePrefixes().flatMap((prefix) => idsOf(prefix, /^/)) : [];
  const prefix = wildcard.slice(0, colon).toLowerCase();
  const pattern = wildcardPattern(wildcard.slice(colon + 1));
  if (!/[*?]/.test(prefix)) return idsOf(prefix, pattern);
  const prefixPattern = wildcardPattern(prefix);
  return iamServicePrefixes()
    .filter((each) => prefixPattern.test(each))
    .flatMap((each) => idsOf(each, pattern));
}

/** The condition keys that every request may carry, by key in lower case; `aws:principaltag/${tagkey}` is one. */
export function globalConditionKeys(): ReadonlyMap<string, IamConditionKey> {
  if (globalKeys === undefined) {
    const list = JSON.parse(readData('iam-global-keys.json').toString('utf8')) as readonly IamConditionKey[];
    globalKeys = new Map(list.map((each) => [each.key.toLowerCase(), each]));
  }
  return globalKeys;
}

function idsOf(prefix: string, pattern: RegExp): readonly string[] {
  const service = iamService(prefix);
  if (service === undefined) return [];
  return service
    .actionNames()
    .filter((name) => pattern.test(name))
    .map((name) => `${service.prefix}:${name}`);
}

function wildcardPattern(wildcard: string): RegExp {
  const body = wildcard
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${body}$`, 'i');
}

function readIamService(line: IamServiceLine): IamService {
  const [prefix, name, texts, conditionKeys, resourceTypes, actionLines] = line;
  const text = (place: number): string => texts[place] ?? '';
  const all = (places: readonly number[] = []): readonly string[] => places.map(text);
  const rows = new Map(actionLines.map((row) => [row[0].toLowerCase(), row]));
  const actions = new Map<string, IamAction>();
  const action = (wanted: string): IamAction | undefined => {
    const key = wanted.toLowerCase();
    const known = actions.get(key);
    if (known !== undefined) return known;
    const row = rows.get(key);
    if (row === undefined) return undefined;
    const [actionName, level, resources, keys, dependents] = row;
    const made: IamAction = {
      id: `${prefix}:${actionName}`,
      service: prefix,
      name: actionName,
      accessLevel: accessLevels[level] ?? 'Write',
      resourceTypes: resources.map(([resource, required, ownKeys, ownDependents]) => ({
        name: text(resource),
        required: required === 1,
        conditionKeys: all(ownKeys),
        dependentActions: all(ownDependents),
      })),
      conditionKeys: all(keys),
      dependentActions: all(dependents),
    };
    actions.set(key, made);
    return made;
  };
  return {
    prefix,
    name,
    actionNames: () => actionLines.map((row) => row[0]),
    action,
    resourceTypes: new Map(
      resourceTypes.map(([type, arn, keys]) => [
        text(type),
        { name: text(type), arn, conditionKeys: all(keys) },
      ]),
    ),
    conditionKeys: new Map(
      conditionKeys.map(([key, type]) => [text(key).toLowerCase(), { key: text(key), type: text(type) }]),
    ),
  };
}
