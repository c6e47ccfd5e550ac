/** Real people at the terminal that blastpit runs in: they are shown each question, and type y or n and a name. */
import { createInterface } from 'node:readline';
import {
  defineApprover,
  type PeopleChannel,
  type PersonsAnswer,
  type PutQuestion,
  type Surroundings,
} from '../contract/approver.js';
import { BlastpitError } from '../contract/blastpit-error.js';
import { answerInWords } from './outside/answer-in-words.js';

export default defineApprover({
  name: 'terminal',
  summary: 'real people at this terminal: they see what would be done, and type y or n and a name',
  decide: 'from-outside',
  reach: (surroundings) => {
    const { keyboard } = surroundings;
    if (keyboard !== null) return Promise.resolve(askAtKeyboard(keyboard, surroundings));
    return Promise.reject(
      new BlastpitError('no-terminal', '--approvers terminal: nobody sits at a terminal here', {
        where: '--approvers',
        expected:
          'standard input and standard error that are a terminal; elsewhere --approvers web or webhook:URL',
      }),
    );
  },
});

/** The question that stands on the terminal, and how far the person has come with it. */
interface Asked {
  readonly question: PutQuestion;
  answer: PersonsAnswer['answer'] | null;
  /** Whether an answer is on its way: what is typed meanwhile is for no question. */
  busy: boolean;
}

function askAtKeyboard(keyboard: NodeJS.ReadableStream, surroundings: Surroundings): PeopleChannel {
  const { say, visible } = surroundings;
  // The terminal itself hands in whole lines, and keeps Ctrl-C for what it is.
  const lines = createInterface({ input: keyboard, terminal: false });
  const waiting: PutQuestion[] = [];
  let asked: Asked | null = null;

  const next = (): void => {
    const question = waiting.shift();
    asked = question === undefined ? null : { question, answer: null, busy: false };
    if (question !== undefined) {
      say(describe(question, surroundings));
      say(visible(promptOf(question, null)));
    }
  };

  const typed = (line: string): void => {
    const text = line.trim();
    // Nothing is asked, or not yet: what was typed ahead is no answer.
    if (asked === null || asked.busy) return;
    const { question, answer } = asked;
    if (answer === null) {
      asked.answer = grantOrRefuse(text);
    } else if (text !== '') {
      asked.busy = true;
      void handIn(asked, { person: text, answer, reason: '' });
      return;
    }
    say(visible(promptOf(question, asked.answer)));
  };

  const handIn = async (from: Asked, answer: PersonsAnswer): Promise<void> => {
    const taken = await from.question.answer(answer);
    from.answer = null;
    from.busy = false;
    const isSettled = taken.taken ? taken.state !== 'open' : taken.why === 'settled';
    // How it ended is said of every question, whoever ended it.
    if (isSettled || asked !== from) return;
    say(`  ${answerInWords(taken)}\n`);
    say(visible(promptOf(from.question, null)));
  };

  const leave = async (question: PutQuestion): Promise<void> => {
    const result = await question.settled;
    const place = waiting.indexOf(question);
    if (place >= 0) waiting.splice(place, 1);
    if (asked?.question !== question) return;
    say(`\n${question.request.id} is ${result}.\n`);
    next();
  };

  lines.on('line', typed);
  lines.on('close', () => {
    if (asked !== null || waiting.length > 0)
      say('\nNobody types any more: what is asked waits until it expires.\n');
  });
  return {
    ask: (question) => {
      waiting.push(question);
      if (asked === null) next();
      void leave(question);
    },
    close: () => {
      asked = null;
      lines.close();
      return Promise.resolve();
    },
  };
}

function grantOrRefuse(text: string): PersonsAnswer['answer'] | null {
  if (/^y(?:es)?$/i.test(text)) return 'grant';
  return /^no?$/i.test(text) ? 'refuse' : null;
}

function promptOf({ request }: PutQuestion, answer: PersonsAnswer['answer'] | null): string {
  if (answer === null) return `  Let ${request.id} through? [y/n] `;
  return `  Who says so? (${request.who.join(', ')}) `;
}

function describe({ request }: PutQuestion, { inWords, visible }: Surroundings): string {
  const facts = inWords(request).map(([name, text]) => `  ${`${name}:`.padEnd(10)} ${text}\n`);
  const { id, service, operation } = request;
  return `\n${visible(`${id}  ${service}.${operation}`)} waits for people\n${facts.join('')}`;
}
