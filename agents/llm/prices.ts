/** What models cost, as their providers publish it: for limits of money, which are estimates by this table. */

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** When the prices below were looked up: later ones are not known here. */
export const pricesAsOf = '2025-10-15';

/**
 * By a model's name, behind a maker's prefix (`anthropic.`, `us.anthropic.`) and without its version. List prices without discounts for cached or batched input (Anthropic "Pricing", OpenAI "Pricing", Google "Gemini Developer
 * API pricing"); of prices that grow with the prompt, those of short prompts.
 */
const prices: Readonly<Record<string, Price>> = {
  'claude-opus-4': { input: 15, output: 75 },
  'claude-opus-4-1': { input: 15, output: 75 },
  'claude-sonnet-4': { input: 3, output: 15 },
  'claude-sonnet-4-5': { input: 3, output: 15 },
  'claude-3-7-sonnet': { input: 3, output: 15 },
  'claude-haiku-4-5': { input: 1, output: 5 },
  'claude-3-5-haiku': { input: 0.8, output: 4 },
  'gpt-5': { input: 1.25, output: 10 },
  'gpt-5-mini': { input: 0.25, output: 2 },
  'gpt-5-nano': { input: 0.05, output: 0.4 },
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4 },
  'gpt-4o': { input: 2.5, output: 10 },
  'gpt-4o-mini': { input: 0.15, output: 0.6 },
  o3: { input: 2, output: 8 },
  'o4-mini': { input: 1.1, output: 4.4 },
  'gemini-2.5-pro': { input: 1.25, output: 10 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5 },
  'gemini-2.5-flash-lite': { input: 0.1, output: 0.4 },
};

/** What may stand behind a model's name for one of its versions: a date, `-v1:0`, `-latest`. */
const version = /^(?:-\d{4}-?\d{2}-?\d{2}|-latest)?(?:-v\d+)?(?::\d+)?$/;

/** Null where the table does not have the model. */
export function priceOf(model: string): Price | null {
  const name = model.toLowerCase().replace(/^(?:[a-z]+\.)?(?:anthropic|openai|google)[./]/, '');
  for (const [known, price] of Object.entries(prices)) {
    if (name.startsWith(known) && version.test(name.slice(known.length))) return price;
  }
  return null;
}

/** In US dollars. */
export function costOf({ input, output }: Price, inputTokens: number, outputTokens: number): number {
  return (inputTokens * input + outputTokens * output) / 1_000_000;
}
