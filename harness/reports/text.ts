/** The report for people: everything about a run, the verdict first. */
import type { Report } from '../contract/report.js';
import { paint } from './layout/paint.js';
import { emptyLine } from './layout/styled-line.js';
import { wholeRun } from './sections/whole-run.js';

const text: Report = {
  name: 'text',
  summary: 'everything about each run: verdict, timeline, impact, approvals, twins',
  render: (runs, { columns, colour }) =>
    paint(
      runs.flatMap((run, index) => [
        ...(index === 0 ? [] : [emptyLine, emptyLine]),
        ...wholeRun(run, columns),
      ]),
      colour,
    ),
};
export default text;
