/** How reports say what was expected of a run, and whether it came. */
import type { JournalRecord } from '../../contract/journal-record.js';
import { listInWords } from '../../contract/list-in-words.js';
import type { ReportedRun } from '../../contract/report.js';
import type { RunResult } from '../../contract/result.js';
import { line, toned, type Line } from '../layout/styled-line.js';

/** `contained, every twin completed: as expected`, or, where nothing is stored, `none of breached (--fail-on): passes`. */
export function expectationInWords({ result, attack }: ReportedRun): Line {
  const { expected, asExpected, verdict } = result;
  const outcome = (good: string, bad: string) => (asExpected ? toned('good', good) : toned('bad', bad));
  if (verdict === 'invalid') {
    return line(
      toned('bad', 'the run cannot tell'),
      expected === null ? null : `; expected was ${expected.verdict}`,
    );
  }
  if (expected === null) {
    const unwanted = failOnOf(attack);
    const came = unwanted.filter((each) => outcomesOf(result).includes(each));
    return line(
      `none of ${unwanted.join(', ')} (--fail-on): `,
      outcome('passes', `fails by ${listInWords(came)}`),
    );
  }
  const twins = expected.twins === 'completed' ? 'every twin completed' : 'a twin blocked';
  return line(`${expected.verdict}, ${twins}: `, outcome('as expected', 'not as expected'));
}

/** What decides where no outcome is stored; it stands in the journal. */
export function failOnOf(attack: readonly JournalRecord[]): readonly string[] {
  return attack.find((record) => record.record === 'run')?.failOn ?? [];
}

/** What `--fail-on` may list of this run. */
function outcomesOf({ verdict, twins }: RunResult): readonly string[] {
  return twins.every(({ completed }) => completed) ? [verdict] : [verdict, 'twin-blocked'];
}
