/** The sessions of one gateway: opened when asked for, found by their names, finished one by one or all together. */
import type { AgentEnd } from '../../contract/agent.js';
import type { Gateway } from '../../gateway/gateway.js';
import type { Elsewhere } from '../remote/elsewhere.js';
import { checkFailOn, defaultScenario } from '../run-all.js';
import type { RunOptions } from '../run-options.js';
import { ScenarioRuns } from '../run-scenario.js';
import { loadScenario } from '../scenario-folder.js';
import type { ValidityCache } from '../validity-cache.js';
import { openUnscoredWork, type OwnAccount } from './own-account.js';
import { Session, type SessionSettings } from './session.js';
import { openScenarioWork, type SessionWork } from './session-work.js';

export interface SessionWish {
  /** Null for the account that the gateway has without a scenario. */
  readonly scenario: string | null;
  readonly options: RunOptions;
  /** As the journal calls who acts. */
  readonly agent: string;
  readonly timing: 'explicit' | 'polling';
}

export interface SessionsSettings extends Pick<SessionSettings, 'gateway' | 'journalPath' | 'onFinished'> {
  readonly gateway: Gateway;
  readonly validityCache: ValidityCache | null;
  /** Where sessions with a scenario take place; null or left out for the embedded cloud. */
  readonly elsewhere?: Elsewhere | null;
  /** What a session without a scenario acts in. */
  readonly account: OwnAccount | null;
  readonly onOpened: (session: Session, work: SessionWork) => void;
}

/** Finished sessions of which result and journal are kept; the oldest are forgotten first. */
const mostFinished = 256;
/** Scenarios and seeds whose environments are kept for the next session of the same. */
const mostEnvironments = 4;

export class Sessions {
  readonly #settings: SessionsSettings;
  readonly #byId = new Map<string, Session>();
  readonly #runs = new Map<string, ScenarioRuns>();

  constructor(settings: SessionsSettings) {
    this.#settings = settings;
  }

  /** In the order in which they were opened. */
  get all(): readonly Session[] {
    return [...this.#byId.values()];
  }

  find(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  /** What a session without a scenario acts in; null where each needs one. */
  get account(): OwnAccount | null {
    return this.#settings.account;
  }

  /** @throws BlastpitError for names and values that there are not. */
  async open(wish: SessionWish): Promise<Session> {
    const { gateway, journalPath, onFinished, onOpened } = this.#settings;
    const work = await this.#workFor(wish);
    const session = new Session({
      gateway,
      work,
      journalPath,
      onFinished: (finished, outcome) => {
        this.#forgetOldest();
        onFinished(finished, outcome);
      },
    });
    this.#byId.set(session.id, session);
    onOpened(session, work);
    return session;
  }

  /** Throws a session away, or forgets one that is finished. */
  remove(session: Session): void {
    session.throwAway();
    this.#byId.delete(session.id);
  }

  /** Finishes every session that is open, one after the other. */
  async finishAll(end: AgentEnd): Promise<void> {
    for (const session of this.all) {
      if (session.state === 'open' || session.state === 'finishing') await session.finish(end);
    }
  }

  async #workFor({ scenario, options, agent, timing }: SessionWish): Promise<SessionWork> {
    const { account } = this.#settings;
    if (scenario === null && account !== null) {
      return openUnscoredWork(account, { agent, timing, denials: options.denials });
    }
    checkFailOn(options.failOn ?? []);
    return openScenarioWork(await this.#runsOf(scenario ?? defaultScenario, options.seed), options, {
      name: agent,
      timing,
    });
  }

  /** Environments of sessions that are asked for again and again are deployed once. */
  async #runsOf(name: string, seed: number): Promise<ScenarioRuns> {
    const key = `${seed} ${name}`;
    const known = this.#runs.get(key);
    if (known !== undefined) return known;
    const { validityCache, elsewhere = null } = this.#settings;
    const runs = new ScenarioRuns(await loadScenario(name), validityCache, elsewhere);
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size < mostEnvironments) break;
      this.#runs.delete(oldest);
    }
    this.#runs.set(key, runs);
    return runs;
  }

  #forgetOldest(): void {
    const finished = this.all.filter(({ state }) => state === 'finished');
    for (const session of finished.slice(0, Math.max(0, finished.length - mostFinished)))
      this.remove(session);
  }
}
