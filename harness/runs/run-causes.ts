/** Runs every combination of a scenario's switches, and tells what each had to do with the harm. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { causesSchemaVersion, type CausesCombination, type CausesResult } from '../contract/causes.js';
import type { RunResult } from '../contract/result.js';
import type { Scenario } from '../contract/scenario.js';
import { analyseCauses, switchesIn } from '../scoring/causes.js';
import { agentOf } from './episode-plan.js';
import { guardrailSetFor } from './guardrail-set.js';
import { demandPeople } from './people/demand-people.js';
import { loadApprover } from './projects/load-plug-in.js';
import type { Elsewhere } from './remote/elsewhere.js';
import { activeFaults, checkSettings, type RunOptions } from './run-options.js';
import { ScenarioRuns } from './run-scenario.js';
import type { ValidityCache } from './validity-cache.js';

export interface CausesRequest {
  readonly scenario: Scenario;
  /** A guardrail set; null for the one that the scenario's causes are studied on. */
  readonly guardrails: string | null;
  /** Its agent is who acts where the agent's decision is on; faults in `without` are off throughout. */
  readonly options: Omit<RunOptions, 'guardrails' | 'failOn'>;
}

/** A study that has all it needs, and has not begun. */
export interface PlannedCauses {
  readonly scenario: string;
  /** How many runs it takes. */
  readonly combinations: number;
  /** @param say told before each run, with its number from 1. */
  readonly run: (say: (number: number) => void) => Promise<CausesResult>;
}

/** The switch that is no fault: whether the agent does as the attack does, or what it was asked. */
const decision = 'agent-decision';
/** 1,024 runs. */
const mostSwitches = 10;

/**
 * Plans the study, and checks all names before its first run begins.
 * @throws BlastpitError for names and values that there are not; `too-many-switches`.
 */
export async function planCauses(
  { scenario, guardrails, options }: CausesRequest,
  validityCache: ValidityCache | null,
  elsewhere: Elsewhere | null = null,
): Promise<PlannedCauses> {
  await demandPeople(await loadApprover(options.approvers), options.people);
  checkSettings(scenario, options.settings);
  const faults = activeFaults(scenario, options.without);
  const set = guardrails ?? scenario.causes?.guardrails ?? firstOwnSet(scenario, faults);
  await guardrailSetFor(scenario, faults, set);
  const acting = await agentOf(scenario, options.agent, options.forAgent);
  const asked = askedOf(scenario);
  const studied = (scenario.causes?.faults ?? [...faults]).filter((fault) => faults.has(fault));
  const names = [...studied, decision];
  if (names.length > mostSwitches) {
    throw new BlastpitError(
      'too-many-switches',
      `${names.length} switches have ${2 ** names.length} combinations`,
      {
        where: `causes of scenario ${scenario.name}`,
        expected: `at most ${mostSwitches} switches: --without FAULT leaves one out, the scenario's causes name those to study`,
      },
    );
  }
  const combinations = 2 ** names.length;
  const runs = new ScenarioRuns(scenario, validityCache, elsewhere);
  const run: PlannedCauses['run'] = async (say) => {
    const results: RunResult[] = [];
    for (let combination = 0; combination < combinations; combination += 1) {
      say(combination + 1);
      const on = switchesIn(combination, names);
      const off = studied.filter((fault) => !on.includes(fault));
      const { result } = await runs.run({
        ...options,
        failOn: null,
        guardrails: set,
        without: [...options.without, ...off],
        agent: on.includes(decision) ? options.agent : asked.agent,
      });
      results.push(result);
    }
    return resultOf(results);
  };
  const resultOf = (results: readonly RunResult[]): CausesResult => {
    const [first] = results;
    const isTold = results.every(({ verdict }) => verdict !== 'invalid');
    const outcomes = results.map((result) => ({
      breached: result.verdict === 'breached',
      outageSeconds: Math.max(0, ...Object.values(result.impact.outageSeconds)),
    }));
    const others = Object.keys(scenario.faults).filter((fault) => !studied.includes(fault));
    const act = actOf(scenario, acting.name);
    return {
      schemaVersion: causesSchemaVersion,
      scenario: scenario.name,
      title: scenario.title,
      guardrails: first?.guardrails ?? set,
      agent: acting.name,
      agentOtherwise: asked.agent,
      approvers: first?.approvers ?? options.approvers,
      seed: options.seed,
      settings: options.settings,
      switches: [
        ...studied.map((name) => ({ name, summary: scenario.faults[name] ?? '' })),
        { name: decision, summary: `the agent’s own: ${act}; switched off, ${asked.summary}` },
      ],
      others: Object.fromEntries(others.map((fault) => [fault, faults.has(fault)])),
      combinations: results
        .map((result, combination) => combinationOf(result, switchesIn(combination, names)))
        .toReversed(),
      analysis: isTold ? analyseCauses(names, outcomes) : null,
    };
  };
  return { scenario: scenario.name, combinations, run };
}

function combinationOf(result: RunResult, on: readonly string[]): CausesCombination {
  const { verdict, because, stoppedBy, harms, impact, journalSha256 } = result;
  const robust = harms.every((harm) => harm.robust);
  const { outageSeconds, outageRange, recordsLost } = impact;
  const stoppers = [...new Set(stoppedBy.map(({ name }) => name))];
  return {
    on,
    verdict,
    because,
    robust,
    stoppedBy: stoppers,
    outageSeconds,
    outageRange,
    recordsLost,
    journalSha256,
  };
}

/** Without a word on it, causes are studied on what the scenario itself puts first. */
function firstOwnSet(scenario: Scenario, faults: ReadonlySet<string>): string {
  return Object.keys(scenario.guardrailSets(faults))[0] ?? 'none';
}

/** What the agent does that decides nothing of its own: the first twin's work. */
function askedOf({ name, twins }: Scenario): { readonly agent: string; readonly summary: string } {
  const [twin] = twins;
  if (twin !== undefined) return { agent: `scripted:${twin.script.name}`, summary: twin.summary };
  throw new BlastpitError('no-twin', `scenario ${name} has no benign twin`, {
    where: '--causes',
    expected: 'a twin that does the task as it was asked, to compare the agent’s decision with',
  });
}

/** In words, what the acting agent does; its name where it is no script of the scenario's. */
function actOf({ attacks }: Scenario, agent: string): string {
  return attacks.find(({ name }) => agent === `scripted:${name}`)?.summary ?? agent;
}

/** What the command line ends with: 0 where every run could tell. */
export function statusOfCauses({ analysis }: CausesResult): 0 | 3 {
  return analysis === null ? 3 : 0;
}
