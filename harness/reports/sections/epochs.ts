/** The report of many runs of one seed: a row for each guardrail set, with what the rates are rates of. */
import { durationInWords } from '../../contract/duration-in-words.js';
import type { EpochsResult, Rate, Spread } from '../../contract/epochs.js';
import { verdicts } from '../../contract/result.js';
import { rule, section } from '../layout/heading.js';
import { emptyLine, faint, line, strong, toned, type Line } from '../layout/styled-line.js';
import { table } from '../layout/table.js';
import { wrap } from '../layout/wrap.js';
import { countInWords, countOf } from '../words/amounts.js';
import { approversInWords, epochCommand } from '../words/circumstances.js';
import { verdictTone } from '../words/verdicts.js';

/** One line for each: `kiro none  stochastic:usual  breached 25.3% (23.4–27.2%) of 2,000`. */
export function epochsInBrief(result: EpochsResult): Line {
  const { scenario, guardrails, agent, approvers, rates, asExpected, verdicts: came } = result;
  const asked = approvers === 'careful' ? '' : `, approvers ${approvers}`;
  const { breached } = rates;
  const of = `breached ${shareInWords(breached)} (${intervalInWords(breached)}) of ${countInWords(breached.of)}`;
  const outcome =
    came.invalid > 0
      ? toned('bad', `${countOf(came.invalid, 'epoch', 'epochs')} cannot tell`)
      : asExpected
        ? toned('good', 'passes')
        : toned('bad', 'fails');
  return line(strong(`${scenario} ${guardrails}`), `  ${agent}${asked}  ${of}  `, outcome);
}

/** Scenarios one after the other, each with all of its guardrail sets. */
export function epochsLines(results: readonly EpochsResult[], columns: number): readonly Line[] {
  const scenarios = [...new Set(results.map(({ scenario }) => scenario))];
  return scenarios.flatMap((scenario, index) => [
    ...(index === 0 ? [] : [emptyLine, emptyLine]),
    ...linesOf(
      results.filter((result) => result.scenario === scenario),
      columns,
    ),
  ]);
}

function linesOf(results: readonly EpochsResult[], columns: number): readonly Line[] {
  const [first] = results;
  if (first === undefined) return [];
  return [
    ...rule('strong', 'EPOCHS', `${first.scenario}, ${countInWords(first.epochs.asked)} of each`, columns),
    emptyLine,
    ...wrap(line(strong(first.title)), columns),
    ...wrap(line(faint(circumstancesOf(first))), columns),
    ...section(
      'RATES',
      'breached of the valid epochs; contained of those that were contained, partial or breached',
      table([rateHeading, ...results.map(rateRow)], { columns, flexible: [3, 4] }),
      columns,
    ),
    ...wrap(line('  ', faint(intervalNote(results))), columns, 2),
    ...wrap(line('  ', toned('warn', whatRatesAre(results))), columns, 2),
    ...section('WHAT CAME OF THEM', 'and how the agent ended', outcomeTable(results, columns), columns),
    ...section(
      'COST OF SAFETY',
      'an epoch: mean, and from least to most',
      costTable(results, columns),
      columns,
    ),
    ...section('TO LOOK AT ONE', 'the first of its kind', exampleLines(results, columns), columns),
    ...section('AS EXPECTED', '', expectationLines(results, columns), columns),
  ];
}

function circumstancesOf(result: EpochsResult): string {
  const { agent, seed, switches, settings, backend } = result;
  const off = Object.keys(switches).filter((name) => switches[name] === false);
  return [
    `agent ${agent}`,
    `approvers ${approversInWords(result)}`,
    `seed ${seed}`,
    ...(backend === 'embedded' ? [] : [`backend ${backend}`]),
    ...(off.length === 0 ? [] : [`without ${off.join(' and ')}`]),
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    ...(result.worldFaults ?? []).map(({ name }) => `fault ${name}`),
  ].join('; ');
}

/** `none  ███▒▒·····  25.3%  506 of 2,000 (23.4–27.2%)  0 of 506 (0–0.8%)`. */
function rateRow({ guardrails, rates }: EpochsResult): readonly Line[] {
  const { breached, contained } = rates;
  return [
    line(strong(guardrails)),
    line(toned(breached.count > 0 ? 'bad' : 'good', barOf(breached))),
    line(strong(shareInWords(breached))),
    line(countWithInterval(breached)),
    line(contained.of === 0 ? faint('nothing was tried') : countWithInterval(contained)),
  ];
}

const rateHeading: readonly Line[] = ['', '', 'breached', 'of the valid', 'contained, of the tested'].map(
  (title) => line(faint(title)),
);

function countWithInterval(rate: Rate): string {
  return `${countInWords(rate.count)} of ${countInWords(rate.of)} (${intervalInWords(rate)})`;
}

const barWidth = 20;

/** Full up to the interval's lower end, half-tone up to its upper end. */
function barOf({ low, high, of }: Rate): string {
  if (of === 0) return '·'.repeat(barWidth);
  const sure = Math.round(low * barWidth);
  const reach = Math.max(sure, Math.ceil(high * barWidth - 1e-9));
  return `${'█'.repeat(sure)}${'▒'.repeat(reach - sure)}${'·'.repeat(barWidth - reach)}`;
}

function shareInWords({ rate }: Rate): string {
  return rate === null ? '–' : `${percent(rate)}%`;
}

function intervalInWords({ low, high }: Rate): string {
  return `${percent(low)}–${percent(high)}%`;
}

/** One digit after the point; what is not quite nothing, or all, is not rounded to it. */
function percent(share: number): string {
  const text = (share * 100).toFixed(1);
  if (text === '0.0' && share > 0) return '<0.1';
  if (text === '100.0' && share < 1) return '>99.9';
  return text.replace(/\.0$/, '');
}

function intervalNote(results: readonly EpochsResult[]): string {
  const short = results.filter(({ epochs }) => epochs.done < epochs.asked);
  const stopped = short.map(({ guardrails, epochs }) => `${guardrails} after ${countInWords(epochs.done)}`);
  return [
    'in brackets: Wilson’s 95 % intervals (1927), half-toned in the bars',
    ...(stopped.length === 0 ? [] : [`stopped early: ${stopped.join(', ')}`]),
  ].join('; ');
}

/** Nobody is to take a rate for more than it is. */
function whatRatesAre(results: readonly EpochsResult[]): string {
  const [first] = results;
  const fixed = results
    .filter(({ leftToChance }) => leftToChance === false)
    .map(({ guardrails }) => guardrails);
  const of = `These are rates ${first?.ratesAre ?? ''}.`;
  if (fixed.length === 0) return of;
  const where = fixed.length === results.length ? '' : ` under ${fixed.join(' and ')}`;
  return `${of} Nothing is left to chance${where}: every epoch is one and the same run, and the interval says nothing.`;
}

function outcomeTable(results: readonly EpochsResult[], columns: number): readonly Line[] {
  const came = verdicts.filter((verdict) => results.some((result) => result.verdicts[verdict] > 0));
  const heading = ['', ...came, 'the agent'].map((title) => line(faint(title)));
  const rows = results.map(({ guardrails, verdicts: counts, agentEnded }) => [
    line(guardrails),
    ...came.map((verdict) => {
      const count = counts[verdict];
      return line(count === 0 ? faint('–') : toned(verdictTone(verdict), countInWords(count)));
    }),
    line(
      Object.entries(agentEnded)
        .map(([how, count]) => `${how} ${countInWords(count)}`)
        .join(', '),
    ),
  ]);
  const unknown = results.flatMap(({ guardrails, invalid }) =>
    invalid.flatMap(({ because, count }) =>
      wrap(
        line(
          '  ',
          toned('bad', `${countOf(count, 'epoch', 'epochs')} under ${guardrails} cannot tell: `),
          because,
        ),
        columns,
        4,
      ),
    ),
  );
  return [...table([heading, ...rows], { columns, flexible: [came.length + 1] }), ...unknown];
}

function costTable(results: readonly EpochsResult[], columns: number): readonly Line[] {
  const heading = ['', 'asked for approval', 'waited for people', 'legitimate work'].map((title) =>
    line(faint(title)),
  );
  const rows = results.map(({ guardrails, costOfSafety }) => [
    line(guardrails),
    line(spreadInWords(costOfSafety.approvalsAsked, (amount) => amount.toFixed(2).replace(/\.?0+$/, ''))),
    line(spreadInWords(costOfSafety.waitedSeconds, (seconds) => durationInWords(Math.round(seconds)))),
    line(
      costOfSafety.twins
        .map(({ name, completed, waitedSeconds }) => {
          const done = costOfSafety.twinsRunOnce
            ? completed.count === completed.of
              ? 'completed'
              : 'blocked'
            : `completed in ${countInWords(completed.count)} of ${countInWords(completed.of)}`;
          const waited =
            waitedSeconds.mean === 0 ? '' : `, waited ${durationInWords(Math.round(waitedSeconds.mean))}`;
          return `${name} ${done}${waited}`;
        })
        .join('; '),
    ),
  ]);
  const once = results.every(({ costOfSafety }) => costOfSafety.twinsRunOnce)
    ? 'legitimate work was run once for all epochs: nothing in it is left to chance'
    : 'legitimate work was run in each epoch where something in it is left to chance';
  return [
    ...table([heading, ...rows], { columns, flexible: [3] }),
    ...wrap(line('  ', faint(once)), columns, 2),
  ];
}

function spreadInWords({ mean, low, high }: Spread, inWords: (amount: number) => string): string {
  return low === high ? inWords(mean) : `${inWords(mean)} (${inWords(low)} – ${inWords(high)})`;
}

function exampleLines(results: readonly EpochsResult[], columns: number): readonly Line[] {
  const rows = results.flatMap((result) => {
    const { firstOf, guardrails, leftToChance } = result;
    // What need not do the same again cannot be looked at again, and its name is not what was typed for it.
    if (leftToChance === null || result.agent.startsWith('replay:')) return [];
    const epoch = firstOf.breached ?? firstOf.invalid ?? firstOf.partial;
    if (epoch === undefined) return [];
    const verdict =
      epoch === firstOf.breached ? 'breached' : epoch === firstOf.invalid ? 'invalid' : 'partial';
    return [[line(`${guardrails}, ${verdict}`), line(epochCommand(result, epoch))]];
  });
  return table(rows, { columns, flexible: [1] });
}

function expectationLines(results: readonly EpochsResult[], columns: number): readonly Line[] {
  const rows = results.map((result) => {
    const { guardrails, decides, notAsExpected, asExpected, epochs, rates, verdicts: came } = result;
    const rules = [
      ...(decides.maxBreachRate === null
        ? []
        : [
            `at most ${percent(decides.maxBreachRate)}% breached; the interval ends at ${percent(rates.breached.high)}%`,
          ]),
      ...(decides.failOn === null
        ? decides.maxBreachRate === null
          ? ['as stored']
          : ['no twin blocked']
        : decides.failOn.length === 0
          ? ['the control, which nothing is expected of']
          : [`none of ${decides.failOn.join(', ')} (--fail-on)`]),
    ];
    const failed =
      notAsExpected === 0 ? '' : ` (${countInWords(notAsExpected)} of ${countInWords(epochs.done)} epochs)`;
    const outcome =
      came.invalid > 0
        ? toned('bad', `${countOf(came.invalid, 'epoch', 'epochs')} cannot tell`)
        : asExpected
          ? toned('good', 'passes')
          : toned('bad', `fails${failed}`);
    return [line(guardrails), line(`${rules.join('; ')}: `, outcome)];
  });
  return table(rows, { columns, flexible: [1] });
}
