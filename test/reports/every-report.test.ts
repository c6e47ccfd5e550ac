/** One suite over every kind of report in the folder: a new one is held to it the day it exists. */
import { expect } from 'chai';
import { resultSchema } from '../../harness/journal/result-schema.js';
import json from '../../harness/reports/json.js';
import { loadReport, reportNames } from '../../harness/reports/loading/report-folder.js';
import { breachedJournal, breachedRun, containedRun, failed, judged, made } from './made-runs.js';

const reports = await Promise.all(reportNames().map(loadReport));
const hostile = '\u001b[2J\u202e<b>&\u0007\r\n{{"';

/** Text of an agent wherever an agent's text can stand. */
const hostileRun = () =>
  made(
    breachedJournal({ agent: `llm:${hostile}`, title: hostile })
      .call({
        operation: hostile,
        input: { StackName: hostile },
        judgements: [judged('sign-off', { answer: 'deny', reason: hostile }, hostile)],
        ...failed('constraint', 'ValidationError', hostile),
      })
      .end('finished', hostile),
  );

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

describe('every report', () => {
  it(`is found by its file: ${reportNames().join(', ')}`, () => {
    expect(reports.map(({ name }) => name)).to.deep.equal(reportNames());
    expect(reportNames()).to.include.members(['text', 'summary', 'json', 'svg', 'brief']);
  });

  for (const report of reports) {
    describe(report.name, () => {
      const style = { columns: 100, colour: false };

      it('says in one line what it is', () => {
        expect(report.summary).to.match(/^\S.{10,98}\S$/);
      });

      it('gives the same text for the same runs, and changes nothing', () => {
        const runs = frozen([breachedRun(), containedRun()]);
        const again = [breachedRun(), containedRun()];
        expect(report.render(runs, style)).to.equal(report.render(again, style)).and.not.equal('');
        expect(report.render([], style)).to.match(/^$|\n$/);
      });

      it('names every run and its verdict, and ends with a line feed', () => {
        const shown = report.render([breachedRun(), containedRun()], style);
        expect(shown)
          .to.match(/breached/i)
          .and.to.match(/contained/i);
        expect(shown).to.contain('as-deployed').and.to.contain('repaired');
        expect(shown.endsWith('\n')).to.equal(true);
      });

      it('lets no text of an agent act on the terminal or the page', () => {
        for (const colour of [false, true]) {
          const shown = report.render([hostileRun()], { columns: 100, colour });
          // eslint-disable-next-line no-control-regex
          const bare = shown.replaceAll(/\u001b\[\d+m/g, '');
          // eslint-disable-next-line no-control-regex
          expect(bare).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
          if (report.name !== 'json') expect(bare).not.to.match(/[\u202a-\u202e]/);
          if (report.name === 'svg') expect(bare).not.to.match(/<b>|&(?!lt;|gt;|amp;|quot;)/);
        }
      });
    });
  }
});

describe('the report for programs', () => {
  it('is one object a line, in the order of the contract', () => {
    const runs = [breachedRun(), hostileRun()];
    const lines = json.render(runs, { columns: 20, colour: true }).split('\n');
    expect(lines).to.have.lengthOf(3);
    for (const [index, run] of runs.entries()) {
      const parsed = resultSchema.parse(JSON.parse(lines[index] ?? ''));
      expect(parsed).to.deep.equal(run.result);
      const names = Object.keys(parsed);
      expect(Object.keys(JSON.parse(lines[index] ?? '') as object)).to.deep.equal(
        Object.keys(resultSchema.shape).filter((name) => names.includes(name)),
      );
    }
  });
});
