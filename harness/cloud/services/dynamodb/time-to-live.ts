/** Time to live: items go some time after the moment that one of their attributes names. */
import type {
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput,
  UpdateTimeToLiveCommandInput,
  UpdateTimeToLiveCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { required } from '../../input-check.js';
import { sameIncarnation } from '../../records-at.js';
import { operation } from '../../service.js';
import type { Item } from './attribute-value.js';
import { itemsOf, itemsPrefix, writeItem } from './item-store.js';
import type { TableBody, TableRecord } from './table.js';
import { changeTable, requireActive, tableArnOf, tableNamed, tablePlace } from './table.js';
import { invalid } from './table-settings.js';

/** Modeled: AWS says within a few days of the time named (Developer Guide, "Using time to live (TTL)"). */
const deletionDelay = 24 * 3600;
/** A change of the setting takes up to an hour; until then it cannot be changed again. */
const settling = 3600;
const fiveYears = 5 * 365 * 24 * 3600;

const update = operation<UpdateTimeToLiveCommandInput, UpdateTimeToLiveCommandOutput>({
  readOnly: false,
  actions: (input, scene) => [
    { action: 'dynamodb:UpdateTimeToLive', resources: [tableArnOf(input.TableName, scene)] },
  ],
  run: (input, context) => {
    const table = tableNamed(context, input.TableName);
    const wanted = required(input.TimeToLiveSpecification, 'TimeToLiveSpecification');
    const attribute = required(wanted.AttributeName, 'TimeToLiveSpecification.AttributeName');
    const enabled = required(wanted.Enabled, 'TimeToLiveSpecification.Enabled');
    // A stack sets it as part of creating the table: CloudFormation itself waits for the table first.
    if (context.standing.member === null) requireActive(table);
    const { timeToLive } = table.body;
    if (timeToLive !== null && context.now - timeToLive.changedAt < settling * 1000) {
      throw invalid('Time to live has been modified multiple times within a fixed interval');
    }
    if ((timeToLive?.enabled ?? false) === enabled) {
      throw invalid(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
    }
    if (!enabled && timeToLive?.attribute !== attribute) {
      throw invalid(
        'TimeToLive is active on a different AttributeName: current AttributeName is ' +
          (timeToLive?.attribute ?? ''),
      );
    }
    const changed = changeTable(context, table, {
      timeToLive: { attribute, enabled, changedAt: context.now },
    });
    planExpiries(context, changed);
    return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled } };
  },
});

const describe = operation<DescribeTimeToLiveCommandInput, DescribeTimeToLiveCommandOutput>({
  readOnly: true,
  actions: (input, scene) => [
    { action: 'dynamodb:DescribeTimeToLive', resources: [tableArnOf(input.TableName, scene)] },
  ],
  run: (input, context) => {
    const { timeToLive } = tableNamed(context, input.TableName).body;
    if (timeToLive === null) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
    const settled = context.now - timeToLive.changedAt >= settling * 1000;
    if (!timeToLive.enabled && settled) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
    const [done, doing] = timeToLive.enabled
      ? (['ENABLED', 'ENABLING'] as const)
      : (['DISABLED', 'DISABLING'] as const);
    return {
      TimeToLiveDescription: {
        AttributeName: timeToLive.attribute,
        TimeToLiveStatus: settled ? done : doing,
      },
    };
  },
});

/** The virtual time at which an item goes; undefined where it stays. */
function expiryOf(body: TableBody, item: Item, now: number): number | undefined {
  if (body.timeToLive?.enabled !== true) return undefined;
  const value = item[body.timeToLive.attribute];
  const seconds = value !== undefined && 'N' in value ? Number(value.N) : Number.NaN;
  // "Items with a TTL older than five years are not deleted", so that a wrong unit does no harm.
  if (Number.isNaN(seconds) || seconds < now / 1000 - fiveYears) return undefined;
  return Math.max(seconds * 1000, body.timeToLive.changedAt) + deletionDelay * 1000;
}

/** Plans the next deletion over all items; cancels the one that was planned. */
function planExpiries(context: CallContext, table: TableRecord): void {
  let next = Number.POSITIVE_INFINITY;
  for (const [, item] of itemsOf(context.state, itemsPrefix(table))) {
    next = Math.min(next, expiryOf(table.body, item, context.now) ?? next);
  }
  plan(context, table, next);
}

/** Plans the deletion of one item that was just written, where it is sooner than what is planned. */
export function planExpiry(context: CallContext, table: TableRecord, item: Item): void {
  const time = expiryOf(table.body, item, context.now);
  if (time !== undefined && time < (table.body.expiry?.time ?? Number.POSITIVE_INFINITY))
    plan(context, table, time);
}

function plan(context: CallContext, table: TableRecord, time: number): void {
  if (table.body.expiry !== null) context.transaction.cancel(table.body.expiry.event);
  if (time === Number.POSITIVE_INFINITY) {
    if (table.body.expiry !== null) changeTable(context, table, { expiry: null });
    return;
  }
  const { id, incarnation } = table;
  const seconds = Math.max(0, (time - context.now) / 1000);
  const about = context.key(tablePlace(context), id);
  const event = context.schedule(seconds, 'dynamodb.items-expire', { id, incarnation }, about);
  changeTable(context, table, { expiry: { event, time } });
}

function itemsExpire(context: CallContext, payload: JsonObject): void {
  const found = sameIncarnation<TableBody>(context.state, tablePlace(context), payload);
  if (found === undefined || found.body.status === 'DELETING') return;
  let table = changeTable(context, found, { expiry: null });
  for (const [key, item] of itemsOf(context.state, itemsPrefix(table))) {
    const time = expiryOf(table.body, item, context.now);
    if (time !== undefined && time <= context.now) table = writeItem(context, table, key, null);
  }
  planExpiries(context, table);
}

export const timeToLiveOperations = { DescribeTimeToLive: describe, UpdateTimeToLive: update };
export const timeToLiveEvents = { 'dynamodb.items-expire': itemsExpire };
