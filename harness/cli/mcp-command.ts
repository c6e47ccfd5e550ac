/** `blastpit mcp`: serves a scenario's account to a client of the Model Context Protocol, and scores what its model did. */
import { clientWent, interrupted, serverEnded, type McpEntrance } from '../runs/mcp/act-by-mcp.js';
import type { McpAddress } from '../runs/mcp/over-http.js';
import { overHttp } from '../runs/mcp/over-http.js';
import { overStdio } from '../runs/mcp/over-stdio.js';
import { planMcpRun } from '../runs/mcp/plan-mcp-run.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { atBackend } from './at-backend.js';
import { backendFlagsOf, withPeople } from './people.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';
import { showRuns } from './show-runs.js';
import { takeSignals } from './signals.js';
import type { Terminal } from './terminal.js';

/** The options as the command line gives them. */
export interface McpFlags extends Omit<RunFlags, 'guardrails' | 'agent' | 'entrance'> {
  readonly guardrails?: string;
  readonly http?: true;
  readonly port?: number;
}

/** @returns the exit status. */
export async function mcpCommand(scenario: string, flags: McpFlags, terminal: Terminal): Promise<number> {
  const { guardrails = 'none', http, port, ...shown } = flags;
  const overWeb = http === true || port !== undefined;
  // Over standard output the protocol is spoken: everything for people, and the result, goes beside it.
  const { keyboard: _, ...aside } = { ...terminal, progress: false };
  const readBy: Terminal = overWeb
    ? { ...terminal, progress: false }
    : { ...aside, out: terminal.err, outColour: terminal.errColour };
  const entrance: McpEntrance = {
    connect: async (mcp, server, gone) => {
      if (!overWeb) return overStdio(mcp, server, gone);
      const connection = await overHttp(mcp, server, port ?? 0);
      tellAddress(connection.address, terminal);
      return connection;
    },
    onStart: (end) =>
      takeSignals((signal) => {
        // Clients end a server of their own by SIGTERM; one that people started, they end when the client is done.
        if (overWeb) end(serverEnded);
        else end(signal === 'SIGINT' ? interrupted : clientWent);
      }),
  };
  const where = { controlApi: false, inProcess: true };
  return atBackend(backendFlagsOf(flags), readBy, async (place) =>
    withPeople(flags, readBy, where, async (people) => {
      // A client meets AWS as it is: it is told no more of a denial than AWS tells.
      const options = { ...runOptionsOf({ denials: 'aws', ...shown }), guardrails, people };
      const request = { scenario, options, entrance };
      const planned = await planMcpRun(request, openValidityCache(terminal.environment), place);
      return showRuns([planned], shown, readBy);
    }),
  );
}

/** On standard error, with what clients take to be told of a server. */
function tellAddress({ url, token }: McpAddress, terminal: Terminal): void {
  const settings = { type: 'http', url, headers: { Authorization: `Bearer ${token}` } };
  terminal.err(`serving at ${url} until the work is finished; Ctrl-C ends it\n${JSON.stringify(settings)}\n`);
}
