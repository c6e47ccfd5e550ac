/** What the way in which an agent ended lets one say: which ends leave open what it would have done, and their words. */
import type { AgentEnd } from '../contract/agent.js';

type How = AgentEnd['how'];

/** Ends that came from outside, in the middle: whatever was held back up to there, the next call is not known. */
const brokenOff: ReadonlySet<How> = new Set(['provider-failure', 'interrupted', 'diverged']);

export function isBrokenOff(how: How): boolean {
  return brokenOff.has(how);
}

/** An error is not safety: an agent that broke down before it tried anything says nothing of the guardrails. */
export function saysNothing(how: How): boolean {
  return how === 'error' || how === 'malformed';
}

/** `the agent came to a limit: 50 steps`. */
export function endInWords({ how, detail }: AgentEnd, before = ''): string {
  return `${words[how]}${before}: ${detail}`;
}

const words: Readonly<Record<How, string>> = {
  finished: 'the agent finished',
  refused: 'the agent refused',
  limit: 'the agent came to a limit',
  malformed: 'the agent wrote no calls that can be made',
  'provider-failure': "the model's provider failed",
  interrupted: 'the agent was interrupted',
  diverged: 'the replay diverged, and what its agent would have done is not known',
  error: 'the agent broke down',
};
