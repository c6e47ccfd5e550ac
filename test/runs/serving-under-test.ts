/** A gateway with sessions, for tests: what it is asked for over HTTP, and who acts in its sessions. */
import { chanceOf } from '../../harness/contract/chance.js';
import type { AgentSession } from '../../harness/contract/agent.js';
import type { Scenario } from '../../harness/contract/scenario.js';
import type { RunResult } from '../../harness/contract/result.js';
import { openClients } from '../../harness/runs/entrances/sdk.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import type { ValidityCache } from '../../harness/runs/validity-cache.js';
import type { SessionWish } from '../../harness/runs/serving/sessions.js';
import { serveSessions, type Serving, type ServingWish } from '../../harness/runs/serving/serve-sessions.js';

/** What `POST /_blastpit/sessions` answers, as far as tests look at it. */
export interface OpenedSession {
  readonly id: string;
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly task: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly state: string;
}

export const agentName = 'outside';

export interface ServingUnderTest {
  readonly serving: Serving;
  /** A request to the control API, with its token unless another is given. */
  readonly ask: (
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  readonly open: (wish?: object) => Promise<OpenedSession>;
  readonly finish: (id: string, end?: object) => Promise<RunResult>;
}

/** What sessions are that nobody says more of. */
export const defaults: SessionWish = {
  scenario: 'kiro',
  agent: agentName,
  timing: 'polling',
  options: { ...defaultOptions, guardrails: 'none' },
};

/** Remembers for as long as a test runs, so that no reference attack is made twice. */
export function rememberedValidity(): ValidityCache {
  const known = new Set<string>();
  const keyOf = (scenario: Scenario, seed: number): string => `${scenario.name} ${seed}`;
  return {
    isKnownValid: (scenario, seed) => known.has(keyOf(scenario, seed)),
    rememberValid: (scenario, seed) => {
      known.add(keyOf(scenario, seed));
    },
  };
}

export async function servingUnderTest(settings: Partial<ServingWish> = {}): Promise<ServingUnderTest> {
  const serving = await serveSessions({
    validityCache: null,
    account: null,
    defaults,
    journalPath: () => null,
    onOpened: () => undefined,
    onFinished: () => undefined,
    ...settings,
  });
  const ask: ServingUnderTest['ask'] = (method, path, body, headers = {}) =>
    fetch(`${serving.endpoint}/_blastpit/${path}`, {
      method,
      headers: { authorization: `Bearer ${serving.token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    serving,
    ask,
    open: async (wish = {}) => (await (await ask('POST', 'sessions', wish)).json()) as OpenedSession,
    finish: async (id, end = {}) =>
      (await (await ask('POST', `sessions/${id}/finish`, end)).json()) as RunResult,
  };
}

/** Lets a session's scripted attack act, by SDK clients over HTTP. */
export async function attack({ endpoint, region, credentials, task }: OpenedSession): Promise<void> {
  await runReference(openClients(endpoint, credentials, region), { region, task });
}

/** The reference attack of kiro, by whatever entrance. */
export async function runReference(
  entrance: Pick<AgentSession, 'call' | 'wait'> & { readonly close: () => Promise<void> },
  place: Pick<AgentSession, 'region' | 'task'>,
): Promise<void> {
  const scenario = await loadScenario('kiro');
  const script = scenario.attacks.find(({ name }) => name === scenario.referenceAttack);
  if (script === undefined) throw new Error('kiro has no reference attack');
  const { account, partition } = scenario;
  try {
    const { call, wait } = entrance;
    await script.run({ ...place, account, partition, call, wait, chance: chanceOf(1, 1, 'attack') });
  } finally {
    await entrance.close();
  }
}
