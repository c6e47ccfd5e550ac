/** Where a process that is about to end lets go of its runs: they stand still, and nothing of them is written any more. */
import type { Backend } from '../contract/backend.js';
import type { Elsewhere } from '../runs/remote/elsewhere.js';
import type { Terminal } from './terminal.js';

/**
 * The same place and terminal until the process is ending. Then no call to the backend is ever answered, so that no run
 * takes its closing for a failure, tells of it, keeps a result or tries once more; and nothing is written.
 * @param began whether the process is ending.
 */
export function untilItEnds(
  place: Elsewhere,
  terminal: Terminal,
  began: () => boolean,
): { readonly place: Elsewhere; readonly terminal: Terminal } {
  const held = async <Answer>(asked: () => Answer | Promise<Answer>): Promise<Answer> => {
    if (began()) await never;
    try {
      return await asked();
    } finally {
      if (began()) await never;
    }
  };
  const heldBackend = (backend: Backend): Backend => ({
    ...backend,
    read: (call) => held(() => backend.read(call)),
    commit: (preview, witness) => held(() => backend.commit(preview, witness)),
    inventory: () => held(() => backend.inventory()),
  });
  const unlessItEnds =
    (write: Terminal['out']): Terminal['out'] =>
    (text) => {
      if (!began()) write(text);
    };
  return {
    place: {
      ...place,
      open: (...asked) =>
        held(async () => {
          const open = await place.open(...asked);
          return { ...open, backend: heldBackend(open.backend) };
        }),
    },
    terminal: { ...terminal, out: unlessItEnds(terminal.out), err: unlessItEnds(terminal.err) },
  };
}

const never = new Promise<never>(() => {
  // It is never settled.
});
