/** Access keys of users: the record, how it is found by its id alone, and who has which. */
import type { Actor, ChainLink } from '../../../contract/actor.js';
import { parseArn } from '../../../contract/arn.js';
import { plainObservation } from '../../../contract/plain-observation.js';
import type { ResourceKind } from '../../world/model.js';
import { resourceAt, type ResourceRecord, type State } from '../../world/state.js';
import type { InAccount } from './holder.js';

export const accessKeyType = 'AWS::IAM::AccessKey';

export type AccessKeyBody = {
  readonly user: string;
  readonly active: boolean;
  /** The chain of who made it, where that was somebody else: who holds the key came by them. */
  readonly madeBy?: readonly Readonly<Pick<ChainLink, 'arn' | 'by'>>[];
};

/**
 * The chain that a new key of a user goes on from. A user's own key begins a chain, and so does one that the account's
 * owner hands out; one that somebody else makes does not make them another actor: budgets, revocations and approvals
 * count by who began.
 */
export function chainOfKey(maker: Actor, userArn: string): Pick<AccessKeyBody, 'madeBy'> {
  const isOwners = maker.chain.length === 1 && parseArn(maker.root)?.resource === 'root';
  return isOwners || maker.root === userArn ? {} : { madeBy: maker.chain };
}

export const accessKeyKind: ResourceKind = {
  type: accessKeyType,
  indexes: (record) => {
    const { user } = record.body as AccessKeyBody;
    return [`access-key/${record.id}`, `access-keys-of/${record.account}/${user}/${record.id}`];
  },
  observe: (record) => {
    const { user, active } = record.body as AccessKeyBody;
    return plainObservation({ serving: active, configuration: { user } });
  },
};

/** A user's access key by its id alone, in whatever account it is. */
export function findAccessKey(state: State, id: string): ResourceRecord<AccessKeyBody> | undefined {
  const key = state.get(`i/access-key/${id}`);
  return typeof key === 'string' ? resourceAt<AccessKeyBody>(state, key) : undefined;
}

/** A user's access keys, by id. */
export function keysOf({ state, account }: InAccount, user: string): ResourceRecord<AccessKeyBody>[] {
  const records: ResourceRecord<AccessKeyBody>[] = [];
  for (const [, key] of state.withPrefix(`i/access-keys-of/${account}/${user}/`)) {
    const record = typeof key === 'string' ? resourceAt<AccessKeyBody>(state, key) : undefined;
    if (record !== undefined) records.push(record);
  }
  return records;
}
