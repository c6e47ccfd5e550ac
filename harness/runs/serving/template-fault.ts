/** From CloudFormation's words on a template to the place in the file that they are about. */

/** `:12`, or nothing where the words name no place that is in the file. */
export function lineOfTemplateFault(text: string, words: string): string {
  const [, told] = /\(line (\d+)/.exec(words) ?? [];
  if (told !== undefined) return `:${told}`;
  const lines = text.split('\n');
  for (const name of namesIn(words)) {
    const line = lines.findIndex((each) => hasWord(each, name));
    if (line >= 0) return `:${line + 1}`;
  }
  return '';
}

/** What the words name, the likeliest place first: what stands in brackets or quotes, then a resource that failed. */
function* namesIn(words: string): Generator<string> {
  for (const [, list = ''] of words.matchAll(/\[([^\]]+)\]/g)) yield* list.split(/,\s*/);
  for (const [, name = ''] of words.matchAll(/["'“]([^"'”]+)["'”]/g)) yield name;
  for (const [, name = ''] of words.matchAll(/^\s*([A-Za-z0-9]+): /gm)) yield name;
  for (const [name] of words.matchAll(/\b[A-Za-z0-9]+(?:::[A-Za-z0-9]+){1,3}\b/g)) yield name;
}

function hasWord(line: string, word: string): boolean {
  if (word === '') return false;
  const letter = /[A-Za-z0-9]/;
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    if (!letter.test(line.charAt(at - 1)) && !letter.test(line.charAt(at + word.length))) return true;
  }
  return false;
}
