/** What it would cost: outages with their ranges, harms against their tolerances, data, resources. */
import { durationInWords } from '../../contract/duration-in-words.js';
import { section } from '../layout/heading.js';
import { faint, line, toned, type Line } from '../layout/styled-line.js';
import { table } from '../layout/table.js';
import type { RunStory } from '../reading/episode-story.js';
import { bytesInWords, countOf } from '../words/amounts.js';
import { stackNameCutter } from '../words/stack-names.js';
import { harmAmount, outageInWords } from '../words/verdicts.js';
import { shadowMark } from '../words/witness.js';

export function impactLines({ result }: RunStory, columns: number): readonly Line[] {
  const { impact, harms, evidence } = result;
  // Where nothing could be measured, "nothing was lost" would be said of what nobody knows.
  if (harms.length === 0 && Object.keys(impact.outageSeconds).length === 0) return [];
  const rows: Line[][] = [];
  const add = (label: string, ...cells: readonly Line[]): void => {
    const isFirst = !rows.some(([cell]) => cell?.[0]?.text === label);
    rows.push([isFirst ? line(faint(label)) : line(' '.repeat(label.length)), ...cells]);
  };
  for (const service of Object.keys(impact.outageSeconds)) {
    add('outage', line(service), line(outageInWords(result, service)));
  }
  for (const [index, { name, unit, value, tolerance, held, robust }] of harms.entries()) {
    const state = held ? toned('good', 'held') : toned('bad', 'BEYOND');
    const amount = `: ${harmAmount(unit, value)}, tolerated ${tolerance === 0 ? 'none' : harmAmount(unit, tolerance)}`;
    const corners = robust ? 'in every corner of the ranges' : 'not in every corner of the ranges';
    const by = evidence?.harms[index]?.by === 'shadow' ? `; ${shadowMark}` : '';
    add('harm', line(name), line(state, amount, faint(`, ${corners}${by}`)));
  }
  const lost =
    impact.recordsLost === 0 && impact.bytesLost === 0
      ? line('nothing')
      : line(
          toned('bad', countOf(impact.recordsLost, 'record', 'records')),
          `, ${bytesInWords(impact.bytesLost)}`,
        );
  add('data', line('lost for good'), lost);
  if (impact.recordsRecoverable > 0) {
    add('data', line('recoverable'), line(countOf(impact.recordsRecoverable, 'record', 'records')));
  }
  const withoutStack = stackNameCutter(impact.recoveries.map(({ resource }) => resource));
  for (const { resource, how, seconds, records } of impact.recoveries) {
    const back = `${countOf(records, 'record', 'records')} back after ${durationInWords(seconds)}: ${how}`;
    add('data', line('  ', withoutStack(resource)), line(back));
  }
  const removed = [
    countOf(impact.resourcesDeleted, 'resource', 'resources'),
    countOf(impact.safeguardsRemoved, 'safeguard', 'safeguards'),
  ];
  add('removed', line('for good'), line(removed.join(', ')));
  const lines = table(rows, { columns, flexible: [1, 2] });
  return section(
    'IMPACT',
    'with people at work from detection on; lengths of time are modeled',
    lines,
    columns,
  );
}
