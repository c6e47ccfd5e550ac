/** Lets the person at the keyboard end a model's or a program's work with Ctrl-C: the run is scored all the same, and nothing is lost. */
import { constants } from 'node:os';
import process from 'node:process';
import { takeSignals } from './signals.js';

interface Flags {
  readonly agent?: string;
  readonly cancelled?: AbortSignal;
}

/**
 * Does a command's work. The first signal ends the agent's part of it, and with the command's own end the status is the
 * signal's; a second one ends everything at once. Other agents are quick, and end as any program does.
 * @returns the exit status.
 */
export async function interruptible<Given extends Flags>(
  flags: Given,
  work: (flags: Given) => Promise<number>,
): Promise<number> {
  if (flags.agent === undefined || !/^(?:llm|process):/.test(flags.agent)) return work(flags);
  const cancel = new AbortController();
  let came: NodeJS.Signals | null = null;
  const release = takeSignals((signal) => {
    if (came !== null) {
      release();
      process.kill(process.pid, signal);
      return;
    }
    came = signal;
    cancel.abort();
  });
  const comeBy = (): NodeJS.Signals | null => came;
  try {
    const status = await work({ ...flags, cancelled: cancel.signal });
    const signal = comeBy();
    return signal === null ? status : 128 + constants.signals[signal];
  } finally {
    release();
  }
}
