/** What the world must know of services to run ahead: how records are observed, and what events do. */
import type { RecordModel } from './model.js';
import type { QueuedEvent } from './state.js';
import type { Transaction } from './transaction.js';

export type EventHandler = (transaction: Transaction, event: QueuedEvent) => void;

export interface WorldModel extends RecordModel {
  readonly handler: (name: string) => EventHandler;
}
