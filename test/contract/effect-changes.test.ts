/** Patterns that say which settings may differ, as a ticket does. */
import { expect } from 'chai';
import type { Effect } from '../../harness/contract/effect.js';
import { matchesEffect } from '../../harness/contract/pattern.js';
import { effect, reference } from '../scoring/journal-builder.js';

describe('a pattern of settings', () => {
  const update = (...changes: readonly string[]): Effect => ({
    ...effect('update', reference('ReportFunction')),
    changes,
  });
  const timeout = { kinds: ['update'], changes: ['Timeout', 'Memory*'] } as const;

  it('means updates that change nothing else', () => {
    expect(matchesEffect(timeout, update('Timeout'))).to.equal(true);
    expect(matchesEffect(timeout, update('MemorySize', 'Timeout'))).to.equal(true);
    expect(matchesEffect(timeout, update('Handler', 'Timeout'))).to.equal(false);
  });

  it('means no update of anything but settings, and no other effect', () => {
    expect(matchesEffect(timeout, effect('update', reference('ReportFunction')))).to.equal(false);
    expect(matchesEffect({ changes: ['*'] }, effect('delete', reference('ReportFunction')))).to.equal(false);
  });
});
