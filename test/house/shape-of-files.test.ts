/** What every file owes its reader: a first sentence, one idea, and no road that only tests take. */
import { expect } from 'chai';
import { shippedFiles, sourceFiles } from './source-files.js';

const files = sourceFiles();
const isData = (path: string) => /(?:^|\/)(?:data|recorded)\//.test(path) || path.endsWith('-data.ts');

describe('every file', () => {
  // The titles of a test say what it is about.
  it('starts with a sentence on its place', () => {
    const written = files.filter(({ path }) => !path.endsWith('.test.ts'));
    const wrong = written.filter(({ text }) => !/^(?:#!.*\n)?\/\*\*\s+\S/.test(text));
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });

  it('has at most 400 lines', () => {
    const long = files.filter(({ path, text }) => !isData(path) && text.trimEnd().split('\n').length > 400);
    expect(long.map(({ path }) => path)).to.deep.equal([]);
  });

  it('holds something of its own: there are no barrels', () => {
    const barrels = files.filter(({ code }) => {
      if (/^\s*export\s*\*/m.test(code)) return true;
      const rest = code.replaceAll(/^\s*(?:import|export)\s[^;]*?\bfrom\s*'[^']+';?/gm, '').trim();
      return rest === '';
    });
    expect(barrels.map(({ path }) => path)).to.deep.equal([]);
  });
});

describe('what ships', () => {
  it('takes no road that only tests take', () => {
    const marks = [
      /\bNODE_ENV\b|_TEST\b/,
      /\b(?:is|in|for|under)Tests?\b/,
      /(?<![.\w])(?:describe|it|before|after)\s*\(\s*'/,
      /\bglobalThis\.(?:it|describe|mocha)\b/,
    ];
    const wrong = shippedFiles().filter(({ code }) => marks.some((mark) => mark.test(code)));
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });

  it('does not import from test', () => {
    const wrong = shippedFiles().filter(({ imports }) =>
      imports.some(({ file }) => file?.startsWith('test/') === true),
    );
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });
});
