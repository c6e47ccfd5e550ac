/** The report of several runs beside each other: which guardrail set held, and why. */
import type { Report } from '../contract/report.js';
import { paint } from './layout/paint.js';
import { comparison } from './sections/comparison.js';

const summary: Report = {
  name: 'summary',
  summary: 'several runs in one table, with the short story of each',
  render: (runs, { columns, colour }) => paint(comparison(runs, columns), colour),
};
export default summary;
