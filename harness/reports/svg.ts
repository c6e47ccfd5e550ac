/** The report as a picture of a terminal, for pages: one run whole, several beside each other. */
import type { Report } from '../contract/report.js';
import { picture } from './layout/picture.js';
import { comparison } from './sections/comparison.js';
import { wholeRun } from './sections/whole-run.js';

const svg: Report = {
  name: 'svg',
  summary: 'a picture of what a terminal shows',
  render: (runs, { columns }) => {
    const [first, ...others] = runs;
    const lines =
      first !== undefined && others.length === 0 ? wholeRun(first, columns) : comparison(runs, columns);
    const title = runs
      .map(({ result }) => `${result.scenario} under ${result.guardrails}: ${result.verdict}`)
      .join('; ');
    return picture(lines, title, columns);
  },
};
export default svg;
