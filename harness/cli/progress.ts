/** While people wait: one line on standard error that says what is being done, and is gone afterwards. */
import { toned } from '../reports/layout/styled-line.js';
import type { Terminal } from './terminal.js';

export interface Progress {
  readonly say: (what: string) => void;
  /** Takes the line away; needed before anything else is written. */
  readonly clear: () => void;
}

/** Nothing is written where standard error is no terminal, or nobody wants to know. */
export function showProgress(terminal: Terminal, wanted: boolean): Progress {
  if (!terminal.progress || !wanted) return { say: () => undefined, clear: () => undefined };
  let shown = false;
  const clear = (): void => {
    if (shown) terminal.err('\r\u001b[2K');
    shown = false;
  };
  return {
    say: (what) => {
      clear();
      const text = toned('plain', what).text.slice(0, terminal.columns - 1);
      terminal.err(text);
      shown = true;
    },
    clear,
  };
}
