/** Random policies, principals and requests from small vocabularies, so that they often meet. */

import * as fc from 'fast-check';
import type { Actor, Case, Facts, Json } from './naive-evaluator.js';

const own = '111122223333';
const other = '222222222222';
const userArn = `arn:aws:iam::${own}:user/alice`;
const roleArn = `arn:aws:iam::${own}:role/deploy`;
const sessionArn = `arn:aws:sts::${own}:assumed-role/deploy/run`;
const federatedArn = `arn:aws:sts::${own}:federated-user/alice`;
const linkedRole = `arn:aws:iam::${own}:role/aws-service-role/ecs.amazonaws.com/Linked`;

const actors: readonly Actor[] = [
  { type: 'user', arn: userArn, account: own },
  { type: 'session', arn: sessionArn, behind: roleArn, account: own },
  { type: 'session', arn: `arn:aws:sts::${own}:assumed-role/Linked/x`, behind: linkedRole, account: own },
  { type: 'federated', arn: federatedArn, behind: userArn, account: own },
  { type: 'root', arn: `arn:aws:iam::${own}:root`, account: own },
  { type: 'service', arn: 'lambda.amazonaws.com', account: '' },
  { type: 'anonymous', arn: '', account: '' },
];

const actions = ['s3:GetObject', 's3:PutObject', 'iam:PassRole', 'kms:Decrypt', 'sts:AssumeRole'];
const actionPatterns = [
  ...actions,
  '*',
  's3:*',
  'S3:get*',
  '*:*Object',
  'sts:?ssumeRole',
  'kms:*',
  'iam:Pass*',
];
const resources = [
  'arn:aws:s3:::ledger/alice/a:b',
  'arn:aws:s3:::ledger/*',
  'arn:aws:s3:::ledger/blue/x.csv',
  `arn:aws:kms:us-east-1:${own}:key/1`,
  roleArn,
  '*',
];
const resourcePatterns = [
  ...resources,
  'arn:aws:s3:::*',
  'arn:aws:s3:::ledger/*/x.cs?',
  'arn:aws:s3:::ledger/${aws:username}/*',
  "arn:aws:s3:::ledger/${aws:PrincipalTag/team, 'blue'}/*",
  'arn:aws:s3:::ledger/${aws:PrincipalTag/team}*',
  'arn:aws:s3:::ledger/${*}',
  'arn:aws:kms:*:*:key/?',
  `arn:aws:iam::${own}:role/*`,
];

const text = [
  'alice',
  'blue',
  'Blue',
  'bl*',
  '',
  '*',
  '${aws:username}',
  '${aws:PrincipalTag/team}',
  '${*}',
  'b?ue',
];
const arns = [
  roleArn,
  userArn,
  'arn:aws:iam::*:role/*',
  'arn:*:*:*:*:user/${aws:username}',
  'arn:aws:iam::1111*:*',
  'arn:aws:iam::${aws:PrincipalAccount}:role/d*',
];
const days = ['2025-01-01T00:00:00Z', '2025-06-15', '2025-12-31T23:59:59Z'];
const numbers = ['0', '5', '10', '10.5'];
const blocks = ['10.0.0.0/8', '10.1.2.3', '192.168.16.0/20', '0.0.0.0/0'];

interface Family {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

const likes = ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'];
const relations = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const strings = likes.map((name) => `String${name}`);
const singleKeys = ['aws:username', 'aws:PrincipalTag/team', 'AWS:ResourceTag/Team'];
const families: readonly Family[] = [
  { operators: strings, keys: singleKeys, values: text },
  {
    operators: strings.flatMap((name) => [`ForAllValues:${name}`, `ForAnyValue:${name}`]),
    keys: ['aws:TagKeys', 'aws:username'],
    values: text,
  },
  {
    operators: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
    keys: ['aws:PrincipalArn'],
    values: arns,
  },
  { operators: relations.map((name) => `Numeric${name}`), keys: ['s3:max-keys'], values: numbers },
  { operators: relations.map((name) => `Date${name}`), keys: ['aws:TokenIssueTime'], values: days },
  { operators: ['Bool'], keys: ['aws:SecureTransport'], values: ['true', 'false'] },
  { operators: ['IpAddress', 'NotIpAddress'], keys: ['aws:SourceIp'], values: blocks },
];

const some = (values: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(fc.constantFrom(...values), fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }));

const condition: fc.Arbitrary<[string, string, string | string[]]> = fc.oneof(
  fc.constantFrom(...families).chain((family) =>
    fc.tuple(
      fc
        .tuple(fc.constantFrom(...family.operators), fc.boolean())
        .map(([operator, ifExists]) => (ifExists ? `${operator}IfExists` : operator)),
      fc.constantFrom(...family.keys),
      some(family.values),
    ),
  ),
  fc.tuple(
    fc.constant('Null'),
    fc.constantFrom(...families.flatMap((family) => family.keys)),
    fc.constantFrom('true', 'false'),
  ),
);

const conditions = fc.array(condition, { maxLength: 2 }).map((chosen) => {
  const element: Record<string, Json> = {};
  for (const [operator, key, value] of chosen) element[operator] = { ...element[operator], [key]: value };
  return element;
});

const everyone = fc.constantFrom<unknown>('*', { AWS: '*' });
const named = fc.constantFrom(
  own,
  other,
  `arn:aws:iam::${own}:root`,
  userArn,
  roleArn,
  sessionArn,
  federatedArn,
  `arn:aws:iam::${own}:user/bob`,
);
const principal: fc.Arbitrary<unknown> = fc.oneof(
  everyone,
  fc.array(named, { minLength: 1, maxLength: 2 }).map((AWS) => ({ AWS })),
  fc.constantFrom({ Service: 'lambda.amazonaws.com' }, { Service: ['ec2.amazonaws.com'], AWS: userArn }),
);
const notPrincipal: fc.Arbitrary<unknown> = fc.constantFrom(
  { AWS: [own, userArn] },
  { AWS: [own, roleArn, sessionArn] },
  { AWS: [own, roleArn] },
  { AWS: own },
  { Service: 'lambda.amazonaws.com' },
);

type Kind = 'identity' | 'rcp' | 'resource' | 'trust';

/** A statement; Deny is the rarer effect, so that enough requests are allowed to tell apart. */
function statement(kind: Kind): fc.Arbitrary<Json> {
  const stsOnly = ['sts:*', 'sts:AssumeRole', 'STS:a*'];
  const serviceOnly = ['s3:*', 'kms:*', 'sts:?ssumeRole'];
  const patterns = kind === 'trust' ? stsOnly : kind === 'rcp' ? serviceOnly : actionPatterns;
  const negations = kind === 'trust' || kind === 'rcp' ? 0 : 1;
  return fc
    .record({
      Effect: fc.constantFrom(...(kind === 'rcp' ? ['Deny'] : ['Allow', 'Allow', 'Allow', 'Deny'])),
      action: fc.tuple(oneOf(['Action', 4], ['NotAction', negations]), some(patterns)),
      resource: fc.tuple(oneOf(['Resource', 5], ['NotResource', 1]), some(resourcePatterns)),
      Condition: conditions,
      wide: fc.integer({ min: 0, max: 4 }),
      principal,
      notPrincipal: fc.option(notPrincipal, { freq: 3 }),
    })
    .map(({ Effect, action, resource, Condition, wide, ...who }) => {
      const result: Record<string, unknown> = { Effect };
      // Wide statements keep the share of allowed requests up.
      if (wide === 0 && kind !== 'rcp') result['Action'] = kind === 'trust' ? 'sts:*' : '*';
      else result[action[0]] = action[1];
      if (kind !== 'trust') {
        if (wide <= 1) result['Resource'] = '*';
        else result[resource[0]] = resource[1];
      }
      if (wide !== 0) result['Condition'] = Condition;
      if (kind === 'rcp') result['Principal'] = '*';
      else if (kind === 'resource' && Effect === 'Deny' && who.notPrincipal !== null)
        result['NotPrincipal'] = who.notPrincipal;
      else if (kind !== 'identity') result['Principal'] = who.principal;
      return result;
    });
}

function oneOf(...weighted: readonly [name: string, weight: number][]): fc.Arbitrary<string> {
  return fc.constantFrom(...weighted.flatMap(([name, weight]) => Array.from({ length: weight }, () => name)));
}

function document(kind: Kind, versions: readonly string[] = ['2012-10-17']): fc.Arbitrary<Json> {
  return fc
    .record({
      Version: fc.constantFrom(...versions),
      Statement: fc.array(statement(kind), { minLength: 1, maxLength: 3 }),
    })
    .map((made) => ({ ...made }));
}

const full: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const fullForResources: Json = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

const bothVersions = ['2012-10-17', '2012-10-17', '2008-10-17'];

export const identityPolicy = document('identity', bothVersions);
export const serviceControlPolicy = document('identity');
const maybeFull = (inner: fc.Arbitrary<Json>, whole: Json): fc.Arbitrary<Json> =>
  fc.oneof(inner, fc.constant(whole));

const facts: fc.Arbitrary<Facts> = fc
  .record(
    {
      'aws:username': fc.constantFrom(['alice'], ['blue'], ['*']),
      'aws:principaltag/team': fc.constantFrom(['blue'], ['Blue'], ['alice'], ['']),
      'aws:resourcetag/team': fc.constantFrom(['blue'], ['alice']),
      'aws:principalaccount': fc.constant([own]),
      'aws:principalarn': fc.constantFrom([roleArn], [userArn]),
      'aws:tagkeys': fc.constantFrom([], [''], ['blue'], ['blue', 'alice'], ['owner', 'Blue'], ['', 'blue']),
      's3:max-keys': fc.constantFrom(['0'], ['5'], ['10'], ['1000']),
      'aws:tokenissuetime': fc.constantFrom(
        ['2025-06-15T00:00:00Z'],
        ['2025-03-03T03:03:03Z'],
        ['2026-01-01T00:00:00Z'],
      ),
      'aws:securetransport': fc.constantFrom(['true'], ['false']),
      'aws:sourceip': fc.constantFrom(['10.1.2.3'], ['192.168.31.255'], ['192.168.32.0']),
    },
    { requiredKeys: [] },
  )
  .map((made) => made as Facts);

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

export const randomCase: fc.Arbitrary<Case> = fc
  .constantFrom<Case['resourceKind']>('resource', 'key', 'trust')
  .chain((resourceKind) =>
    fc.record({
      actor: fc.constantFrom(actors[0]!, actors[1]!, actors[1]!, ...actors),
      action: resourceKind === 'trust' ? fc.constant('sts:AssumeRole') : fc.constantFrom(...actions),
      resource: resourceKind === 'trust' ? fc.constant(roleArn) : fc.constantFrom(...resources),
      owner: fc.constantFrom(own, own, other),
      facts,
      identity: fc.array(maybeFull(identityPolicy, full), { maxLength: 2 }),
      boundary: optional(maybeFull(identityPolicy, full)),
      session: optional(fc.array(maybeFull(identityPolicy, full), { minLength: 1, maxLength: 2 })),
      scp: optional(
        fc.array(fc.array(maybeFull(serviceControlPolicy, full), { minLength: 1, maxLength: 2 }), {
          maxLength: 2,
        }),
      ),
      rcp: optional(
        fc.array(
          optional(document('rcp')).map((deny) => (deny ? [fullForResources, deny] : [fullForResources])),
          {
            maxLength: 2,
          },
        ),
      ),
      resourcePolicy: optional(
        resourceKind === 'trust' ? document('trust') : document('resource', bothVersions),
      ),
      resourceKind: fc.constant(resourceKind),
    }),
  );
