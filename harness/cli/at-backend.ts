/** Where a command's runs take place: opened before them, and closed behind them, however they end. */
import { constants } from 'node:os';
import process from 'node:process';
import { BlastpitError } from '../contract/blastpit-error.js';
import type { Elsewhere } from '../runs/remote/elsewhere.js';
import { localstackName } from '../runs/remote/localstack-settings.js';
import { embeddedName, openElsewhere, type BackendChoice } from '../runs/remote/open-elsewhere.js';
import { showProgress } from './progress.js';
import { takeSignals } from './signals.js';
import { untilItEnds } from './until-it-ends.js';
import type { Terminal } from './terminal.js';

/** The options of `withBackendOptions`, as the command line gives them. */
export interface BackendFlags {
  /** `embedded`, `localstack`, or an address. */
  readonly backend?: string;
  readonly allowHost?: readonly string[];
  readonly image?: string;
}

/**
 * Does a command's work on the backend that was named. A signal meanwhile that nobody else takes closes the backend
 * first, and then ends the process as it would have; so does an error that nobody catches. Of the work nothing is heard
 * any more then.
 * @param work given null for the embedded cloud, and where to write; its runs are over when it is.
 * @returns what the work returns.
 * @throws BlastpitError for options that do not go together, and where no such backend can be opened.
 */
export async function atBackend<Result>(
  flags: BackendFlags & { readonly quiet?: true },
  terminal: Terminal,
  work: (place: Elsewhere | null, shownTo: Terminal) => Promise<Result>,
): Promise<Result> {
  const choice = checkChoice(flags);
  if (choice.backend === embeddedName) return work(null, terminal);
  const progress = showProgress(terminal, flags.quiet !== true);
  const cancel = new AbortController();
  const { environment } = terminal;
  const opening = openElsewhere(choice, { environment, say: progress.say, cancelled: cancel.signal });
  const close = async (): Promise<void> => {
    cancel.abort();
    try {
      await (await opening)?.close();
    } catch {
      // It never stood, or its watcher removes it.
    }
  };
  const early = closeBeforeEnd(async () => {
    progress.clear();
    await close();
  });
  try {
    const place = await opening;
    progress.clear();
    if (early.began()) await never;
    if (place === null) return await work(place, terminal);
    const kept = untilItEnds(place, terminal, early.began);
    return await work(kept.place, kept.terminal);
  } finally {
    progress.clear();
    await close();
    // The process ends in a moment: what becomes of work whose backend is gone is of no interest to anybody.
    if (early.began()) await never;
    early.forget();
  }
}

const never = new Promise<void>(() => {
  // It is never settled.
});

interface EarlyEnd {
  /** Whether the process is ending meanwhile. */
  readonly began: () => boolean;
  /** Nothing waits for the closing any more. */
  readonly forget: () => void;
}

/** Whatever ends the process early waits for `close`; a second signal does not. */
function closeBeforeEnd(close: () => Promise<void>): EarlyEnd {
  let ending = false;
  const end = (finish: () => void): void => {
    const over = (): void => {
      forget();
      finish();
    };
    if (ending) over();
    else void close().finally(over);
    ending = true;
  };
  const release = takeSignals((signal) => {
    end(() => {
      dieBy(signal);
    });
  });
  const fail = (error: unknown): void => {
    end(() => {
      // Outside of any promise: the process ends as if nobody had listened.
      setImmediate(() => {
        throw error;
      });
    });
  };
  process.on('uncaughtException', fail);
  const forget = (): void => {
    release();
    process.removeListener('uncaughtException', fail);
  };
  return { began: () => ending, forget };
}

/** So that whoever waits for the process sees what ended it; where the signal does not, it ends all the same. */
function dieBy(signal: NodeJS.Signals): void {
  setTimeout(() => {
    process.exit(128 + constants.signals[signal]);
  }, 100);
  process.kill(process.pid, signal);
}

/**
 * What the options name.
 * @throws BlastpitError `excluding-options`
 */
export function checkChoice({ backend = embeddedName, allowHost = [], image }: BackendFlags): BackendChoice {
  if (backend === embeddedName && allowHost.length > 0) {
    throw new BlastpitError('excluding-options', '--allow-host is for a backend elsewhere', {
      where: '--allow-host',
      expected: '--backend ADDRESS with it',
    });
  }
  if (backend !== localstackName && image !== undefined) {
    throw new BlastpitError('excluding-options', '--image is for a LocalStack that blastpit starts', {
      where: '--image',
      expected: '--backend localstack with it',
    });
  }
  return { backend, allowedHosts: allowHost, image: image ?? null };
}
