/** A client of the Model Context Protocol, its package's own, attached to `blastpit mcp` as people attach theirs. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

export interface Tool {
  readonly isError: boolean;
  readonly text: string;
}

export interface AttachedClient {
  readonly client: Client;
  readonly use: (tool: string, input: object) => Promise<Tool>;
  /** When the server is over: what it wrote on standard error, and its exit status. */
  readonly over: Promise<{ readonly err: string; readonly status: number }>;
}

/** What a tool answered, as a model reads it. */
export async function useTool(client: Client, name: string, input: object): Promise<Tool> {
  const answer = await client.callTool({ name, arguments: { ...input } });
  const [content] = answer.content as readonly { readonly text: string }[];
  return { isError: answer.isError === true, text: content?.text ?? '' };
}

/** Starts the server and connects to it over its standard input and output. */
export async function attach(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<AttachedClient> {
  const transport = new StdioClientTransport({
    command: 'sh',
    // The client's package does not tell how a server ended.
    args: ['-c', '"$@"; echo "status $?" >&2', 'sh', process.execPath, program, 'mcp', ...words],
    env: { ...(process.env as Record<string, string>), NO_COLOR: '1', ...variables },
    stderr: 'pipe',
  });
  let err = '';
  const over = new Promise<{ err: string; status: number }>((resolve) => {
    transport.stderr?.on('data', (chunk: Buffer) => {
      err += chunk.toString('utf8');
      const [line, status] = /^status (\d+)\n/m.exec(err) ?? [];
      if (line !== undefined) resolve({ err: err.replace(line, ''), status: Number(status) });
    });
  });
  const client = new Client({ name: 'a-client', version: '1.0.0' });
  await client.connect(transport);
  return { client, use: (tool, input) => useTool(client, tool, input), over };
}
