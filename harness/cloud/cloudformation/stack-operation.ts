/** How far a stack's operation has come. It stays with the stack until the next one begins. */
import type { JsonObject } from '../../contract/json.js';
import type { Standing } from '../world/standing.js';
import type { State } from '../world/state.js';
import type { Plan } from './plan.js';
import { operationKey, type StackStatus } from './stack-record.js';

export type Phase =
  | 'create'
  | 'create-rollback'
  | 'delete'
  | 'update'
  | 'update-cleanup'
  | 'update-rollback'
  | 'update-rollback-cleanup';

export type OnFailure = 'DELETE' | 'DO_NOTHING' | 'ROLLBACK';

/** The operation of the stack that a stack is nested in, which goes on once this one has got so far. */
export type StackWaiter = {
  readonly stack: string;
  readonly operation: string;
  /** The nested stack's logical id there. */
  readonly logicalId: string;
  readonly goal: 'clean-up' | 'create' | 'delete' | 'restore' | 'update';
};

export type StackOperation = {
  readonly id: string;
  /** The API operation that began it, with its token where it has one. */
  readonly request: string;
  readonly token: string | null;
  /** Key of the change set that it executes; absent where it executes none. */
  readonly changeSet?: string;
  readonly phase: Phase;
  readonly plan: Plan;
  /** One letter for each step: waiting, running, done, failed, or cancelled and still running. */
  readonly progress: string;
  /** Steps that are running. */
  readonly open: number;
  /** Why no further step begins; null while nothing is wrong. */
  readonly failing: string | null;
  /** On whose behalf the stack is to be deleted as soon as nothing is running; null where it is not. */
  readonly deleter: JsonObject | null;
  readonly onFailure: OnFailure;
  /** Who waits for it; null where nobody does. */
  readonly waiter: StackWaiter | null;
  /** Logical ids to leave where they are: retained, or skipped in a rollback. */
  readonly leave: readonly string[];
  readonly force: boolean;
  /** Stack policy for this update alone; null for the stack's own. */
  readonly policy: string | null;
  /** Where the stack goes back to if the operation is refused. */
  readonly statusBefore: StackStatus | null;
  /** Key of the event at which a creation takes too long; null where it may take its time. */
  readonly deadline: string | null;
  /** Names of the exports that the stack imports. */
  readonly imports: readonly string[];
  /** How many events the stack has had. */
  readonly events: number;
};

export const stepLetters = { waiting: 'w', running: 'r', done: 'd', failed: 'f', cancelled: 'c' } as const;
export type StepLetter = (typeof stepLetters)[keyof typeof stepLetters];

export function operationAt(state: State, stackId: string): StackOperation | undefined {
  return state.get(operationKey(stackId)) as StackOperation | undefined;
}

// A standing is plain JSON whose interfaces do not say so: only these two functions rely on it.

export function storedStanding(standing: Standing): JsonObject {
  return standing as unknown as JsonObject;
}

export function standingIn(stored: JsonObject): Standing {
  return stored as unknown as Standing;
}
