/** The protocol over standard input and output: the client started this process, and ends it by closing them. */
import process from 'node:process';
import { setImmediate as written } from 'node:timers/promises';
import type { McpConnection } from './act-by-mcp.js';
import type { McpPackage, ProtocolServer } from './mcp-package.js';

/** @param gone told when the client has gone away. */
export async function overStdio(
  { StdioServerTransport }: McpPackage,
  server: ProtocolServer,
  gone: () => void,
): Promise<McpConnection> {
  // A client that is gone does not read either; elsewhere that ends the process, and here the run is scored still.
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', gone);
  process.stdin.once('end', gone);
  process.stdin.once('close', gone);
  await server.connect(new StdioServerTransport());
  return {
    close: async () => {
      await written();
      await server.close();
      process.stdin.destroy();
    },
  };
}
