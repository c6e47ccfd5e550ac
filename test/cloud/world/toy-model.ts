/**
 * A small world for tests of the world itself: lamps that burn out, are switched, chained and protected. No service, no
 * IAM: only records, events and observations.
 */
import type { JsonObject } from '../../../harness/contract/json.js';
import { plainObservation } from '../../../harness/contract/plain-observation.js';
import type { EventHandler, WorldModel } from '../../../harness/cloud/world/world-model.js';
import type { ResourcePlace, ResourceRecord } from '../../../harness/cloud/world/state.js';
import { resourceKey } from '../../../harness/cloud/world/state.js';
import type { Standing } from '../../../harness/cloud/world/standing.js';
import type { Transaction } from '../../../harness/cloud/world/transaction.js';

export type Lamp = {
  readonly lit: boolean;
  readonly guarded: boolean;
  readonly oil: number;
  readonly burnsOut: string | null;
};

export const lampPlace: ResourcePlace = { type: 'Toy::Lamp', account: '111122223333', region: 'cn-north-1' };

const arn = 'arn:aws-cn:iam::111122223333:root';
export const standing: Standing = {
  actor: {
    principal: arn,
    account: '111122223333',
    partition: 'aws-cn',
    chain: [{ arn, by: 'credentials' }],
    root: arn,
    accessKeyId: 'AKIATOY',
    session: null,
  },
  account: '111122223333',
  region: 'cn-north-1',
  partition: 'aws-cn',
  calledVia: [],
  member: null,
};

function lampOf(transaction: Transaction, payload: JsonObject): ResourceRecord<Lamp> | undefined {
  const lamp = transaction.resource<Lamp>(lampPlace, payload['id'] as string);
  return lamp?.incarnation === payload['incarnation'] ? lamp : undefined;
}

function change(transaction: Transaction, lamp: ResourceRecord<Lamp>, body: Partial<Lamp>): void {
  transaction.putResource({ ...lamp, body: { ...lamp.body, ...body } });
}

const handlers: Readonly<Record<string, EventHandler>> = {
  'toy.burn': (transaction, { payload }) => {
    const lamp = lampOf(transaction, payload);
    if (lamp === undefined) return;
    if (lamp.body.oil <= 1) {
      change(transaction, lamp, { oil: 0, lit: false, burnsOut: null });
      return;
    }
    const { id, incarnation } = lamp;
    const next = transaction.schedule(
      3600,
      'toy.burn',
      { id, incarnation },
      standing,
      resourceKey(lampPlace, id),
    );
    change(transaction, lamp, { oil: lamp.body.oil - 1, burnsOut: next });
  },
  'toy.remove': (transaction, { payload, checked }) => {
    const lamp = lampOf(transaction, payload);
    if (lamp === undefined) return;
    if (lamp.body.guarded && checked) {
      transaction.stop({
        origin: 'protection',
        by: 'guarded',
        action: 'toy:Remove',
        resource: lamp.arn,
        message: 'the lamp is guarded',
      });
      return;
    }
    if (lamp.body.burnsOut !== null) transaction.cancel(lamp.body.burnsOut);
    transaction.deleteResource(lamp);
    const next = payload['next'];
    if (typeof next === 'string') scheduleRemoval(transaction, next, 60, null);
  },
};

export function scheduleRemoval(
  transaction: Transaction,
  id: string,
  seconds: number,
  then: string | null,
): void {
  const lamp = transaction.resource<Lamp>(lampPlace, id);
  if (lamp === undefined) return;
  const { incarnation } = lamp;
  transaction.schedule(
    seconds,
    'toy.remove',
    { id, incarnation, next: then },
    standing,
    resourceKey(lampPlace, id),
  );
}

export function createLamp(transaction: Transaction, id: string, oil: number): void {
  if (transaction.resource<Lamp>(lampPlace, id) !== undefined) return;
  const incarnation = transaction.hex(`lamp ${id}`);
  const burnsOut =
    oil > 0
      ? transaction.schedule(3600, 'toy.burn', { id, incarnation }, standing, resourceKey(lampPlace, id))
      : null;
  transaction.putResource({
    ...lampPlace,
    id,
    arn: `arn:aws-cn:toy:cn-north-1:111122223333:lamp/${id}`,
    incarnation,
    createdAt: transaction.now,
    tags: {},
    stack: { stackName: 'street', stackId: 'street', logicalId: id },
    body: { lit: oil > 0, guarded: false, oil, burnsOut },
  });
}

export function guardLamp(transaction: Transaction, id: string, guarded: boolean): void {
  const lamp = transaction.resource<Lamp>(lampPlace, id);
  if (lamp !== undefined) change(transaction, lamp, { guarded });
}

export function toyModel(seed: number): WorldModel {
  return {
    seed,
    kind: (type) => ({
      type,
      observe: (record) => {
        const { lit, guarded, oil } = record.body as Lamp;
        return plainObservation({
          serving: lit,
          protections: guarded ? ['Guarded'] : [],
          data: { records: oil, bytes: oil * 10 },
        });
      },
    }),
    handler: (name) => {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`no handler ${name}`);
      return handler;
    },
  };
}
