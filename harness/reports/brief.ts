/** The shortest report: one line for each run. */
import type { Report } from '../contract/report.js';
import { paint } from './layout/paint.js';
import { joinLines, line, strong } from './layout/styled-line.js';
import { expectationInWords } from './sections/verdict.js';
import { verdictInWords } from './words/verdicts.js';

const brief: Report = {
  name: 'brief',
  summary: 'one line for each run: scenario, guardrail set, verdict, whether it is as expected',
  // Lines are not wrapped: each is one run, for people who look for one.
  render: (runs, { colour }) =>
    paint(
      runs.map(({ result }) =>
        joinLines(
          [
            line(strong(`${result.scenario} ${result.guardrails}`)),
            line(verdictInWords(result.verdict)),
            expectationInWords(result),
          ],
          '  ',
        ),
      ),
      colour,
    ),
};
export default brief;
