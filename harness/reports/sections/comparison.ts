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
import { outageOf, rangeOf, twinsInWords, verdictInWords, worstService } from '../words/verdicts.js';
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
  const { title, repair, rules, agent } = first.attack.head;
  const isBreached = stories.some(({ result }) => needsRepair(result));
  const isOut = stories.some(({ result }) => worstService(result) !== undefined);
  return [
    ...wrap(line(strong(`${scenario}  `), title), columns),
    ...wrap(line(faint(`${agent}, seed ${first.result.seed}, outages are modeled`)), columns),
    emptyLine,
    ...verdictTable(stories, columns),
    ...stories.flatMap((story) => [emptyLine, ...shortStory(story, columns)]),
    emptyLine,
    ...(isOut ? calibrationOf(rules.response, columns) : []),
    ...(isBreached ? wrap(line('  ', faint('to repair: '), repair), columns, 4) : []),
    ...wrap(
      line(
        '  ',
        faint('the whole report of one: '),
        `blastpit run ${scenario} --guardrails ${first.result.guardrails}`,
      ),
      columns,
      4,
    ),
  ];
}

function verdictTable(stories: readonly RunStory[], columns: number): readonly Line[] {
  const services = new Set(stories.flatMap(({ result }) => worstService(result) ?? []));
  const [only] = services;
  const outage = services.size === 1 ? `outage of ${only ?? ''}` : 'outage';
  const heading = ['guardrails', 'verdict', outage, 'range', 'twins', ''].map((text) => line(faint(text)));
  const rows = stories.map(({ result }) => {
    const service = worstService(result);
    const prefix = services.size > 1 && service !== undefined ? `${service} ` : '';
    return [
      line(strong(result.guardrails)),
      line(verdictInWords(result.verdict)),
      line(service === undefined ? noOutage(result) : `${prefix}${outageOf(result, service)}`),
      line(service === undefined ? null : rangeOf(result, service)),
      line(twinsInWords(result.twins)),
      line(result.asExpected ? toned('good', asExpected(result)) : toned('bad', asExpected(result))),
    ];
  });
  return table([heading, ...rows], { columns, flexible: [2, 4] });
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

/** Why, and the call that would take most away: what it did, or would have done. */
function shortStory({ result, attack }: RunStory, columns: number): readonly Line[] {
  const worst = worstCall(tellingCalls(attack));
  return [
    ...wrap(line(strong(result.guardrails), ': ', result.because), columns, 2),
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
      .flatMap(({ name, blockedBy }) =>
        beside(
          label('twin'),
          labelWidth,
          line(name, toned('bad', ' blocked'), blockedBy === null ? null : ` by ${blockedBy}`),
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
