/** A provider of models on loopback that plays scripted turns over real HTTP, as OpenAI's chat completions answer. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the model asks for: a tool and its input; text where the input is to be no JSON. */
export type ScriptedCall = readonly [tool: string, input: object | string];

/** One answer of the provider. */
export type ScriptedTurn =
  | { readonly says?: string; readonly calls?: readonly ScriptedCall[]; readonly finish?: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly hangs: true };

/** What is looked at of a request. */
export interface AskedModel {
  readonly model: string;
  readonly messages: readonly {
    readonly role: string;
    readonly content?: string | null;
    readonly tool_call_id?: string;
  }[];
  readonly tools: readonly object[];
}

export interface ScriptedProvider {
  readonly baseUrl: string;
  readonly asked: readonly AskedModel[];
  readonly headers: readonly IncomingHttpHeaders[];
  /** The whole bodies, as they came. */
  readonly bodies: readonly string[];
  readonly close: () => Promise<void>;
}

/** @param turns in order; the last is played again for whoever asks on. */
export async function scriptedProvider(turns: readonly ScriptedTurn[]): Promise<ScriptedProvider> {
  const asked: AskedModel[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      bodies.push(body);
      asked.push(JSON.parse(body) as AskedModel);
      headers.push(request.headers);
      play(turns[Math.min(asked.length, turns.length) - 1] ?? {}, asked.length, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    headers,
    bodies,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function play(turn: ScriptedTurn, number: number, response: ServerResponse): void {
  if ('hangs' in turn) return;
  if ('status' in turn) {
    const body = turn.body ?? JSON.stringify({ error: { message: `status ${turn.status}`, type: 'error' } });
    response.writeHead(turn.status, { 'content-type': 'application/json', ...turn.headers }).end(body);
    return;
  }
  const { says, calls = [], finish } = turn;
  const toolCalls = calls.map(([name, input], index) => ({
    id: `call_${number}_${index}`,
    type: 'function',
    function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
  }));
  const message = {
    role: 'assistant',
    content: says ?? null,
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: `chatcmpl-${number}`,
      object: 'chat.completion',
      created: 1_765_000_000,
      model: 'scripted',
      choices: [{ index: 0, message, finish_reason: finish ?? (calls.length > 0 ? 'tool_calls' : 'stop') }],
      usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
    }),
  );
}
