/** `blastpit check`: whether scenarios, journals and policies are what they should be. */
import { existsSync } from 'node:fs';
import { BlastpitError, unknownName } from '../contract/blastpit-error.js';
import { paint } from '../reports/layout/paint.js';
import { faint, indented, line, strong, toned } from '../reports/layout/styled-line.js';
import { wrap } from '../reports/layout/wrap.js';
import { checkFile } from '../runs/check-file.js';
import { checkScenario } from '../runs/check-scenario.js';
import { scenarioNames } from '../runs/scenario-folder.js';
import { linesOf } from './print-error.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

/**
 * @param subjects names of scenarios, and files; every scenario where there is none.
 * @returns the exit status: 1 where something is wrong.
 */
export async function checkCommand(subjects: readonly string[], terminal: Terminal): Promise<number> {
  let wrong = 0;
  const scenarios = scenarioNames();
  const isScenario = (subject: string): boolean => scenarios.includes(subject);
  const chosen = subjects.length === 0 ? scenarios : subjects;
  for (const subject of chosen) {
    if (!isScenario(subject) && !looksLikeFile(subject))
      throw unknownName('scenario or file', subject, scenarios);
  }
  for (const subject of chosen) {
    wrong += isScenario(subject)
      ? await checkOneScenario(subject, terminal)
      : await checkOneFile(subject, terminal);
  }
  return wrong === 0 ? 0 : 1;
}

function looksLikeFile(subject: string): boolean {
  return existsSync(subject) || /[./\\]/.test(subject);
}

/** @returns how much is wrong. */
async function checkOneScenario(name: string, terminal: Terminal): Promise<number> {
  const progress = showProgress(terminal, true);
  let wrong = 0;
  terminal.out(paint([line(strong(name), faint('  scenario'))], terminal.outColour));
  try {
    progress.say('…');
    for await (const { what, problem } of checkScenario(name)) {
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
  terminal.out(paint([line(strong(path), faint('  file'))], terminal.outColour));
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
