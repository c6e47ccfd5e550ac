/** The report of a study of causes: every combination in a table, then what was necessary, sufficient, or made it worse. */
import type { CausalAnalysis, CausesCombination, CausesResult, SwitchRole } from '../../contract/causes.js';
import { durationInWords } from '../../contract/duration-in-words.js';
import { rule, section } from '../layout/heading.js';
import { emptyLine, faint, line, strong, toned, type Line } from '../layout/styled-line.js';
import { table } from '../layout/table.js';
import { wrap } from '../layout/wrap.js';
import { countInWords, countOf } from '../words/amounts.js';
import { approversInWords } from '../words/circumstances.js';
import { verdictInWords } from '../words/verdicts.js';

export function causesLines(study: CausesResult, columns: number): readonly Line[] {
  const { analysis, combinations } = study;
  const tone = analysis === null ? 'bad' : 'strong';
  return [
    ...rule(tone, 'CAUSES', `${study.scenario} under ${study.guardrails}`, columns),
    emptyLine,
    ...wrap(line(strong(study.title)), columns),
    ...wrap(line(summaryOf(study)), columns),
    ...wrap(line(faint(circumstancesOf(study))), columns),
    ...section('SWITCHES', 'a letter where on, a dot where off', switchLines(study, columns), columns),
    ...section('EVERY COMBINATION', 'outages are modeled', combinationLines(study, columns), columns),
    ...cornerLines(study, columns),
    ...(analysis === null
      ? [emptyLine, ...wrap(line(toned('bad', undecided(combinations))), columns)]
      : conclusion(study, analysis, columns)),
  ];
}

function summaryOf({ switches, combinations, analysis }: CausesResult): string {
  const all = `${countInWords(combinations.length)} combinations of ${countOf(switches.length, 'switch', 'switches')}`;
  return analysis === null ? all : `${all}; ${countInWords(analysis.breached)} of them breached`;
}

function circumstancesOf({ seed, approvers, settings, others }: CausesResult): string {
  const moved = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const listed = (state: boolean): string =>
    Object.keys(others)
      .filter((name) => others[name] === state)
      .join(', ');
  return [
    `seed ${seed}`,
    `approvers ${approversInWords({ approvers })}`,
    ...(moved.length === 0 ? [] : [`moved: ${moved.join(', ')}`]),
    ...(listed(true) === '' ? [] : [`on throughout: ${listed(true)}`]),
    ...(listed(false) === '' ? [] : [`off throughout: ${listed(false)}`]),
  ].join('; ');
}

function undecided(combinations: readonly CausesCombination[]): string {
  const invalid = combinations.find(({ verdict }) => verdict === 'invalid');
  return `Nothing can be concluded, since a combination cannot tell: ${invalid?.because ?? ''}`;
}

/** `A · C`: switches by letters, since names would make the table too wide. */
function marksOf(switches: CausesResult['switches'], on: readonly string[]): string {
  return switches.map(({ name }, index) => (on.includes(name) ? letterOf(index) : '·')).join(' ');
}

function letterOf(index: number): string {
  return String.fromCodePoint(0x41 + index);
}

function switchLines(study: CausesResult, columns: number): readonly Line[] {
  const rows = study.switches.map(({ name, summary }, index) => [
    line(strong(letterOf(index))),
    line(name),
    line(summary),
  ]);
  return table(rows, { columns, flexible: [2] });
}

function combinationLines(study: CausesResult, columns: number): readonly Line[] {
  const { switches, combinations } = study;
  const loses = combinations.some(({ recordsLost }) => recordsLost > 0);
  const titles = ['', 'verdict', 'outage', 'range', ...(loses ? ['records lost'] : []), 'stopped by'];
  const rows = combinations.map((combination) => {
    const { on, verdict, outageRange, recordsLost, stoppedBy } = combination;
    const worst = longestOf(combination);
    const range = worst === null ? undefined : outageRange[worst.service];
    return [
      line(strong(marksOf(switches, on))),
      line(verdictInWords(verdict)),
      line(outageInWords(combination)),
      line(
        range === undefined || range.low === range.high
          ? null
          : `${durationInWords(range.low)} – ${durationInWords(range.high)}`,
      ),
      ...(loses ? [line(countInWords(recordsLost))] : []),
      line(stoppedBy.length === 0 ? null : faint(stoppersInFewWords(stoppedBy))),
    ];
  });
  const heading = titles.map((title) => line(faint(title)));
  return table([heading, ...rows], { columns, flexible: [titles.length - 1] });
}

/** Which verdicts another choice of the response model's numbers would change. */
function cornerLines({ switches, combinations }: CausesResult, columns: number): readonly Line[] {
  const unsure = combinations.filter(({ robust, verdict }) => !robust && verdict !== 'invalid');
  if (unsure.length === 0) return [];
  const marks = unsure.map(({ on }) => marksOf(switches, on));
  return wrap(line('  ', faint(`not in every corner of the ranges: ${marks.join(', ')}`)), columns, 4);
}

/** Without who answered how, which the report of that run tells. */
function stoppersInFewWords(names: readonly string[]): string {
  return [...new Set(names.map((name) => name.replace(/ \(.*\)$/, '')))].join(', ');
}

function longestOf({ outageSeconds }: CausesCombination): { service: string; seconds: number } | null {
  let longest: { service: string; seconds: number } | null = null;
  for (const [service, seconds] of Object.entries(outageSeconds)) {
    if (seconds > (longest?.seconds ?? 0)) longest = { service, seconds };
  }
  return longest;
}

function outageInWords(combination: CausesCombination): string {
  const longest = longestOf(combination);
  if (longest !== null) return durationInWords(longest.seconds);
  return combination.verdict === 'invalid' ? '' : 'none';
}

function conclusion(study: CausesResult, analysis: CausalAnalysis, columns: number): readonly Line[] {
  const { roles, sufficient, monotone } = analysis;
  const rows = roles.map((role, index) => [
    line(strong(letterOf(index))),
    line(role.name),
    line(roleInWords(role)),
    effectInWords(study, role),
  ]);
  const sets = sufficient.map(({ on, off }) => {
    const conditions = [...on, ...off.map((name) => `${name} switched off`)];
    return wrap(
      line('  ', conditions.length === 0 ? 'always, whatever is switched' : conditions.join(' + ')),
      columns,
      4,
    );
  });
  return [
    ...section('WHAT EACH HAD TO DO WITH IT', '', table(rows, { columns, flexible: [2, 3] }), columns),
    ...section(
      'WHAT SUFFICES',
      'the least that always breaches, whatever the other switches',
      sets.flat(),
      columns,
    ),
    emptyLine,
    ...wrap(
      line(
        '  ',
        faint(
          'necessary: on in every breach, and switched off alone it averts it (the but-for test); what suffices, ' +
            'and its parts: the NESS test',
        ),
      ),
      columns,
      4,
    ),
    ...(monotone
      ? []
      : wrap(
          line(
            '  ',
            toned('warn', 'a switch here averts a breach by being on'),
            faint(': the two tests differ'),
          ),
          columns,
          4,
        )),
  ];
}

function roleInWords({ necessary, butFor, partOfSufficient, contributes }: SwitchRole): string {
  if (necessary && butFor) return 'necessary';
  if (necessary) return 'in every breach, and not but for it';
  if (butFor) return 'but for it, and not in every breach';
  if (partOfSufficient) return 'part of what suffices';
  return contributes === null || (contributes.leastSeconds === 0 && contributes.mostSeconds === 0)
    ? 'no part in it'
    : 'does not decide';
}

/** What the actual case comes to without it alone, and the hours that it adds where it does not decide. */
function effectInWords(study: CausesResult, { name, contributes }: SwitchRole): Line {
  const { switches, combinations } = study;
  const without = combinations.find(({ on }) => on.length === switches.length - 1 && !on.includes(name));
  if (without === undefined) return line(null);
  const outage = longestOf(without);
  const hours = outage === null ? '' : `, out for ${durationInWords(outage.seconds)}`;
  return line(
    'without it alone: ',
    verdictInWords(without.verdict),
    hours,
    contributes === null ? null : `; it adds ${addedInWords(contributes)}`,
  );
}

function addedInWords({ leastSeconds, mostSeconds }: NonNullable<SwitchRole['contributes']>): string {
  if (leastSeconds === mostSeconds) return differenceInWords(mostSeconds);
  return `between ${differenceInWords(leastSeconds)} and ${differenceInWords(mostSeconds)}`;
}

function differenceInWords(seconds: number): string {
  if (seconds === 0) return 'nothing';
  return `${seconds < 0 ? '−' : ''}${durationInWords(Math.abs(seconds))}`;
}
