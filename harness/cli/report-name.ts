/** Which report is wanted, of the options that say so. */
import { BlastpitError } from '../contract/blastpit-error.js';

/** Options that name a report, or stand for one. */
export interface ReportFlags {
  readonly report?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/**
 * The report asked for; where none is, one run is told whole, and several are put beside each other.
 * @throws BlastpitError `two-reports`
 */
export function reportName({ report, json, quiet }: ReportFlags, runs: number): string {
  const asked = [report, json && 'json', quiet && 'brief'].filter((name) => name !== undefined);
  if (asked.length > 1) {
    throw new BlastpitError('two-reports', '--report, --json and --quiet exclude each other', {
      expected: 'one of them',
    });
  }
  return asked[0] ?? (runs === 1 ? 'text' : 'summary');
}
