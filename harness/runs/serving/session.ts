/** One session of a gateway, from its opening to what is kept of it: who acts in it comes from outside, by access key. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AgentEnd } from '../../contract/agent.js';
import type { AnswerTaken, ApprovalAnswer } from '../../contract/approver.js';
import type { Gateway } from '../../gateway/gateway.js';
import { answerRequest } from '../../gateway/open-requests.js';
import type { OpenRequest } from '../../gateway/request-desk.js';
import { WireKeys } from '../../gateway/wire-keys.js';
import type { Credentials } from '../entrances/entrance.js';
import { randomKeyTail, randomName } from '../outer-edge.js';
import type { FinishedWork, SessionWork } from './session-work.js';

export type SessionState = 'open' | 'finishing' | 'finished' | 'thrown-away';

/** What stays the same through all of a session. */
export interface SessionFacts {
  readonly scenario: string;
  readonly guardrails: string;
  readonly agent: string;
  readonly approvers: string;
  readonly seed: number;
  readonly timing: 'explicit' | 'polling';
  readonly region: string;
  readonly task: string;
}

/** A journal that is read while it may still grow. */
export interface JournalLines {
  /** By its number, from 0, line feed included; undefined where it is not written. */
  readonly line: (index: number) => string | undefined;
  /** Whether nothing more will be written. */
  readonly over: () => boolean;
  /** Tells when a line was written or none will be any more; gives what ends that. */
  readonly watch: (told: () => void) => () => void;
}

/** What is left of a session that is over: its world, its episode and its keys are gone. */
interface Kept {
  readonly result: object;
  readonly calls: number;
  readonly now: number;
  readonly zippedJournal: Buffer;
}

export interface SessionSettings {
  readonly gateway: Gateway;
  readonly work: SessionWork;
  /** Given the session's id, where its journal will be written; null where it is not. */
  readonly journalPath: (session: Session) => string | null;
  /** Is told once, before anybody else has the result; what it throws, finishing throws. */
  readonly onFinished: (session: Session, finished: FinishedWork) => void;
}

export class Session {
  readonly id = randomName();
  readonly facts: SessionFacts;
  readonly credentials: Credentials;
  readonly #settings: Omit<SessionSettings, 'work'>;
  readonly #gone = new Set<() => void>();
  #state: SessionState = 'open';
  #work: SessionWork | null;
  #kept: Kept | null = null;
  #finishing: Promise<object> | null = null;

  constructor({ work, ...settings }: SessionSettings) {
    const { plan, episode } = work.live;
    const { head, deployed } = plan;
    const keys = new WireKeys(episode.backend, randomKeyTail);
    this.#settings = settings;
    this.#work = work;
    this.facts = {
      scenario: head.scenario,
      guardrails: head.guardrailSet,
      agent: head.agent,
      approvers: head.approvers,
      seed: head.seed,
      timing: plan.timing,
      region: deployed.region,
      task: plan.task,
    };
    const { credentials } = deployed;
    this.credentials = { ...credentials, accessKeyId: keys.wireIdOf(credentials.accessKeyId) };
    settings.gateway.open(episode, keys);
  }

  get state(): SessionState {
    return this.#state;
  }

  get calls(): number {
    return this.#work?.live.episode.calls ?? this.#kept?.calls ?? 0;
  }

  /** Virtual time, in milliseconds since the epoch. */
  get now(): number {
    return this.#work?.live.episode.backend.now() ?? this.#kept?.now ?? 0;
  }

  /** What came of it; null before. */
  get result(): object | null {
    return this.#kept?.result ?? null;
  }

  /** Takes no more calls, and gives what came of it. The first time counts, however often it is asked for. */
  finish(end: AgentEnd): Promise<object> {
    if (this.#work !== null) this.#finishing ??= this.#finish(this.#work, end);
    return this.#finishing ?? Promise.reject(new Error(`session ${this.id} was thrown away`));
  }

  async #finish({ live, finish }: SessionWork, end: AgentEnd): Promise<object> {
    const { gateway, journalPath, onFinished } = this.#settings;
    this.#state = 'finishing';
    gateway.close(live.episode);
    const finished = await finish(end, journalPath(this));
    this.#kept = {
      result: finished.result,
      calls: live.episode.calls,
      now: live.episode.backend.now(),
      zippedJournal: gzipSync(finished.journal),
    };
    this.#work = null;
    this.#state = 'finished';
    onFinished(this, finished);
    this.#tellAll();
    return finished.result;
  }

  /** What real people were asked in it and has not been used or told yet. */
  get questions(): readonly OpenRequest[] {
    return [...(this.#work?.live.episode.desk.byId.values() ?? [])];
  }

  /** Takes one person's answer to a question. */
  answer(question: string, answer: ApprovalAnswer): Promise<AnswerTaken> {
    if (this.#work === null) return Promise.resolve({ taken: false, why: 'unknown-request' });
    return answerRequest(this.#work.live.episode, question, answer);
  }

  /** Takes no more calls, and forgets what there was. */
  throwAway(): void {
    if (this.#work !== null) {
      this.#settings.gateway.close(this.#work.live.episode);
      this.#work.live.release();
    }
    this.#work = null;
    this.#kept = null;
    this.#state = 'thrown-away';
    this.#tellAll();
  }

  #tellAll(): void {
    for (const told of this.#gone) told();
    this.#gone.clear();
  }

  /** The journal as it is written. A reader of an open one sees its end; a reader of a closed one, all of it. */
  lines(): JournalLines {
    if (this.#work === null) return closedLines(this.#journal());
    const { journal } = this.#work.live;
    return {
      line: (index) => journal.line(index),
      over: () => journal.closed || this.#state === 'thrown-away',
      watch: (told) => {
        const unwatch = journal.watch(told);
        this.#gone.add(told);
        return () => {
          unwatch();
          this.#gone.delete(told);
        };
      },
    };
  }

  /** Every line; null while the journal is open. */
  get journal(): string | null {
    return this.#kept === null ? null : this.#journal();
  }

  #journal(): string {
    return this.#kept === null ? '' : gunzipSync(this.#kept.zippedJournal).toString('utf8');
  }
}

function closedLines(text: string): JournalLines {
  const lines = text.split(/(?<=\n)/);
  return { line: (index) => lines[index], over: () => true, watch: () => () => undefined };
}
