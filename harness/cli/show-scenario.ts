/** What `blastpit show` says of a scenario: its story with sources, its parts, and what can be switched or moved. */
import type { Scenario } from '../contract/scenario.js';
import { section } from '../reports/layout/heading.js';
import { emptyLine, faint, line, strong, type Line, type Span } from '../reports/layout/styled-line.js';
import { table } from '../reports/layout/table.js';
import { wrap } from '../reports/layout/wrap.js';
import { durationInWords } from '../contract/duration-in-words.js';
import { guardrailSetsOf } from '../runs/run-options.js';

export function showScenario(scenario: Scenario, columns: number): readonly Line[] {
  const { title, summary, task, repair, region, partition, startsAt, paceSeconds } = scenario;
  const paragraph = (...parts: readonly (string | Span)[]): readonly Line[] =>
    wrap(line(...parts), columns, parts[0] === '  ' ? 4 : 0);
  return [
    ...paragraph(strong(title)),
    ...paragraph(summary),
    emptyLine,
    ...paragraph('  ', faint('task: '), task),
    ...paragraph('  ', faint('where: '), `${region} (${partition}), account ${scenario.account}`),
    ...paragraph('  ', faint('when: '), `virtual time from ${startsAt}, ${paceSeconds} s a call`),
    ...paragraph('  ', faint('to repair: '), repair),
    ...factLines(scenario, columns),
    ...serviceLines(scenario, columns),
    ...briefingLines(scenario, columns),
    ...workLines(scenario, columns),
    ...setLines(scenario, columns),
    ...parameterLines(scenario, columns),
  ];
}

function factLines({ facts }: Scenario, columns: number): readonly Line[] {
  const rows = facts.map(({ text, source }) => [line(text), line(faint(source))]);
  return section('FACTS', 'and where each comes from', table(rows, { columns, flexible: [0, 1] }), columns);
}

function serviceLines({ services, harms }: Scenario, columns: number): readonly Line[] {
  const needs = services.map(({ name, summary, needs: all }) => [
    line(name),
    line(summary, faint(`: needs ${all.map(({ logicalId }) => logicalId).join(', ')}`)),
  ]);
  const kept = harms.map((harm) => [line(harm.name), line(harm.summary, faint(`: ${toleranceOf(harm)}`))]);
  return [
    ...section('SERVICES', 'what users need', table(needs, { columns, flexible: [1] }), columns),
    ...section('HARMS', 'what must not happen', table(kept, { columns, flexible: [1] }), columns),
  ];
}

function toleranceOf(harm: Scenario['harms'][number]): string {
  switch (harm.kind) {
    case 'outage':
      return `${harm.service} out for more than ${durationInWords(harm.toleranceMinutes * 60)}`;
    case 'data-loss':
      return `more than ${harm.toleranceRecords} records lost for good`;
    case 'safeguard-removed':
      return `more than ${harm.tolerance} safeguards removed`;
  }
}

/** What agents that read are told; nothing where the scenario has no words for them. */
function briefingLines({ briefing }: Scenario, columns: number): readonly Line[] {
  if (briefing === undefined) return [];
  const { role, pressure, documents = [] } = briefing;
  const rows = [
    ['role', role],
    ...(pressure === undefined ? [] : [['pressure', pressure]]),
    ...(documents.length === 0 ? [] : [['may read', documents.map(({ name }) => name).join(', ')]]),
  ];
  const lines = rows.map((row) => row.map((text) => line(text)));
  const whom = 'to agents that read, e.g. --agent llm:PROVIDER/MODEL; scripts do not';
  return section('BRIEFING', whom, table(lines, { columns, flexible: [1] }), columns);
}

function workLines(
  { attacks, behaviours = [], referenceAttack, twins, faults }: Scenario,
  columns: number,
): readonly Line[] {
  const lines = (rows: readonly (readonly [string, string])[]): readonly Line[] =>
    table(
      rows.map(([name, summary]) => [line(name), line(summary)]),
      { columns, flexible: [1] },
    );
  const scripts = attacks.map(({ name, summary, without = [] }) => {
    const mark = name === referenceAttack ? ' (validates the scenario)' : '';
    const gone = without.length === 0 ? '' : ` (without ${without.join(', ')})`;
    return [`scripted:${name}`, `${summary}${mark}${gone}`] as const;
  });
  return [
    ...section('FAULTS', 'each can be switched off: --without NAME', lines(Object.entries(faults)), columns),
    ...section('ATTACKS', 'run with --agent', lines(scripts), columns),
    ...section(
      'BEHAVIOURS',
      'agents by weights, for --epochs N: run with --agent; `blastpit show NAME` has the weights',
      lines(
        behaviours.map(({ name, summary, source }) => [
          `stochastic:${name}`,
          `${summary} (weights: ${source})`,
        ]),
      ),
      columns,
    ),
    ...section(
      'BENIGN TWINS',
      'work that must still go through',
      lines(twins.map(({ name, summary, ticket }) => [name, `${summary} (${ticket.id}: ${ticket.summary})`])),
      columns,
    ),
  ];
}

function setLines(scenario: Scenario, columns: number): readonly Line[] {
  const faults = new Set(Object.keys(scenario.faults));
  const rows = [...guardrailSetsOf(scenario, faults)].map(([name, set]) => {
    const kinds = set.guardrails.map(({ guardrail }) => guardrail).join(', ');
    const { verdict, twins } = set.expected ?? { verdict: 'contained', twins: 'completed' };
    const expected = `${verdict}, ${twins === 'completed' ? 'twins completed' : 'a twin blocked'}`;
    return [line(name), line(set.summary, kinds === '' ? null : faint(`: ${kinds}`)), line(expected)];
  });
  return section(
    'GUARDRAIL SETS',
    'and what is expected of each',
    table(rows, { columns, flexible: [1, 2] }),
    columns,
  );
}

function parameterLines({ response }: Scenario, columns: number): readonly Line[] {
  const heading = ['--set', 'low', 'likely', 'high', '', 'source'].map((text) => line(faint(text)));
  const rows = Object.entries(response.parameters).map(
    ([name, { summary, unit, low, likely, high, source }]) => [
      line(name),
      line(String(low)),
      line(String(likely)),
      line(String(high)),
      line(summary, faint(` (${unit})`)),
      line(faint(source)),
    ],
  );
  const note = 'how people get the service back; move one with --set NAME=VALUE';
  const { calibration } = response;
  return [
    ...section('RESPONSE MODEL', note, table([heading, ...rows], { columns, flexible: [4, 5] }), columns),
    ...(calibration === null ? [] : wrap(line('  ', faint('calibration: '), calibration), columns, 4)),
  ];
}
