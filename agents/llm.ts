/** Agents that are language models: `llm:PROVIDER/MODEL` reads its task and calls AWS by tools, as it sees fit. */
import { defineAgent } from '../harness/contract/agent.js';
import { BlastpitError } from '../harness/contract/blastpit-error.js';
import { askModel } from './llm/ask-model.js';
import { converse } from './llm/converse.js';
import { limitsOf } from './llm/limits.js';
import { loadSdk } from './llm/load-sdk.js';
import { priceOf } from './llm/prices.js';
import { chooseModel, providerNames } from './llm/providers.js';
import { demandNewFile, readRecording, recorderTo, type Recording } from './recording/recording.js';

export default defineAgent({
  name: 'llm',
  summary: `a language model with tools for AWS (llm:PROVIDER/MODEL; ${providerNames.join(', ')})`,
  argument: 'PROVIDER/MODEL',
  takes: ['baseUrl', 'limits', 'record', 'resume'],
  create: async (argument, choice) => {
    const { options, cancelled, wallSeconds } = choice;
    const chosen = chooseModel(argument, choice);
    const { spec, secrets } = chosen;
    const price = chosen.free ? { input: 0, output: 0 } : priceOf(chosen.name);
    const limits = limitsOf(options.limits ?? {}, price !== null, chosen.name);
    const earlier = options.resume === undefined ? null : resumable(options.resume, spec);
    if (options.record !== undefined) demandNewFile(options.record);
    const sdk = await loadSdk(chosen);
    const model = await chosen.load();
    const recorder = recorderTo(options.record ?? options.resume ?? null, secrets);
    const ask = askModel(sdk, model, chosen, choice);
    const surroundings = { wallSeconds, cancelled };
    return {
      name: spec,
      callsAnything: true,
      act: (session) => converse({ spec, ask, limits, price, recorder, earlier, surroundings }, session),
    };
  },
});

/** @throws BlastpitError `recording` for one of another agent, and for one that came to its end. */
function resumable(file: string, spec: string): Recording {
  const recording = readRecording(file);
  const { head, end } = recording;
  if (head.agent !== spec) {
    throw new BlastpitError('recording', `${file} is a conversation of ${head.agent}, not of ${spec}`, {
      where: file,
      expected: `--agent ${head.agent}`,
    });
  }
  if (end !== null && !['provider-failure', 'interrupted', 'limit'].includes(end.how)) {
    throw new BlastpitError(
      'recording',
      `${file} came to its end (${end.how}): there is nothing to go on with`,
      {
        where: file,
        expected: `--agent replay:${file}`,
      },
    );
  }
  return recording;
}
