/** The Principal and NotPrincipal elements, compiled: whom a resource-based statement names, and how directly (IAM User Guide, "AWS JSON policy elements: Principal"). */

import { hasAccount, type Principal } from './principal.js';
import { parseArn } from '../contract/arn.js';
import { nearest } from '../contract/blastpit-error.js';
import type { ProblemSink } from './policy-problem.js';

/**
 * How directly a statement names a principal; it decides which implicit denies an Allow gets past in the same account
 * ("How AWS enforcement code logic evaluates requests").
 */
export const grants = {
  none: 0,
  /** Its account is named: the account's own policies decide further. */
  account: 1,
  /** Its role (or the user it federates from) is named: boundary and session policy still limit. */
  limited: 2,
  /** It is named itself, or everyone is: no implicit deny limits. */
  direct: 3,
} as const;
export type Grant = (typeof grants)[keyof typeof grants];

/** How directly a statement names a principal, who may have a permissions boundary. */
export type PrincipalMatcher = (principal: Principal, hasBoundary: boolean) => Grant;

interface Named {
  everyone: boolean;
  readonly arns: Set<string>;
  /** Account number → the partition its ARN gave; '' for a bare number. */
  readonly accounts: Map<string, string>;
  readonly services: Set<string>;
  readonly providers: Set<string>;
}

/** Compiles a Principal element. */
export function compilePrincipal(element: unknown, path: string, problems: ProblemSink): PrincipalMatcher {
  const named = readPrincipal(element, path, problems);
  return (principal) => grantTo(named, principal);
}

/**
 * Compiles NotPrincipal, which AWS allows with Deny only. It spares a principal that is named itself; IAM's documentation asks
 * that the account, and for a session the role, be named as well, and leaves open what happens otherwise: that is an error here.
 * A principal with a permissions boundary is never spared ("Permissions boundaries for IAM entities").
 */
export function compileNotPrincipal(element: unknown, path: string, problems: ProblemSink): PrincipalMatcher {
  const named = readPrincipal(element, path, problems);
  for (const arn of named.arns) {
    const parts = parseArn(arn);
    if (parts === undefined) continue;
    const account = named.accounts.has(parts.account);
    const role = parts.resource.split('/')[1] ?? '';
    const isSession = parts.resource.startsWith('assumed-role/');
    const hasRole = !isSession || [...named.arns].some((other) => isRole(other, parts.account, role));
    if (account && hasRole) continue;
    problems.unsupported(
      path,
      `names ${arn} without its account${isSession ? ' and role' : ''}; AWS leaves open whom that denies`,
      {
        expected: `arn:${parts.partition}:iam::${parts.account}:root beside it`,
      },
    );
  }
  return (principal, hasBoundary) => (!hasBoundary && spares(named, principal) ? grants.none : grants.direct);
}

function isRole(arn: string, account: string, name: string): boolean {
  const parts = parseArn(arn);
  return (
    parts?.account === account && parts.resource.startsWith('role/') && parts.resource.endsWith(`/${name}`)
  );
}

function grantTo(named: Named, principal: Principal): Grant {
  if (named.everyone) return grants.direct;
  switch (principal.kind) {
    case 'anonymous':
      return grants.none;
    case 'service':
      return principal.names.some((name) => named.services.has(name)) ? grants.direct : grants.none;
    case 'external':
      return named.providers.has(principal.provider) ? grants.direct : grants.none;
    case 'root':
      return namesAccount(named, principal) ? grants.direct : grants.none;
    default: {
      if (named.arns.has(principal.arn)) return grants.direct;
      const behind =
        principal.kind === 'role-session'
          ? principal.roleArn
          : principal.kind === 'federated-user'
            ? principal.userArn
            : undefined;
      if (behind !== undefined && named.arns.has(behind)) return grants.limited;
      return namesAccount(named, principal) ? grants.account : grants.none;
    }
  }
}

function namesAccount(named: Named, principal: { account: string; partition: string }): boolean {
  const partition = named.accounts.get(principal.account);
  return partition === '' || partition === principal.partition;
}

function spares(named: Named, principal: Principal): boolean {
  if (named.everyone) return true;
  if (hasAccount(principal) && principal.kind !== 'root') return named.arns.has(principal.arn);
  return grantTo(named, principal) === grants.direct;
}

const kinds = ['AWS', 'Service', 'Federated'];

function readPrincipal(element: unknown, path: string, problems: ProblemSink): Named {
  const named: Named = {
    everyone: false,
    arns: new Set(),
    accounts: new Map(),
    services: new Set(),
    providers: new Set(),
  };
  if (element === '*') named.everyone = true;
  else if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    problems.malformed(path, 'must be "*" or an object', {
      expected: '{ "AWS": "123456789012" }',
      awsMessage: `Invalid principal in policy: ${JSON.stringify(element)}`,
    });
  } else {
    const entries: [string, unknown][] = Object.entries(element);
    if (entries.length === 0)
      problems.malformed(path, 'names nobody', { expected: '{ "AWS": "123456789012" }' });
    for (const [kind, value] of entries) readEntries(named, kind, value, `${path}.${kind}`, problems);
  }
  return named;
}

function readEntries(named: Named, kind: string, value: unknown, path: string, problems: ProblemSink): void {
  if (kind === 'CanonicalUser') {
    problems.unsupported(path, 'canonical user ids are not supported', { alternatives: kinds });
    return;
  }
  if (!kinds.includes(kind)) {
    const near = nearest(kind, kinds);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    problems.malformed(path, `no kind of principal "${kind}"${hint}`, {
      alternatives: kinds,
      awsMessage: `Invalid principal in policy: "${kind.toUpperCase()}":${JSON.stringify(value)}`,
    });
    return;
  }
  for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
    const awsMessage = `Invalid principal in policy: "${kind.toUpperCase()}":${JSON.stringify(item)}`;
    const text = typeof item === 'string' ? item : '';
    const understood =
      kind === 'AWS'
        ? readAws(named, text, path, problems)
        : readName(kind === 'Service' ? named.services : named.providers, text);
    if (!understood) {
      problems.malformed(
        path,
        `${JSON.stringify(item)} is not a principal; a wildcard stands only alone, as "*"`,
        {
          expected:
            kind === 'AWS' ? 'an account number, or the ARN of an account, user, role or session' : 'a name',
          awsMessage,
        },
      );
    }
  }
}

function readName(into: Set<string>, text: string): boolean {
  if (text === '' || /[*?]/.test(text)) return false;
  into.add(text);
  return true;
}

/** Reads an entry under `AWS`; false where AWS would refuse it. */
function readAws(named: Named, text: string, path: string, problems: ProblemSink): boolean {
  if (text === '*') named.everyone = true;
  else if (/^\d{12}$/.test(text)) named.accounts.set(text, '');
  else if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(text)) {
    problems.unsupported(path, `"${text}" is the unique id of a principal; name it by its ARN`);
  } else {
    const parts = parseArn(text);
    if (parts === undefined || /[*?]/.test(text) || !/^(\d{12}|cloudfront)$/.test(parts.account))
      return false;
    if (parts.service === 'iam' && parts.resource === 'root')
      named.accounts.set(parts.account, parts.partition);
    else if (parts.service === 'iam' && /^(user|role)\/./.test(parts.resource)) named.arns.add(text);
    else if (parts.service === 'sts' && /^(assumed-role\/[^/]+\/.|federated-user\/.)/.test(parts.resource))
      named.arns.add(text);
    else return false;
  }
  return true;
}
