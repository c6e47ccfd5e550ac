/**
 * A second IAM evaluator, written apart from the engine to be compared with it: it reads raw documents at every question, matches
 * with regular expressions, and follows the guide's sentences one by one. Slow, and meant to be plainly right.
 */

export type Json = Record<string, unknown>;
type Values = readonly string[];
export type Facts = Readonly<Record<string, Values>>;

export interface Actor {
  readonly type: 'user' | 'session' | 'federated' | 'root' | 'service' | 'anonymous';
  readonly arn: string;
  /** The role behind a session, the user behind a federated session. */
  readonly behind?: string;
  readonly account: string;
}

export interface Case {
  readonly actor: Actor;
  readonly action: string;
  readonly resource: string;
  readonly owner: string;
  /** Keys in lower case; dates in ISO form, numbers and booleans as text. */
  readonly facts: Facts;
  readonly identity: readonly Json[];
  readonly boundary: Json | undefined;
  readonly session: readonly Json[] | undefined;
  readonly scp: readonly (readonly Json[])[] | undefined;
  readonly rcp: readonly (readonly Json[])[] | undefined;
  readonly resourcePolicy: Json | undefined;
  readonly resourceKind: 'resource' | 'key' | 'trust';
}

type Reach = 'no' | 'account' | 'behind' | 'itself';

const list = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const texts = (value: unknown): string[] => list(value).map(String);
const statementsOf = (document: Json): Json[] => list(document['Statement']) as Json[];

export function naivelyAllows(question: Case): boolean {
  const { actor, identity, boundary, session, scp, rcp, resourcePolicy } = question;
  const belongs = actor.type !== 'service' && actor.type !== 'anonymous';
  const linked = actor.behind?.includes(':role/aws-service-role/') === true;
  const scpLevels = belongs && !linked ? (scp ?? []) : [];
  const rcpLevels = linked ? [] : (rcp ?? []);

  const everything = [
    ...identity,
    ...(boundary ? [boundary] : []),
    ...(session ?? []),
    ...scpLevels.flat(),
    ...rcpLevels.flat(),
    ...(resourcePolicy ? [resourcePolicy] : []),
  ];
  for (const document of everything) {
    for (const statement of statementsOf(document)) {
      if (statement['Effect'] === 'Deny' && reach(statement, document, question) !== 'no') return false;
    }
  }
  const permits = (document: Json): boolean => reachOfAllow(document, question) !== 'no';
  for (const level of [...scpLevels, ...rcpLevels]) if (!level.some(permits)) return false;

  const resourceSays = resourcePolicy ? reachOfAllow(resourcePolicy, question) : 'no';
  if (!belongs) return resourceSays !== 'no';

  const identitySays = actor.type === 'root' || identity.some(permits);
  const boundarySays = boundary ? permits(boundary) : true;
  const sessionSays = session ? session.some(permits) : actor.type !== 'federated';
  const limits = boundarySays && sessionSays;

  if (question.owner !== actor.account) return resourceSays !== 'no' && identitySays && limits;
  if (resourceSays === 'itself') return true;
  if (resourceSays === 'behind') return limits;
  if (resourcePolicy && question.resourceKind !== 'resource' && resourceSays !== 'account') return false;
  return identitySays && limits;
}

const order: Reach[] = ['no', 'account', 'behind', 'itself'];

function reachOfAllow(document: Json, question: Case): Reach {
  const found = statementsOf(document)
    .filter((statement) => statement['Effect'] === 'Allow')
    .map((statement) => order.indexOf(reach(statement, document, question)));
  return order[Math.max(0, ...found)]!;
}

/** Whether a statement applies, and how closely it names the actor. */
function reach(statement: Json, document: Json, question: Case): Reach {
  const modern = document['Version'] === '2012-10-17';
  const action = (pattern: string): boolean => expression([pattern], 'i').test(question.action);
  if ('Action' in statement && !texts(statement['Action']).some(action)) return 'no';
  if ('NotAction' in statement && texts(statement['NotAction']).some(action)) return 'no';

  for (const [name, wanted] of [
    ['Resource', true],
    ['NotResource', false],
  ] as const) {
    if (!(name in statement)) continue;
    const patterns = texts(statement[name]).map((text) => fill(text, modern, question.facts));
    const hit = patterns.some((parts) => parts !== undefined && expression(parts).test(question.resource));
    if (hit !== wanted) return 'no';
    if (!wanted && patterns.includes(undefined)) return 'no';
  }
  for (const [operator, block] of Object.entries((statement['Condition'] ?? {}) as Json)) {
    for (const [key, value] of Object.entries(block as Json)) {
      if (!conditionHolds(operator, key.toLowerCase(), texts(value), modern, question.facts)) return 'no';
    }
  }
  if ('NotPrincipal' in statement) {
    return !question.boundary && listed(statement['NotPrincipal'], question.actor) === 'itself'
      ? 'no'
      : 'itself';
  }
  return 'Principal' in statement ? listed(statement['Principal'], question.actor) : 'itself';
}

function listed(principal: unknown, actor: Actor): Reach {
  if (principal === '*') return 'itself';
  const { AWS, Service } = principal as Json;
  const aws = texts(AWS);
  if (aws.includes('*')) return 'itself';
  if (actor.type === 'service') return texts(Service).includes(actor.arn) ? 'itself' : 'no';
  if (actor.type === 'anonymous') return 'no';
  const wholeAccount = aws.some(
    (text) => text === actor.account || text === `arn:aws:iam::${actor.account}:root`,
  );
  if (actor.type === 'root') return wholeAccount ? 'itself' : 'no';
  if (aws.includes(actor.arn)) return 'itself';
  if (actor.behind !== undefined && aws.includes(actor.behind)) return 'behind';
  return wholeAccount ? 'account' : 'no';
}

/** A literal that came out of a variable: its stars are no wildcards. */
interface Literal {
  readonly literal: string;
}

/** Fills variables in; undefined where one has no value. */
function fill(text: string, modern: boolean, facts: Facts): (string | Literal)[] | undefined {
  if (!modern) return [text];
  const parts: (string | Literal)[] = [];
  for (const part of text.split(/(\$\{[^}]*\})/)) {
    if (!part.startsWith('${')) parts.push(part);
    else if (/^\$\{[*?$]\}$/.test(part)) parts.push({ literal: part.charAt(2) });
    else {
      const [name = '', fallback] = part.slice(2, -1).split(/,\s*/);
      const value = facts[name.toLowerCase()]?.[0] ?? fallback?.slice(1, -1);
      if (value === undefined) return undefined;
      parts.push({ literal: value });
    }
  }
  return parts;
}

function expression(parts: readonly (string | Literal)[], flags = ''): RegExp {
  const source = parts.map((part) =>
    typeof part === 'string'
      ? escape(part)
          .replaceAll(String.raw`\*`, '[^]*')
          .replaceAll(String.raw`\?`, '[^]')
      : escape(part.literal),
  );
  return new RegExp(`^${source.join('')}$`, `u${flags}`);
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
const plain = (parts: readonly (string | Literal)[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.literal)).join('');

function conditionHolds(
  operator: string,
  key: string,
  wanted: Values,
  modern: boolean,
  facts: Facts,
): boolean {
  const [, set, name = '', ifExists] = /^(?:(\w+):)?(\w+?)(IfExists)?$/.exec(operator)!;
  const given = facts[key]?.length === 0 ? undefined : facts[key];
  if (name === 'Null') return wanted.some((value) => (value === 'true') === (given === undefined));
  const negated = name.includes('Not');
  const positiveName = name.replace('Not', '');

  if (set !== undefined && (given === undefined || given.every((value) => value === '')))
    return set === 'ForAllValues';
  if (given === undefined && ifExists) return true;
  const filled = wanted.map((text) => (/^(String|Arn)/.test(name) ? fill(text, modern, facts) : [text]));
  if (negated && filled.includes(undefined)) return false;
  if (given === undefined) return negated;

  const one = (value: string): boolean =>
    filled.some((parts) => parts !== undefined && matches(positiveName, value, parts)) !== negated;
  if (set === 'ForAllValues') return given.every(one);
  if (set === 'ForAnyValue') return given.some(one);
  return negated ? given.every(one) : given.some(one);
}

function matches(operator: string, value: string, parts: readonly (string | Literal)[]): boolean {
  const wanted = plain(parts);
  switch (operator) {
    case 'StringEquals':
      return value === wanted;
    case 'StringEqualsIgnoreCase':
      return value.toLowerCase() === wanted.toLowerCase();
    case 'StringLike':
      return expression(parts).test(value);
    case 'ArnEquals':
    case 'ArnLike':
      return arnMatches(value, parts);
    case 'Bool':
      return value === wanted;
    case 'IpAddress':
      return inBlock(value, wanted);
    default:
      return compares(operator, value, wanted);
  }
}

function arnMatches(value: string, parts: readonly (string | Literal)[]): boolean {
  const source = parts
    .map((part) => (typeof part === 'string' ? part : part.literal.replaceAll('*', '\u0001')))
    .join('');
  const cut = (text: string): string[] => {
    const pieces = text.split(':');
    return [...pieces.slice(0, 5), pieces.slice(5).join(':')];
  };
  if (source.split(':').length < 6 || value.split(':').length < 6) return false;
  const values = cut(value);
  return cut(source).every((piece, index) => {
    const wild = piece
      .split('\u0001')
      .flatMap((text, part) => (part === 0 ? [text] : [{ literal: '*' }, text]));
    return expression(wild).test(values[index]!);
  });
}

function compares(operator: string, value: string, wanted: string): boolean {
  const isDate = operator.startsWith('Date');
  const left = isDate ? Date.parse(value) : Number(value);
  const right = isDate ? Date.parse(wanted) : Number(wanted);
  const relation = operator.replace(/^(Date|Numeric)/, '');
  if (relation === 'Equals') return left === right;
  if (relation.endsWith('Equals') && left === right) return true;
  return relation.startsWith('Less') ? left < right : left > right;
}

/** IPv4 only, as text of bits. */
function inBlock(value: string, block: string): boolean {
  const bits = (text: string): string =>
    text
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [base = '', length = '32'] = block.split('/');
  return bits(value).slice(0, Number(length)) === bits(base).slice(0, Number(length));
}
