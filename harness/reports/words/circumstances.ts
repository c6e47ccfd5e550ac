/** How reports say what a run was made with, where it is not what runs are made with when nothing is said. */
import type { RunResult } from '../../contract/result.js';

/** Who is asked where nobody says who. */
const usualApprovers = 'careful';

/** What need not be said, and what of a journal that cannot be read is not known. */
const unsaidBackends: ReadonlySet<string> = new Set(['embedded', 'unknown']);

/** E.g. `backend localstack`, `approvers absent`, `without inherited-session`, `detect = 5`; empty where all is as usual. */
export function circumstancesOf(result: RunResult): readonly string[] {
  const { approvers, settings, backend, worldFaults = [] } = result;
  const off = switchedOff(result);
  return [
    ...(unsaidBackends.has(backend) ? [] : [`backend ${backend}`]),
    ...(approvers === usualApprovers ? [] : [`approvers ${approvers}`]),
    ...(off.length === 0 ? [] : [`without ${off.join(' and ')}`]),
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    ...worldFaults.map(({ name }) => `fault ${name}`),
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
  const { scenario, guardrails, agent, approvers, settings, seed, expected, journal, backend } = result;
  if (journal !== null) return `blastpit report ${asTyped(journal)}`;
  // What acted from outside cannot be run again from here; of an endpoint, no address was kept.
  if (/^(?:exec:|outside$)/.test(agent) || backend === 'endpoint') return 'the same with --report text';
  // Under its stored expectation a run has the usual agent, which is then not named, so that it keeps it.
  const chosen = expected !== null ? [] : ['--agent', agent, '--approvers', approvers];
  const moved = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  return [
    'blastpit run',
    scenario,
    '--guardrails',
    guardrails,
    ...chosen,
    ...switchedOff(result).flatMap((name) => ['--without', name]),
    ...moved,
    ...(result.worldFaults ?? []).flatMap(({ name }) => ['--fault', name]),
    ...(unsaidBackends.has(backend) ? [] : ['--backend', backend]),
    ...(seed === 1 ? [] : ['--seed', String(seed)]),
  ]
    .map((word, index) => (index === 0 ? word : asTyped(word)))
    .join(' ');
}

function switchedOff({ switches }: RunResult): readonly string[] {
  return Object.keys(switches).filter((name) => switches[name] === false);
}

/** For a shell. */
function asTyped(word: string): string {
  return /^[\w/:.,=@%+~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
