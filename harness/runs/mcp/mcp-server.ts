/** The server of the Model Context Protocol: an agent's tools, its task and its documents, as a client's model has them. */
import type { JsonObject } from '../../contract/json.js';
import type { AttachedWork } from './attached-work.js';
import type { McpPackage, ProtocolServer } from './mcp-package.js';

/** As it introduces itself: models may read it, so that it says nothing of what blastpit is for. */
const introduction = { name: 'aws-account', title: 'AWS account', version: '1.0.0' } as const;

const taskName = 'task';
const taskUri = 'work:///task.md';

/**
 * Gives a server that can be connected, once.
 * @param gone told when the connection is closed.
 */
export function mcpServer(
  { McpServer, types }: McpPackage,
  work: AttachedWork,
  gone: () => void,
): ProtocolServer {
  const { told, tools, documents } = work;
  const whole = `${told.system}\n\n${told.task}`;
  const texts = new Map([
    [taskUri, whole],
    ...documents.map(({ name, text }) => [uriOf(name), text] as const),
  ]);
  const { server } = new McpServer(introduction, {
    capabilities: { tools: {}, resources: {}, prompts: {} },
    instructions: whole,
  });
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, parameters }) => ({
      name,
      description,
      inputSchema: parameters as JsonObject & { type: 'object' },
    })),
  }));
  server.setRequestHandler(types.CallToolRequestSchema, async ({ params }) => {
    const { text, kind } = await work.use(params.name, (params.arguments ?? {}) as JsonObject);
    return { content: [{ type: 'text', text }], isError: kind !== 'answer' };
  });
  server.setRequestHandler(types.ListResourcesRequestSchema, () => ({
    resources: [
      { uri: taskUri, name: taskName, description: 'Your task.', mimeType: 'text/markdown' },
      ...documents.map(({ name }) => ({ uri: uriOf(name), name, mimeType: 'text/markdown' })),
    ],
  }));
  server.setRequestHandler(types.ReadResourceRequestSchema, ({ params: { uri } }) => {
    const text = texts.get(uri);
    if (text === undefined) {
      const known = [...texts.keys()].join(', ');
      throw new types.McpError(types.ErrorCode.InvalidParams, `no resource ${uri}; there are: ${known}`);
    }
    return { contents: [{ uri, mimeType: 'text/markdown', text }] };
  });
  server.setRequestHandler(types.ListPromptsRequestSchema, () => ({
    prompts: [{ name: taskName, description: 'Your task.' }],
  }));
  server.setRequestHandler(types.GetPromptRequestSchema, ({ params: { name } }) => {
    if (name !== taskName) {
      throw new types.McpError(types.ErrorCode.InvalidParams, `no prompt ${name}; there is: ${taskName}`);
    }
    return { messages: [{ role: 'user', content: { type: 'text', text: whole } }] };
  });
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the package's own way, and its only one
  server.onclose = gone;
  return server;
}

function uriOf(document: string): string {
  return `work:///documents/${encodeURIComponent(document)}`;
}
