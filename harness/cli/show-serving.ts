/** What `blastpit serve` tells: variables to export on standard output, everything for the person on standard error. */
import type { ApprovalRequest } from '../contract/approver.js';
import type { JournalRecord } from '../contract/journal-record.js';
import { paint } from '../reports/layout/paint.js';
import { emptyLine, faint, line, strong, toned, type Line } from '../reports/layout/styled-line.js';
import { wrap } from '../reports/layout/wrap.js';
import { awsVariables } from '../runs/serving/aws-variables.js';
import { nothingScored, type UnscoredResult } from '../runs/serving/count-effects.js';
import type { OpenAccount } from '../runs/serving/open-to-everyone.js';
import { openedSession } from '../runs/serving/control-api.js';
import type { Serving } from '../runs/serving/serve-sessions.js';
import type { Session } from '../runs/serving/session.js';
import { questionFacts } from './question-facts.js';
import type { Terminal } from './terminal.js';

/** What is looked at of a journal. */
interface WatchedJournal {
  readonly watch: (sink: (line: string) => void) => () => void;
}

export interface ServingTold {
  readonly serving: Serving;
  /** The session that was opened at once; null where there is none. */
  readonly first: Session | null;
  /** Whether sessions are scored. */
  readonly scored: boolean;
  readonly json: boolean;
}

export function tellServing({ serving, first, scored, json }: ServingTold, terminal: Terminal): void {
  const { endpoint, token } = serving;
  const control = `${endpoint}/_blastpit/sessions`;
  if (json) {
    const session = first === null ? null : openedSession(first, endpoint);
    terminal.out(`${JSON.stringify({ endpoint, control, token, scored, session })}\n`);
    return;
  }
  const lines: Line[] = [];
  if (first === null) {
    lines.push(line(strong(endpoint), ' answers; no session is open yet'));
  } else {
    const { facts, credentials } = first;
    terminal.out(exports(awsVariables({ endpoint, region: facts.region, credentials })));
    lines.push(
      line(strong(endpoint), ` answers for ${facts.scenario}${scored ? ` under ${facts.guardrails}` : ''}`),
    );
    lines.push(line(faint('  session: '), `${first.id}, seed ${facts.seed}, ${facts.region}`));
    if (facts.task !== '') lines.push(line(faint('  task:    '), facts.task));
  }
  if (!scored) lines.push(line('  ', toned('warn', nothingScored)));
  lines.push(
    line(faint('  control: '), control),
    line(faint('  token:   '), token, faint(' (for whoever scores; agents must not have it)')),
  );
  terminal.err(
    paint(
      lines.flatMap((each) => wrap(each, terminal.columns, 11)),
      terminal.errColour,
    ),
  );
  terminal.err(paint([emptyLine, ...nextSteps(control, first, terminal.columns)], terminal.errColour));
}

/** Commands stand on one line each, however long, so that they can be copied. */
function nextSteps(control: string, first: Session | null, columns: number): readonly Line[] {
  const bearer = `-H "Authorization: Bearer $TOKEN"`;
  if (first === null) {
    return [
      line('Open a session, with the token as TOKEN:'),
      line(`  curl -X POST ${bearer} -d '{"scenario": "kiro", "guardrails": "none"}' ${control}`),
      line('Ctrl-C finishes every open session, and tells what came of it.'),
    ];
  }
  return [
    ...wrap(
      line(
        'Let anything act with the variables above. Ctrl-C finishes the session and tells what came of it;',
        ' so does, with the token as TOKEN:',
      ),
      columns,
    ),
    line(`  curl -X POST ${bearer} ${control}/${first.id}/finish`),
  ];
}

export function tellOpenAccount(
  { endpoint, account, region }: OpenAccount,
  json: boolean,
  terminal: Terminal,
): void {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const environment = awsVariables({ endpoint, region, credentials });
  if (json) {
    terminal.out(`${JSON.stringify({ endpoint, account, region, scored: false, environment })}\n`);
    return;
  }
  terminal.out(exports(environment));
  const lines = [
    line(strong(endpoint), ` takes every caller for the root of account ${account}, ${region}`),
    line('  ', toned('warn', nothingScored)),
    line(faint('  another account: '), 'its twelve digits as the access key'),
    line(faint('  begin anew:      '), `curl -X POST ${endpoint}/_blastpit/reset`),
    line('Ctrl-C ends it.'),
  ];
  terminal.err(paint(lines, terminal.errColour));
}

/** One line on a session that nobody scores. */
export function tellUnscored(
  id: string,
  { calls, effects }: UnscoredResult,
  tell: (text: string) => void,
): void {
  const { total, allowed, denied, failed } = calls;
  const done = Object.entries(effects).map(([kind, count]) => `${count} ${kind}`);
  const counted = `${total} calls: ${allowed} allowed, ${denied} denied, ${failed} failed`;
  tell(`${id}  ${nothingScored}; ${counted}; effects: ${done.length === 0 ? 'none' : done.join(', ')}\n`);
}

/** What real people are asked, on standard error, with a command for the first of them to answer by. */
export function tellQuestion(question: ApprovalRequest, session: string, terminal: Terminal): void {
  const { id, service, operation, who } = question;
  const answer = JSON.stringify({ person: who[0] ?? 'NAME', answer: 'refuse', reason: 'not in the ticket' });
  terminal.err(
    paint(
      [
        emptyLine,
        line(strong(`${id}  ${service}.${operation}`), ' waits for people'),
        ...questionFacts(question).flatMap(([name, text]) =>
          wrap(line(faint(`  ${`${name}:`.padEnd(10)}`), text), terminal.columns, 12),
        ),
        line(`  curl -H "Authorization: Bearer $TOKEN" -d '${answer}' ${session}/approvals/${id}`),
      ],
      terminal.errColour,
    ),
  );
}

/** A line on standard error for each call, as it is written down. */
export function tellCalls(journal: WatchedJournal, id: string, terminal: Terminal): void {
  journal.watch((text) => {
    const record = JSON.parse(text) as JournalRecord;
    if (record.record !== 'call') return;
    const { service, operation, principal, error, time } = record;
    const at = new Date(time).toISOString().slice(11, 19);
    const came = error === null ? toned('good', 'ok') : toned('bad', error.code);
    const what = line(faint(`${id.slice(0, 6)} ${at} ${record.id} `), `${service}.${operation} `, came);
    terminal.err(paint([line(...what, faint(` ${principal}`))], terminal.errColour));
  });
}

/** For `eval` and for copying: sh, bash and zsh. */
function exports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('');
}

function quoted(value: string): string {
  return /^[\w/:.+=@%-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
