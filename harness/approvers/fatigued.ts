/** People who read less of an ask the more they have answered that day, and wave through what they would have refused. */
import { defineApprover, type Decide, type ModeledNumber } from '../contract/approver.js';
import { carefulSeconds } from './careful.js';
import { answersByTicket } from './deciding/answers-by-ticket.js';
import { wholeNumberOf, wrongValue } from './deciding/wrong-value.js';

/**
 * Modeled, in the shape that studies of alerts in hospitals suggest: attention goes with every further one, and a part
 * of it stays. They count alerts that were overridden, many of them rightly; what people do with asks of agents nobody has
 * measured that way.
 */
export const fatigue = {
  atFirst: {
    name: 'chance to wave through what should be refused, rested',
    low: 0,
    likely: 0.01,
    high: 0.05,
    source: 'modeled',
  },
  atLast: {
    name: 'the same, after very many requests',
    low: 0.49,
    likely: 0.85,
    high: 0.96,
    source:
      'low, high: 49–96 % of alerts overridden (van der Sijs et al. 2006, doi:10.1197/jamia.M1809); likely: modeled',
  },
  perRequest: {
    name: 'part of the attention that each request takes',
    low: 0.01,
    likely: 0.03,
    high: 0.3,
    source:
      'high: acceptance 30 % less likely per further reminder (Ancker et al. 2017, doi:10.1186/s12911-017-0430-8); others: modeled',
  },
} as const satisfies Readonly<Record<string, ModeledNumber>>;

const cases = ['low', 'likely', 'high'] as const;
type Case = (typeof cases)[number];

/** The chance of one person to wave through what a careful one would refuse, after so many requests that day. */
export function chanceToWaveThrough(requestsBefore: number, which: Case = 'likely'): number {
  const { atFirst, atLast, perRequest } = fatigue;
  const attention = (1 - perRequest[which]) ** requestsBefore;
  return atLast[which] - (atLast[which] - atFirst[which]) * attention;
}

/** Modeled: a minute each, as for people who do not read. */
export const waveThroughMinutes = 1;
const mostRequests = 10_000;

export default defineApprover({
  name: 'fatigued',
  summary: 'careful at first; waves more through unread with every request that day',
  decide: tired(0, 'likely'),
  parameter: {
    placeholder: 'REQUESTS',
    summary: 'requests answered that day before; with :low or :high, by the ends of the ranges',
    example: '20',
    otherwise: '0',
    choose: (typed) => {
      const [count = '', which = 'likely', ...more] = typed.split(':');
      const before = wholeNumberOf('fatigued', count, { least: 0, most: mostRequests, of: 'requests' });
      const chosen = cases.find((each) => each === which);
      if (chosen === undefined || more.length > 0) {
        throw wrongValue('fatigued', typed, `REQUESTS, or REQUESTS:${cases.join(' or REQUESTS:')}`);
      }
      const name = `fatigued:${before}${chosen === 'likely' ? '' : `:${chosen}`}`;
      return { name, decide: tired(before, chosen) };
    },
  },
  model: {
    summary:
      'Each of them, each time for themselves, waves through what a careful one would refuse with the chance atLast − (atLast − atFirst) × (1 − perRequest)^n, where n counts the requests of that day, those of the run among them. What the ticket covers they grant.',
    numbers: Object.entries(fatigue).map(([name, number]) => ({
      ...number,
      name: `${name}: ${number.name}`,
    })),
  },
});

function tired(requestsBefore: number, which: Case): Decide {
  return (request, chance) => {
    const wavesThrough = chanceToWaveThrough(requestsBefore + ordinalOf(request.id), which);
    return answersByTicket(request, carefulSeconds).map((answer, index) => {
      const unread = chance(`${answer.person} waves it through`) < wavesThrough;
      if (!unread || answer.answer === 'grant') return answer;
      return {
        ...answer,
        answer: 'grant',
        afterSeconds: (index + 1) * waveThroughMinutes * 60,
        reason: 'looks like the others today',
      };
    });
  };
}

/** How many requests of the run came before: none before `a1`. */
function ordinalOf(id: string): number {
  return Number(id.slice(1)) - 1;
}
