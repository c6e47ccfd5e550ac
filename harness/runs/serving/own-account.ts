/** An account without a scenario: empty, or with one stack of any template; nobody has said what would be harm in it. */
import { basename, extname } from 'node:path';
import { partitionOf } from '../../contract/arn.js';
import { BlastpitError } from '../../contract/blastpit-error.js';
import { chanceOf } from '../../contract/chance.js';
import type { Environment, EnvironmentStack, Scenario } from '../../contract/scenario.js';
import careful from '../../approvers/careful.js';
import { checkTemplate } from '../checking/check-template.js';
import { deploy, guard, type DeployedEnvironment } from '../deploy.js';
import { beginEpisode, closeEpisode, finishEpisode, type EpisodePlan } from '../episode.js';
import { randomSecrets } from '../outer-edge.js';
import { countEffects, nothingScored } from './count-effects.js';
import { withSecretsOfItsOwn, type SessionWork } from './session-work.js';
import { lineOfTemplateFault } from './template-fault.js';

export interface OwnTemplate {
  /** As the person typed it. */
  readonly file: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface OwnAccountWish {
  /** Null for an account with nothing in it. */
  readonly template: OwnTemplate | null;
  readonly region: string;
  readonly seed: number;
}

/** An account that stands; each session begins with it as it is here. */
export interface OwnAccount {
  readonly wish: OwnAccountWish;
  readonly deployed: DeployedEnvironment;
}

/** Whose the stack is, and in which organization. */
const account = '482915630174';
const organization = { id: 'o-4kd81mzq7w', managementAccount: '739204618853' };
const administrator = 'administrator';
const startsAt = '2026-01-12T09:00:00Z';
const capabilities = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

/**
 * Deploys the account.
 * @throws BlastpitError `template`, `not-json` with file and line, where AWS would not take the template or a resource of it fails.
 */
export async function deployOwnAccount(wish: OwnAccountWish): Promise<OwnAccount> {
  const { template, seed } = wish;
  if (template !== null) checkTemplate(template.file, template.text);
  const scenario = placeOf(wish);
  try {
    const bare = await deploy(scenario, scenario.environment(new Set()), seed, randomSecrets());
    return { wish, deployed: guard(bare, []) };
  } catch (error) {
    if (!(error instanceof BlastpitError) || template === null) throw error;
    const why = error.message.replace(
      /^the environment cannot be built: (?:CloudFormation\.CreateStack: )?/,
      '',
    );
    throw new BlastpitError('template', `${template.file} cannot be deployed: ${why}`, {
      where: `${template.file}${lineOfTemplateFault(template.text, why)}`,
      cause: error,
    });
  }
}

/** The stack's name: the file's, with what CloudFormation does not take in a name made a hyphen. */
export function stackNameOf(file: string): string {
  const name = basename(file, extname(file)).replaceAll(/[^A-Za-z0-9]+/g, '-');
  const trimmed = name.replaceAll(/^[^A-Za-z]+|-+$/g, '').slice(0, 128);
  return trimmed === '' ? 'stack' : trimmed;
}

export interface UnscoredPlan {
  /** As the journal calls who acts. */
  readonly agent: string;
  readonly timing: EpisodePlan['timing'];
  readonly denials: EpisodePlan['denials'];
}

/** Opens an episode in the account, for its administrator. */
export async function openUnscoredWork(
  { wish, deployed }: OwnAccount,
  { agent, timing, denials }: UnscoredPlan,
): Promise<SessionWork> {
  const { template, seed } = wish;
  const { ticket, services, harms, response, title, name, task } = placeOf(wish);
  const live = await beginEpisode({
    deployed: await withSecretsOfItsOwn(deployed),
    head: {
      scenario: name,
      title,
      episode: 'attack',
      guardrailSet: 'none',
      guardrails: [],
      agent,
      approvers: careful.name,
      seed,
      switches: {},
      settings: {},
      rules: { services, harms, response, ticket },
      repair: '',
    },
    agent: { name: agent, act: () => Promise.reject(new Error(`${agent} acts from outside`)) },
    task,
    ticket,
    guardrails: [],
    approver: careful,
    chance: chanceOf(seed, 1, 'attack'),
    timing,
    entrance: 'http',
    denials,
  });
  return {
    live,
    finish: async (end, journalPath) => {
      await finishEpisode(live, end);
      const { journal, sha256 } = closeEpisode(live);
      const result = {
        schemaVersion: 1,
        scored: false,
        note: nothingScored,
        template: template?.file ?? null,
        seed,
        ...countEffects(journal.records),
        agentEnded: end,
        journal: journalPath,
        journalSha256: sha256,
      } as const;
      return { result, journal: journal.text(), run: null };
    },
  };
}

/** The account as deploying knows places: a scenario in which there is nothing to be harmed and nothing to do. */
function placeOf({ template, region }: OwnAccountWish): Scenario {
  const name = template === null ? 'account' : stackNameOf(template.file);
  return {
    name,
    title: template === null ? 'an empty account' : `an account with the stack ${name}`,
    summary: nothingScored,
    facts: [],
    account,
    region,
    partition: partitionOf(region),
    organization,
    startsAt,
    paceSeconds: 1,
    faults: {},
    task: '',
    ticket: { id: '', summary: '', covers: [] },
    referenceAttack: '',
    attacks: [],
    twins: [],
    services: [],
    harms: [],
    response: noResponse,
    repair: '',
    scaleDown: [],
    environment: () => environmentOf(template, region),
    guardrailSets: () => ({}),
  };
}

const noResponse: Scenario['response'] = {
  calibration: null,
  parameters: {},
  detect: '',
  decide: '',
  recreateStack: '',
  verify: '',
  recoveries: [],
};

function environmentOf(template: OwnTemplate | null, region: string): Environment {
  const partition = partitionOf(region);
  const policy = `arn:${partition}:iam::aws:policy/AdministratorAccess`;
  const stacks: readonly EnvironmentStack[] =
    template === null
      ? []
      : [
          {
            name: stackNameOf(template.file),
            template: template.text,
            parameters: template.parameters,
            capabilities,
            production: false,
          },
        ];
  return {
    before: [
      { service: 'IAM', operation: 'CreateUser', input: { UserName: administrator } },
      {
        service: 'IAM',
        operation: 'AttachUserPolicy',
        input: { UserName: administrator, PolicyArn: policy },
      },
    ],
    stacks,
    after: [],
    volumes: [],
    session: { begins: { user: administrator }, assumes: [] },
    guards: {
      account,
      region,
      partition,
      productionStacks: [],
      agentPrincipals: [`arn:${partition}:iam::${account}:user/${administrator}`],
      people: [],
    },
  };
}
