/** `blastpit serve`: a gateway for any client, until a person ends it; then open sessions are finished and told. */
import { BlastpitError } from '../contract/blastpit-error.js';
import { readNamedFile } from '../runs/read-file.js';
import type { PeopleAtHand } from '../runs/people/people-at-hand.js';
import type { Elsewhere } from '../runs/remote/elsewhere.js';
import { defaultOptions } from '../runs/run-options.js';
import { nothingScored } from '../runs/serving/count-effects.js';
import { serveEveryone } from '../runs/serving/open-to-everyone.js';
import { deployOwnAccount, type OwnAccount, type OwnTemplate } from '../runs/serving/own-account.js';
import { serveSessions } from '../runs/serving/serve-sessions.js';
import type { SessionWish } from '../runs/serving/sessions.js';
import { openValidityCache } from '../runs/validity-cache.js';
import { atBackend } from './at-backend.js';
import { keepSessions } from './keep-session.js';
import { backendFlagsOf, withPeople } from './people.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';
import { takeSignals } from './signals.js';
import { tellCalls, tellOpenAccount, tellQuestion, tellServing, tellUnscored } from './show-serving.js';
import type { Terminal } from './terminal.js';
import { defaultScenario } from '../runs/run-all.js';

/** The options as the command line gives them. */
export interface ServeFlags extends Omit<RunFlags, 'guardrails' | 'agent' | 'entrance' | 'report' | 'quiet'> {
  readonly guardrails?: string;
  readonly port?: number;
  readonly host?: string;
  readonly timing?: SessionWish['timing'];
  readonly template?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly open?: true;
  readonly verbose?: true;
}

const defaultRegion = 'us-east-1';
const agentName = 'outside';
const endedByPerson = { how: 'finished', detail: 'the gateway was ended' } as const;

/** @returns the exit status: of the sessions that were finished, as runs have it. */
export async function serveCommand(
  scenario: string | undefined,
  flags: ServeFlags,
  terminal: Terminal,
): Promise<number> {
  checkTogether(scenario, flags);
  const own = flags.template !== undefined || flags.open === true ? await ownAccount(flags) : null;
  return atBackend(backendFlagsOf(flags), terminal, async (place) => {
    const told = untilToldToEnd();
    try {
      if (flags.open === true && own !== null) return await serveOpenly(own, flags, terminal, told.end);
      const served = { scenario: scenario ?? null, account: own, place };
      const where = { controlApi: true, inProcess: false };
      return await withPeople(flags, terminal, where, (people) =>
        serveRuns({ ...served, people }, flags, terminal, told.end),
      );
    } finally {
      told.forget();
    }
  });
}

/** What a gateway has for its sessions. */
interface Served {
  readonly scenario: string | null;
  readonly account: OwnAccount | null;
  /** Null for the embedded cloud. */
  readonly place: Elsewhere | null;
  readonly people: PeopleAtHand;
}

async function serveRuns(
  { scenario, account, place, people }: Served,
  flags: ServeFlags,
  terminal: Terminal,
  toldToEnd: Promise<unknown>,
): Promise<number> {
  const { guardrails = 'none', timing = 'polling', port, host, json, verbose } = flags;
  const defaults: SessionWish = {
    scenario: scenario ?? (account === null ? defaultScenario : null),
    agent: agentName,
    timing,
    // A program meets AWS as it is: it is told no more of a denial than AWS tells.
    options: { ...runOptionsOf({ ...flags, denials: flags.denials ?? 'aws' }), guardrails, people },
  };
  const kept = await keepSessions(flags.out, json === true, terminal);
  const serving = await serveSessions({
    defaults,
    account,
    validityCache: openValidityCache(terminal.environment),
    elsewhere: place,
    port,
    host,
    journalPath: kept.journalPath,
    onFinished: kept.onFinished,
    onOpened: ({ id }, { live }) => {
      if (verbose === true) tellCalls(live.journal, id, terminal);
      // Whoever is reached otherwise is brought the question there.
      if (live.plan.approver.reach !== undefined) return;
      live.episode.desk.onAsk.push(({ request }) => {
        tellQuestion(request, `${serving.endpoint}/_blastpit/sessions/${id}`, terminal);
      });
    },
  });
  try {
    const first = scenario === null && account === null ? null : await serving.sessions.open(defaults);
    tellServing({ serving, first, scored: defaults.scenario !== null, json: json === true }, terminal);
    await toldToEnd;
    await serving.sessions.finishAll(endedByPerson);
  } finally {
    await serving.close();
  }
  return kept.status();
}

async function serveOpenly(
  own: OwnAccount,
  { port, host, json, verbose, region }: ServeFlags,
  terminal: Terminal,
  toldToEnd: Promise<unknown>,
): Promise<number> {
  const open = await serveEveryone({
    own,
    ...(region === undefined ? { anyPartition: true as const } : {}),
    port,
    host,
    onOpened: ({ live }) => {
      if (verbose === true) tellCalls(live.journal, 'open', terminal);
    },
  });
  try {
    tellOpenAccount(open, json === true, terminal);
    await toldToEnd;
    const { result } = await open.finish();
    if ('scored' in result) tellUnscored('open', result, json === true ? terminal.err : terminal.out);
  } finally {
    await open.close();
  }
  return 0;
}

function exclude(what: string, expected: string): never {
  throw new BlastpitError('excluding-options', what, { expected });
}

/** @throws BlastpitError `excluding-options` */
function checkTogether(scenario: string | undefined, flags: ServeFlags): void {
  const { template, open, region, parameters, out, guardrails, backend, fault } = flags;
  const own = template !== undefined || open === true;
  if (scenario !== undefined && own) {
    exclude(
      `${scenario} and --${open === true ? 'open' : 'template'} exclude each other: a scenario brings its own account`,
      'a scenario, or --template FILE, or --open',
    );
  }
  if (parameters !== undefined && template === undefined) {
    exclude('--parameters is for a template', '--template FILE with it');
  }
  if (region !== undefined && !own) {
    exclude(
      '--region is for an account of one’s own: a scenario has its region',
      '--template FILE or --open with it',
    );
  }
  if (own && backend !== undefined) {
    exclude(
      '--backend is for scenarios: an account of one’s own stands on the embedded cloud alone',
      `--${open === true ? 'open' : 'template'} without it`,
    );
  }
  if (own && fault !== undefined) {
    exclude('--fault is for scenarios: in an account of one’s own nobody acts for a task', 'a scenario');
  }
  if (own && guardrails !== undefined) exclude(`--guardrails: ${nothingScored}`, 'a scenario');
  if (open === true && out !== undefined)
    exclude('--out keeps sessions, and --open has none', '--open without it');
}

function ownAccount({
  template,
  parameters = {},
  region = defaultRegion,
  seed,
}: ServeFlags): Promise<OwnAccount> {
  const own: OwnTemplate | null =
    template === undefined
      ? null
      : { file: template, text: readNamedFile(template).toString('utf8'), parameters };
  return deployOwnAccount({ template: own, region, seed: seed ?? defaultOptions.seed });
}

/** When a person, or whoever runs this, wants it to end. A second signal ends it at once, as it would any program. */
function untilToldToEnd(): { readonly end: Promise<void>; readonly forget: () => void } {
  const kept: { tell?: () => void } = {};
  const end = new Promise<void>((resolve) => {
    kept.tell = resolve;
  });
  const forget = takeSignals(() => {
    forget();
    kept.tell?.();
  });
  return { end, forget };
}
