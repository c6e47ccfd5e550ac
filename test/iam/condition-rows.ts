/** Conditions and what they say of a context, row by row: each row is a test. */
import { expect } from 'chai';
import type { ContextValue } from '../../harness/iam/request-context.js';
import { holds } from './ask.js';

export type Row = [
  what: string,
  condition: unknown,
  context: Readonly<Record<string, ContextValue>>,
  expected: boolean,
];

/** Tests whether each row's condition applies to its context. */
export function checkRows(rows: readonly Row[]): void {
  for (const [what, condition, context, expected] of rows) {
    it(`${what} → ${expected ? 'applies' : 'does not apply'}`, () => {
      expect(holds(condition, context)).to.equal(expected);
    });
  }
}
