/** What an author of a scenario writes: one literal, with identity, prose, environment, harms and work. */
import { partitionOf } from './arn.js';
import type { Script } from './agent.js';
import type { Behaviour } from './behaviour.js';
import type { ChangeTicket, EffectPattern } from './approver.js';
import type { Briefing } from './briefing.js';
import type { GuardrailEnvironment, GuardrailUse, HardeningStep } from './guardrail.js';
import type { JsonObject } from './json.js';
import type { DataVolume, ResourceState } from './resource.js';
import type { TwinOutcome, Verdict } from './result.js';

/** A statement of the scenario, and where it comes from. */
export interface Fact {
  readonly text: string;
  /** A publication, or `modeled`. */
  readonly source: string;
}

/**
 * A resource by its place in a stack; an empty logical id names the stack itself. What is in a nested stack is named from
 * its root: `Nested/Table`.
 */
export interface StackResource {
  readonly stack: string;
  readonly logicalId: string;
}

/** A movable number of the response model. */
export interface ResponseParameter {
  readonly summary: string;
  readonly unit: 'minutes' | 'minutes per TiB';
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  /** A publication, or `modeled`. */
  readonly source: string;
}

/** A way to get a resource or its data back. Ways are tried in the order in which they are listed. */
export interface RecoveryWay {
  readonly name: string;
  /**
   * `reset` puts the setting back that stops a resource which is still there with its data; `undelete` cancels a
   * pending deletion; `restore` needs a copy that still exists; `rebuild` needs the resources in `from` with their data.
   */
  readonly kind: 'reset' | 'undelete' | 'restore' | 'rebuild';
  readonly from?: readonly StackResource[];
  /** Name of the parameter with its fixed minutes. */
  readonly minutes: string;
  /** Name of the parameter with its minutes per TiB of the lost data. */
  readonly minutesPerTebibyte?: string;
}

export interface RecoveryRule {
  readonly resource: StackResource;
  readonly ways: readonly RecoveryWay[];
  /** What must be back before this can begin. */
  readonly after?: readonly StackResource[];
}

/** How the people on call get the service back: a critical path over what is left. */
export interface ResponseModel {
  /** What it is calibrated to, in words; null where it is not. */
  readonly calibration: string | null;
  readonly parameters: Readonly<Record<string, ResponseParameter>>;
  /** Names of parameters: from the first failing need to the alarm; to the decision; per stack; before the all-clear. */
  readonly detect: string;
  readonly decide: string;
  readonly recreateStack: string;
  readonly verify: string;
  readonly recoveries: readonly RecoveryRule[];
}

/** A resource that a service needs: serving, and with its data where `data` is true. */
export interface ServiceNeed extends StackResource {
  readonly data: boolean;
  /** Only that it is there, as of a bucket that is written to: whether what it holds can be read does not matter. */
  readonly present?: true;
}

/** What users need: every listed resource. */
export interface UserService {
  readonly name: string;
  readonly summary: string;
  readonly needs: readonly ServiceNeed[];
}

/** What must not happen. */
export type Harm = {
  readonly name: string;
  readonly summary: string;
  /** The resources whose effects make an attempt; the service's needs belong here. */
  readonly resources: readonly EffectPattern[];
} & (
  | { readonly kind: 'outage'; readonly service: string; readonly toleranceMinutes: number }
  | { readonly kind: 'data-loss'; readonly toleranceRecords: number }
  | { readonly kind: 'safeguard-removed'; readonly tolerance: number }
);

/** All that scoring needs to know of a scenario; it stands in the journal's head. */
export interface ScoringRules {
  readonly services: readonly UserService[];
  readonly harms: readonly Harm[];
  readonly response: ResponseModel;
  readonly ticket: ChangeTicket;
}

export interface EnvironmentStack {
  readonly name: string;
  /** CloudFormation template text, YAML or JSON. */
  readonly template: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly capabilities?: readonly string[];
  readonly terminationProtection?: boolean;
  readonly production: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** An amount of data put into a deployed resource. */
export interface SeededVolume extends StackResource {
  readonly volume: DataVolume;
}

/** How the acting session comes about. */
export interface SessionPlan {
  /** Name of the IAM user or role whose credentials begin the chain. */
  readonly begins: { readonly user: string } | { readonly role: string };
  /** Roles assumed one after the other. */
  readonly assumes: readonly {
    readonly role: string;
    readonly sessionName: string;
    /** Length of the session; an hour where left out, as AssumeRole has it. */
    readonly durationSeconds?: number;
  }[];
}

/** The accounts under test, with one choice of misconfigurations. */
export interface Environment {
  readonly stacks: readonly EnvironmentStack[];
  /** Operations that the platform team makes before the stacks are deployed (principals, policies). */
  readonly before: readonly HardeningStep[];
  /** Operations that it makes once they are (backups). */
  readonly after: readonly HardeningStep[];
  readonly volumes: readonly SeededVolume[];
  readonly session: SessionPlan;
  readonly guards: GuardrailEnvironment;
}

/** A guardrail set with what is expected of it. */
export interface GuardrailSet {
  readonly summary: string;
  readonly guardrails: readonly GuardrailUse[];
  /** Without one, `contained` with every twin completed is expected. */
  readonly expected?: { readonly verdict: Verdict; readonly twins: TwinOutcome };
}

/**
 * What a scenario can do without on a backend that does not make resources of this type: there they are left out of the
 * templates, stand in the shadow alone, and are judged there.
 */
export interface ScaleDownRule {
  /** A CloudFormation type, e.g. `AWS::RDS::DBInstance`. */
  readonly type: string;
  /** Why what is left still says something. */
  readonly reason: string;
  /**
   * What stands where templates refer to such a resource: by `Ref`, or by the name of an attribute. Left out: the
   * reference as text, e.g. `Database.Endpoint.Address`, which will do where nothing checks the value.
   */
  readonly values?: Readonly<Record<string, string>>;
}

/** Work that must still go through. */
export interface Twin {
  readonly name: string;
  readonly summary: string;
  readonly ticket: ChangeTicket;
  readonly task: string;
  readonly script: Script;
  /** Whether the work is done, told from the inventory at the end. */
  readonly completed: (end: readonly ResourceState[]) => boolean;
}

export interface Scenario {
  /** Its folder's name. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly facts: readonly Fact[];
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly organization: { readonly id: string; readonly managementAccount: string };
  /** Virtual start, ISO 8601 in UTC. */
  readonly startsAt: string;
  /** Virtual seconds that every call costs. */
  readonly paceSeconds: number;
  /** Misconfigurations and holes that `--without` takes, each with one line. */
  readonly faults: Readonly<Record<string, string>>;
  readonly task: string;
  /** For agents that read, in the attack's episode. */
  readonly briefing?: Briefing;
  readonly ticket: ChangeTicket;
  /** The attack that validates the scenario. */
  readonly referenceAttack: string;
  readonly attacks: readonly Script[];
  /** Agents that do one time this and another that: `--agent stochastic:NAME`; the first where none is named. */
  readonly behaviours?: readonly Behaviour<Script>[];
  readonly twins: readonly Twin[];
  readonly services: readonly UserService[];
  readonly harms: readonly Harm[];
  readonly response: ResponseModel;
  /** One line on what to repair, shown under a breach. */
  readonly repair: string;
  /** What it can do without on backends that lack something; a backend that lacks anything else is refused. */
  readonly scaleDown: readonly ScaleDownRule[];
  /** Builds the environment with the given faults on. */
  readonly environment: (faults: ReadonlySet<string>) => Environment;
  /** Guardrail sets beside the two controls `none` and `deny-all`, which every scenario has. */
  readonly guardrailSets: (faults: ReadonlySet<string>) => Readonly<Record<string, GuardrailSet>>;
  /**
   * What `run --causes` studies. Left out: every fault, under the first of its own guardrail sets. The agent's decision is
   * always part of it: to do as the reference attack does, or its task, as the first twin's script does it.
   */
  readonly causes?: {
    readonly guardrails: string;
    /** Names of faults; those that are not listed stay on. */
    readonly faults: readonly string[];
  };
  /** Free further settings, shown by `blastpit show`. */
  readonly notes?: JsonObject;
}

/** An environment as its author writes it: what is left out has a default. */
export interface EnvironmentDraft extends Omit<
  Environment,
  'before' | 'after' | 'volumes' | 'session' | 'guards'
> {
  readonly before?: Environment['before'];
  readonly after?: Environment['after'];
  readonly volumes?: Environment['volumes'];
  /** Without `assumes`, it is the session that it begins with. */
  readonly session: Pick<SessionPlan, 'begins'> & Partial<Pick<SessionPlan, 'assumes'>>;
  /** What is left out is told from the stacks, the session and the scenario; nobody may approve unless named here. */
  readonly guards?: Partial<GuardrailEnvironment>;
}

type Defaulted =
  | 'facts'
  | 'partition'
  | 'organization'
  | 'startsAt'
  | 'paceSeconds'
  | 'faults'
  | 'referenceAttack'
  | 'services'
  | 'response'
  | 'scaleDown';

/** A scenario as its author writes it: what is left out has a default. */
export type ScenarioDraft = Omit<Scenario, Defaulted | 'environment'> &
  Partial<Pick<Scenario, Defaulted>> & {
    readonly environment: (faults: ReadonlySet<string>) => EnvironmentDraft;
  };

const minutes = (summary: string, low: number, likely: number, high: number): ResponseParameter => ({
  summary,
  unit: 'minutes',
  low,
  likely,
  high,
  source: 'modeled',
});

/** People on call who notice, decide, deploy stacks again and look once more: nothing brings lost data back. */
const plainResponse: ResponseModel = {
  calibration: null,
  parameters: {
    detect: minutes('from the first failing need to the alarm that someone acts on', 5, 15, 40),
    decide: minutes('from the alarm to the decision how to recover', 10, 30, 90),
    'recreate-stack': minutes('deploying a stack that is gone', 15, 30, 60),
    verify: minutes('looking whether all is well before users are let in again', 10, 20, 60),
  },
  detect: 'detect',
  decide: 'decide',
  recreateStack: 'recreate-stack',
  verify: 'verify',
  recoveries: [],
};

/**
 * A whole scenario from what its author wrote. Left out: no facts, faults or services; the partition of the region; an
 * organization; a Monday morning; 8 virtual seconds a call; the first attack as the reference; people on call who
 * deploy stacks again and bring no data back.
 */
export function defineScenario(draft: ScenarioDraft): Scenario {
  // Authors' files run as they are: what is missing in them is told by who loads them, with file and line.
  const { account = '', region = '', attacks = [] } = draft as Partial<ScenarioDraft>;
  const partition = draft.partition ?? partitionOf(region);
  return {
    facts: [],
    partition,
    organization: { id: 'o-7hq2v9xk4m', managementAccount: '740195826314' },
    startsAt: '2026-01-12T09:00:00Z',
    paceSeconds: 8,
    faults: {},
    referenceAttack: attacks[0]?.name ?? '',
    services: [],
    response: plainResponse,
    scaleDown: [],
    ...draft,
    environment: (faults) => completeEnvironment(draft.environment(faults), { account, region, partition }),
  };
}

function completeEnvironment(
  draft: EnvironmentDraft,
  place: Pick<GuardrailEnvironment, 'account' | 'region' | 'partition'>,
): Environment {
  const { begins, assumes = [] } = draft.session;
  const last = assumes.at(-1);
  const [kind, name] =
    last !== undefined
      ? ['role', last.role]
      : 'role' in begins
        ? ['role', begins.role]
        : ['user', begins.user];
  return {
    before: [],
    after: [],
    volumes: [],
    ...draft,
    session: { begins, assumes },
    guards: {
      ...place,
      productionStacks: draft.stacks.filter(({ production }) => production).map((stack) => stack.name),
      agentPrincipals: [`arn:${place.partition}:iam::${place.account}:${kind}/${name}`],
      people: [],
      ...draft.guards,
    },
  };
}
