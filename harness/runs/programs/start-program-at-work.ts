/** Starts a program that speaks with an agent by lines, beside the calls that it makes by itself. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { ProgramAtWork, ProgramWish } from '../../contract/program-at-work.js';
import type { Episode } from '../../gateway/episode.js';
import type { Credentials } from '../entrances/entrance.js';
import { checkProgram } from './find-program.js';
import { checkPassed } from './program-environment.js';
import { openProgramPlace } from './program-place.js';

/** How long a program that was told that its work is over is left to end by itself, in milliseconds. */
const patience = 5000;

/** @throws BlastpitError for a command that cannot be started, and where there is no such container. */
export async function startProgramAtWork(
  episode: Episode,
  credentials: Credentials,
  { cancelled, ...wish }: ProgramWish,
): Promise<ProgramAtWork> {
  checkPassed(wish.environment, wish.pass);
  if (wish.isolation === null) checkProgram(wish.words[0], wish.environment['PATH'] ?? '');
  const place = await openProgramPlace(episode, credentials, wish);
  try {
    const program = await place.start(['pipe', 'pipe', 'inherit']);
    const [input, output] = [program.input as Writable, program.output as Readable];
    const lines = createInterface({ input: output, crlfDelay: Infinity });
    // Whoever does not read any more is told nothing.
    input.on('error', () => undefined);
    const interrupt = (): void => {
      program.interrupt('SIGTERM');
    };
    cancelled.addEventListener('abort', interrupt, { once: true });
    let late: NodeJS.Timeout | undefined;
    const ended = (async () => {
      try {
        return place.endOf(await program.ended);
      } finally {
        clearTimeout(late);
        cancelled.removeEventListener('abort', interrupt);
        // What it has written is read still, but not waited for: somebody else may hold the pipe open. Lines of a pipe
        // that is destroyed do not end by themselves.
        setTimeout(() => {
          lines.close();
          output.destroy();
        }, patience).unref();
        await place.close();
      }
    })();
    // Whoever reads the lines first asks for the end later.
    ended.catch(() => undefined);
    return {
      lines,
      write: (line) => {
        if (input.writable) input.write(`${line}\n`);
      },
      end: () => {
        input.end();
        // What it still writes is not read, and must not keep it from ending.
        output.resume();
        late ??= setTimeout(interrupt, patience);
      },
      ended,
    };
  } catch (error) {
    await place.close();
    throw error;
  }
}
