/** The words of `blastpit mcp`: what it takes, and what they lead to. */
import type { Command } from 'commander';
import { helpText } from '../help-text.js';
import type { McpFlags } from '../mcp-command.js';
import type { Terminal } from '../terminal.js';
import { withApproverOptions } from './approver-options.js';
import { withBackendOptions } from './backend-options.js';
import { portNumber } from './option-values.js';
import { withOneRunOptions } from './one-run-options.js';
import { withScenarioOptions } from './scenario-options.js';

export function describeMcp(program: Command, terminal: Terminal, end: (status: number) => void): void {
  const command = program
    .command('mcp')
    .description('let the model of an MCP client act in a scenario, and score what it did')
    .argument('<scenario>', 'name or path of a scenario')
    .option('-g, --guardrails <set>', 'a guardrail set, or a guardrail by name or path; none where left out')
    .option('--http', 'serve over streamable HTTP on loopback, instead of standard input and output')
    .option('--port <n>', 'with --http, the port to listen on; a free one where left out', portNumber);
  withApproverOptions(command, '', '900 where left out');
  withBackendOptions(withScenarioOptions(command, 'aws'));
  withOneRunOptions(command, 'print one JSON object and nothing else')
    .addHelpText(
      'after',
      helpText(
        {
          before: [
            'A Model Context Protocol server for any client: its model gets the task, its documents and the tools aws, describe_operation, wait, request_approval and finish. When it calls finish, or the client goes away, the episode is scored. Over standard input and output the report goes to standard error; with --http it goes to standard output, and the address and its token to standard error. What else the client lets its model use is not isolated. It takes the package @modelcontextprotocol/sdk.',
          ],
          examples: [
            ['claude mcp add account -- blastpit mcp kiro --guardrails repaired --out results'],
            ['blastpit mcp kiro --http --port 4700'],
            ['npx @modelcontextprotocol/inspector --cli blastpit mcp kiro --method tools/list'],
          ],
        },
        terminal.columns,
      ),
    )
    .action(async (scenario: string, flags: McpFlags) => {
      const { mcpCommand } = await import('../mcp-command.js');
      end(await mcpCommand(scenario, flags, terminal));
    });
}
