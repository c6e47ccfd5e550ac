/** One reply of a model: asked again with patience where its provider is busy or breaks down, and given up in time. */
import type * as Sdk from 'ai';
import type { LanguageModel, ModelMessage } from 'ai';
import type { AgentEnd, AgentSurroundings } from '../../harness/contract/agent.js';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import type { Json } from '../../harness/contract/json.js';
import { withoutSecrets } from '../recording/recording.js';
import type { AgentTool } from '../tools/agent-tool.js';
import { oneLine } from '../tools/task-tools.js';
import type { ChosenModel } from './providers.js';

export interface ModelCall {
  readonly id: string;
  readonly tool: string;
  /** Text where what the model wrote is no JSON. */
  readonly input: Json;
}

export type Reply =
  | {
      readonly ok: true;
      readonly text: string;
      readonly calls: readonly ModelCall[];
      /** As the next request has them. */
      readonly messages: readonly ModelMessage[];
      readonly inputTokens: number;
      readonly outputTokens: number;
      /** Whether the provider kept the reply back, as it does with what its filters find. */
      readonly withheld: boolean;
      /** Whether it breaks off at the most that the provider lets the model write. */
      readonly cut: boolean;
    }
  | { readonly ok: false; readonly end: AgentEnd };

export interface ModelRequest {
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly AgentTool[];
  /** Wall time that one reply may take. */
  readonly replySeconds: number;
  /** What is left of the run's own wall time, and how the whole of it is called. */
  readonly secondsLeft: number;
  readonly wallLimit: string;
}

export type AskModel = (request: ModelRequest) => Promise<Reply>;

/** The first try among them. */
const mostTries = 5;
/** Before the second try; twice as long before each further one. */
const firstDelaySeconds = 1;
/** A provider that wants more time than that is given up. */
const longestDelaySeconds = 120;

/** @param sdk the AI SDK, loaded. */
export function askModel(
  sdk: typeof Sdk,
  model: LanguageModel,
  { secrets, variables }: Pick<ChosenModel, 'secrets' | 'variables'>,
  { cancelled, pause, wallSeconds }: Pick<AgentSurroundings, 'cancelled' | 'pause' | 'wallSeconds'>,
): AskModel {
  const failed = (what: string, failures: readonly string[]): Reply => {
    const before = failures.length === 0 ? '' : ` (before: ${failures.join(', ')})`;
    const detail = oneLine(withoutSecrets(`${what}${before}`, secrets));
    return { ok: false, end: { how: 'provider-failure', detail } };
  };
  const isInterrupted = (): boolean => cancelled.aborted;
  return async ({ system, messages, tools, replySeconds, secondsLeft, wallLimit }) => {
    const began = wallSeconds();
    const failures: string[] = [];
    const interrupted: Reply = {
      ok: false,
      end: { how: 'interrupted', detail: 'stopped by the person at the keyboard' },
    };
    const outOfTime: Reply = {
      ok: false,
      end: { how: 'limit', detail: `${wallLimit}, while waiting for the model` },
    };
    for (;;) {
      if (isInterrupted()) return interrupted;
      const left = secondsLeft - (wallSeconds() - began);
      if (left <= 0) return outOfTime;
      const seconds = Math.min(replySeconds, left);
      const late = AbortSignal.timeout(Math.ceil(seconds * 1000));
      try {
        const result = await sdk.generateText({
          model,
          system,
          messages: [...messages],
          tools: toolSet(sdk, tools),
          maxRetries: 0,
          abortSignal: AbortSignal.any([cancelled, late]),
        });
        return replyOf(result);
      } catch (error) {
        if (error instanceof BlastpitError) throw error;
        if (isInterrupted()) return interrupted;
        if (late.aborted) {
          return seconds < replySeconds ? outOfTime : failed(`no reply within ${replySeconds} s`, failures);
        }
        const failure = failureOf(sdk, error, variables);
        if (!failure.passes) return failed(failure.words, failures);
        failures.push(failure.brief);
        const delay = failure.delaySeconds ?? firstDelaySeconds * 2 ** (failures.length - 1);
        if (failures.length >= mostTries) return failed(`gave up after ${mostTries} tries`, failures);
        if (delay > longestDelaySeconds) {
          return failed(`the provider wants to be asked again in ${Math.round(delay)} s`, failures);
        }
        await pause(Math.min(delay, Math.max(0, secondsLeft - (wallSeconds() - began))), cancelled);
      }
    }
  };
}

function toolSet(sdk: typeof Sdk, tools: readonly AgentTool[]): Sdk.ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      // What a model writes is looked at where the tool is run, and told there in words that help.
      sdk.tool({
        description,
        inputSchema: sdk.jsonSchema(parameters as Parameters<typeof sdk.jsonSchema>[0]),
      }),
    ]),
  );
}

function replyOf(result: Awaited<ReturnType<typeof Sdk.generateText>>): Reply {
  const { inputTokens, outputTokens } = result.usage;
  return {
    ok: true,
    text: result.text,
    calls: result.toolCalls.map(({ toolCallId, toolName, input }) => ({
      id: toolCallId,
      tool: toolName,
      input: input as Json,
    })),
    // What the SDK itself answers to calls that it cannot read is left out: the tools do that.
    messages: result.response.messages.filter(({ role }) => role === 'assistant'),
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    withheld: result.finishReason === 'content-filter',
    cut: result.finishReason === 'length',
  };
}

interface Failure {
  /** Whether it may be over when asked again. */
  readonly passes: boolean;
  /** When the provider wants to be asked again; null where it does not say. */
  readonly delaySeconds: number | null;
  readonly brief: string;
  readonly words: string;
}

function failureOf(sdk: typeof Sdk, error: unknown, variables: readonly string[]): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!sdk.APICallError.isInstance(error)) {
    return { passes: false, delaySeconds: null, brief: message, words: message };
  }
  const { statusCode, responseHeaders = {} } = error;
  if (statusCode === undefined) {
    const brief = 'no connection';
    return { passes: error.isRetryable, delaySeconds: null, brief, words: `${brief}: ${message}` };
  }
  const passes = statusCode === 429 || statusCode === 408 || statusCode >= 500;
  // Providers quote the key that they refuse.
  const isAboutKey = statusCode === 401 || statusCode === 403;
  const look = variables.length === 0 ? '' : `: look at ${variables.join(', ')}`;
  const words = isAboutKey
    ? `the provider refused the key${look} (${statusCode})`
    : `${statusCode}: ${message}`;
  return { passes, delaySeconds: delayOf(responseHeaders), brief: String(statusCode), words };
}

/** RFC 9110, "Retry-After": seconds, or a date, which is held against the provider's own. */
function delayOf(headers: Readonly<Record<string, string>>): number | null {
  const milliseconds = Number(headers['retry-after-ms'] ?? 'none');
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds / 1000);
  const after = headers['retry-after'];
  if (after === undefined) return null;
  if (/^\d+(?:\.\d+)?$/.test(after.trim())) return Number(after);
  const [until, now] = [Date.parse(after), Date.parse(headers['date'] ?? '')];
  return Number.isNaN(until) || Number.isNaN(now) ? null : Math.max(0, (until - now) / 1000);
}
