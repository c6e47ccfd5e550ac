/** Replayed agents: `replay:FILE` makes the calls of a recorded conversation again, without its model. */
import type { AgentEnd } from '../harness/contract/agent.js';
import { defineAgent } from '../harness/contract/agent.js';
import { instructionsFor } from './llm/instructions.js';
import { playTurns } from './recording/play-turns.js';
import { readRecording } from './recording/recording.js';
import { readerTools } from './tools/reader-tools.js';

const brokenOff: AgentEnd = {
  how: 'interrupted',
  detail: 'the recorded conversation breaks off here, without an end',
};

/**
 * The same calls in the same order, until the first different answer. There the replay ends as `diverged`: a model would
 * have read that answer, and what it would have called next nobody knows. Even where the answer is a guardrail's denial
 * of the very attack, that call alone was held back, so nothing is claimed of the agent: the run is invalid unless a
 * harm was committed before.
 */
export default defineAgent({
  name: 'replay',
  summary: 'makes the calls of a recorded conversation again (replay:FILE), until one is answered otherwise',
  argument: 'FILE',
  create: (file) => {
    const recording = readRecording(file);
    return {
      name: `replay:${recording.head.agent}`,
      repeats: true,
      callsAnything: true,
      act: async (session) => {
        const ended = await playTurns(recording, instructionsFor(session), readerTools(session));
        return ended ?? recording.end ?? brokenOff;
      },
    };
  },
});
