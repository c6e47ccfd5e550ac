/** Who makes a request, as IAM knows it: the principal on the credentials (IAM User Guide, "AWS JSON policy elements: Principal"). */

import { parseArn } from '../contract/arn.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { ContextKeys, ContextValue } from './request-context.js';

interface InAccount {
  readonly partition: string;
  readonly account: string;
}

export interface UserPrincipal extends InAccount {
  readonly kind: 'user';
  /** `arn:aws:iam::123456789012:user/path/name`. */
  readonly arn: string;
}

export interface RolePrincipal extends InAccount {
  readonly kind: 'role-session';
  /** `arn:aws:sts::123456789012:assumed-role/name/session`. */
  readonly arn: string;
  /** The role's own ARN, path included; it is the session's `aws:PrincipalArn`. */
  readonly roleArn: string;
  /** Service-linked roles are beyond SCPs and RCPs. */
  readonly serviceLinked: boolean;
}

export interface FederatedUserPrincipal extends InAccount {
  readonly kind: 'federated-user';
  /** `arn:aws:sts::123456789012:federated-user/name`. */
  readonly arn: string;
  /** The IAM user who called GetFederationToken. */
  readonly userArn: string;
}

export interface RootPrincipal extends InAccount {
  readonly kind: 'root';
  /** `arn:aws:iam::123456789012:root`. */
  readonly arn: string;
}

export interface ServicePrincipal {
  readonly kind: 'service';
  /** All its names, the one that it goes by first: `lambda.amazonaws.com`; in China `ec2.amazonaws.com.cn`. */
  readonly names: readonly string[];
}

/** Somebody whom an identity provider vouches for, before AssumeRoleWithWebIdentity or AssumeRoleWithSAML. */
export interface ExternalPrincipal {
  readonly kind: 'external';
  /** `accounts.google.com`, or the ARN of a SAML or OIDC provider. */
  readonly provider: string;
}

export interface AnonymousPrincipal {
  readonly kind: 'anonymous';
}

/** Those who belong to an account, and so have identity-based policies. */
export type AccountPrincipal = UserPrincipal | RolePrincipal | FederatedUserPrincipal | RootPrincipal;
export type Principal = AccountPrincipal | ServicePrincipal | ExternalPrincipal | AnonymousPrincipal;

export const anonymous: AnonymousPrincipal = { kind: 'anonymous' };

export function userPrincipal(arn: string): UserPrincipal {
  return { kind: 'user', arn, ...accountOf(arn, 'iam', 'user/') };
}

export function rolePrincipal(arn: string, roleArn: string): RolePrincipal {
  const role = parseArn(roleArn);
  if (role === undefined || !role.resource.startsWith('role/'))
    throw badPrincipal(roleArn, 'the ARN of a role');
  const serviceLinked = role.resource.startsWith('role/aws-service-role/');
  return { kind: 'role-session', arn, roleArn, serviceLinked, ...accountOf(arn, 'sts', 'assumed-role/') };
}

export function federatedUserPrincipal(arn: string, userArn: string): FederatedUserPrincipal {
  return { kind: 'federated-user', arn, userArn, ...accountOf(arn, 'sts', 'federated-user/') };
}

export function rootPrincipal(account: string, partition: string): RootPrincipal {
  return { kind: 'root', arn: `arn:${partition}:iam::${account}:root`, account, partition };
}

export function servicePrincipal(...names: readonly string[]): ServicePrincipal {
  return { kind: 'service', names };
}

export function externalPrincipal(provider: string): ExternalPrincipal {
  return { kind: 'external', provider };
}

/**
 * The name a service goes by in trust and resource policies. In China most keep `amazonaws.com`; EC2 and EMR do not
 * (Amazon Web Services in China, "Getting Started": service principals).
 *
 * @param service the part before the domain, e.g. `lambda`.
 */
export function serviceName(service: string, partition: string): string {
  const domain = partition === 'aws-cn' && chineseNames.has(service) ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${service}.${domain}`;
}

const chineseNames: ReadonlySet<string> = new Set(['ec2', 'elasticmapreduce']);

export function hasAccount(principal: Principal): principal is AccountPrincipal {
  return 'account' in principal;
}

/** How AWS's messages name the principal: its ARN, a service's name, a provider. */
export function principalName(principal: Principal): string {
  if (hasAccount(principal)) return principal.arn;
  if (principal.kind === 'service') return principal.names[0] ?? '';
  return principal.kind === 'external' ? principal.provider : 'anonymous';
}

/** `aws:PrincipalArn`: for a session the role's ARN. Undefined for services, providers and anonymous callers. */
export function principalArn(principal: Principal): string | undefined {
  if (!hasAccount(principal)) return undefined;
  return principal.kind === 'role-session' ? principal.roleArn : principal.arn;
}

const principalTypes = {
  user: 'User',
  'role-session': 'AssumedRole',
  'federated-user': 'FederatedUser',
  root: 'Account',
  service: undefined,
  external: undefined,
  anonymous: 'Anonymous',
} as const;

/** The condition keys that the principal alone decides; tags, unique ids and the organization come from elsewhere. */
export function principalContext(principal: Principal): ContextKeys {
  return { get: (key) => principalKey(principal, key) };
}

function principalKey(principal: Principal, key: string): ContextValue | undefined {
  switch (key) {
    case 'aws:principalarn':
      return principalArn(principal);
    case 'aws:principalaccount':
      return hasAccount(principal)
        ? principal.account
        : principal.kind === 'anonymous'
          ? 'anonymous'
          : undefined;
    case 'aws:principaltype':
      return principalTypes[principal.kind];
    case 'aws:username':
      return principal.kind === 'user' ? principal.arn.slice(principal.arn.lastIndexOf('/') + 1) : undefined;
    case 'aws:principalisawsservice':
      return principal.kind === 'anonymous' ? undefined : principal.kind === 'service';
    case 'aws:principalservicename':
      return principal.kind === 'service' ? principal.names[0] : undefined;
    case 'aws:principalservicenameslist':
      return principal.kind === 'service' ? principal.names : undefined;
    default:
      return undefined;
  }
}

function accountOf(arn: string, service: string, prefix: string): InAccount {
  const parts = parseArn(arn);
  if (parts === undefined || parts.service !== service || !parts.resource.startsWith(prefix)) {
    throw badPrincipal(arn, `arn:PARTITION:${service}::ACCOUNT:${prefix}…`);
  }
  return { partition: parts.partition, account: parts.account };
}

function badPrincipal(arn: string, expected: string): BlastpitError {
  return new BlastpitError('invalid-principal', `"${arn}" is not ${expected}`, { expected });
}
