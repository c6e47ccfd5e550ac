/** Lays what two sides answered to the same sequence beside each other, and says how they differ, step by step. */
import type { FidelityFinding, FidelityKind } from '../contract/fidelity.js';
import { canonicalJson, type Json } from '../contract/json.js';
import { compareShapes } from './compare-shapes.js';
import { compareValues } from './compare-values.js';
import { plainValue, type PlainRules } from './plain-value.js';
import type { FidelityAnswer, PlayedSequence } from './play-sequence.js';
import type { FidelitySequence, FidelityStep, FidelitySuite } from './sequence.js';

/** What became of one step. `lack` says what the backend said where it does not have the operation. */
export interface ComparedStep {
  readonly service: string;
  readonly operation: string;
  readonly outcome: 'compared' | 'not-had' | 'not-reached';
  readonly lack: string | null;
  readonly findings: readonly FidelityFinding[];
}

export function compareSequences(
  suite: FidelitySuite,
  sequence: FidelitySequence,
  own: PlayedSequence,
  theirs: PlayedSequence,
): readonly ComparedStep[] {
  // Only what both have can stand for the same; what is equal on both is itself.
  const paired = [...own.saved].filter(([name, value]) => theirs.saved.has(name) && isOwn(name, value));
  const pairedTheirs = paired.map(([name]) => [name, theirs.saved.get(name)] as const);
  const saved = { own: new Map(paired), theirs: new Map(pairedTheirs) };
  return own.steps.map(({ step, service, answer: mine }, at) => {
    const other = theirs.steps[at]?.answer ?? null;
    const { operation } = step;
    const place = { service, operation, step: `${suite.name}, ${sequence.name}, ${at + 1}` };
    if (mine === null || other === null) {
      return { service, operation, outcome: 'not-reached', lack: null, findings: [] };
    }
    if (!other.ok && other.lacking) {
      const lack = `${other.code}: ${other.message}`;
      return { service, operation, outcome: 'not-had', lack, findings: [] };
    }
    const differences = compareAnswers(step, mine, other, saved, new Set(suite.opaque));
    const findings = differences.map((difference) => ({ ...place, ...difference }));
    return { service, operation, outcome: 'compared', lack: null, findings };
  });
}

/** Whether a name stands for something that each side has its own of. */
function isOwn(name: string, value: unknown): boolean {
  return typeof value === 'string' && !['account', 'region', 'run'].includes(name);
}

type Difference = Pick<FidelityFinding, 'kind' | 'path' | 'own' | 'theirs'>;

/** Operations that change nothing: what they show differently is the state. */
const reading = /^(?:BatchGet|Describe|Detect|Get|Head|List|Lookup|Query|Scan|Simulate|TransactGet)/;

function compareAnswers(
  step: FidelityStep,
  own: FidelityAnswer,
  theirs: FidelityAnswer,
  saved: { readonly own: ReadonlyMap<string, unknown>; readonly theirs: ReadonlyMap<string, unknown> },
  opaque: ReadonlySet<string>,
): readonly Difference[] {
  const whole = (kind: FidelityKind): Difference => ({
    kind,
    path: '',
    own: said(own),
    theirs: said(theirs),
  });
  if (!own.ok || !theirs.ok) {
    if (own.ok !== theirs.ok) return [whole('status')];
    if (!own.ok && !theirs.ok && own.code !== theirs.code) return [whole('code')];
    return own.status === theirs.status ? [] : [whole('status')];
  }
  const rules = (side: PlainRules['saved']): PlainRules => ({
    saved: side,
    opaque,
    ignored: new Set(step.ignore),
  });
  const shapes = compareShapes('', [own.output], [theirs.output]);
  const values = compareValues(
    '',
    plainValue('', own.output, rules(saved.own)) ?? {},
    plainValue('', theirs.output, rules(saved.theirs)) ?? {},
    step.ordered === true,
  ).filter(({ path }) => !shapes.some((shape) => isWithin(path, shape.path)));
  return [
    ...(own.status === theirs.status ? [] : [whole('status')]),
    ...shapes.map((each) => ({ kind: 'shape' as const, ...each })),
    ...distinct(
      values.map(({ path, own: mine, theirs: other }) => ({
        kind: reading.test(step.operation) ? ('state' as const) : ('value' as const),
        path,
        own: shortened(mine),
        theirs: shortened(other),
      })),
    ),
  ];
}

/** Whether a place is another, or inside it. */
function isWithin(path: string, place: string): boolean {
  return place === '' || path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[]`);
}

function said(answer: FidelityAnswer): string {
  if (answer.ok) return `success (${answer.status})`;
  return `${answer.code} (${answer.status})`;
}

/** One of each place is enough to know of it. */
function distinct(differences: readonly Difference[]): readonly Difference[] {
  const seen = new Set<string>();
  return differences.filter(({ path }) => !seen.has(path) && seen.add(path));
}

const longestShown = 300;

function shortened(value: Json | undefined): string | null {
  if (value === undefined) return null;
  const text = canonicalJson(value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}
