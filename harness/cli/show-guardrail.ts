/** What `blastpit show` says of a guardrail: where it could be enforced, what it sees, and its parameters. */
import { z } from 'zod';
import type { GuardrailKind } from '../contract/guardrail.js';
import { section } from '../reports/layout/heading.js';
import { faint, line, type Line } from '../reports/layout/styled-line.js';
import { table } from '../reports/layout/table.js';
import { wrap } from '../reports/layout/wrap.js';

export function showGuardrail(kind: GuardrailKind, columns: number): readonly Line[] {
  const { summary, enforcedAt, needs } = kind;
  const seen = needs === 'effects' ? 'what a call would do' : 'the call alone';
  return [
    ...wrap(line(summary), columns),
    line('  ', faint('enforced at: '), enforcedAt),
    line('  ', faint('needs to see: '), seen),
    ...section('PARAMETERS', '* must be given', parameterLines(kind, columns), columns),
  ];
}

/** What is used of JSON Schema as zod writes it. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

function parameterLines({ parameters }: GuardrailKind, columns: number): readonly Line[] {
  const { properties = {}, required = [] } = z.toJSONSchema(parameters, {
    io: 'input',
    unrepresentable: 'any',
  }) as Schema;
  const rows = Object.entries(properties).map(([name, schema]) => [
    line(`${name}${required.includes(name) ? ' *' : ''}`),
    line(typeInWords(schema)),
    line(
      schema.description ?? '',
      schema.default === undefined ? null : faint(` (default ${JSON.stringify(schema.default)})`),
    ),
  ]);
  return table(rows, { columns, flexible: [1, 2] });
}

function typeInWords({ type, enum: choices, items }: Schema): string {
  if (choices !== undefined) return choices.map(String).join(' | ');
  if (type === 'array') return `list of ${items === undefined ? 'anything' : typeInWords(items)}`;
  return type ?? 'anything';
}
