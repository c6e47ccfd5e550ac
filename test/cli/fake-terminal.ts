/** A terminal for tests of commands: what was written, without a process around it. */
import { runProgram } from '../../harness/cli/program.js';
import type { Terminal } from '../../harness/cli/terminal.js';

export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Types words after `blastpit`, and gives what came of it. */
export async function type(words: readonly string[], over: Partial<Terminal> = {}): Promise<Ended> {
  let out = '';
  let err = '';
  const status = await runProgram(words, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    columns: 100,
    outColour: false,
    errColour: false,
    progress: false,
    environment: { BLASTPIT_CACHE: 'off' },
    ...over,
  });
  return { status, out, err };
}
