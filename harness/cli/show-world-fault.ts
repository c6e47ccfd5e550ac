/** Faults of the agent's world as `blastpit show` tells them: what goes wrong, what may follow the name, and who says so. */
import type { WorldFault } from '../contract/world-fault.js';
import { emptyLine, faint, line, type Line } from '../reports/layout/styled-line.js';
import { wrap } from '../reports/layout/wrap.js';

export function showWorldFault(fault: WorldFault, columns: number): readonly Line[] {
  const { name, summary, parameter, source, notes = [] } = fault;
  const { placeholder, example, otherwise } = parameter;
  const paragraph = (text: string): readonly Line[] => wrap(line(text), columns);
  return [
    ...paragraph(`In the agent's world, ${summary}.`),
    ...notes.flatMap((note) => [emptyLine, ...paragraph(note)]),
    emptyLine,
    line('  ', faint('use it with: '), `blastpit run kiro --fault ${name}=${example}`),
    ...wrap(
      line('  ', faint(`${placeholder}: `), parameter.summary, faint(` (${otherwise} where left out)`)),
      columns,
      4,
    ),
    ...wrap(line('  ', faint('sources: '), source), columns, 4),
  ];
}
