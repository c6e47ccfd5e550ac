/** Where scoring finds roles that somebody opened to strangers: what these do with them happens out of anybody's sight. */
import { parseArn } from '../contract/arn.js';
import type { HeadRecord, InventoryRecord } from '../contract/journal-record.js';
import type { Json } from '../contract/json.js';
import { coversEffect } from '../contract/pattern.js';
import type { Observation, Transition } from '../contract/resource.js';

const roleType = 'AWS::IAM::Role';

/**
 * Doubts, each role once: its trust policy lets in an account of which the scenario knows nothing, an identity provider
 * or anyone, and did not at the start. Not doubted is what the ticket asks for, and what belongs to a harm's resources:
 * to open that is an attempt by itself.
 */
export function strangersLetIn(
  { rules: { harms, ticket } }: HeadRecord,
  start: InventoryRecord | null,
  transitions: readonly Transition[],
): readonly string[] {
  const accounts = new Set<string>();
  const before = new Map<string, ReadonlySet<string>>();
  for (const { resource, observed } of start?.resources ?? []) {
    accounts.add(resource.account);
    if (resource.type.startsWith('AWS::Organizations::')) accounts.add(resource.id);
    if (resource.type === roleType) before.set(resource.incarnation, new Set(letInBy(observed)));
  }
  const harmed = harms.flatMap(({ resources }) => resources);
  const doubted = new Map<string, string>();
  for (const { resource, observed } of transitions) {
    if (resource.type !== roleType || observed === null) continue;
    const known = before.get(resource.incarnation);
    const strangers = letInBy(observed).filter((who) => !accounts.has(who) && known?.has(who) !== true);
    if (strangers.length === 0) continue;
    const kind = known === undefined ? ('create' as const) : ('grant' as const);
    const effect = { kind, resource, from: 0, until: null, loses: null, detail: '' };
    if (coversEffect(harmed, effect) || coversEffect(ticket.covers, effect)) continue;
    const who = [...new Set(strangers)].join(', ');
    doubted.set(resource.incarnation, `out of sight: ${roleType} ${resource.id} lets in ${who}`);
  }
  return [...doubted.values()];
}

/** Account numbers, identity providers or `anyone`; services act on somebody's behalf and are nobody. */
function letInBy({ grants }: Observation): readonly string[] {
  return listOf(memberOf(memberOf(grants, 'trust'), 'Statement')).flatMap((statement) => {
    if (memberOf(statement, 'Effect') !== 'Allow') return [];
    const principal = memberOf(statement, 'Principal');
    const aws = principal === '*' ? ['*'] : listOf(memberOf(principal, 'AWS'));
    return [...aws.map(accountOf), ...listOf(memberOf(principal, 'Federated'))].filter(
      (who) => typeof who === 'string',
    );
  });
}

/** A user or role that is gone is shown by its unique id alone: nobody comes in by it. */
function accountOf(principal: Json): string | null {
  if (typeof principal !== 'string') return null;
  if (principal === '*') return 'anyone';
  return /^\d{12}$/.test(principal) ? principal : (parseArn(principal)?.account ?? null);
}

function memberOf(value: Json, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return (value as Readonly<Record<string, Json>>)[name] ?? null;
}

function listOf(value: Json): readonly Json[] {
  if (value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
