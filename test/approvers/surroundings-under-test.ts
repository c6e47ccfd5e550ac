/** What real people are reached by in tests: nobody at a terminal, a clock that stands, and a question to answer. */
import type {
  AnswerTaken,
  PersonsAnswer,
  PutQuestion,
  Surroundings,
} from '../../harness/contract/approver.js';
import { loss, request } from './approval-under-test.js';

export const wallTime = Date.parse('2026-01-12T09:00:00Z');

/** @param said is given what the person at the terminal is told. */
export function surroundingsUnderTest(said: string[], more: Partial<Surroundings> = {}): Surroundings {
  let tokens = 0;
  return {
    keyboard: null,
    say: (text) => said.push(text),
    inWords: ({ ticket }) => [['ticket', ticket.summary]],
    visible: (text) => text.replaceAll('\u202e', '\\u{202e}'),
    environment: {},
    randomToken: () => {
      tokens += 1;
      return `token-${tokens}`;
    },
    wallTime: () => wallTime,
    posting: () => Promise.reject(new Error('nothing is posted here')),
    model: () => Promise.reject(new Error('no model is asked here')),
    ...more,
  };
}

export interface QuestionUnderTest {
  readonly question: PutQuestion;
  readonly given: PersonsAnswer[];
  readonly settle: (how: 'granted' | 'refused' | 'expired') => void;
}

/** A question whose answers are noted, and all taken. */
export function questionUnderTest(
  key = 'q1',
  taken: AnswerTaken = { taken: true, state: 'open' },
): QuestionUnderTest {
  const given: PersonsAnswer[] = [];
  let settle: QuestionUnderTest['settle'] = () => undefined;
  const settled = new Promise<'granted' | 'refused' | 'expired'>((resolve) => {
    settle = resolve;
  });
  const hostile = { ...loss, detail: '</script><b>gone</b>\u202e' };
  const question: PutQuestion = {
    key,
    request: { ...request, effects: [hostile] },
    answers: () => [],
    answer: (answer) => {
      given.push(answer);
      return Promise.resolve(taken);
    },
    settled,
  };
  return { question, given, settle };
}
