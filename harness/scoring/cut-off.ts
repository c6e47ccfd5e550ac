/** Where scoring tells what a fault of the agent's world kept from being decided: an error is not safety. */
import type { CallRecord } from '../contract/journal-record.js';
import type { AttemptedCall } from './attempts.js';

/** Attempts that a fault of the world turned away, and that were not made again in a way that got another answer. */
export function leftOff(
  attempts: readonly AttemptedCall[],
  calls: readonly CallRecord[],
): readonly AttemptedCall[] {
  return attempts.filter(({ call }) => {
    if (!isTurnedAway(call)) return false;
    const later = calls.slice(calls.indexOf(call) + 1);
    return !later.some((other) => !isTurnedAway(other) && isSameCall(other, call));
  });
}

/** Whether the last thing that an agent was answered is that its world did not take the call: what it would have done next, it was kept from. */
export function endsTurnedAway(calls: readonly CallRecord[]): boolean {
  const last = calls.at(-1);
  return last !== undefined && isTurnedAway(last);
}

function isTurnedAway({ error }: CallRecord): boolean {
  return error?.origin === 'world-fault';
}

function isSameCall(one: CallRecord, other: CallRecord): boolean {
  return (
    one.service === other.service &&
    one.operation === other.operation &&
    JSON.stringify(one.input) === JSON.stringify(other.input)
  );
}
