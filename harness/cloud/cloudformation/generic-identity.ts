/**
 * Which identifiers a resource gets whose type has no service behind it, and what its attributes read. Modeled from the
 * type's published identifiers, attributes and ARN form; the same resource always reads the same.
 */
import { iamService } from '../../catalog/iam-actions.js';
import type { ResourceType } from '../../catalog/resource-types.js';
import { domainOf } from '../../contract/arn.js';
import type { Json, JsonObject } from '../../contract/json.js';
import type { CallContext } from '../call-context.js';
import { physicalName } from '../physical-name.js';
import type { ResourceRecord } from '../world/state.js';
import type { GenericBody } from './generic-record.js';
import { iamPrefix } from './iam-prefix.js';
import { scalarText } from './json-shape.js';

/** What EC2 writes before its ids. */
const idPrefixes: Readonly<Record<string, string>> = {
  EIP: 'eipalloc',
  Instance: 'i',
  InternetGateway: 'igw',
  LaunchTemplate: 'lt',
  NatGateway: 'nat',
  NetworkAcl: 'acl',
  NetworkInterface: 'eni',
  RouteTable: 'rtb',
  SecurityGroup: 'sg',
  TransitGateway: 'tgw',
  VPCEndpoint: 'vpce',
  Volume: 'vol',
};

const idDigits = 17;

/** The physical id, which is what `Ref` gives, and the ARN of a new resource. */
export function genericIdentity(
  type: ResourceType,
  properties: JsonObject,
  context: CallContext,
): { readonly id: string; readonly arn: string } {
  const short = shortName(type);
  const made = new Map<string, string>();
  const madeId = (): string =>
    `${idPrefixes[short] ?? short.toLowerCase()}-${context.transaction.hex(`generic id ${type.name}`, idDigits)}`;
  const partOf = (name: string): string => {
    const known = made.get(name) ?? scalarText(properties[name]);
    if (known !== undefined) return known;
    const part = name.endsWith('Id') ? madeId() : physicalName(context, { maximum: 63 });
    made.set(name, part);
    return part;
  };
  const identifiers = type.refIdentifier.length > 0 ? type.refIdentifier : ['Id'];
  const plain = [...identifiers, ...type.primaryIdentifier].find((name) => !/Arn$/i.test(name));
  const main =
    plain === undefined
      ? (scalarText(properties[`${short}Name`]) ?? scalarText(properties['Name']))
      : undefined;
  const base = main ?? partOf(plain ?? 'Name');
  const arn = genericArn(type, properties, base, context);
  const ids = identifiers.map((name) =>
    /Arn$/i.test(name) ? (scalarText(properties[name]) ?? arn) : partOf(name),
  );
  return { id: ids.join('|'), arn };
}

function shortName(type: ResourceType): string {
  return type.name.split('::').at(-1) ?? '';
}

function genericArn(type: ResourceType, properties: JsonObject, id: string, context: CallContext): string {
  const { partition, region, account } = context;
  const template = type.arnTemplate ?? iamTemplate(type);
  if (template === undefined) {
    return `arn:${partition}:${iamPrefix(type)}:${region}:${account}:${shortName(type).toLowerCase()}/${id}`;
  }
  const here = template.replace(/^arn:aws[a-z-]*:/, `arn:${partition}:`);
  return here.replace(/\$\{([^}]*)\}/g, (_whole, name: string) => {
    if (name === 'Partition') return partition;
    if (name === 'Region') return region;
    if (name === 'Account' || name === 'AccountId') return account;
    return scalarText(properties[name]) ?? id;
  });
}

function iamTemplate(type: ResourceType): string | undefined {
  const wanted = shortName(type).toLowerCase();
  for (const resource of iamService(iamPrefix(type))?.resourceTypes.values() ?? []) {
    if (resource.name.replaceAll('-', '').toLowerCase() === wanted) return resource.arn;
  }
  return undefined;
}

const listed = /(Ids|Arns|Servers|Entries|Addresses|Associations|Blocks|Names|Urls|Groups|Endpoints|Zones)$/;

/** Every attribute of the type's, by name. */
export function genericAttributes(type: ResourceType, record: ResourceRecord<GenericBody>): JsonObject {
  return Object.fromEntries(type.attributes.map((name) => [name, genericAttribute(type, record, name)]));
}

function genericAttribute(type: ResourceType, record: ResourceRecord<GenericBody>, name: string): Json {
  const given = record.body.properties[name];
  if (given !== undefined) return given;
  const place = type.refIdentifier.indexOf(name);
  if (place >= 0) return record.id.split('|')[place] ?? record.id;
  const value = madeAttribute(type, record, name);
  return listed.test(name) ? [value] : value;
}

function madeAttribute(type: ResourceType, record: ResourceRecord<GenericBody>, name: string): string {
  const { arn, incarnation, region, createdAt } = record;
  const last = name.split('.').at(-1) ?? name;
  if (/^(Arn|ARN)$/.test(last) || last.toLowerCase() === `${shortName(type)}arn`.toLowerCase()) return arn;
  if (/Arns?$/i.test(last)) return `${arn}/${dashed(last)}`;
  if (/(Time|Date|At|Timestamp)$/.test(last)) return new Date(createdAt).toISOString();
  if (/(Status|State)$/.test(last)) return 'ACTIVE';
  if (/Version(Number)?$/.test(last)) return '1';
  if (last.endsWith('Port')) return scalarText(record.body.properties['Port']) ?? '443';
  const host = `${incarnation}.${iamPrefix(type)}.${region}.${domainOf(arn.split(':')[1] ?? 'aws')}`;
  if (/(Url|URL|Uri)$/.test(last)) return `https://${host}/`;
  if (/(Endpoint|Address|Hostname|HostName|DNSName|DnsName|DomainName|Domain|Servers)$/.test(last))
    return host;
  if (/Ids?$/.test(last)) return `${dashed(last).replace(/-?ids?$/, '') || 'id'}-${incarnation}`;
  return `${record.id}-${dashed(last)}`;
}

function dashed(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
