/** The real people that a command can reach: at its terminal, on a page, behind a webhook, over its control API. */
import { visibleText } from '../reports/layout/visible-text.js';
import { edge, randomToken } from '../runs/outer-edge.js';
import { PeopleAtHand, type PeopleSettings } from '../runs/people/people-at-hand.js';
import type { BackendFlags } from './at-backend.js';
import { questionFacts } from './question-facts.js';
import type { Terminal } from './terminal.js';

/** The options that say who is asked. */
export interface PeopleFlags {
  readonly approvers?: string;
  /** Seconds of wall time. */
  readonly approvalTimeout?: number;
}

/** A quarter of an hour, as long as `exec` leaves a program: whoever is there has come by then. */
export const defaultApprovalSeconds = 900;

export interface WhereTheyAnswer {
  /** Where people answer over a control API, questions are open as long as their session, unless somebody says otherwise. */
  readonly controlApi: boolean;
  /** Whether calls come from this process, where they can wait as long as their questions are open. */
  readonly inProcess: boolean;
}

/** Does a command's work with these people at hand; nobody is asked any more when it is done. */
export async function withPeople<Result>(
  { approvalTimeout, allowHost = [] }: PeopleFlags & Pick<BackendFlags, 'allowHost'>,
  terminal: Terminal,
  { controlApi, inProcess }: WhereTheyAnswer,
  work: (people: PeopleAtHand) => Promise<Result>,
): Promise<Result> {
  const timeout = approvalTimeout ?? (controlApi ? undefined : defaultApprovalSeconds);
  const waiting: PeopleSettings['waiting'] = {
    ...(inProcess ? { patienceMilliseconds: null } : {}),
    ...(timeout === undefined ? {} : { approvalTimeoutSeconds: timeout }),
  };
  const surroundings: PeopleSettings['surroundings'] = {
    keyboard: terminal.keyboard ?? null,
    say: terminal.err,
    inWords: questionFacts,
    visible: visibleText,
    environment: terminal.environment,
    randomToken,
    wallTime: edge.wallTime,
    posting: async (url) => {
      const { postingTo } = await import('../runs/people/posting.js');
      return postingTo(allowHost)(url);
    },
    model: async (argument, baseUrl) => {
      const { decidingModel } = await import('../runs/people/deciding-model.js');
      return decidingModel(argument, baseUrl, terminal.environment);
    },
  };
  const people = new PeopleAtHand({ surroundings, controlApi, waiting });
  try {
    return await work(people);
  } finally {
    await people.close();
  }
}

/** Whether the terminal is for questions: then nothing else may write over lines of it, or read from it. */
export function asksAtTerminal({ approvers }: PeopleFlags): boolean {
  return approvers === 'terminal';
}

/** What of the options is about the backend: a host that is allowed may be the webhook's. */
export function backendFlagsOf<Flags extends PeopleFlags & BackendFlags>(
  flags: Flags,
): Omit<Flags, 'allowHost'> & Pick<BackendFlags, 'allowHost'> {
  if (flags.approvers?.startsWith('webhook:') !== true || flags.backend !== undefined) return flags;
  const { allowHost: _, ...others } = flags;
  return others;
}
