/** The way out: what commands write to, and what they may know of who reads it. */

export interface Terminal {
  /** Standard output: what was asked for. */
  readonly out: (text: string) => void;
  /** Standard error: progress, and what went wrong. */
  readonly err: (text: string) => void;
  /** Width to keep to on standard output. */
  readonly columns: number;
  readonly outColour: boolean;
  readonly errColour: boolean;
  /** Whether a line on standard error can be written over. */
  readonly progress: boolean;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** What a person types who sees standard error; left out where nobody does. */
  readonly keyboard?: NodeJS.ReadableStream;
}

/** What is looked at of a stream. */
interface Stream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly write: (text: string) => unknown;
}

const widest = 100;
/** Narrower, tables cannot be told from their neighbours any more. */
const narrowest = 60;

export function terminalOf(out: Stream, err: Stream, environment: Readonly<NodeJS.ProcessEnv>): Terminal {
  // A terminal that does not know its width says 0; of a pipe or a file, people may say how wide it is.
  const said = out.isTTY === true ? (out.columns ?? 0) : Math.floor(Number(environment['COLUMNS'] ?? 0));
  const columns = said > 0 ? said : widest;
  return {
    out: (text) => {
      out.write(text);
    },
    err: (text) => {
      err.write(text);
    },
    columns: Math.max(narrowest, Math.min(widest, columns)),
    outColour: takesColour(out, environment),
    errColour: takesColour(err, environment),
    progress: err.isTTY === true && environment['TERM'] !== 'dumb',
    environment,
  };
}

/** FORCE_COLOR decides, as it does for Node itself; else NO_COLOR (no-color.org); else whether it is a terminal. */
function takesColour({ isTTY }: Stream, environment: Readonly<NodeJS.ProcessEnv>): boolean {
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  return isTTY === true && environment['TERM'] !== 'dumb';
}
