/** What a policy's conditions may ask about a request; each key is answered when it is asked for (IAM User Guide, "AWS global condition context keys"). */
import { domainOf } from '../../contract/arn.js';
import type { ActionRequest } from '../../contract/call.js';
import { principalContext } from '../../iam/principal.js';
import type { ContextKeys, ContextValue } from '../../iam/request-context.js';
import { placeOf } from '../services/organizations/service-control.js';
import type { Scene } from '../scene.js';
import type { ResourceRecord } from '../world/state.js';
import type { ActorPolicies } from './actor-policies.js';

export interface RequestFacts {
  readonly request: ActionRequest;
  readonly scene: Scene;
  /** Service principals on the way, first to last. */
  readonly calledVia: readonly string[];
  readonly actor: ActorPolicies;
  /** The resource that is asked for, where it exists. */
  readonly record: ResourceRecord | undefined;
  readonly resourceAccount: string;
}

/** The condition keys of one request; what the operation says of itself comes first. */
export function requestContext(facts: RequestFacts): ContextKeys {
  const given = facts.request.context;
  let own: ReadonlyMap<string, ContextValue> | undefined;
  return {
    get(key) {
      if (given !== undefined) {
        own ??= new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
        const value = own.get(key);
        if (value !== undefined) return value;
      }
      return keyOf(facts, key);
    },
  };
}

function keyOf(facts: RequestFacts, key: string): ContextValue | undefined {
  const { scene, calledVia, actor, record, resourceAccount } = facts;
  switch (key) {
    case 'aws:currenttime':
      return scene.now;
    case 'aws:requestedregion':
      return requestedRegion(facts.request.action, scene);
    case 'ec2:region':
      return scene.region;
    case 'aws:securetransport':
      return true;
    case 'aws:viaawsservice':
      return calledVia.length > 0;
    case 'aws:calledvia':
      return calledVia;
    case 'aws:calledviafirst':
      return calledVia[0];
    case 'aws:calledvialast':
      return calledVia.at(-1);
    case 'aws:resourceaccount':
      return resourceAccount;
    case 'aws:resourceorgid':
      return placeOf(scene.state, resourceAccount)?.organization.id;
    case 'aws:resourceorgpaths':
      return listOf(placeOf(scene.state, resourceAccount)?.path);
    case 'kms:calleraccount':
      return actor.facts.account;
    case 'kms:viaservice':
      return viaService(calledVia, scene);
    default:
      return tagOf(key, 'resourcetag', record?.tags) ?? databaseTag(key, record) ?? actorKey(actor, key);
  }
}

function actorKey({ facts, principal }: ActorPolicies, key: string): ContextValue | undefined {
  switch (key) {
    case 'aws:userid':
      return facts.userId === '' ? undefined : facts.userId;
    case 'aws:sourceidentity':
      return facts.session?.sourceIdentity ?? undefined;
    case 'aws:tokenissuetime':
      return facts.issuedAt ?? undefined;
    case 'aws:multifactorauthpresent':
      // Only temporary credentials carry it, and nobody here signs in with MFA.
      return facts.issuedAt === null ? undefined : false;
    case 'aws:principalorgid':
      return facts.organization?.organization.id;
    case 'aws:principalorgpaths':
      return listOf(facts.organization?.path);
    default:
      return tagOf(key, 'principaltag', facts.tags) ?? principalContext(principal).get(key);
  }
}

function listOf(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value];
}

/** The value behind `aws:ResourceTag/name`, `iam:ResourceTag/name`, …; tag keys are compared without case. */
function tagOf(
  key: string,
  word: string,
  tags: Readonly<Record<string, string>> | undefined,
): string | undefined {
  const slash = key.indexOf('/');
  if (slash < 0 || tags === undefined || !key.slice(0, slash).endsWith(`:${word}`)) return undefined;
  const wanted = key.slice(slash + 1);
  for (const [name, value] of Object.entries(tags)) if (name.toLowerCase() === wanted) return value;
  return undefined;
}

function databaseTag(key: string, record: ResourceRecord | undefined): string | undefined {
  if (!key.startsWith('rds:')) return undefined;
  if (record?.type === 'AWS::RDS::DBInstance') return tagOf(key, 'db-tag', record.tags);
  return record?.type === 'AWS::RDS::DBCluster' ? tagOf(key, 'cluster-tag', record.tags) : undefined;
}

/** Where the services live that a partition has once, whatever region a request was signed for. */
const globalRegions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: { iam: 'us-east-1', organizations: 'us-east-1', route53: 'us-east-1', cloudfront: 'us-east-1' },
  'aws-cn': {
    iam: 'cn-north-1',
    organizations: 'cn-northwest-1',
    route53: 'cn-northwest-1',
    cloudfront: 'cn-northwest-1',
  },
  'aws-us-gov': { iam: 'us-gov-west-1', organizations: 'us-gov-west-1', route53: 'us-gov-west-1' },
};

function requestedRegion(action: string, { partition, region }: Scene): string {
  return globalRegions[partition]?.[action.slice(0, action.indexOf(':'))] ?? region;
}

/** `dynamodb.cn-north-1.amazonaws.com.cn`, where the last service on the way is DynamoDB. */
function viaService(calledVia: readonly string[], { region, partition }: Scene): string | undefined {
  const last = calledVia.at(-1);
  return last === undefined ? undefined : `${last.split('.', 1)[0] ?? ''}.${region}.${domainOf(partition)}`;
}
