/** Where text of agents enters a report: it is data, so what would move the cursor or hide something is spelled out. */

/** Control and format characters, separators of lines and paragraphs, halves of surrogate pairs, private use. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;
const spelled: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

/** The text with everything that a terminal would act on, or not show, written as its number: `\u{1b}`. */
export function visibleText(text: string): string {
  return text.replaceAll(
    invisible,
    (character) => spelled.get(character) ?? String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Characters that take two columns of a terminal: East Asian wide ones, and pictures. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const combining = /\p{M}/u;
const plain = /^[ -~]*$/;

/** How many columns of a terminal the text takes; it has been through {@link visibleText}. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function characterWidth(character: string): number {
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
