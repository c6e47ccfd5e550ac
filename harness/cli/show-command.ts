/** `blastpit show`: all there is to know of something that has a name. */
import { paint } from '../reports/layout/paint.js';
import { emptyLine, line, strong, faint, type Line } from '../reports/layout/styled-line.js';
import { table } from '../reports/layout/table.js';
import { wrap } from '../reports/layout/wrap.js';
import type { AgentKind } from '../contract/agent.js';
import { thingsNamed, type ImplementedService, type NamedThing } from '../runs/named-things.js';
import { showApprover } from './show-approver.js';
import { showGuardrail } from './show-guardrail.js';
import { showPart } from './show-part.js';
import { showWorldFault } from './show-world-fault.js';
import { showScenario } from './show-scenario.js';
import { agentOptionNames } from '../runs/agent-choice.js';
import type { Terminal } from './terminal.js';

export async function showCommand(name: string, terminal: Terminal): Promise<number> {
  const { columns } = terminal;
  const lines: Line[] = [];
  for (const named of await thingsNamed(name)) {
    if (lines.length > 0) lines.push(emptyLine, emptyLine);
    if (named.kind === 'parts') {
      lines.push(...showPart(named.thing, columns));
      continue;
    }
    const singular = named.kind.slice(0, -1);
    lines.push(line(strong(named.thing.name), faint(`  ${singular}`)), ...show(named, columns));
  }
  terminal.out(paint(lines, terminal.outColour));
  return 0;
}

function show(named: Exclude<NamedThing, { readonly kind: 'parts' }>, columns: number): readonly Line[] {
  switch (named.kind) {
    case 'scenarios':
      return showScenario(named.thing, columns);
    case 'guardrails':
      return showGuardrail(named.thing, columns);
    case 'agents':
      return showAgent(named.thing, columns);
    case 'approvers':
      return showApprover(named.thing, columns);
    case 'faults':
      return showWorldFault(named.thing, columns);
    case 'services':
      return showService(named.thing, columns);
  }
}

/** Kinds whose names are parts of a scenario. */
const namedByScenarios: ReadonlySet<string> = new Set(['scripted', 'stochastic', 'persistent']);

function showAgent(
  { name, summary, argument = 'NAME', needsArgument, takes = [], explained }: AgentKind,
  columns: number,
): readonly Line[] {
  return [
    ...wrap(line(summary), columns),
    emptyLine,
    line(
      '  ',
      faint('use it with: '),
      `blastpit run kiro --agent ${name}${needsArgument === false ? '' : `:${argument}`}`,
    ),
    ...(needsArgument === false ? [line('  ', faint('or: '), `--agent ${name}:${argument}`)] : []),
    ...(namedByScenarios.has(name) ? [line('  ', faint('names: '), 'blastpit show kiro')] : []),
    ...(takes.length === 0
      ? []
      : [line('  ', faint('options: '), takes.map((each) => agentOptionNames[each]).join(', '))]),
    ...(explained === undefined
      ? []
      : [
          emptyLine,
          line(strong(explained.title)),
          ...table(
            explained.rows.map(([thing, what]) => [line(thing), line(what)]),
            { columns, indent: 2, flexible: [0, 1] },
          ),
        ]),
  ];
}

function showService(service: ImplementedService, columns: number): readonly Line[] {
  const { summary, operations, resourceTypes } = service;
  return [
    ...wrap(
      line(
        `${summary} are answered; the others answer NotImplemented and make a run that needs them invalid.`,
      ),
      columns,
    ),
    emptyLine,
    line(strong('OPERATIONS')),
    ...inColumns(operations, columns),
    ...(resourceTypes.length === 0
      ? []
      : [emptyLine, line(strong('STACK RESOURCES')), ...inColumns(resourceTypes, columns)]),
  ];
}

/** Names down the columns of a page, as many columns as fit. */
function inColumns(names: readonly string[], columns: number): readonly Line[] {
  const widest = Math.max(...names.map((name) => name.length));
  const across = Math.max(1, Math.floor(columns / (widest + 2)));
  const down = Math.ceil(names.length / across);
  const rows = Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (__, column) => line(names[column * down + row] ?? '')),
  );
  return table(rows, { columns, flexible: [] });
}
