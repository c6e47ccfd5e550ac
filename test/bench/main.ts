/** `npm run bench`: figures beside their goals, and beside a floor or a peer measured in the same run. It asserts none. */
import { measureColdStart } from './cold-start.js';
import { measureElsewhere } from './elsewhere.js';
import { measureEpisodes } from './episodes.js';
import { measureHttp } from './http.js';
import type { Figure } from './figure.js';
import { measureWorld } from './world.js';

const parts: readonly (readonly [string, () => Promise<readonly Figure[]>])[] = [
  ['DescribeTable over HTTP, 8 connections', measureHttp],
  ['episodes of kiro (one agent, one guardrail set, scored)', measureEpisodes],
  ['an episode elsewhere, wall time', measureElsewhere],
  ['cold start to verdict', measureColdStart],
  ['the world', measureWorld],
];

for (const [title, measure] of parts) {
  console.log(`\n${title}`);
  for (const { what, measured, goal } of await measure()) {
    console.log(
      `  ${what.padEnd(58)} ${measured.padStart(14)}   ${goal === null ? '' : `goal ${goal}`}`.trimEnd(),
    );
  }
}
