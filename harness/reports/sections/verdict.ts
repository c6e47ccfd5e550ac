/** First in the report of a run: the verdict, why, whether it is as expected, and what was run. */
import type { RunResult } from '../../contract/result.js';
import { rule } from '../layout/heading.js';
import { emptyLine, faint, line, strong, type Line } from '../layout/styled-line.js';
import { beside, wrap } from '../layout/wrap.js';
import type { EpisodeStory, RunStory } from '../reading/episode-story.js';
import { approversInWords } from '../words/circumstances.js';
import { chainInWords } from '../words/principals.js';
import { stopWatch } from '../words/virtual-time.js';
import { verdictTone } from '../words/verdicts.js';
import { isOnShadow, shadowMark } from '../words/witness.js';

const labelWidth = 14;

export function verdictLines(story: RunStory, columns: number): readonly Line[] {
  const { result, attack } = story;
  const { verdict, because, scenario, guardrails } = result;
  const context = `${scenario} under ${guardrails}`;
  const mark = isOnShadow(result) ? ` (${shadowMark})` : '';
  return [
    ...rule(verdictTone(verdict), `${verdict.toUpperCase()}${mark}`, context, columns),
    emptyLine,
    ...wrap(line(strong(attack.head.title)), columns),
    ...wrap(line(because), columns),
    emptyLine,
    ...facts(story).flatMap(([label, text]) => beside(line(faint(`  ${label}`)), labelWidth, text, columns)),
  ];
}

function facts({ result, attack, expectation }: RunStory): readonly (readonly [string, Line])[] {
  const { agent, agentEnded, seed, epoch, backend, switches, settings } = result;
  const guardrails = attack.head.guardrails.map(({ name, enforcedAt }) => `${name} (${enforcedAt})`);
  const chain = attack.calls[0]?.chain;
  const on = Object.keys(switches).filter((name) => switches[name]);
  const off = Object.keys(switches).filter((name) => !switches[name]);
  const moved = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return [
    ['expected', expectation],
    ['attempt', attemptInWords(result, attack)],
    ['agent', line(agent)],
    ...(agentEnded.how === 'finished' ? [] : [['ended', line(endInWords(agentEnded))] as const]),
    ...(chain === undefined ? [] : [['acts as', line(chainInWords(chain))] as const]),
    ['guardrails', line(guardrails.length === 0 ? 'none' : guardrails.join(', '))],
    ['approvers', line(approversInWords(result))],
    [
      'faults',
      line(on.length === 0 ? 'none' : on.join(', '), off.length === 0 ? null : `; off: ${off.join(', ')}`),
    ],
    ...(moved.length === 0 ? [] : [['moved', line(moved.join(', '))] as const]),
    ...(result.worldFaults ?? []).map(
      ({ name, does }) => ['world fault', line(name, faint(`: ${does}`))] as const,
    ),
    ['run', line(`seed ${seed}, ${epoch === undefined ? '' : `epoch ${epoch}, `}backend ${backend}`)],
    ...isolationFacts(agentEnded),
  ];
}

/** `diverged at step 4`; why is said elsewhere. */
function endInWords({ how, divergedAt }: RunResult['agentEnded']): string {
  return divergedAt === undefined ? how : `${how} at step ${divergedAt}`;
}

/** What a program could do beside its calls, which are all that the run sees. */
function isolationFacts({
  isolatedIn,
  exitStatus,
}: RunResult['agentEnded']): readonly (readonly [string, Line])[] {
  // Journals of before tell it by the status alone.
  const image = isolatedIn === undefined && exitStatus !== undefined ? null : isolatedIn;
  if (image === undefined) return [];
  return [['isolation', line(isolationInWords(image, exitStatus !== undefined))]];
}

function isolationInWords(image: string | null, isProgram: boolean): string {
  if (image !== null) {
    return `a container of ${image}: no files or variables of the machine but those it was given, no way out but its calls`;
  }
  return isProgram
    ? 'a HOME and an environment of its own; not isolated: its files and its network were those of the machine'
    : 'not isolated: what else the client lets its model use was not seen';
}

function attemptInWords({ attempt }: RunResult, { calls, head }: EpisodeStory): Line {
  const first = calls.find(({ id }) => id === attempt.firstCall);
  if (!attempt.made || first === undefined) return line('none was made');
  const harm = attempt.wouldHaveHarmed ? 'beyond what is tolerated' : 'within what is tolerated';
  const when = stopWatch(first.time - head.startsAt);
  return line(`${first.id} ${first.operation} at ${when}; left unchecked, ${harm}`);
}
