/** On the way from call to decision: matches action names and ARNs against IAM patterns, compiled once when a policy is loaded. */

/** `*`: any run of characters, none included; crosses `:` and `/`. */
export const anyText: unique symbol = Symbol('*');
/** `?`: exactly one character. */
export const anyCharacter: unique symbol = Symbol('?');

export type PatternToken = string | typeof anyText | typeof anyCharacter;
export type TextMatcher = (text: string) => boolean;

/** Splits an IAM pattern into literal pieces and wildcards; several `*` in a row count as one. */
export function tokensOf(pattern: string): PatternToken[] {
  const tokens: PatternToken[] = [];
  let literal = '';
  for (const character of pattern) {
    if (character !== '*' && character !== '?') {
      literal += character;
      continue;
    }
    if (literal !== '') tokens.push(literal);
    literal = '';
    if (character === '?') tokens.push(anyCharacter);
    else if (tokens.at(-1) !== anyText) tokens.push(anyText);
  }
  if (literal !== '') tokens.push(literal);
  return tokens;
}

/** A matcher over the whole text, with shortcuts for the shapes that most policies use. */
export function compilePattern(tokens: readonly PatternToken[]): TextMatcher {
  const [first, second] = tokens;
  if (first === undefined) return (text) => text === '';
  if (tokens.length === 1) {
    if (first === anyText) return () => true;
    if (typeof first === 'string') return (text) => text === first;
  }
  if (tokens.length === 2) {
    if (typeof first === 'string' && second === anyText) return (text) => text.startsWith(first);
    if (first === anyText && typeof second === 'string') return (text) => text.endsWith(second);
  }
  return (text) => matchTokens(tokens, text);
}

/**
 * Whether the tokens cover the whole text. Never slower than (text length × pattern length): on a mismatch only the
 * last `*` grows, because an earlier one growing could not help.
 */
export function matchTokens(tokens: readonly PatternToken[], text: string): boolean {
  let index = 0;
  let at = 0;
  let afterStar = -1;
  let starEnd = 0;
  for (;;) {
    const token = tokens[index];
    if (token === anyText) {
      if (index === tokens.length - 1) return true;
      index += 1;
      afterStar = index;
      starEnd = at;
      continue;
    }
    const next = token === undefined ? -1 : endOfToken(token, text, at);
    if (next >= 0) {
      index += 1;
      at = next;
      continue;
    }
    if (token === undefined && at === text.length) return true;
    if (afterStar < 0 || starEnd >= text.length) return false;
    starEnd = growStar(tokens[afterStar], text, starEnd + widthAt(text, starEnd));
    if (starEnd < 0) return false;
    at = starEnd;
    index = afterStar;
  }
}

/** Where a token that starts at a place ends; -1 where it does not match there. */
function endOfToken(token: PatternToken, text: string, at: number): number {
  if (typeof token === 'string') return text.startsWith(token, at) ? at + token.length : -1;
  return at < text.length ? at + widthAt(text, at) : -1;
}

/** The first place from which the token after a `*` can match; -1 where there is none. */
function growStar(token: PatternToken | undefined, text: string, from: number): number {
  return typeof token === 'string' ? text.indexOf(token, from) : from;
}

/** A character outside the basic plane is one character of two code units. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
