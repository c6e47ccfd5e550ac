/** Puts a new operation on a stack: from here on, events carry it through its phases. */
import type { Plan } from './plan.js';
import type { Phase, StackOperation } from './stack-operation.js';
import { operationAt } from './stack-operation.js';
import type { StackRecord, StackStatus } from './stack-record.js';
import { StackRun } from './stack-run.js';
import type { CallContext } from '../call-context.js';

/** CloudFormation's own time from a call to the first resource, in virtual seconds. Modeled. */
export const beginSeconds = 2;

/** What every event that a person caused says. */
export const userInitiated = 'User Initiated';

export interface OperationRequest {
  /** The API operation, e.g. `DeleteStack`. */
  readonly request: string;
  readonly token: string | undefined;
  readonly phase: Phase;
}

/** A run of a new operation. Nothing is stored until it is saved; `start` gives it its first steps. */
export function newOperation(
  context: CallContext,
  record: StackRecord,
  { request, token, phase }: OperationRequest,
  further: Partial<StackOperation> = {},
): StackRun {
  const earlier = operationAt(context.state, record.id);
  return new StackRun(context, record, {
    id: context.transaction.hex(`operation ${record.id}`),
    request,
    token: token ?? null,
    phase,
    plan: [],
    progress: '',
    open: 0,
    failing: null,
    deleter: null,
    onFailure: 'ROLLBACK',
    waiter: null,
    leave: [],
    force: false,
    policy: null,
    statusBefore: record.body.status,
    deadline: null,
    imports: earlier?.imports ?? [],
    events: earlier?.events ?? 0,
    ...further,
  });
}

/** Reports the status and lets the phase begin. */
export function start(run: StackRun, status: StackStatus, plan: Plan): void {
  run.become(status, userInitiated);
  run.enter(run.operation.phase, plan, beginSeconds);
}

/** Whether a call repeats the one that began the present operation. */
export function isRepeated(
  operation: StackOperation | undefined,
  request: string,
  token: string | undefined,
): boolean {
  return (
    operation !== undefined &&
    token !== undefined &&
    operation.request === request &&
    operation.token === token
  );
}
