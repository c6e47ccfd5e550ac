/** The report of one run, whole: its sections in the order in which a person asks. */
import type { ReportedRun } from '../../contract/report.js';
import type { Line } from '../layout/styled-line.js';
import { runStory } from '../reading/episode-story.js';
import { backendLines } from './backend.js';
import { closingLines } from './closing.js';
import { impactLines } from './impact.js';
import { recoveryLines } from './recovery.js';
import { approvalLines, stopperLines, twinLines } from './safety.js';
import { timelineLines } from './timeline.js';
import { unreadableLines } from './unreadable-run.js';
import { verdictLines } from './verdict.js';

export function wholeRun(run: ReportedRun, columns: number): readonly Line[] {
  if (run.attack.length === 0) return unreadableLines(run.result, columns);
  const story = runStory(run);
  return [
    verdictLines,
    timelineLines,
    stopperLines,
    impactLines,
    recoveryLines,
    approvalLines,
    twinLines,
    backendLines,
    closingLines,
  ].flatMap((part) => part(story, columns));
}
