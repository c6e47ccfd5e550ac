/** Signals that end a command: they go to whoever took them last, and to nobody else. */
import process from 'node:process';

type Take = (signal: NodeJS.Signals) => void;

const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const takers: Take[] = [];

function pass(signal: NodeJS.Signals): void {
  takers.at(-1)?.(signal);
}

/**
 * Takes the signals until what it returns is called; who had them before has them again then. Where nobody has them, they
 * end the process as they would any program.
 */
export function takeSignals(take: Take): () => void {
  if (takers.length === 0) for (const signal of ending) process.on(signal, pass);
  takers.push(take);
  return () => {
    const index = takers.indexOf(take);
    if (index < 0) return;
    takers.splice(index, 1);
    if (takers.length === 0) for (const signal of ending) process.removeListener(signal, pass);
  };
}
