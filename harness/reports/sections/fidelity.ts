/** The report of a comparison of two clouds: every operation with what became of it, then each difference in full. */
import type {
  ComparedOperation,
  FidelityReason,
  FidelityReport,
  FidelityVerdict,
  JudgedFinding,
} from '../../contract/fidelity.js';
import { rule, section } from '../layout/heading.js';
import { emptyLine, faint, line, strong, toned, type Line, type Tone } from '../layout/styled-line.js';
import { table } from '../layout/table.js';
import { wrap } from '../layout/wrap.js';
import { countOf } from '../words/amounts.js';

export function fidelityLines(report: FidelityReport, columns: number): readonly Line[] {
  const { backend, operations, summary, stale } = report;
  const version = backend.version === null ? '' : ` ${backend.version}`;
  const differing = operations.filter(({ findings }) => findings.length > 0);
  return [
    ...rule('strong', 'FIDELITY', `the embedded cloud beside ${backend.endpoint}`, columns),
    emptyLine,
    ...wrap(line(strong(`${backendNames[backend.kind]}${version}`), ' at ', backend.endpoint), columns),
    ...section('OPERATIONS', '', operationLines(operations, columns), columns),
    ...(differing.length === 0
      ? []
      : section('DIFFERENCES', 'ours, then theirs', differenceLines(differing, columns), columns)),
    ...(stale.length === 0
      ? []
      : section('STALE', 'explanations that explain nothing any more', staleLines(stale, columns), columns)),
    ...section('SUMMARY', '', summaryLines(summary, columns), columns),
  ];
}

const backendNames: Readonly<Record<FidelityReport['backend']['kind'], string>> = {
  localstack: 'LocalStack',
  moto: 'moto server',
  blastpit: 'blastpit',
  other: 'a cloud that does not say what it is',
};

const verdictWords: Readonly<Record<FidelityVerdict, readonly [Tone, string]>> = {
  same: ['good', 'same'],
  explained: ['warn', 'differs, explained'],
  unexplained: ['bad', 'differs'],
  'not-had': ['faint', 'not had by the backend'],
  'not-reached': ['faint', 'not reached'],
};

function operationLines(operations: readonly ComparedOperation[], columns: number): readonly Line[] {
  const rows = operations.map(({ service, operation, verdict, findings, lack, compared }) => {
    const [tone, words] = verdictWords[verdict];
    const kinds = [...new Set(findings.map(({ kind }) => kind))].join(', ');
    const partly = lack !== null && compared > 0 ? 'not all of it is had' : '';
    return [
      line(`${service}.${operation}`),
      line(toned(tone, words)),
      line(faint([kinds, partly].filter((each) => each !== '').join('; '))),
    ];
  });
  return table(rows, { columns, flexible: [2] });
}

function differenceLines(operations: readonly ComparedOperation[], columns: number): readonly Line[] {
  return operations.flatMap(({ service, operation, findings }) => [
    ...wrap(line('  ', strong(`${service}.${operation}`)), columns, 2),
    ...findings.flatMap((finding) => findingLines(finding, columns)),
  ]);
}

function findingLines(
  { kind, path, step, times, own, theirs, explained }: JudgedFinding,
  columns: number,
): readonly Line[] {
  const place = path === '' ? '' : ` ${path}`;
  const again = times === 1 ? '' : `, and ${countOf(times - 1, 'more', 'more')}`;
  return [
    ...wrap(
      line('    ', toned(explained === null ? 'bad' : 'warn', kind), place, faint(`  (${step}${again})`)),
      columns,
      6,
    ),
    ...wrap(line('      ', own ?? 'nothing', faint(' | '), theirs ?? 'nothing'), columns, 8),
    ...(explained === null
      ? []
      : wrap(
          line('      ', faint(`${judgements[explained.right]}: ${explained.reason} [${explained.source}]`)),
          columns,
          8,
        )),
  ];
}

/** Who is right by AWS's documentation. */
const judgements: Readonly<Record<FidelityReason['right'], string>> = {
  own: 'ours is right',
  theirs: 'theirs is right',
  both: 'AWS may answer either way',
};

function staleLines(stale: readonly string[], columns: number): readonly Line[] {
  return stale.flatMap((each) => wrap(line('  ', toned('warn', each)), columns, 4));
}

function summaryLines(summary: FidelityReport['summary'], columns: number): readonly Line[] {
  const { compared, same, explained, unexplained, differences, unexplainedDifferences, gaps } = summary;
  const rows: readonly (readonly [string, number, Tone])[] = [
    ['operations compared', compared, 'plain'],
    ['the same', same, 'good'],
    ['different, explained', explained, 'warn'],
    ['different, unexplained', unexplained, unexplained === 0 ? 'plain' : 'bad'],
    ['not had by the backend', summary['not-had'], 'faint'],
    ['not reached', summary['not-reached'], 'faint'],
  ];
  return [
    ...table(
      rows.map(([what, count, tone]) => [line(what), line(toned(tone, String(count)))]),
      { columns, flexible: [] },
    ),
    ...wrap(
      line(
        '  ',
        faint(
          `${countOf(differences, 'difference', 'differences')}: ${unexplainedDifferences} unexplained, ${gaps} in which theirs is right`,
        ),
      ),
      columns,
      2,
    ),
  ];
}
