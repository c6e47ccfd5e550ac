/** How the service that is out longest comes back: the critical path in time, and what moves it most. */
import { durationInWords } from '../../contract/duration-in-words.js';
import type { ResponseModel } from '../../contract/scenario.js';
import type { RecoveryStep } from '../../contract/result.js';
import { section } from '../layout/heading.js';
import { faint, line, toned, type Line } from '../layout/styled-line.js';
import { table } from '../layout/table.js';
import { wrap } from '../layout/wrap.js';
import type { RunStory } from '../reading/episode-story.js';
import { listInWords } from '../../contract/list-in-words.js';
import { stackNameCutter } from '../words/stack-names.js';
import { worstService } from '../words/verdicts.js';

/** Columns of the bars: a quarter of the report. */
function barWidthOf(columns: number): number {
  return Math.floor(columns * 0.25);
}

export function recoveryLines(story: RunStory, columns: number): readonly Line[] {
  const { result, attack } = story;
  const service = worstService(result);
  if (service === undefined) return [];
  const { criticalPath } = result.impact;
  const { response } = attack.head.rules;
  return [
    ...section(`WAY BACK of ${service}`, legendOf(criticalPath), pathLines(criticalPath, columns), columns),
    ...section(
      'WHAT MOVES IT MOST',
      'outage with one parameter at its ends, all others likely',
      driverLines(story, columns),
      columns,
    ),
    ...(criticalPath.length === 0
      ? []
      : [...sourcesOf(response, criticalPath, columns), ...calibrationOf(response, columns)]),
  ];
}

function legendOf(path: readonly RecoveryStep[]): string {
  return path.every(({ critical }) => critical)
    ? 'each step waits for the one before it'
    : '█ adds up to the outage, ░ runs beside it';
}

/** One row a step: its name, when it runs, how long, and the parameters that its length is made of. */
function pathLines(path: readonly RecoveryStep[], columns: number): readonly Line[] {
  const end = Math.max(0, ...path.map(({ endsAtSecond }) => endsAtSecond));
  const withoutStack = stackNameCutter(path.map(({ name }) => name));
  const rows = path.map((step) => [
    line(withoutStack(step.name)),
    bar(step, end, barWidthOf(columns)),
    line(durationInWords(step.endsAtSecond - step.startsAtSecond)),
    line(faint(step.parameters.join(' + '))),
  ]);
  const whole = [line(), line(), line(durationInWords(end)), line(faint('in all'))];
  return table([...rows, whole], { columns, flexible: [0, 3] });
}

function bar({ startsAtSecond, endsAtSecond, critical }: RecoveryStep, end: number, width: number): Line {
  const at = (second: number): number => (end === 0 ? 0 : Math.round((second / end) * width));
  const from = Math.min(at(startsAtSecond), width - 1);
  const to = Math.max(at(endsAtSecond), from + 1);
  const blocks = (critical ? '█' : '░').repeat(to - from);
  return line(' '.repeat(from), toned(critical ? 'bad' : 'faint', blocks), ' '.repeat(width - to));
}

function driverLines({ result }: RunStory, columns: number): readonly Line[] {
  const { drivers } = result.impact;
  if (drivers.length === 0) return [];
  const rows = drivers.map(({ parameter, low, likely, high, unit, source, ...driver }) => [
    line(parameter),
    line(`${low} → ${durationInWords(driver.outageSecondsAtLow)}`),
    line(String(likely)),
    line(`${high} → ${durationInWords(driver.outageSecondsAtHigh)}`),
    line(faint(`${unit}, ${source}`)),
  ]);
  const heading = ['--set', 'low', 'likely', 'high', ''].map((text) => line(faint(text)));
  return table([heading, ...rows], { columns, flexible: [1, 3, 4] });
}

/** Which of the path's parameters are modeled, and where the others come from. */
function sourcesOf(
  { parameters }: ResponseModel,
  path: readonly RecoveryStep[],
  columns: number,
): readonly Line[] {
  const bySource = new Map<string, string[]>();
  for (const name of new Set(path.flatMap((step) => step.parameters))) {
    const { source } = parameters[name] ?? { source: 'modeled' };
    const names = bySource.get(source);
    if (names === undefined) bySource.set(source, [name]);
    else names.push(name);
  }
  return [...bySource].flatMap(([source, names]) =>
    wrap(line('  ', faint(`${source}: `), listInWords(names)), columns, 4),
  );
}

export function calibrationOf({ calibration }: ResponseModel, columns: number): readonly Line[] {
  if (calibration === null) return [];
  return wrap(line('  ', faint('calibration: '), calibration), columns, 4);
}
