/** `blastpit init`: writes a small working project, and says what to do next. */
import process from 'node:process';
import { relative } from 'node:path';
import { paint } from '../reports/layout/paint.js';
import { emptyLine, faint, line, strong } from '../reports/layout/styled-line.js';
import { createProject } from '../runs/projects/create-project.js';
import type { Terminal } from './terminal.js';

export function initCommand(folder: string, terminal: Terminal): number {
  const files = createProject(folder);
  const here = relative(process.cwd(), folder) === '';
  const next = [...(here ? [] : [`cd ${folder}`]), 'npm install', 'npm test', 'npx blastpit run clean-up'];
  const lines = [
    line(strong(folder), faint(`  ${files.length} files`)),
    ...files.map((file) => line('  ', file)),
    emptyLine,
    line('Next:'),
    ...next.map((command) => line('  ', command)),
  ];
  terminal.out(paint(lines, terminal.outColour));
  return 0;
}
