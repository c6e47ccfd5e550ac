/** How reports are laid out: nothing runs over the edge, nothing is lost, nothing acts on the terminal. */
import { expect } from 'chai';
import fc from 'fast-check';
import { paint, plainLine } from '../../harness/reports/layout/paint.js';
import { picture } from '../../harness/reports/layout/picture.js';
import { line, lineWidth, strong, toned, type Line } from '../../harness/reports/layout/styled-line.js';
import { table } from '../../harness/reports/layout/table.js';
import { displayWidth, visibleText } from '../../harness/reports/layout/visible-text.js';
import { wrap } from '../../harness/reports/layout/wrap.js';

const repeatable = { seed: 20251215, numRuns: 300 };
const escape = '\u001b';

const anyLine: fc.Arbitrary<Line> = fc
  .array(
    fc.tuple(
      fc.constantFrom('plain', 'strong', 'bad' as const),
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        fc.lorem(),
        fc.constant('arn:aws-cn:sts::523907416882:assumed-role/service-operator/li.wei'),
      ),
    ),
  )
  .map((parts) => line(...parts.map(([tone, text]) => toned(tone as 'plain', text))));

describe('text that agents wrote', () => {
  it('cannot move the cursor, change colours, turn the direction of writing or hide', () => {
    expect(visibleText(`${escape}[2J\r\nall\u0007 is\u202e well\u200b\u0085`)).to.equal(
      String.raw`\u{1b}[2J\r\nall\u{7} is\u{202e} well\u{200b}\u{85}`,
    );
  });

  it('keeps letters of every script as they are', () => {
    const text = 'déjà vu – 好的, “yes”, ναι, да';
    expect(visibleText(text)).to.equal(text);
  });

  it('takes two columns for a wide character and none for a combining mark', () => {
    expect(displayWidth('好的')).to.equal(4);
    expect(displayWidth('e\u0301')).to.equal(1);
  });

  it('is made visible wherever it enters a line', () => {
    const shown = paint([line(`a${escape}[31m`, strong(`b\u0000`))], false);
    expect(shown).to.equal('a\\u{1b}[31mb\\u{0}\n');
  });
});

describe('wrapped text', () => {
  it('never runs over the edge', () => {
    fc.assert(
      fc.property(
        anyLine,
        fc.integer({ min: 20, max: 100 }),
        fc.integer({ min: 0, max: 10 }),
        (spans, width, indent) => {
          for (const each of wrap(spans, width, indent)) {
            expect(displayWidth(plainLine(each))).to.be.at.most(width);
          }
        },
      ),
      repeatable,
    );
  });

  it('loses nothing but spaces', () => {
    const bare = (lines: readonly Line[]): string => lines.map(plainLine).join('').replaceAll(' ', '');
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 20, max: 100 }), (spans, width) => {
        expect(bare(wrap(spans, width, 3))).to.equal(bare([spans]));
      }),
      repeatable,
    );
  });

  it('breaks at spaces, and ARNs that do not fit at their joints', () => {
    const arn = 'arn:aws-cn:sts::523907416882:assumed-role/service-operator/li.wei';
    expect(wrap(line(`made by ${arn}`), 50, 2).map(plainLine)).to.deep.equal([
      'made by arn:aws-cn:sts::523907416882:assumed-role/',
      '  service-operator/li.wei',
    ]);
  });

  it('keeps numbers with their units, and breaks long names before a capital', () => {
    const wrapped = (text: string, width: number): readonly string[] =>
      wrap(line(text), width).map(plainLine);
    expect(wrapped('out for 5 h 50 min; it adds 7 h 45 min', 29)).to.deep.equal([
      'out for 5 h 50 min; it adds',
      '7 h 45 min',
    ]);
    expect(wrapped('tolerated 1 h; and 12 hosts', 11)).to.deep.equal(['tolerated', '1 h; and 12', 'hosts']);
    expect(wrapped('c5 UpdateTerminationProtection', 17)).to.deep.equal([
      'c5 Update',
      'Termination',
      'Protection',
    ]);
    expect(wrapped('UpdateTerminationProtection', 20)).to.deep.equal(['UpdateTermination', 'Protection']);
  });
});

describe('tables', () => {
  it('break the cells that may be broken, and keep columns in line', () => {
    const rows = [
      [line('one'), line('a text that is much too long for its cell'), line('x')],
      [line('three'), line('short'), line('y')],
    ];
    expect(table(rows, { columns: 34, flexible: [1] }).map(plainLine)).to.deep.equal([
      '  one    a text that is much    x',
      '         too long for its cell',
      '  three  short                  y',
    ]);
  });

  it('are as wide as asked at most', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyLine, anyLine), { minLength: 1 }), (rows) => {
        for (const each of table(rows, { columns: 60, flexible: [0, 1] })) {
          expect(displayWidth(plainLine(each))).to.be.at.most(60);
        }
      }),
      repeatable,
    );
  });
});

describe('colour', () => {
  const lines = [line('plain ', toned('bad', 'BREACHED'), ' and ', toned('faint', 'faint '))];

  it('is there where it is wanted, on every version of Node and whatever the environment says', () => {
    expect(paint(lines, true)).to.equal(
      `plain ${escape}[1m${escape}[31mBREACHED${escape}[39m${escape}[22m and ${escape}[2mfaint${escape}[22m\n`,
    );
  });

  it('is not there where it is not', () => {
    expect(paint(lines, false)).to.equal('plain BREACHED and faint\n');
  });
});

describe('pictures', () => {
  it('are well-formed, whatever the text holds', () => {
    const drawn = picture([line('<script>&"', toned('bad', '██░━'))], 'a <b> & "c"', 20);
    expect(drawn)
      .to.contain('&lt;script&gt;&amp;&quot;')
      .and.to.contain('<title>a &lt;b&gt; &amp; &quot;c&quot;');
    expect(drawn.match(/<rect /g)).to.have.lengthOf(4);
    expect(drawn).not.to.contain('<script');
  });

  it('grow with lines that are wider than asked', () => {
    const width = (columns: number): number =>
      Number(/width="(?<width>\d+)"/.exec(picture([line('x'.repeat(columns))], '', 20))?.[1]);
    expect(width(40) - width(30)).to.equal(84);
    expect(lineWidth(line('x'.repeat(40)))).to.equal(40);
  });
});
