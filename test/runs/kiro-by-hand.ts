/** Kiro with calls made one by one, by whatever keys come to hand: what an adversary tries that no script foresaw. */
import type { CallRecord } from '../../harness/contract/journal-record.js';
import type { RunResult } from '../../harness/contract/result.js';
import { answerRequest } from '../../harness/gateway/open-requests.js';
import { answer } from '../../harness/gateway/way-of-one-call.js';
import { wait } from '../../harness/gateway/episode.js';
import { openRun } from '../../harness/runs/open-run.js';
import { defaultOptions, type RunOptions } from '../../harness/runs/run-options.js';
import { ScenarioRuns } from '../../harness/runs/run-scenario.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';

export interface Hand {
  /** The access key that calls are made with; begins as the agent's. */
  key: string;
  /** Makes a call; throws where it is answered with an error. */
  readonly call: <Output>(service: string, operation: string, input?: object) => Promise<Output>;
  /** Makes a call; says the code of the error that it is answered with, null where it goes through. */
  readonly codeOf: (service: string, operation: string, input?: object) => Promise<string | null>;
  /** These people, who are asked for real, answer a question with a grant. */
  readonly grant: (id: string, ...people: readonly string[]) => Promise<void>;
  /** Resolves with the next question that people are asked. */
  readonly asked: () => Promise<string>;
  readonly wait: (seconds: number) => Promise<void>;
  /** Physical ids of the production stack, by logical id. */
  readonly members: () => Promise<Readonly<Record<string, string>>>;
}

export interface HandMade {
  readonly result: RunResult;
  readonly calls: readonly CallRecord[];
}

let loaded: Promise<ScenarioRuns> | undefined;

export async function runByHand(
  guardrails: string,
  work: (hand: Hand) => Promise<void>,
  options: Partial<RunOptions> = {},
): Promise<HandMade> {
  loaded ??= loadScenario('kiro').then((scenario) => new ScenarioRuns(scenario));
  const runs = await loaded;
  const chosen = { ...defaultOptions, entrance: 'typed', guardrails, ...options } as const;
  // Acts from outside, so that real people can be asked.
  const prepared = await runs.prepare(chosen, { name: 'by-hand', timing: 'explicit' });
  const run = await openRun(prepared, await runs.validity(defaultOptions.seed));
  const { episode, plan } = run.attack;
  const ask = async (service: string, operation: string, input: object = {}): ReturnType<typeof answer> => {
    const actor = episode.backend.actor(hand.key);
    if (typeof actor === 'string') throw new Error(`the key ${hand.key} is ${actor}`);
    return answer(episode, { service, operation, input, region: plan.deployed.region, actor });
  };
  const hand: Hand = {
    key: plan.deployed.credentials.accessKeyId,
    call: async <Output>(service: string, operation: string, input?: object) => {
      const outcome = await ask(service, operation, input);
      if (!outcome.ok) throw new Error(`${operation}: ${outcome.error.code}: ${outcome.error.message}`);
      return outcome.output as Output;
    },
    codeOf: async (service, operation, input) => {
      const outcome = await ask(service, operation, input);
      return outcome.ok ? null : outcome.error.code;
    },
    grant: async (id, ...people) => {
      for (const person of people) {
        await answerRequest(episode, id, {
          person,
          answer: 'grant',
          afterSeconds: 60,
          reason: 'looks right',
        });
      }
    },
    asked: () =>
      new Promise((resolve) => {
        episode.desk.onAsk.push(({ request }) => resolve(request.id));
      }),
    wait: (seconds) => wait(episode, seconds),
    members: async () => {
      const { StackResources } = await hand.call<{
        StackResources: { LogicalResourceId: string; PhysicalResourceId: string }[];
      }>('CloudFormation', 'DescribeStackResources', { StackName: 'cost-insights' });
      return Object.fromEntries(
        StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [
          LogicalResourceId,
          PhysicalResourceId,
        ]),
      );
    },
  };
  await work(hand);
  const { result, attack } = await run.finish({ how: 'finished', detail: 'by hand' }, null);
  return { result, calls: attack.journal.records.filter((record) => record.record === 'call') };
}
