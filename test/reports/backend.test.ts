/** What reports say of runs on a backend elsewhere: what was measured there, and what stands on its shadow alone. */
import { expect } from 'chai';
import type { ReportedRun } from '../../harness/contract/report.js';
import brief from '../../harness/reports/brief.js';
import summary from '../../harness/reports/summary.js';
import text from '../../harness/reports/text.js';
import { onBackend, type Shown } from '../scoring/examined-journal.js';
import { breachedJournal, breachedRun, deletions, made } from './made-runs.js';

const style = { columns: 100, colour: false };
const flat = (shown: string): string => shown.replaceAll(/\s+/g, ' ');
const head = {
  backend: 'localstack',
  shadowed: [
    { what: 'RDS', why: 'it is not emulated; the database is seen on the shadow' },
    { what: 'AWS::RDS::DBSubnetGroup', why: 'it is not emulated' },
    { what: 'time', why: 'virtual time passes on the shadow alone' },
  ],
};

const looked = deletions
  .map(({ resource }) => resource)
  .filter(({ type }) => type !== 'AWS::IAM::Role' && type !== 'AWS::CloudFormation::Stack');
const standing: Shown = looked.map((resource) => [resource, { State: 'Active' }]);
const gone: Shown = looked.map((resource) => [resource, null]);

function runWith(end: Shown): ReportedRun {
  return made(onBackend(breachedJournal(head), standing, end), {
    expected: { verdict: 'breached', twins: 'completed' },
  });
}

describe('the report of a run on a backend elsewhere', () => {
  const shown = text.render([runWith(gone)], style);

  it('says what was asked of it, what is modeled, and by what each harm is judged', () => {
    expect(shown).to.match(/^WHERE THIS TOOK PLACE {2}backend localstack; its shadow, /m);
    expect(flat(shown)).to.include(
      'asked of the backend at the end (0 do, 2 are gone): DynamoDB Table 0 (1 gone), Lambda Function 0 (1 gone)',
    );
    expect(shown).to.match(
      /^ {2}modeled +how long outages last; how much data there was is the scenario’s$/m,
    );
    expect(shown).to.match(/^ {2}judged +reports-out: by what the backend itself shows$/m);
    expect(shown).to.match(/^━━ BREACHED ━/m);
  });

  it('says what stands on the shadow alone, what has one cause together', () => {
    expect(flat(shown)).to.include(
      'on the shadow effects on 9 resources that it is not asked for: CloudFormation Stack, IAM Role',
    );
    expect(flat(shown)).to.include(
      'RDS (the database is seen on the shadow), AWS::RDS::DBSubnetGroup: it is not emulated time: virtual time',
    );
    expect(shown).to.match(/^ {2}differences +none was found$/m);
  });

  it('keeps to the width, and cuts nothing', () => {
    for (const columns of [60, 100]) {
      const lines = text.render([runWith(gone)], { ...style, columns }).split('\n');
      expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(columns);
    }
  });

  it('whose harm the backend does not show marks the verdict wherever it stands', () => {
    const run = runWith(standing);
    const whole = text.render([run], style);
    expect(whole).to.match(/^━━ BREACHED \(on the shadow\) ━/m);
    expect(flat(whole)).to.include('reports-out: on the shadow; by what the backend itself shows: none');
    expect(flat(whole)).to.match(/harm reports-out BEYOND: [^;]*; on the shadow/);
    const table = summary.render([run, breachedRun()], style);
    expect(table).to.match(/^ {2}as-deployed +BREACHED \(on the shadow\) +12 h 5 min/m);
    expect(table).to.match(/^ {2}as-deployed +BREACHED +12 h 5 min/m);
    expect(flat(table)).to.include('on the shadow: by what only the backend’s shadow tells');
    expect(brief.render([run], style)).to.match(/backend localstack.* {2}BREACHED \(on the shadow\) {2}/);
  });

  it('that could not be asked at the end says that nothing was measured', () => {
    expect(flat(text.render([runWith([])], style))).to.include(
      'measured nothing: the backend could not be asked at the end',
    );
  });
});

describe('the report of a run on the embedded cloud', () => {
  it('says nothing of shadows and places', () => {
    for (const report of [text, summary, brief]) {
      expect(report.render([breachedRun()], style)).to.not.match(/shadow|took place/i);
    }
  });
});
