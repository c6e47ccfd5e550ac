/** The options of `run`, as the command line gives them, and the run that they ask for. */
import type { AgentWish } from '../runs/agent-choice.js';
import type { EntranceName } from '../runs/entrances/entrance.js';
import { defaultOptions, type RunOptions } from '../runs/run-options.js';
import type { BackendFlags } from './at-backend.js';
import type { PeopleFlags } from './people.js';
import type { ReportFlags } from './report-name.js';
import type { AgentFlags } from './words/agent-options.js';

export interface RunFlags extends ReportFlags, AgentFlags, BackendFlags, PeopleFlags {
  readonly guardrails?: readonly string[];
  readonly agent?: string;
  readonly without?: readonly string[];
  readonly fault?: readonly string[];
  readonly set?: Readonly<Record<string, number>>;
  readonly seed?: number;
  readonly denials?: 'aws' | 'explained';
  readonly entrance?: EntranceName;
  readonly failOn?: readonly string[];
  readonly out?: string;
  /** Many runs of the seed, for rates, instead of one. */
  readonly epochs?: number;
  /** Which one of many runs of the seed. */
  readonly epoch?: number;
  readonly maxBreachRate?: number;
  readonly threads?: number;
  /** Every combination of the scenario's switches, instead of single runs. */
  readonly causes?: true;
}

function agentWishOf(flags: AgentFlags): AgentWish {
  const { baseUrl, limit, record, resume, cancelled, environment } = flags;
  const { isolate, with: folder, timeout, pass } = flags;
  return {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(limit !== undefined && { limits: limit }),
    ...(record !== undefined && { record }),
    ...(resume !== undefined && { resume }),
    ...(isolate !== undefined && { isolate }),
    ...(folder !== undefined && { with: folder }),
    ...(timeout !== undefined && { timeout }),
    ...(pass !== undefined && { pass }),
    ...(cancelled !== undefined && { cancelled }),
    ...(environment !== undefined && { environment }),
  };
}

/** With everything that was left out filled in. */
export function runOptionsOf(flags: Omit<RunFlags, 'guardrails'>): Omit<RunOptions, 'guardrails'> {
  const { agent, approvers, without, fault, set, seed, epoch, denials, entrance, failOn } = flags;
  return {
    agent: agent ?? defaultOptions.agent,
    forAgent: agentWishOf(flags),
    approvers: approvers ?? defaultOptions.approvers,
    without: without ?? defaultOptions.without,
    settings: set ?? defaultOptions.settings,
    ...(fault !== undefined && { worldFaults: fault }),
    seed: seed ?? defaultOptions.seed,
    ...(epoch === undefined ? {} : { epoch }),
    denials: denials ?? defaultOptions.denials,
    entrance: entrance ?? defaultOptions.entrance,
    failOn: failOn ?? defaultOptions.failOn,
  };
}
