/** What commands know of who reads them: colours, width, progress. */
import { expect } from 'chai';
import { showProgress } from '../../harness/cli/progress.js';
import { terminalOf } from '../../harness/cli/terminal.js';

const write = (): boolean => true;

function colourOn(isTTY: boolean, environment: NodeJS.ProcessEnv): boolean {
  return terminalOf({ isTTY, write }, { write }, environment).outColour;
}

describe('colour', () => {
  it('is on a terminal only', () => {
    expect([colourOn(true, {}), colourOn(false, {})]).to.deep.equal([true, false]);
    expect(colourOn(true, { TERM: 'dumb' })).to.equal(false);
  });

  it('is off with NO_COLOR, and with an empty NO_COLOR as it was', () => {
    expect([colourOn(true, { NO_COLOR: '1' }), colourOn(true, { NO_COLOR: '' })]).to.deep.equal([
      false,
      true,
    ]);
  });

  it('is on or off with FORCE_COLOR, whatever else is said', () => {
    expect(colourOn(false, { FORCE_COLOR: '1', NO_COLOR: '1' })).to.equal(true);
    expect(colourOn(false, { FORCE_COLOR: '' })).to.equal(true);
    expect([colourOn(true, { FORCE_COLOR: '0' }), colourOn(true, { FORCE_COLOR: 'false' })]).to.deep.equal([
      false,
      false,
    ]);
  });

  it('is told apart for the two streams', () => {
    const { outColour, errColour } = terminalOf({ isTTY: false, write }, { isTTY: true, write }, {});
    expect([outColour, errColour]).to.deep.equal([false, true]);
  });
});

describe('width', () => {
  it('is that of the terminal, 100 columns at most, and 100 in a file', () => {
    const width = (isTTY: boolean, columns?: number): number =>
      terminalOf({ isTTY, columns, write }, { write }, {}).columns;
    expect([width(true, 80), width(true, 240), width(true, 10), width(true), width(false, 80)]).to.deep.equal(
      [80, 100, 60, 100, 100],
    );
  });
});

describe('width of what is piped', () => {
  it('is what COLUMNS says, where it says a number', () => {
    const width = (COLUMNS: string): number => terminalOf({ write }, { write }, { COLUMNS }).columns;
    expect([width('80'), width('20'), width('300'), width('wide'), width('')]).to.deep.equal([
      80, 60, 100, 100, 100,
    ]);
  });
});

describe('progress', () => {
  function said(isTTY: boolean, wanted: boolean): string {
    let text = '';
    const err = {
      isTTY,
      write: (more: string): void => {
        text += more;
      },
    };
    const progress = showProgress(terminalOf({ write }, err, {}), wanted);
    progress.say('kiro under none');
    progress.say('kiro under repaired');
    progress.clear();
    progress.clear();
    return text;
  }

  it('is one line on a terminal, and gone afterwards', () => {
    const erase = '\r\u001b[2K';
    expect(said(true, true)).to.equal(`kiro under none${erase}kiro under repaired${erase}`);
  });

  it('is not shown in files and logs, nor to those who want quiet', () => {
    expect([said(false, true), said(true, false)]).to.deep.equal(['', '']);
  });
});
