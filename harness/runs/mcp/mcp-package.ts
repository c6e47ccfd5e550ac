/** The Model Context Protocol's own package: loaded when a server is asked for, and told how to get where there is none. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type * as Types from '@modelcontextprotocol/sdk/types.js';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { BlastpitError } from '../../contract/blastpit-error.js';

const packageName = '@modelcontextprotocol/sdk';

/** What speaks the protocol, with schemas of blastpit's own making: the tools have theirs already. */
export type ProtocolServer = McpServer['server'];

/** What blastpit uses of the package. */
export interface McpPackage {
  readonly McpServer: typeof McpServer;
  readonly StdioServerTransport: typeof StdioServerTransport;
  readonly StreamableHTTPServerTransport: typeof StreamableHTTPServerTransport;
  readonly types: typeof Types;
}

/**
 * The package that blastpit has, else the one that the project has in which one stands.
 * @throws BlastpitError `missing-package`
 */
export async function loadMcp(): Promise<McpPackage> {
  try {
    const [server, stdio, http, types] = await Promise.all([
      importPart('server/mcp.js'),
      importPart('server/stdio.js'),
      importPart('server/streamableHttp.js'),
      importPart('types.js'),
    ]);
    return { ...server, ...stdio, ...http, types } as unknown as McpPackage;
  } catch (cause) {
    if (!codeOf(cause).endsWith('MODULE_NOT_FOUND')) throw cause;
    throw new BlastpitError('missing-package', `\`blastpit mcp\` takes the package ${packageName}`, {
      expected: `npm install ${packageName}@1`,
      cause,
    });
  }
}

async function importPart(part: string): Promise<object> {
  const name = `${packageName}/${part}`;
  try {
    return (await import(name)) as object;
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    const file = createRequire(join(process.cwd(), 'package.json')).resolve(name);
    return (await import(pathToFileURL(file).href)) as object;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
