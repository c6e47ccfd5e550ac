/** For as long as a command lasts: the ways to real people that it has, and how they come by the questions of its runs. */
import type {
  Approver,
  PeopleChannel,
  PersonsAnswer,
  PutQuestion,
  Surroundings,
} from '../../contract/approver.js';
import { answerRequest, withdrawRequests } from '../../gateway/open-requests.js';
import type { Episode, EpisodeSettings } from '../../gateway/episode.js';
import type { OpenRequest } from '../../gateway/request-desk.js';

export interface PeopleSettings {
  readonly surroundings: Surroundings;
  /** Whether there is a control API, over which people can answer to whom nothing else leads. */
  readonly controlApi: boolean;
  /** How long questions and the calls that ask them wait, in wall time. */
  readonly waiting: Pick<EpisodeSettings, 'patienceMilliseconds' | 'approvalTimeoutSeconds'>;
}

export class PeopleAtHand {
  readonly #settings: PeopleSettings;
  readonly #channels = new Map<string, Promise<PeopleChannel>>();
  readonly #open = new Map<OpenRequest, Episode>();
  #questions = 0;
  #withdrawn = false;

  constructor(settings: PeopleSettings) {
    this.#settings = settings;
  }

  get waiting(): PeopleSettings['waiting'] {
    return this.#settings.waiting;
  }

  /**
   * Opens the way to these people, once.
   * @returns whether they can answer here at all.
   * @throws BlastpitError where they cannot be reached, saying why.
   */
  async canReach({ name, reach }: Approver): Promise<boolean> {
    if (reach === undefined) return this.#settings.controlApi;
    let channel = this.#channels.get(name);
    if (channel === undefined) {
      channel = reach(this.#settings.surroundings);
      this.#channels.set(name, channel);
    }
    await channel;
    return true;
  }

  /** Brings what is asked in an episode before the people that it is to ask. */
  async attend(episode: Episode): Promise<void> {
    const { approver, desk } = episode;
    await this.canReach(approver);
    const channel = await this.#channels.get(approver.name);
    if (channel === undefined) return;
    desk.onAsk.push((asked) => {
      if (this.#withdrawn) {
        withdrawRequests(episode);
        return;
      }
      this.#open.set(asked, episode);
      void asked.settled.then(() => this.#open.delete(asked));
      channel.ask(this.#questionOf(episode, asked));
    });
  }

  #questionOf(episode: Episode, asked: OpenRequest): PutQuestion {
    const { wallTime } = this.#settings.surroundings;
    const { request } = asked;
    const putAt = wallTime();
    this.#questions += 1;
    const answer = (given: PersonsAnswer): ReturnType<PutQuestion['answer']> => {
      // Of an episode that is over nothing is answered any more, not even this.
      if (asked.settlement !== null) return Promise.resolve({ taken: false, why: 'settled' });
      // What people take of wall time passes in the run as well: it is what it costs to ask them.
      const afterSeconds = Math.max(0, Math.round((wallTime() - putAt) / 1000));
      return answerRequest(episode, request.id, { ...given, afterSeconds });
    };
    return {
      key: `q${this.#questions}`,
      request,
      answers: () => asked.answers,
      answer,
      settled: asked.settled.then(() => asked.settlement?.result ?? 'expired'),
    };
  }

  /** Ends what is asked, and whatever would be: what waits for people goes on without an answer. */
  withdraw(): void {
    this.#withdrawn = true;
    for (const episode of new Set(this.#open.values())) withdrawRequests(episode);
  }

  /** Nobody is asked any more. */
  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#channels.values());
    this.#channels.clear();
    await Promise.all(
      opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : Promise.resolve())),
    );
  }
}
