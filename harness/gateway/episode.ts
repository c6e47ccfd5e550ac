/** One run of one agent behind the gateway: its backend, its guardrails, its people and its journal. */
import type { Approver, ChangeTicket } from '../contract/approver.js';
import type { Backend, Witness } from '../contract/backend.js';
import { chanceWithin, type Chance } from '../contract/chance.js';
import type { Guardrail } from '../contract/guardrail.js';
import type { WorldFaultAtWork } from '../contract/world-fault.js';
import { growJournalView, type GrowingJournalView } from '../journal/journal-view.js';
import type { JournalWriter, OpenRecord } from '../journal/journal-writer.js';
import type { KeptMoment } from './kept-moment.js';
import { requestDesk, type RequestDesk } from './request-desk.js';

export interface EpisodeSettings {
  readonly backend: Backend;
  readonly guardrails: readonly Guardrail[];
  readonly approver: Approver;
  readonly ticket: ChangeTicket;
  readonly journal: JournalWriter;
  /** What simulated people leave to chance. */
  readonly chance: Chance;
  /** Region of calls that name none, and of global services. */
  readonly region: string;
  /** Virtual seconds that every call costs. */
  readonly paceSeconds: number;
  /** `polling`: a read of something on its way to another status first runs to it. `explicit`: only waiting waits. */
  readonly timing: 'explicit' | 'polling';
  /** How denials by guardrails and approvers are worded. */
  readonly denials: 'aws' | 'explained';
  /**
   * How long a call waits for real people before it is denied, in milliseconds of wall time; 20 s where left out, as
   * long as its questions are open where it is null.
   */
  readonly patienceMilliseconds?: number | null;
  /** How long a question waits for real people, in seconds of wall time; where left out, only virtual time ends it. */
  readonly approvalTimeoutSeconds?: number;
  /** Faults in the agent's world; none where left out. */
  readonly worldFaults?: readonly WorldFaultAtWork[];
}

/** What an episode holds while it runs. Everything that judges may know is in the journal. */
export interface Episode extends EpisodeSettings {
  readonly past: GrowingJournalView;
  readonly witness: Witness;
  /** Root actors whose sessions a judge revoked, and the guardrail that did it. */
  readonly revoked: Map<string, string>;
  /** `Service.Operation` that blastpit does not implement, with how often each was asked for. */
  readonly unsupported: Map<string, number>;
  /** What real people were asked. */
  readonly desk: RequestDesk;
  /** Calls that have left their turn while real people think. */
  readonly waiting: Set<Promise<unknown>>;
  /** When it began, in virtual time. */
  readonly startedAt: number;
  /** What faults of the world leave to chance. */
  readonly worldChance: Chance;
  /** Worlds as they stood, oldest first; empty where no read lies back. */
  readonly moments: KeptMoment[];
  calls: number;
  approvals: number;
  /** Once it is over, nothing is answered any more: the journal is closed. */
  over: boolean;
  /** The call that has the turn; the next one waits for it. */
  turn: Promise<unknown>;
}

export function openEpisode(settings: EpisodeSettings): Episode {
  return {
    ...settings,
    past: growJournalView(settings.journal.records),
    witness: {
      transition: ({ time, resource, observed }) => {
        settings.journal.append({ record: 'transition', time, resource, observed });
      },
      stop: (stop) => {
        settings.journal.append({ record: 'stop', ...stop });
      },
    },
    revoked: new Map(),
    unsupported: new Map(),
    desk: requestDesk(),
    waiting: new Set(),
    startedAt: settings.backend.now(),
    worldChance: chanceWithin(settings.chance, 'world'),
    moments: [],
    calls: 0,
    approvals: 0,
    over: false,
    turn: Promise.resolve(),
  };
}

/** Writes a record, and lets judges know of it. */
export function record(episode: Episode, entry: OpenRecord): void {
  episode.journal.append(entry);
  episode.past.add(entry);
}

/** Lets virtual time pass, in turn with the calls. */
export function wait(episode: Episode, seconds: number): Promise<void> {
  return inTurn(episode, async () => {
    const { backend, witness } = episode;
    await backend.advanceTo(backend.now() + Math.round(seconds * 1000), witness);
  });
}

/** One at a time: the work begins when what came before is over, whatever became of it. */
export function inTurn<Result>(episode: Episode, work: () => Promise<Result>): Promise<Result> {
  if (episode.over) return neverAnswered();
  const mine = episode.turn.then(work, work);
  episode.turn = mine;
  return mine;
}

function neverAnswered(): Promise<never> {
  return new Promise<never>(() => {});
}
