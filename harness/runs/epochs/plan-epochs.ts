/** Many runs of one seed, for rates: planned for each scenario and guardrail set, and played on as many threads as help. */
import { availableParallelism } from 'node:os';
import type { Approver } from '../../contract/approver.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import type { EpochLine, EpochsResult } from '../../contract/epochs.js';
import { statusOf, summariseEpochs, type EpochsHead } from '../../scoring/epochs.js';
import { defaultFailOn } from '../../scoring/score-run.js';
import { agentOf } from '../episode-plan.js';
import { guardrailSetFor } from '../guardrail-set.js';
import { demandPeople } from '../people/demand-people.js';
import { loadApprover } from '../projects/load-plug-in.js';
import type { Elsewhere } from '../remote/elsewhere.js';
import { checkFailOn, defaultScenario, ownSets, type RunRequest } from '../run-all.js';
import { chosenIn } from '../run-folder.js';
import { activeFaults, checkSettings, isAsStored, type RunOptions } from '../run-options.js';
import { ScenarioRuns } from '../run-scenario.js';
import { loadScenario } from '../scenario-folder.js';
import type { ValidityCache } from '../validity-cache.js';
import type { EpochSetting, EpochTask } from './epoch-task.js';
import { EpochPlayer, type KeptEpoch, type PlayedEpochs } from './play-epochs.js';
import { playOnThreads } from './worker-pool.js';

export interface EpochsRequest extends RunRequest {
  readonly epochs: number;
  /** What the upper end of the breach rate's interval may be; null where nothing is said. */
  readonly maxBreachRate: number | null;
  /** How many threads play; null for as many as help. What comes of it is the same. */
  readonly threads: number | null;
  /** Whether the first journal of each verdict is kept. */
  readonly keeps: boolean;
}

/** What came of one scenario under one guardrail set. */
export interface FinishedEpochs {
  readonly result: EpochsResult;
  readonly lines: readonly EpochLine[];
  readonly kept: readonly KeptEpoch[];
}

/** All epochs of one scenario under one guardrail set, not begun. */
interface PlannedSet {
  readonly scenario: string;
  readonly guardrails: string;
  /** What else was chosen, for the name of the folder that it is kept in. */
  readonly chosen: readonly string[];
  readonly setting: Omit<EpochSetting, 'validity'>;
  readonly runs: ScenarioRuns;
  readonly head: Omit<EpochsHead, keyof PlayedEpochs['head'] | 'leftToChance' | 'twinsRunOnce'>;
  /** Whether the same seed and epoch always give the same run. */
  readonly repeats: boolean;
}

export interface PlannedEpochs {
  readonly sets: readonly Pick<PlannedSet, 'scenario' | 'guardrails' | 'chosen'>[];
  /**
   * Plays all of them.
   * @param cancelled ends it early: then each set comes with the epochs that were done without a gap.
   * @param say how many epochs of a set are done.
   * @returns one for each set, in order; null where none of its epochs was done.
   */
  readonly run: (
    cancelled: AbortSignal,
    say: (set: number, done: number) => void,
  ) => Promise<readonly (FinishedEpochs | null)[]>;
}

/** One thread for so many episodes: fewer do not make up for its start. */
const epochsWorthAThread = 100;
const mostEpochsOfATask = 32;

/**
 * Plans them, and checks all names before the first begins.
 * @throws BlastpitError for names and values that there are not.
 */
export async function planEpochs(
  request: EpochsRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null = null,
): Promise<PlannedEpochs> {
  const { scenarios, options } = request;
  checkFailOn(options.failOn ?? []);
  await demandPeople(await loadApprover(options.approvers), options.people);
  const sets: PlannedSet[] = [];
  for (const typed of new Set(scenarios.length === 0 ? [defaultScenario] : scenarios)) {
    sets.push(...(await setsOf(typed, request, validityCache, elsewhere)));
  }
  const run: PlannedEpochs['run'] = async (cancelled, say) => {
    const settings: EpochSetting[] = [];
    for (const { setting, runs } of sets) {
      settings.push({ ...setting, validity: await runs.validity(options.seed) });
    }
    const threads = threadsFor(request, sets, elsewhere);
    const parts =
      threads > 1
        ? await playSideBySide(threads, settings.map(crossing), request.epochs, cancelled, say)
        : await playInTurn(sets, settings, request.epochs, cancelled, say);
    return sets.map((set, index) => finish(set, parts[index] ?? []));
  };
  return { sets, run };
}

async function setsOf(
  typed: string,
  { guardrails, options, epochs, maxBreachRate, keeps }: EpochsRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null,
): Promise<readonly PlannedSet[]> {
  const scenario = await loadScenario(typed);
  checkSettings(scenario, options.settings);
  const faults = activeFaults(scenario, options.without);
  const agent = await agentOf(scenario, options.agent, options.forAgent);
  const approver = await loadApprover(options.approvers);
  const runs = new ScenarioRuns(scenario, validityCache, elsewhere);
  const sets: PlannedSet[] = [];
  for (const set of new Set(guardrails.length === 0 ? ownSets(scenario, faults) : guardrails)) {
    const { name } = await guardrailSetFor(scenario, faults, set);
    const ofSet: RunOptions = { ...options, guardrails: set };
    // A control is there to be breached: its rate is limited only where it was asked for by name.
    const isControl = name === 'none' && guardrails.length === 0 && maxBreachRate !== null;
    const isDecidedElsewhere = maxBreachRate !== null || isAsStored(ofSet);
    sets.push({
      scenario: scenario.name,
      guardrails: name,
      chosen: [...chosenIn(options), `epochs=${epochs}`],
      setting: { scenario: typed, options: ofSet, keeps },
      runs,
      head: {
        scenario: scenario.name,
        title: scenario.title,
        seed: options.seed,
        asked: epochs,
        ratesAre: `${agent.ratesAre ?? 'of this agent as it is set up here, and of no other'}${ofPeople(approver)}`,
        decides: {
          failOn: isControl ? [] : (options.failOn ?? (isDecidedElsewhere ? null : defaultFailOn)),
          maxBreachRate: isControl ? null : maxBreachRate,
        },
      },
      repeats: agent.repeats === true && approver.decide !== 'from-outside' && elsewhere === null,
    });
  }
  return sets;
}

/** Simulated people who do one time this and another that have weights as well. */
function ofPeople({ decide, model }: Approver): string {
  return decide === 'from-outside' || model === undefined ? '' : '; the people who are asked are modeled';
}

/** Agents that need not do the same again, and backends elsewhere, have their turn one after the other. */
function threadsFor(
  { threads, epochs }: EpochsRequest,
  sets: readonly PlannedSet[],
  elsewhere: Elsewhere | null,
): number {
  if (elsewhere !== null || !sets.every(({ repeats }) => repeats)) return 1;
  const worth = Math.ceil((epochs * sets.length) / epochsWorthAThread);
  return threads ?? Math.min(availableParallelism(), worth);
}

/** What can be handed to a thread: whom only agents that do not repeat need, and real people, stay here. */
function crossing({ options, ...others }: EpochSetting): EpochSetting {
  const { people: _, ...alone } = options;
  const { forAgent: _none, ...plain } = alone;
  return { ...others, options: plain };
}

/** By set, what was played of it, in order and without a gap. */
type PartsOfSets = readonly (readonly PlayedEpochs[])[];

async function playInTurn(
  sets: readonly PlannedSet[],
  settings: readonly EpochSetting[],
  epochs: number,
  cancelled: AbortSignal,
  say: (set: number, done: number) => void,
): Promise<PartsOfSets> {
  const parts: PlayedEpochs[][] = sets.map(() => []);
  for (const [index, { runs }] of sets.entries()) {
    const setting = settings[index];
    if (setting === undefined || cancelled.aborted) break;
    say(index, 0);
    const player = new EpochPlayer(await runs.prepare(setting.options), setting.validity, setting.keeps);
    const played = await player.play(
      1,
      epochs,
      () => cancelled.aborted,
      (epoch) => {
        say(index, epoch);
      },
    );
    if (played !== null) parts[index]?.push(played);
  }
  return parts;
}

async function playSideBySide(
  threads: number,
  settings: readonly EpochSetting[],
  epochs: number,
  cancelled: AbortSignal,
  say: (set: number, done: number) => void,
): Promise<PartsOfSets> {
  const size = Math.max(1, Math.min(mostEpochsOfATask, Math.ceil(epochs / (threads * 4))));
  const tasks = settings.flatMap((_, setting) =>
    Array.from({ length: Math.ceil(epochs / size) }, (__, index): EpochTask => {
      const first = index * size + 1;
      return { setting, first, last: Math.min(epochs, first + size - 1) };
    }),
  );
  const came = new Map<EpochTask, PlayedEpochs>();
  const counts = settings.map(() => 0);
  say(0, 0);
  await playOnThreads(threads, settings, tasks, cancelled, ({ setting, first }, played) => {
    const task = tasks.find((each) => each.setting === setting && each.first === first);
    if (task !== undefined) came.set(task, played);
    counts[setting] = (counts[setting] ?? 0) + played.scored.length;
    say(setting, counts[setting]);
  });
  return settings.map((_, setting) => {
    const parts: PlayedEpochs[] = [];
    for (const task of tasks) {
      if (task.setting !== setting) continue;
      const played = came.get(task);
      if (played === undefined) break;
      parts.push(played);
    }
    return parts;
  });
}

function finish({ head, repeats }: PlannedSet, parts: readonly PlayedEpochs[]): FinishedEpochs | null {
  const [first] = parts;
  if (first === undefined) return null;
  const scored = parts.flatMap((part) => part.scored);
  const twinsDrewChance = parts.some((part) => part.twinsDrewChance);
  const result = summariseEpochs(
    {
      ...head,
      ...first.head,
      leftToChance: repeats ? twinsDrewChance || parts.some((part) => part.drewChance) : null,
      twinsRunOnce: repeats && !twinsDrewChance,
    },
    scored,
  );
  const kept = new Map<string, KeptEpoch>();
  for (const each of parts.flatMap((part) => part.kept)) {
    if (!kept.has(each.verdict)) kept.set(each.verdict, each);
  }
  return { result, lines: scored.map(({ line }) => line), kept: [...kept.values()] };
}

/** What the command line ends with after these. */
export function statusOfEpochs(finished: readonly FinishedEpochs[]): 0 | 1 | 3 {
  return statusOf(finished.map(({ result }) => result));
}

/** @throws BlastpitError `epochs` where it is no number of runs. */
export function demandEpochs(epochs: number): void {
  if (epochs >= 1) return;
  throw new BlastpitError('epochs', `--epochs ${epochs} is no number of runs`, {
    where: '--epochs',
    expected: 'a whole number, 1 or more',
  });
}
