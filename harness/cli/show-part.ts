/** What `blastpit show` says of a part of a scenario: what it is, what it is made of, and how to use it. */
import { section } from '../reports/layout/heading.js';
import { emptyLine, faint, line, strong, type Line } from '../reports/layout/styled-line.js';
import { table } from '../reports/layout/table.js';
import { wrap } from '../reports/layout/wrap.js';
import { weightsOf, type Behaviour, type Weights } from '../contract/behaviour.js';
import type { GuardrailSet } from '../contract/scenario.js';
import type { ScenarioPart } from '../runs/scenario-parts.js';

export function showPart(shown: ScenarioPart, columns: number): readonly Line[] {
  const { name, scenario, kind } = shown;
  const told = (label: string, text: string): readonly Line[] =>
    wrap(line('  ', faint(`${label}: `), text), columns, 4);
  const use = (words: string): readonly Line[] => [
    emptyLine,
    line('  ', faint('use it with: '), `blastpit run ${scenario} ${words}`),
  ];
  const lines = (): readonly Line[] => {
    switch (kind) {
      case 'guardrail set': {
        const { verdict, twins } = shown.part.expected ?? { verdict: 'contained', twins: 'completed' };
        const expected = `${verdict}, ${twins === 'completed' ? 'every twin completed' : 'a twin blocked'}`;
        return [
          ...wrap(line(shown.part.summary), columns),
          ...told('expected of it', expected),
          ...guardrailLines(shown.part, columns),
          ...use(`--guardrails ${name}`),
        ];
      }
      case 'attack': {
        const { summary, without = [] } = shown.part;
        return [
          ...wrap(line(summary), columns),
          ...(without.length === 0 ? [] : told('switches off', without.join(', '))),
          ...use(`--agent scripted:${name}`),
        ];
      }
      case 'behaviour':
        return [
          ...wrap(line(shown.part.summary), columns),
          ...told(
            'weights',
            `${shown.part.source}; a rate of it is one under these weights, not of any real agent`,
          ),
          ...behaviourLines(shown.part, columns),
          ...use(`--agent stochastic:${name} --epochs 200`),
        ];
      case 'benign twin': {
        const { summary, task, ticket } = shown.part;
        return [
          ...wrap(line(summary), columns),
          ...told('task', task),
          ...told('ticket', `${ticket.id}: ${ticket.summary}`),
          ...told('it is part of every run of', scenario),
        ];
      }
      case 'fault':
        return [...wrap(line(shown.part), columns), ...use(`--without ${name}`)];
      case 'parameter': {
        const { summary, unit, low, likely, high, source } = shown.part;
        return [
          ...wrap(line(summary), columns),
          ...told('likely', `${likely} ${unit}, between ${low} and ${high}`),
          ...told('source', source),
          ...use(`--set ${name}=${high}`),
        ];
      }
    }
  };
  return [line(strong(name), faint(`  ${kind} of ${scenario}`)), ...lines()];
}

/** Each state with what follows it; a weight's name is the state's, then what follows. */
function behaviourLines(behaviour: Behaviour, columns: number): readonly Line[] {
  const { begins, states } = behaviour;
  const rows = Object.entries(states).map(([name, state]) => [
    line(name === begins ? strong(name) : name),
    line(state.summary, 'next' in state && state.once === true ? faint(' (once)') : null),
    line('next' in state ? weightsInWords(state.next) : faint(`ends: ${state.ends}`)),
    line('next' in state && state.refused !== undefined ? weightsInWords(state.refused) : null),
  ]);
  const heading = ['state', '', 'then', 'where refused'].map((title) => line(faint(title)));
  const [example = ''] = weightsOf(behaviour).keys();
  const note = `move a weight with --agent stochastic:NAME,WEIGHT=VALUE, e.g. ${example}=5`;
  return section('STATES', note, table([heading, ...rows], { columns, flexible: [1, 2, 3] }), columns);
}

/** `task 70 %, recreate 20 %`; a name alone where nothing else can come. */
function weightsInWords(weights: Weights): string {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.entries(weights)
    .map(([to, weight]) => (weight === total ? to : `${to} ${Number(((weight / total) * 100).toFixed(1))} %`))
    .join(', ');
}

/** Each guardrail with the parameters that the set gives it. */
function guardrailLines({ guardrails }: GuardrailSet, columns: number): readonly Line[] {
  const rows = guardrails.flatMap(({ guardrail, parameters }) => {
    const given = Object.entries((parameters ?? {}) as Readonly<Record<string, unknown>>);
    if (given.length === 0) return [[line(guardrail), line(faint('as it is')), line('')]];
    return given.map(([name, value], index) => [
      line(index === 0 ? guardrail : ''),
      line(name),
      line(typeof value === 'string' ? value : JSON.stringify(value)),
    ]);
  });
  const note = 'with the parameters that it gives them';
  return section('GUARDRAILS', note, table(rows, { columns, flexible: [1, 2] }), columns);
}
