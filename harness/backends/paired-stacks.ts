/** Stacks that are on both sides: waits for the backend's, and learns what each side calls their resources. */
import type { Backend } from '../contract/backend.js';
import { askShadow, type ShadowPlace } from './ask-shadow.js';
import type { IdPairs } from './id-pairs.js';
import { typesNamedLacking } from './lacks.js';
import { demand, type RemoteCloud } from './remote-cloud.js';

export interface StackMemberSummary {
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType?: string;
  readonly ResourceStatusReason?: string;
}
interface SummaryPage {
  readonly StackResourceSummaries?: readonly StackMemberSummary[];
  readonly NextToken?: string;
}
/** A parameter as calls give it and as stacks show it. */
export interface StackParameter {
  readonly ParameterKey?: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: boolean;
}
export interface StackDescription {
  readonly Parameters?: readonly StackParameter[];
  readonly StackId?: string;
  readonly StackStatus?: string;
  readonly StackStatusReason?: string;
  readonly EnableTerminationProtection?: boolean;
}
interface StackPage {
  readonly Stacks?: readonly StackDescription[];
}

/** What of a stack of the shadow the backend did not make. */
export interface MissingMember {
  readonly logicalId: string;
  readonly type: string;
  readonly why: string;
}

const nestedType = 'AWS::CloudFormation::Stack';
/** Looks at a stack under way, each a little later than the one before: some five minutes together. */
const mostLooks = 610;
const longestPause = 500;

export class PairedStacks {
  readonly #shadow: Backend;
  readonly #place: ShadowPlace;
  readonly #remote: RemoteCloud;
  readonly #pairs: IdPairs;
  /** Stacks of the shadow, by id, whose resources may have got other ids since they were paired. */
  readonly #stale = new Set<string>();
  readonly #nameless = new Set<string>();
  /** The backend's resources of each stack, by the backend's id of the stack. */
  readonly #members = new Map<string, ReadonlyMap<string, StackMemberSummary>>();

  constructor(shadow: Backend, place: ShadowPlace, remote: RemoteCloud, pairs: IdPairs) {
    this.#shadow = shadow;
    this.#place = place;
    this.#remote = remote;
    this.#pairs = pairs;
  }

  /** A stack of the backend; undefined where there is none of that name or id. */
  async find(stack: string): Promise<StackDescription | undefined> {
    const outcome = await this.#remote.call('CloudFormation', 'DescribeStacks', { StackName: stack });
    return outcome.ok ? (outcome.output as StackPage).Stacks?.[0] : undefined;
  }

  /**
   * Waits until nothing of a stack of the backend is under way; undefined where it is gone.
   * @throws Error where it takes too long.
   */
  async settle(stackId: string): Promise<StackDescription | undefined> {
    for (let look = 0; look < mostLooks; look += 1) {
      const found = await this.find(stackId);
      if (found?.StackStatus?.endsWith('_IN_PROGRESS') !== true) return found;
      await this.#remote.pause(Math.min(longestPause, 5 * 2 ** look));
    }
    throw this.#remote.failed(
      `the backend's stack ${stackId} was still in progress after ${mostLooks} looks`,
    );
  }

  /** Waits until a change set of the backend can be run, or cannot be. */
  async settleChangeSet(input: object): Promise<void> {
    for (let look = 0; look < mostLooks; look += 1) {
      const outcome = await this.#remote.call('CloudFormation', 'DescribeChangeSet', input);
      if (!outcome.ok) return;
      const { Status = '' } = outcome.output as { readonly Status?: string };
      if (!/_(?:PENDING|IN_PROGRESS)$/.test(Status)) return;
      await this.#remote.pause(Math.min(longestPause, 5 * 2 ** look));
    }
    throw this.#remote.failed(`a change set of the backend was still in progress after ${mostLooks} looks`);
  }

  /** Notes that resources of a stack may have come, gone or been replaced on the backend; nested stacks' too. */
  async changed(ownId: string, theirId: string): Promise<void> {
    this.#pairs.learn(ownId, theirId);
    await this.#listAll(theirId);
    this.#stale.add(ownId);
  }

  /** Pairs what the shadow has made by now of the stacks that changed; to be called before ids are translated. */
  refresh(): void {
    // Nested stacks come into the set while it is gone through.
    for (const stackId of this.#stale) {
      const theirs = this.#theirs(stackId);
      const own = this.#own(stackId);
      let complete = own.size > 0;
      for (const [logicalId, { PhysicalResourceId = '', ResourceType }] of own) {
        const other = theirs?.get(logicalId)?.PhysicalResourceId ?? '';
        if (PhysicalResourceId === '') complete = false;
        // What is still the old one here may be replaced there already: a pair that is known stays.
        else if (other !== '' && !this.#pairs.knows(PhysicalResourceId)) {
          this.#pairs.learn(PhysicalResourceId, other);
          if (ResourceType === nestedType) this.#stale.add(PhysicalResourceId);
        }
      }
      if (complete && !this.#inProgress(stackId)) this.#stale.delete(stackId);
    }
  }

  /** Resources of a stack of the shadow that the backend did not make, or only pretends to have made. */
  missing(stackId: string): readonly MissingMember[] {
    const theirs = this.#theirs(stackId);
    const found: MissingMember[] = [];
    for (const [logicalId, { ResourceType: type = '' }] of this.#own(stackId)) {
      const member = theirs?.get(logicalId);
      const why = typesNamedLacking(member?.ResourceStatusReason ?? '').get(type);
      if (why !== undefined) found.push({ logicalId, type, why });
      else if (member === undefined) found.push({ logicalId, type, why: 'stacks are made without it' });
      else if ((member.PhysicalResourceId ?? '') === '') this.#nameless.add(type);
    }
    return found;
  }

  /** Types whose resources the backend makes, and has no ids for: nobody can ask it for one of them. */
  get nameless(): readonly string[] {
    return [...this.#nameless].sort();
  }

  /** The shadow's id of a stack that it has by this name. */
  ownId(stack: string): string | undefined {
    return this.#describeOwn(stack)?.StackId;
  }

  /** Parameters of a stack of the shadow, with the values that it has. */
  parameters(stack: string): readonly StackParameter[] {
    return this.#describeOwn(stack)?.Parameters ?? [];
  }

  /** The template of a stack of the shadow; undefined where it has no such stack. */
  template(stack: string): string | undefined {
    const answer = askShadow(this.#shadow, this.#place, 'CloudFormation', 'GetTemplate', {
      StackName: stack,
    });
    return answer.ok ? (answer.output as { readonly TemplateBody?: string }).TemplateBody : undefined;
  }

  #theirs(ownId: string): ReadonlyMap<string, StackMemberSummary> | undefined {
    return this.#members.get(this.#pairs.outward(ownId));
  }

  async #listAll(theirId: string): Promise<void> {
    const listed = new Map<string, StackMemberSummary>();
    for (const member of await this.#list(theirId)) listed.set(member.LogicalResourceId ?? '', member);
    this.#members.set(theirId, listed);
    for (const { ResourceType, PhysicalResourceId = '' } of listed.values()) {
      if (ResourceType === nestedType && PhysicalResourceId !== '') await this.#listAll(PhysicalResourceId);
    }
  }

  #inProgress(stackId: string): boolean {
    return this.#describeOwn(stackId)?.StackStatus?.endsWith('_IN_PROGRESS') === true;
  }

  #describeOwn(stack: string): StackDescription | undefined {
    const answer = askShadow(this.#shadow, this.#place, 'CloudFormation', 'DescribeStacks', {
      StackName: stack,
    });
    return answer.ok ? (answer.output as StackPage).Stacks?.[0] : undefined;
  }

  #own(stackId: string): ReadonlyMap<string, StackMemberSummary> {
    const found = new Map<string, StackMemberSummary>();
    let NextToken: string | undefined;
    do {
      const input = { StackName: stackId, ...(NextToken === undefined ? {} : { NextToken }) };
      const answer = askShadow(this.#shadow, this.#place, 'CloudFormation', 'ListStackResources', input);
      if (!answer.ok) break;
      const page = answer.output as SummaryPage;
      for (const member of page.StackResourceSummaries ?? [])
        found.set(member.LogicalResourceId ?? '', member);
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return found;
  }

  async #list(stackId: string): Promise<StackMemberSummary[]> {
    const found: StackMemberSummary[] = [];
    let NextToken: string | undefined;
    do {
      const input = { StackName: stackId, ...(NextToken === undefined ? {} : { NextToken }) };
      const page = await demand<SummaryPage>(this.#remote, 'CloudFormation', 'ListStackResources', input);
      found.push(...(page.StackResourceSummaries ?? []));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return found;
  }
}
