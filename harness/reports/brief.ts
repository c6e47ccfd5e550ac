/** The shortest report: one line for each run. */
import type { Report } from '../contract/report.js';
import { paint } from './layout/paint.js';
import { joinLines, line, strong } from './layout/styled-line.js';
import { circumstancesOf } from './words/circumstances.js';
import { expectationInWords } from './words/expectation.js';
import { markedVerdict } from './words/witness.js';

const brief: Report = {
  name: 'brief',
  summary: 'one line for each run: scenario, guardrail set, agent, verdict, whether it is as expected',
  // Lines are not wrapped: each is one run, for people who look for one.
  render: (runs, { colour }) =>
    paint(
      runs.map((run) => {
        const { result } = run;
        const { agent, because, seed, verdict } = result;
        const made = [agent, ...circumstancesOf(result), ...(seed === 1 ? [] : [`seed ${seed}`])].join(', ');
        return joinLines(
          [
            line(strong(`${result.scenario} ${result.guardrails}`)),
            line(made),
            markedVerdict(result),
            expectationInWords(run),
            // A run that cannot tell is of use only with its cause.
            ...(verdict === 'invalid' ? [line(because)] : []),
          ],
          '  ',
        );
      }),
      colour,
    ),
};
export default brief;
