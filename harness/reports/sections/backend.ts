/** Of a run on a backend elsewhere: what was looked at there, what stands on its shadow alone, what is modeled. */
import type { BackendEvidence, HarmResult } from '../../contract/result.js';
import { listInWords } from '../../contract/list-in-words.js';
import { section } from '../layout/heading.js';
import { faint, line, toned, type Line } from '../layout/styled-line.js';
import { beside } from '../layout/wrap.js';
import type { RunStory } from '../reading/episode-story.js';
import { countInWords, countOf } from '../words/amounts.js';
import { stackNameCutter } from '../words/stack-names.js';
import { harmAmount } from '../words/verdicts.js';
import { shadowMark } from '../words/witness.js';

const labelWidth = 14;

/** Nothing for the embedded cloud. */
export function backendLines({ result }: RunStory, columns: number): readonly Line[] {
  const { backend, evidence, harms } = result;
  if (evidence === undefined) return [];
  const lines = [
    ...labelled('measured', [measured(evidence)], columns),
    ...labelled(
      'modeled',
      [line('how long outages last; how much data there was is the scenario’s')],
      columns,
    ),
    ...labelled('judged', judgedBy(harms, evidence), columns),
    ...labelled(shadowMark, [...onShadow(evidence), ...shadowed(evidence)], columns),
    ...labelled('differences', differencesIn(evidence), columns),
  ];
  const note = `backend ${backend}; its shadow, blastpit’s own cloud, ran along`;
  return section('WHERE THIS TOOK PLACE', note, lines, columns);
}

function labelled(label: string, texts: readonly Line[], columns: number): readonly Line[] {
  return texts.flatMap((text, index) =>
    beside(index === 0 ? line(faint(`  ${label}`)) : line('  '), labelWidth + 2, text, columns),
  );
}

function measured({ examined }: BackendEvidence): Line {
  if (examined.length === 0) return line(toned('warn', 'nothing: the backend could not be asked at the end'));
  const standing = examined.reduce((sum, each) => sum + each.standing, 0);
  const gone = examined.reduce((sum, each) => sum + each.gone, 0);
  const types = examined.map(
    (each) => `${plainType(each.type)} ${each.standing}${each.gone === 0 ? '' : ` (${each.gone} gone)`}`,
  );
  const counts = `${countInWords(standing)} ${standing === 1 ? 'does' : 'do'}, ${countInWords(gone)} ${gone === 1 ? 'is' : 'are'} gone`;
  return line(`whether these stand, asked of the backend at the end (${counts}): ${types.join(', ')}`);
}

/** `DynamoDB Table`. */
function plainType(type: string): string {
  return type.split('::').slice(1).join(' ');
}

function judgedBy(harms: readonly HarmResult[], { harms: witnessed }: BackendEvidence): readonly Line[] {
  return harms.flatMap(({ name, unit, value }, index): readonly Line[] => {
    const harm = witnessed[index];
    if (harm === undefined) return [];
    const there = harm.confirmed === 0 ? 'none' : harmAmount(unit, harm.confirmed);
    if (harm.by === 'shadow') {
      return [line(`${name}: `, toned('warn', shadowMark), `; by what the backend itself shows: ${there}`)];
    }
    const also = harm.confirmed === value ? '' : `, which comes to ${there}`;
    return [line(`${name}: by what the backend itself shows${also}`)];
  });
}

/** Effects of the attack that the backend does not show. */
function onShadow({ onShadow: effects }: BackendEvidence): readonly Line[] {
  const named = (why: BackendEvidence['onShadow'][number]['why']): string => {
    const names = effects.filter((each) => each.why === why).map(({ resource }) => resource);
    return listInWords(names.map(stackNameCutter(names)));
  };
  const unasked = effects.filter(({ why }) => why === 'not-examined').map(({ type }) => plainType(type));
  const found: Line[] = [];
  if (named('by-time') !== '') found.push(line('what virtual time brings to ', named('by-time')));
  if (named('not-shown') !== '') {
    found.push(line('what calls did at once to ', named('not-shown'), ', which it does not show'));
  }
  if (unasked.length > 0) {
    const types = [...new Set(unasked)].sort().join(', ');
    found.push(
      line(
        `effects on ${countOf(unasked.length, 'resource', 'resources')} that it is not asked for: ${types}`,
      ),
    );
  }
  return found;
}

/** What did not take place there: all that has one cause together, each with what else is said of it. */
function shadowed({ shadowed: parts }: BackendEvidence): readonly Line[] {
  const byCause = new Map<string, string[]>();
  for (const { what, why } of parts) {
    const { cause = why, reason } = /^(?<cause>.*); (?<reason>[^;]+)$/s.exec(why)?.groups ?? {};
    const told = reason === undefined ? what : `${what} (${reason})`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), told]);
  }
  return [...byCause].map(([cause, all]) => line(`${all.join(', ')}: ${cause}`));
}

function differencesIn({ differences }: BackendEvidence): readonly Line[] {
  if (differences.length === 0) return [line('none was found')];
  return differences.map(({ what, count }) => line(what, count === 1 ? null : ` (${count} times)`));
}
