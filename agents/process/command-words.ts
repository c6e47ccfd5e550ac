/** A command that stands in one text, as in `--agent process:…`: its words, quoted as in a shell, which there is none of. */
import { BlastpitError } from '../../harness/contract/blastpit-error.js';

/**
 * `python3 'my agent.py' --fast` has three words. Between single quotation marks everything stands for itself; between
 * double ones, and outside, a backslash lets the next character do so.
 * @throws BlastpitError `agent-spec` where there is no command, and where a quotation mark is left open.
 */
export function commandWords(typed: string): readonly [string, ...(readonly string[])] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  const characters = typed[Symbol.iterator]();
  for (const character of characters) {
    if (quote === null && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === quote) {
      quote = null;
    } else if (quote === null && (character === "'" || character === '"')) {
      quote = character;
      word ??= '';
    } else if (character === '\\' && quote !== "'") {
      const { value = '\\' } = characters.next();
      word = `${word ?? ''}${value}`;
    } else {
      word = `${word ?? ''}${character}`;
    }
  }
  if (word !== null) words.push(word);
  const [command, ...others] = words;
  if (quote !== null || command === undefined) {
    const why = quote === null ? 'there is no command' : `a ${quote} is left open`;
    throw new BlastpitError('agent-spec', `--agent process:${typed}: ${why}`, {
      where: '--agent',
      expected: "process:COMMAND, e.g. --agent 'process:python3 agent.py'",
    });
  }
  return [command, ...others];
}
