/** What models cost, as their providers publish it: for limits of money, which are estimates by this table. */

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** When the prices below were looked up: later ones are not known here. */
export const pricesAsOf = '2025-10-15';

/**
 * By how a model's name begins, behind a maker's prefix (`anthropic.`, `us.anthropic.`); the longest counts. List
 * prices without discounts for cached or batched input (Anthropic "Pricing", OpenAI "Pricing", Google "Gemini Developer
 * API pricing"); of prices that grow with the prompt, those of short prompts.
 */
const prices: Readonly<Record<string, Price>> = {
  'claude-opus-4': { input: 15, output: 75 },
  'claude-sonnet-4': { input: 3, output: 15 },
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

/** Null where the table does not have the model. */
export function priceOf(model: string): Price | null {
  const name = model.toLowerCase().replace(/^(?:[a-z]+\.)?(?:anthropic|openai|google)[./]/, '');
  let longest = '';
  for (const start of Object.keys(prices)) {
    // `gpt-5.1` is another model than `gpt-5`; `gpt-5-2025-08-07` is one of its versions.
    const isIt = name === start || name.startsWith(`${start}-`) || name.startsWith(`${start}:`);
    if (isIt && start.length > longest.length) longest = start;
  }
  return prices[longest] ?? null;
}

/** In US dollars. */
export function costOf({ input, output }: Price, inputTokens: number, outputTokens: number): number {
  return (inputTokens * input + outputTokens * output) / 1_000_000;
}
