/** How approvers come by a language model: by the providers, the keys and the patience that agents have. */
import type { AskedDecision, Surroundings } from '../../contract/approver.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { askModel } from '../../../agents/llm/ask-model.js';
import { loadSdk } from '../../../agents/llm/load-sdk.js';
import { chooseModel } from '../../../agents/llm/providers.js';
import { withoutSecrets } from '../../../agents/recording/recording.js';
import { answered, objectOf, type AgentTool } from '../../../agents/tools/agent-tool.js';
import { pause, wallSeconds } from '../outer-edge.js';

/** Wall time that one decision may take, all tries together, and that one reply may. */
const mostSeconds = 300;
const replySeconds = 60;

const decideTool: AgentTool = {
  name: 'decide',
  description: 'Approves or refuses the request. Once.',
  parameters: objectOf(
    {
      answer: { type: 'string', enum: ['grant', 'refuse'] },
      reason: { type: 'string', description: 'why, in a sentence' },
    },
    ['answer', 'reason'],
  ),
  run: () => Promise.resolve(answered('noted')),
};

/**
 * @param argument `PROVIDER/MODEL`.
 * @throws BlastpitError for a provider that there is not, and a key, a package or an address that is missing.
 */
export async function decidingModel(
  argument: string,
  baseUrl: string | null,
  environment: Surroundings['environment'],
): Promise<AskedDecision> {
  const chosen = choose(argument, baseUrl, environment);
  const sdk = await loadSdk(chosen);
  const model = await chosen.load();
  const ask = askModel(sdk, model, chosen, { cancelled: new AbortController().signal, pause, wallSeconds });
  return async (system, text) => {
    const reply = await ask({
      system,
      messages: [{ role: 'user', content: text }],
      tools: [decideTool],
      replySeconds,
      secondsLeft: mostSeconds,
      wallLimit: `${mostSeconds} s for a decision`,
    });
    if (!reply.ok) return { ok: false, why: reply.end.detail };
    const call = reply.calls.find(({ tool }) => tool === decideTool.name);
    if (call === undefined) return { ok: false, why: 'it answered in words' };
    // What a model was told of keys is kept by nobody.
    return {
      ok: true,
      input: JSON.parse(withoutSecrets(JSON.stringify(call.input), chosen.secrets)) as unknown,
    };
  };
}

function choose(
  argument: string,
  baseUrl: string | null,
  environment: Surroundings['environment'],
): ReturnType<typeof chooseModel> {
  try {
    return chooseModel(argument, { options: baseUrl === null ? {} : { baseUrl }, environment });
  } catch (error) {
    if (!(error instanceof BlastpitError) || error.code !== 'missing-address') throw error;
    throw new BlastpitError(
      'missing-address',
      `the approvers llm:${argument} need their provider's address`,
      {
        where: '--approvers',
        expected: `llm:${argument}@http://127.0.0.1:8000/v1, or wherever it listens`,
        cause: error,
      },
    );
  }
}
