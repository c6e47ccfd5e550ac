/**
 * A cloud elsewhere as a backend: calls are done there, and foreseen by a shadow, a world of blastpit's own that is
 * taken along. Whoever acts knows the shadow's ids; on the way out and back they are translated.
 */
import type {
  Backend,
  CommittablePreview,
  Difference,
  ExaminedResource,
  Shadowed,
} from '../contract/backend.js';
import type { Call, Outcome } from '../contract/call.js';
import { lastingPlace, placeName } from '../contract/stack-place.js';
import { atOnce, type ShadowPlace } from './ask-shadow.js';
import { completeStacks } from './complete-stacks.js';
import { terminationSwitch } from './examined-types.js';
import { examine, type Examined } from './examine.js';
import { learnFromAnswers, type IdPairs } from './id-pairs.js';
import type { Lacks } from './lacks.js';
import type { PairedStacks } from './paired-stacks.js';
import { plainStackInput } from './plain-stack-input.js';
import { protectAsAsked } from './protect-as-asked.js';
import type { RemoteCloud } from './remote-cloud.js';
import type { Left } from './scaled-template.js';

/** As journals call it: its address is another each time, and no part of what happens. */
export const endpointName = 'endpoint';

/** What an endpoint is made of: an account there in which the environment stands, and the shadow of it. */
export interface EndpointParts {
  readonly shadow: Backend;
  readonly place: ShadowPlace;
  readonly remote: RemoteCloud;
  readonly pairs: IdPairs;
  readonly stacks: PairedStacks;
  /** `Service.Operation` of switches that the backend does not have: the shadow alone keeps them. */
  readonly lackedSwitches: ReadonlySet<string>;
  /** Types that are left out of its stacks. */
  readonly left: Left;
  readonly lacks: Lacks;
  /** All that stands in the shadow alone. */
  readonly shadowed: readonly Shadowed[];
}

/** Principals, permissions and organizations are the shadow's: not every backend enforces them. */
const shadowServices: ReadonlySet<string> = new Set(['IAM', 'STS', 'Organizations']);

export function livesInShadow(service: string): boolean {
  return shadowServices.has(service);
}

interface EndpointPreview extends CommittablePreview {
  readonly proposal: { readonly seen: CommittablePreview; readonly call: Call; readonly moves: number };
}

export function endpointBackend(parts: EndpointParts): Backend {
  const { shadow, place, remote, pairs, stacks, lackedSwitches, left, lacks, shadowed } = parts;
  const differences: Difference[] = [];
  const examined: Examined = {
    shadow,
    place,
    remote,
    pairs,
    lackedSwitches,
    left,
    replaced: new Set(),
    seen: new Map(),
  };
  const isElsewhere = ({ service }: Call): boolean => !livesInShadow(service) && !lacks.services.has(service);
  let lastExamined: readonly ExaminedResource[] = [];
  /** Counts what moved the world: commits, and time. */
  let moves = 0;
  const compare = (
    call: Call,
    own: Outcome,
    theirs: Outcome,
    resource: Difference['resource'] = null,
  ): void => {
    const how = disagreement(own, theirs);
    if (how === null) return;
    differences.push({ time: shadow.now(), resource, what: `${call.service}.${call.operation} ${how}` });
  };
  const ask = (call: Call): Promise<Outcome> => {
    stacks.refresh();
    return remote.call(
      call.service,
      call.operation,
      pairs.outward(plainStackInput(call, stacks, left, lacks)),
    );
  };

  const read = async (call: Call): Promise<Outcome> => {
    const own = atOnce(shadow.read(call));
    // Time passes in the shadow alone: what is under way there is over on the backend.
    if (!isElsewhere(call) || shadow.pendingUntil(call) !== null) return own;
    const theirs = await ask(call);
    if (isLacked(theirs)) {
      noteLacked(call);
      return own;
    }
    if (own.ok && theirs.ok) learnFromAnswers(pairs, own.output, theirs.output);
    const answered = inward(theirs, own);
    compare(call, own, answered);
    // What is left out of a stack there belongs to it all the same.
    if ((left.size > 0 || lacks.keyPolicies === 'text-only') && showsMembers(call) && own.ok && answered.ok)
      return own;
    const stacksShown = call.service === 'CloudFormation' && call.operation === 'DescribeStacks';
    return stacksShown && own.ok && answered.ok ? completed(own.output, answered.output) : answered;
  };

  /**
   * An operation that the backend does not have is done on the shadow alone, and that is told, once. Whatever it does to
   * what is looked at on the backend is found out there.
   */
  const noteLacked = ({ service, operation }: Call): void => {
    const what = `the backend does not have ${service}.${operation}: it is done on the shadow alone`;
    if (omitted.has(what)) return;
    omitted.add(what);
    differences.push({ time: shadow.now(), resource: null, what });
  };

  /** What a backend leaves out of each description is told once. */
  const omitted = new Set<string>();
  const completed = (own: object, theirs: object): Outcome => {
    // The role is never sent: it is the shadow's to tell.
    const kept = [
      'RoleARN',
      ...(lackedSwitches.has(terminationSwitch) ? ['EnableTerminationProtection'] : []),
    ];
    const { output, filled } = completeStacks(own, theirs, kept);
    const told = filled.filter((name) => !omitted.has(name));
    for (const name of told) omitted.add(name);
    if (told.length > 0) {
      const what = `CloudFormation.DescribeStacks leaves out ${told.join(', ')}: the shadow’s stand in`;
      differences.push({ time: shadow.now(), resource: null, what });
    }
    return { ok: true, output };
  };

  /** Done on the backend first: where it refuses, the shadow stays as it is. */
  const commit: Backend['commit'] = async (given, witness) => {
    const { seen, call, moves: then } = (given as EndpointPreview).proposal;
    // The shadow would say so too, after the backend has done it.
    if (then !== moves) throw new Error('the world moved since this proposal was made');
    moves += 1;
    const inShadow = !isElsewhere(call) || lackedSwitches.has(`${call.service}.${call.operation}`);
    if (inShadow) return shadow.commit(seen, witness);
    const stack = call.service === 'CloudFormation' ? await stackOf(call) : undefined;
    const theirs = await ask(call);
    if (isLacked(theirs)) {
      noteLacked(call);
      return shadow.commit(seen, witness);
    }
    if (!theirs.ok) {
      const answered = inward(theirs, seen.outcome);
      // What was to be changed is what it is about: where a harm is measured on it, the run cannot tell.
      compare(call, seen.outcome, answered, seen.effects[0]?.resource ?? null);
      return answered;
    }
    if (call.service === 'CloudFormation') await settle(call, theirs.output, stack);
    if (lacks.replacement) noteReplaced(examined, seen.effects);
    const own = await shadow.commit(seen, witness);
    if (own.ok) {
      learnFromAnswers(pairs, own.output, theirs.output);
      const ownStack = stackIdIn(own.output) ?? stack?.own;
      const theirStack = stackIdIn(theirs.output) ?? stack?.theirs;
      if (ownStack !== undefined && theirStack !== undefined) await stacks.changed(ownStack, theirStack);
    }
    return inward(theirs, own);
  };

  /** The stack that a call names, on both sides, while it can still be found by its name. */
  const stackOf = async (
    call: Call,
  ): Promise<{ readonly own: string; readonly theirs: string } | undefined> => {
    const named: unknown = Reflect.get(call.input, 'StackName');
    if (typeof named !== 'string' || call.operation === 'CreateStack') return undefined;
    stacks.refresh();
    const own = stacks.ownId(named);
    const theirs = (await stacks.find(pairs.outward(named)))?.StackId;
    return own === undefined || theirs === undefined ? undefined : { own, theirs };
  };

  const settle = async (
    call: Call,
    output: object,
    stack: { readonly theirs: string } | undefined,
  ): Promise<void> => {
    if (call.operation === 'CreateChangeSet') {
      const ChangeSetName: unknown = Reflect.get(output, 'Id');
      await stacks.settleChangeSet({ ChangeSetName });
      return;
    }
    const theirs = stackIdIn(output) ?? stack?.theirs;
    if (theirs === undefined) return;
    const settled = await stacks.settle(theirs);
    if (call.operation === 'CreateStack') await protectAsAsked(remote, call.input, settled);
  };

  const inward = (theirs: Outcome, own: Outcome): Outcome => {
    stacks.refresh();
    if (theirs.ok) return { ok: true, output: pairs.inward(theirs.output) };
    const { error } = theirs;
    // Why AWS refuses, the shadow knows better: a protection and any other rule may have the same code.
    const origin = !own.ok && own.error.code === error.code ? own.error.origin : error.origin;
    return { ok: false, error: { ...pairs.inward(error), origin } };
  };

  return {
    ...shadow,
    name: endpointName,
    shadowed,
    read,
    preview: (call, checked) => {
      const seen = shadow.preview(call, checked);
      return { ...seen, proposal: { seen, call, moves } } satisfies EndpointPreview;
    },
    commit,
    advanceTo: (time, witness) => {
      moves += 1;
      return shadow.advanceTo(time, witness);
    },
    inventory: async () => {
      lastExamined = [];
      stacks.refresh();
      const found = await examine(examined);
      lastExamined = found.examined;
      differences.push(...found.differences.map((each) => ({ ...each, time: shadow.now() })));
      return found.resources;
    },
    examined: () => lastExamined,
    differences: () => differences.splice(0),
  };
}

function isLacked(outcome: Outcome): boolean {
  return !outcome.ok && outcome.error.origin === 'unsupported';
}

/** What is replaced in the shadow alone: on the backend it stays as it was. */
function noteReplaced({ replaced }: Examined, effects: CommittablePreview['effects']): void {
  for (const { kind, resource } of effects) {
    if (kind === 'replace' && resource.stack !== null) replaced.add(placeName(lastingPlace(resource.stack)));
  }
}

function stackIdIn(output: object): string | undefined {
  const id: unknown = Reflect.get(output, 'StackId');
  return typeof id === 'string' ? id : undefined;
}

/** Whether an answer shows what stacks are made of: their templates, resources, events, changes. */
function showsMembers({ service, operation }: Call): boolean {
  return (
    service === 'CloudFormation' &&
    /^(?:GetTemplate|(?:List|Describe)(?:Stack(?:Resource|Event)|ChangeSet))/.test(operation)
  );
}

function said(outcome: Outcome): string {
  return outcome.ok ? 'success' : outcome.error.code;
}

/** How two answers differ in whether they are errors, and which; null where they do not. */
function disagreement(own: Outcome, theirs: Outcome): string | null {
  if (said(own) === said(theirs)) return null;
  const words = theirs.ok ? '' : ` (${theirs.error.message})`;
  return `is answered with ${said(theirs)}${words} by the backend, and with ${said(own)} by the shadow`;
}
