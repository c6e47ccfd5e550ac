/** How reports say what a run was made with, where it is not what runs are made with when nothing is said. */
import type { RunResult } from '../../contract/result.js';

/** Who is asked where nobody says who. */
const usualApprovers = 'careful';

/** What need not be said, and what of a journal that cannot be read is not known. */
const unsaidBackends: ReadonlySet<string> = new Set(['embedded', 'unknown']);

/** E.g. `backend localstack`, `approvers absent`, `without inherited-session`, `detect = 5`; empty where all is as usual. */
export function circumstancesOf(result: RunResult): readonly string[] {
  const { approvers, settings, backend, epoch, worldFaults = [] } = result;
  const off = switchedOff(result);
  return [
    ...(unsaidBackends.has(backend) ? [] : [`backend ${backend}`]),
    ...(approvers === usualApprovers ? [] : [`approvers ${approvers}`]),
    ...(off.length === 0 ? [] : [`without ${off.join(' and ')}`]),
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    ...worldFaults.map(({ name }) => `fault ${name}`),
    ...(epoch === undefined ? [] : [`epoch ${epoch}`]),
  ];
}

const whatTheyAre = { people: 'real people', model: 'a model' } as const;

/** `careful (simulated)`, `web (real people)`. Journals did not always say so; then only `remote` were real. */
export function approversInWords({ approvers, approversAre }: ToldApprovers): string {
  const are = approversAre ?? (approvers === 'remote' ? 'people' : null);
  return `${approvers} (${are === null ? 'simulated' : whatTheyAre[are]})`;
}

type ToldApprovers = Pick<RunResult, 'approvers' | 'approversAre'>;

/** What to type for all there is to tell of a run: its journal where it was kept, else the run once more. */
export function wholeReportOf(result: RunResult): string {
  const { scenario, guardrails, agent, approvers, settings, seed, epoch, expected, journal, backend } =
    result;
  if (journal !== null) return `blastpit report ${asTyped(journal)}`;
  // What acted from outside cannot be run again from here; of an endpoint, no address was kept.
  if (/^(?:exec:|outside$)/.test(agent) || backend === 'endpoint') return 'the same with --report text';
  // Under its stored expectation a run has the usual agent, which is then not named, so that it keeps it.
  const chosen = expected !== null ? [] : ['--agent', agent, '--approvers', approvers];
  return runCommand({
    ...(result.worldFaults === undefined ? {} : { worldFaults: result.worldFaults }),
    scenario,
    guardrails,
    chosen,
    switches: result.switches,
    settings,
    backend,
    seed,
    epoch,
  });
}

/** What to type for one of many runs of a seed. */
export function epochCommand(
  result: Pick<
    RunResult,
    | 'scenario'
    | 'guardrails'
    | 'agent'
    | 'approvers'
    | 'switches'
    | 'settings'
    | 'worldFaults'
    | 'backend'
    | 'seed'
  >,
  epoch: number,
): string {
  const chosen = ['--agent', result.agent, '--approvers', result.approvers];
  return runCommand({ ...result, chosen, epoch: epoch === 1 ? undefined : epoch });
}

type Typed = Pick<
  RunResult,
  'scenario' | 'guardrails' | 'switches' | 'settings' | 'worldFaults' | 'backend' | 'seed'
> & {
  readonly chosen: readonly string[];
  readonly epoch: number | undefined;
};

function runCommand(typed: Typed): string {
  const { scenario, guardrails, chosen, settings, backend, seed, epoch } = typed;
  const moved = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  return [
    'blastpit run',
    scenario,
    '--guardrails',
    guardrails,
    ...chosen,
    ...switchedOff(typed).flatMap((name) => ['--without', name]),
    ...moved,
    ...(typed.worldFaults ?? []).flatMap(({ name }) => ['--fault', name]),
    ...(unsaidBackends.has(backend) ? [] : ['--backend', backend]),
    ...(seed === 1 ? [] : ['--seed', String(seed)]),
    ...(epoch === undefined ? [] : ['--epoch', String(epoch)]),
  ]
    .map((word, index) => (index === 0 ? word : asTyped(word)))
    .join(' ');
}

function switchedOff({ switches }: Pick<RunResult, 'switches'>): readonly string[] {
  return Object.keys(switches).filter((name) => switches[name] === false);
}

/** For a shell. */
function asTyped(word: string): string {
  return /^[\w/:.,=@%+~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
