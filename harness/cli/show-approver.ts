/** Approvers as `blastpit show` tells them: who they are, what may follow the name, and what their model rests on. */
import type { Approver, ModeledNumber } from '../contract/approver.js';
import { approvalExpiresAfterSeconds } from '../contract/settle-approval.js';
import { durationInWords } from '../contract/duration-in-words.js';
import { emptyLine, faint, line, strong, type Line } from '../reports/layout/styled-line.js';
import { table } from '../reports/layout/table.js';
import { wrap } from '../reports/layout/wrap.js';

export function showApprover(approver: Approver, columns: number): readonly Line[] {
  const { summary, parameter, model, notes = [] } = approver;
  const paragraph = (text: string): readonly Line[] => wrap(line(text), columns);
  return [
    ...paragraph(summary),
    ...paragraph(whoTheyAre(approver)),
    ...(model === undefined ? [] : [emptyLine, line(strong('THE MODEL')), ...paragraph(model.summary)]),
    ...(model === undefined
      ? []
      : table([heading, ...model.numbers.map(row)], { columns, flexible: [0, 4] })),
    emptyLine,
    line('  ', faint('use it with: '), usageOf(approver)),
    ...(parameter === undefined
      ? []
      : wrap(
          line(
            '  ',
            faint(`${parameter.placeholder}: `),
            parameter.summary,
            faint(otherwiseOf(parameter.otherwise)),
          ),
          columns,
          4,
        )),
    ...notes.flatMap((note) => [emptyLine, ...paragraph(note)]),
  ];
}

function whoTheyAre(approver: Approver): string {
  const { decide, outside, expiresAfterSeconds = approvalExpiresAfterSeconds } = approver;
  const shown = 'shown the effects and the change ticket, never who the agent is';
  if (decide !== 'from-outside') {
    return `Simulated: they are ${shown}; their times are modeled. What they are asked expires after ${durationInWords(expiresAfterSeconds)}.`;
  }
  if (outside === 'model') return `A model, ${shown}.`;
  const how = isOverControlApi(approver)
    ? '`blastpit serve --help` says how they answer'
    : 'a name is taken on trust; one that asks, or has answered, does not count';
  return `Real people, ${shown}; ${how}.`;
}

/** Where people are reached otherwise, their file or their parameter says how. */
function isOverControlApi({ decide, reach, parameter }: Approver): boolean {
  return decide === 'from-outside' && reach === undefined && parameter === undefined;
}

function usageOf(approver: Approver): string {
  const { name, parameter } = approver;
  const named = parameter === undefined ? name : `${name}:${parameter.example}`;
  const command = isOverControlApi(approver) ? 'serve' : 'run';
  return `blastpit ${command} kiro --guardrails repaired --approvers ${named}`;
}

function otherwiseOf(otherwise: string | null): string {
  return otherwise === null ? ' (needed)' : ` (${otherwise} where left out)`;
}

const heading = ['number', 'low', 'likely', 'high', 'source'].map((text) => line(faint(text)));

function row({ name, low, likely, high, source }: ModeledNumber): readonly Line[] {
  return [line(name), line(String(low)), line(String(likely)), line(String(high)), line(source)];
}
