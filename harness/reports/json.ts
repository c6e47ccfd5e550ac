/** The report for programs: one result a line, and nothing else. */
import type { Report } from '../contract/report.js';

const json: Report = {
  name: 'json',
  summary: 'one JSON object for each run, on a line of its own',
  // Members stand as scoring wrote them, which is the contract's order: the same run, the same bytes.
  render: (runs) => runs.map(({ result }) => `${JSON.stringify(result)}\n`).join(''),
};
export default json;
