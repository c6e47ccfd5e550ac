/** `blastpit check`: whether what a project has, or a file, is what it should be. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { paint } from '../reports/layout/paint.js';
import { faint, indented, line, strong, toned } from '../reports/layout/styled-line.js';
import { wrap } from '../reports/layout/wrap.js';
import { checkFile } from '../runs/check-file.js';
import { checkScenario } from '../runs/check-scenario.js';
import { checkPlugIn } from '../runs/checking/check-plug-in.js';
import { subjectsOf } from '../runs/checking/subjects.js';
import type { FoundPlugIn } from '../runs/projects/find-plug-in.js';
import { linesOf } from './print-error.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

/**
 * @param typed names and paths; all that the project has where there is none.
 * @returns the exit status: 1 where something is wrong.
 */
export async function checkCommand(typed: readonly string[], terminal: Terminal): Promise<number> {
  let wrong = 0;
  for (const subject of subjectsOf(typed)) {
    const { shown } = subject;
    const kind = subject.is === 'file' ? 'file' : subject.found.kind.slice(0, -1);
    terminal.out(paint([line(strong(shown), faint(`  ${kind}`))], terminal.outColour));
    wrong +=
      subject.is === 'file' ? await checkOneFile(shown, terminal) : await checkOne(subject.found, terminal);
  }
  return wrong === 0 ? 0 : 1;
}

/** @returns how much is wrong. */
async function checkOne(found: FoundPlugIn, terminal: Terminal): Promise<number> {
  const progress = showProgress(terminal, true);
  let wrong = 0;
  try {
    progress.say('…');
    for await (const { what, problem } of found.kind === 'scenarios'
      ? checkScenario(found)
      : checkPlugIn(found)) {
      progress.clear();
      if (problem !== null) wrong += 1;
      say(what, problem, terminal);
      progress.say('…');
    }
  } finally {
    progress.clear();
  }
  return wrong;
}

async function checkOneFile(path: string, terminal: Terminal): Promise<number> {
  try {
    say(await checkFile(path), null, terminal);
    return 0;
  } catch (error) {
    if (!(error instanceof BlastpitError)) throw error;
    say('it is not what it should be', error, terminal);
    return 1;
  }
}

function say(what: string, problem: BlastpitError | null, { out, columns, outColour }: Terminal): void {
  const state = problem === null ? toned('good', 'ok') : toned('bad', 'wrong');
  const lines = wrap(line('  ', state, problem === null ? '     ' : '  ', what), columns, 9);
  const told = problem === null ? [] : linesOf(problem, columns - 9).map((each) => indented(each, 9));
  out(paint([...lines, ...told], outColour));
}
