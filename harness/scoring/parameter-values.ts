/** Where the response model's parameters become lengths of time: all low, all likely, all high, or one moved. */
import type { Parameter } from './response-plan.js';
import type { Lengths } from './way-back.js';

/** Every parameter at one end of its range, or at its likely value, in milliseconds (a TiB). */
export function lengthsAt(parameters: readonly Parameter[], end: 'low' | 'likely' | 'high'): Lengths {
  return Float64Array.from(parameters, (parameter) => parameter[end] * parameter.milliseconds);
}

/** Indexes of those, among the given ones, that have a range. */
export function movable(parameters: readonly Parameter[], among: readonly number[]): readonly number[] {
  return among.filter((index) => {
    const parameter = parameters[index];
    return parameter !== undefined && parameter.low < parameter.high;
  });
}
