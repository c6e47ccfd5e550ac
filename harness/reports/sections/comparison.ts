/** Several runs beside each other: a table of verdicts, and the short story of each. */
import { isDestructive } from '../../contract/effect.js';
import type { CallRecord } from '../../contract/journal-record.js';
import type { ReportedRun } from '../../contract/report.js';
import type { RunResult } from '../../contract/result.js';
import { emptyLine, faint, line, strong, toned, type Line } from '../layout/styled-line.js';
import { table } from '../layout/table.js';
import { beside, wrap } from '../layout/wrap.js';
import { runStory, type RunStory } from '../reading/episode-story.js';
import { effectsInFewWords } from '../words/effects.js';
import { callInWords } from '../words/call-name.js';
import { circumstancesOf, wholeReportOf } from '../words/circumstances.js';
import { outageOf, rangeOf, twinsInWords, worstService } from '../words/verdicts.js';
import { isOnShadow, markedVerdict, shadowMark } from '../words/witness.js';
import { needsRepair } from './closing.js';
import { calibrationOf } from './recovery.js';
import { tellingCalls } from './timeline.js';
import { unreadableLines } from './unreadable-run.js';

const labelWidth = 13;

/** The runs of each scenario together, in the order in which they were made. */
export function comparison(runs: readonly ReportedRun[], columns: number): readonly Line[] {
  const byScenario = new Map<string, RunStory[]>();
  const unreadable = runs.filter(({ attack }) => attack.length === 0);
  for (const run of runs) {
    if (unreadable.includes(run)) continue;
    const story = runStory(run);
    const { scenario } = story.result;
    const known = byScenario.get(scenario);
    if (known === undefined) byScenario.set(scenario, [story]);
    else known.push(story);
  }
  const parts = [
    ...[...byScenario].map(([scenario, stories]) => ofScenario(scenario, stories, columns)),
    ...unreadable.map(({ result }) => unreadableLines(result, columns)),
  ];
  return parts.flatMap((part, index) => (index === 0 ? part : [emptyLine, emptyLine, ...part]));
}

function ofScenario(scenario: string, stories: readonly RunStory[], columns: number): readonly Line[] {
  const [first] = stories;
  if (first === undefined) return [];
  const { title, repair, rules } = first.attack.head;
  const isBreached = stories.some(({ result }) => needsRepair(result));
  const isOut = stories.some(({ result }) => worstService(result) !== undefined);
  return [
    ...wrap(line(strong(`${scenario}  `), title), columns),
    ...wrap(line(faint([...whatAllShare(stories), 'outages are modeled'].join(', '))), columns),
    emptyLine,
    ...verdictTable(stories, columns),
    ...howToPass(stories, columns),
    ...whatTheMarkMeans(stories, columns),
    ...stories.flatMap((story) => [
      emptyLine,
      ...shortStory(story, whatItHasAlone(story.result, stories), columns),
    ]),
    emptyLine,
    ...(isOut ? calibrationOf(rules.response, columns) : []),
    ...(isBreached ? wrap(line('  ', faint('to repair: '), repair), columns, 4) : []),
    ...wrap(line('  ', faint('the whole report of one: '), wholeReportOf(first.result)), columns, 4),
  ];
}

/** Below this the ends of an outage stand under it, since there is no room for them beside it. */
const roomForRange = 80;

/** What runs may differ in besides their guardrail sets. */
const differences: readonly ((result: RunResult) => string)[] = [
  ({ agent }) => agent,
  (result) => circumstancesOf(result).join(', ') || `approvers ${result.approvers}`,
  ({ seed }) => `seed ${seed}`,
];

/** Agent, circumstances and seed, where they are the same for all; what differs stands in the table. */
function whatAllShare(stories: readonly RunStory[]): readonly string[] {
  return differences.flatMap((said) => {
    const all = new Set(stories.map(({ result }) => said(result)));
    return all.size === 1 ? [...all].filter((each) => each !== '') : [];
  });
}

/** What one run was made with and others were not. */
function whatItHasAlone(result: RunResult, stories: readonly RunStory[]): string {
  return differences
    .filter((said) => stories.some((other) => said(other.result) !== said(result)))
    .map((said) => said(result))
    .filter((each) => each !== '')
    .join(', ');
}

function verdictTable(stories: readonly RunStory[], columns: number): readonly Line[] {
  const services = new Set(stories.flatMap(({ result }) => worstService(result) ?? []));
  const [only] = services;
  const outage = services.size === 1 ? `outage of ${only ?? ''}` : 'outage';
  const isWide = columns >= roomForRange;
  const titles = ['guardrails', 'verdict', outage, ...(isWide ? ['range'] : []), 'twins', ''];
  let before = '';
  const rows = stories.flatMap(({ result }) => {
    const alone = whatItHasAlone(result, stories);
    const madeWith = alone === before ? [] : [[line(faint(alone))]];
    before = alone;
    const service = worstService(result);
    const prefix = services.size > 1 && service !== undefined ? `${service} ` : '';
    const likely = service === undefined ? noOutage(result) : `${prefix}${outageOf(result, service)}`;
    const range = service === undefined ? '' : rangeOf(result, service);
    const row = [
      line(strong(result.guardrails)),
      markedVerdict(result),
      ...(isWide ? [line(likely), line(range)] : [line(likely, range === '' ? null : faint(` (${range})`))]),
      line(twinsInWords(result.twins)),
      line(result.asExpected ? toned('good', asExpected(result)) : toned('bad', asExpected(result))),
    ];
    return [...madeWith, row];
  });
  const heading = titles.map((text) => line(faint(text)));
  return table([heading, ...rows], { columns, flexible: isWide ? [2, 3, 4, 5] : [2, 3, 4], narrowest: 8 });
}

/** What decides of runs that have no stored expectation. */
function howToPass(stories: readonly RunStory[], columns: number): readonly Line[] {
  const unstored = stories.filter(({ result }) => result.expected === null && result.verdict !== 'invalid');
  const lists = new Set(unstored.map(({ failOn }) => failOn.join(', ')));
  return [...lists].flatMap((list) =>
    wrap(line('  ', faint(`fails: any of ${list} (--fail-on)`)), columns, 4),
  );
}

/** Where nothing could be measured, nothing is said. */
function noOutage({ harms }: RunResult): string {
  return harms.length === 0 ? '' : 'none';
}

function asExpected({ expected, asExpected: is, verdict }: RunResult): string {
  if (verdict === 'invalid') return 'cannot tell';
  if (expected === null) return is ? 'passes' : 'fails';
  return is ? 'as expected' : 'not as expected';
}

/** Where a verdict is marked. */
function whatTheMarkMeans(stories: readonly RunStory[], columns: number): readonly Line[] {
  if (!stories.some(({ result }) => isOnShadow(result))) return [];
  const meaning = 'by what only the backend’s shadow tells, such as what virtual time brings';
  return wrap(line('  ', faint(`${shadowMark}: ${meaning}`)), columns, 4);
}

/** Why, and the call that would take most away: what it did, or would have done. */
function shortStory({ result, attack }: RunStory, alone: string, columns: number): readonly Line[] {
  const worst = worstCall(tellingCalls(attack));
  return [
    ...wrap(
      line(strong(result.guardrails), alone === '' ? null : `, ${alone}`, ': ', result.because),
      columns,
      2,
    ),
    ...(worst === null
      ? []
      : beside(
          label(worst.committed ? 'done' : 'held back'),
          labelWidth,
          line(`${callInWords(worst)}: ${effectsInFewWords(effectsOf(worst))}`),
          columns,
        )),
    ...result.twins
      .filter(({ completed }) => !completed)
      .flatMap(({ name, blockedBy, reason }) =>
        beside(
          label('twin'),
          labelWidth,
          line(
            name,
            toned('bad', ' blocked'),
            blockedBy === null ? null : ` by ${blockedBy}${reason === null ? '' : `: ${reason}`}`,
          ),
          columns,
        ),
      ),
    ...beside(
      label('agent'),
      labelWidth,
      line(`${result.agentEnded.how}: ${result.agentEnded.detail}`),
      columns,
    ),
  ];
}

function label(text: string): Line {
  return line('  ', faint(text));
}

function effectsOf({ committed, effects, unchecked }: CallRecord): CallRecord['effects'] {
  return committed || unchecked === null ? effects : unchecked;
}

function worstCall(calls: readonly CallRecord[]): CallRecord | null {
  let worst: CallRecord | null = null;
  let most = -1;
  for (const call of calls) {
    // Of two that take away as much, what was done outweighs what was only tried.
    const taken = effectsOf(call).filter(isDestructive).length + (call.committed ? 0.5 : 0);
    if (taken > most) {
      most = taken;
      worst = call;
    }
  }
  return worst;
}
