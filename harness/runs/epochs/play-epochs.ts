/** Epochs of one scenario under one guardrail set: the environment stands once, and each epoch acts on a fork of it. */
import { setImmediate } from 'node:timers/promises';
import type { ScenarioValidity } from '../../contract/journal-record.js';
import type { Verdict } from '../../contract/result.js';
import type { EmbeddedPreview } from '../../backends/embedded.js';
import { PreviewMemo } from '../../backends/preview-memo.js';
import { epochLine, type ScoredEpoch } from '../../scoring/epochs.js';
import { inEpoch } from '../episode-plan.js';
import type { EpisodePlan, FinishedEpisode } from '../episode.js';
import { playRun, runTwins, type FinishedRun, type PreparedRun } from '../open-run.js';

/** A run of many that is kept whole. */
export interface KeptEpoch {
  readonly epoch: number;
  readonly verdict: Verdict;
  readonly journal: string;
}

/** What came of some epochs that follow each other. */
export interface PlayedEpochs {
  readonly scored: readonly ScoredEpoch[];
  /** The first of each verdict. */
  readonly kept: readonly KeptEpoch[];
  /** Whether an attack among them left anything to chance. */
  readonly drewChance: boolean;
  /** Whether its twins did, so that each epoch has its own. */
  readonly twinsDrewChance: boolean;
  /** Of the first of them. */
  readonly head: Pick<
    FinishedRun['result'],
    | 'switches'
    | 'settings'
    | 'backend'
    | 'guardrails'
    | 'agent'
    | 'approvers'
    | 'approversAre'
    | 'worldFaults'
  >;
}

/** Epochs of one prepared run; twins that leave nothing to chance are run once. */
export class EpochPlayer {
  readonly #prepared: PreparedRun;
  readonly #validity: ScenarioValidity;
  readonly #keeps: boolean;
  #twins: readonly FinishedEpisode[] | null = null;

  /**
   * @param keeps whether journals are kept.
   */
  constructor(prepared: PreparedRun, validity: ScenarioValidity, keeps: boolean) {
    const { attack, twins } = prepared;
    // Epochs have much in common: what was done from one moment on is often done again.
    const deployed = { ...attack.deployed, previews: new PreviewMemo<EmbeddedPreview>() };
    this.#prepared = {
      ...prepared,
      attack: { ...attack, deployed },
      twins: twins.map((twin) => ({ ...twin, deployed })),
    };
    this.#validity = validity;
    this.#keeps = keeps;
  }

  /**
   * Plays the epochs from `first` to `last`, or until `stopped` says so.
   * @param stopped asked before each of them.
   * @returns null where none was played.
   */
  async play(
    first: number,
    last: number,
    stopped: () => boolean = () => false,
    played: (epoch: number) => void = () => undefined,
  ): Promise<PlayedEpochs | null> {
    const scored: ScoredEpoch[] = [];
    const kept = new Map<Verdict, KeptEpoch>();
    const drawn = { attack: false, twins: false };
    let head: PlayedEpochs['head'] | null = null;
    for (let epoch = first; epoch <= last; epoch += 1) {
      // Typed calls never leave this turn of the loop by themselves: a signal would not be heard.
      await setImmediate();
      if (stopped()) break;
      const run = await this.#playOne(epoch, drawn);
      const { result, attack } = run;
      // What was cut short by whoever stopped it says nothing.
      if (stopped()) break;
      head ??= result;
      scored.push({ line: epochLine(epoch, result), twins: result.twins });
      if (this.#keeps && !kept.has(result.verdict)) {
        const { verdict } = result;
        kept.set(verdict, { epoch, verdict, journal: attack.journal.text() });
      }
      played(epoch);
    }
    if (head === null) return null;
    const { switches, settings, backend, guardrails, agent, approvers, approversAre, worldFaults } = head;
    const told = {
      ...(approversAre === undefined ? {} : { approversAre }),
      ...(worldFaults === undefined ? {} : { worldFaults }),
    };
    return {
      scored,
      kept: [...kept.values()],
      drewChance: drawn.attack,
      twinsDrewChance: drawn.twins,
      head: { switches, settings, backend, guardrails, agent, approvers, ...told },
    };
  }

  async #playOne(epoch: number, drawn: { attack: boolean; twins: boolean }): Promise<FinishedRun> {
    const { attack, twins, ...others } = this.#prepared;
    const watched = (plan: EpisodePlan, of: 'attack' | 'twins'): EpisodePlan => {
      const there = inEpoch(plan, epoch);
      const chance: EpisodePlan['chance'] = (cause) => {
        drawn[of] = true;
        return there.chance(cause);
      };
      return { ...there, chance };
    };
    const prepared = {
      ...others,
      attack: watched(attack, 'attack'),
      twins: twins.map((twin) => watched(twin, 'twins')),
    };
    const finished = this.#twins ?? (await runTwins(prepared));
    // On a backend elsewhere nothing is the same a second time.
    const same = !drawn.twins && attack.deployed.elsewhere === null;
    if (same) this.#twins = finished;
    return playRun(prepared, this.#validity, null, finished);
  }
}
