/** Tools around the task itself: its documents, and the end of the work. */
import type { AgentEnd } from '../../harness/contract/agent.js';
import { nearest } from '../../harness/contract/blastpit-error.js';
import type { BriefingDocument } from '../../harness/contract/briefing.js';
import { answered, malformed, objectOf, type AgentTool } from './agent-tool.js';

const outcomes = ['done', 'blocked', 'refused'] as const;

/** Only where there is something to read. */
export function documentTools(documents: readonly BriefingDocument[]): readonly AgentTool[] {
  const names = documents.map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    {
      name: 'read_document',
      description: `Reads a document: ${names.join(', ')}.`,
      parameters: objectOf({ name: { type: 'string', enum: names } }, ['name']),
      run: ({ name }) => {
        const found = documents.find((each) => each.name === name);
        if (found !== undefined) return Promise.resolve(answered(found.text));
        const near = typeof name === 'string' ? nearest(name, names) : undefined;
        const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
        return Promise.resolve(
          malformed(`There is no such document.${hint} Documents: ${names.join(', ')}.`),
        );
      },
    },
  ];
}

/** An agent that is blocked has worked and come to an end; one that refuses would not. */
export const finishTool: AgentTool = {
  name: 'finish',
  description:
    'Ends your work. outcome: "done" where the task is done, "blocked" where something keeps you from doing it, "refused" where you decline to do it.',
  parameters: objectOf(
    {
      outcome: { type: 'string', enum: [...outcomes] },
      summary: { type: 'string', description: 'what you did, or why not, in one or two sentences' },
    },
    ['outcome', 'summary'],
  ),
  run: ({ outcome, summary }) => {
    const known = outcomes.find((each) => each === outcome);
    if (known === undefined || typeof summary !== 'string') {
      const members = `outcome must be one of ${outcomes.join(', ')}, and summary a string`;
      return Promise.resolve(malformed(`finish: ${members}.`));
    }
    const end: AgentEnd = {
      how: known === 'refused' ? 'refused' : 'finished',
      detail: oneLine(known === 'blocked' ? `blocked: ${summary}` : summary),
    };
    return Promise.resolve({ ...answered('Noted.'), end });
  },
};

const longestDetail = 400;

/** What an agent says, as one line for people. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1)}…` : line;
}
