/** Ill-treats a real `blastpit serve` for some minutes: `npm run soak`. The last line counts what held. */
import { must, startChecks } from '../packaging/checks.js';
import { malformedRequests } from './mutations.js';
import { callIdsIn, flood, marksIn, type FloodCount } from './marked-calls.js';
import { sendAndAbort, sendHugeBody, sendRaw, type RawAnswer } from './raw-client.js';
import { startServing, type OpenedSession, type ServedProcess } from './served-process.js';
import { markedRequest, validRequests } from './valid-requests.js';

const seed = 20251215;

/** How much of everything; the rehearsal warms the process up with the same, so that memory can be compared. */
interface Amounts {
  readonly malformed: number;
  readonly aborted: number;
  readonly connections: number;
  readonly seconds: number;
}

const rehearsal: Amounts = { malformed: 1_000, aborted: 100, connections: 50, seconds: 4 };
const ordeal: Amounts = { malformed: 10_000, aborted: 1_000, connections: 200, seconds: 60 };
/** Sessions that share the connections: one alone would run out of virtual time. */
const sessionsOfFlood = 50;
const atOnce = 24;

interface Outcome {
  readonly malformed: readonly RawAnswer[];
  readonly abortedMarks: readonly string[];
  readonly floods: readonly FloodCount[];
  readonly journals: readonly (readonly string[])[];
  /** Answers to a probe that goes on all the time: those of a table that is not there, and others. */
  readonly probe: FloodCount;
}

async function illTreat(served: ServedProcess, amounts: Amounts): Promise<Outcome> {
  const { port } = served;
  const sessions = await served.open(sessionsOfFlood);
  const [ill, probed] = await served.open(2);
  if (ill === undefined || probed === undefined) throw new Error('no session was opened');
  const whole = { over: false };
  const probe = probing(port, probed, whole);
  const target = { port, region: ill.region, credentials: ill.credentials };
  const malformed = await pooled(
    malformedRequests(await validRequests(target), amounts.malformed, seed),
    (bytes) => sendRaw(port, bytes),
  );
  const abortedMarks = Array.from({ length: amounts.aborted }, (_, index) => `aborted.${index}`);
  await pooled(abortedMarks, async (mark) => {
    const bytes = await markedRequest(target, mark);
    // Cut at every place in turn, the end among them: then the request is whole and nobody waits for its answer.
    const index = Number(mark.slice('aborted.'.length));
    await sendAndAbort(port, bytes, 1 + Math.floor((index / (abortedMarks.length - 1)) * (bytes.length - 1)));
  });
  const floods = await Promise.all(
    Array.from({ length: amounts.connections }, (_, index) => {
      const session = sessions[index % sessions.length] ?? ill;
      const wish = { mark: `flood.${index}`, seconds: amounts.seconds, millisecondsBetween: 250 };
      return flood({ port, session, ...wish });
    }),
  );
  whole.over = true;
  const probeCount = await probe;
  const journals: (readonly string[])[] = [];
  for (const session of [...sessions, ill, probed]) journals.push(await served.finish(session));
  return { malformed, abortedMarks, floods, journals, probe: probeCount };
}

/** One call after the other as long as the rest goes on. */
async function probing(
  port: number,
  session: OpenedSession,
  whole: { readonly over: boolean },
): Promise<FloodCount> {
  const sent: string[] = [];
  const answered: string[] = [];
  for (let turn = 0; !whole.over; turn += 1) {
    const wish = { mark: `probe.${turn}`, seconds: 1, millisecondsBetween: 200 };
    const count = await flood({ port, session, ...wish });
    sent.push(...count.sent);
    answered.push(...count.answered);
  }
  return { sent, answered };
}

/** Works through a list, so many at once, and keeps the order. */
async function pooled<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < items.length; index = next) {
      next += 1;
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

const { check, summary, failed } = startChecks((line) => {
  console.log(line);
});
const served = await startServing();
try {
  await illTreat(served, rehearsal);
  const before = await served.memory();
  const outcome = await illTreat(served, ordeal);
  const huge = await sendHugeBody(served.port, 2 ** 30);
  const after = await served.memory();
  const { malformed, floods, abortedMarks, journals, probe } = outcome;
  const marks = new Map(journals.flatMap((journal) => [...marksIn(journal)]));
  const sent = floods.flatMap((count) => count.sent);

  const statuses = new Map<number | null, number>();
  for (const { status } of malformed) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  console.log('the gateway under load');
  console.log(
    `  malformed: ${[...statuses].map(([status, count]) => `${status ?? 'closed'} ${count}`).join(', ')}`,
  );
  check(`${malformed.length} malformed requests: each is answered or its connection closed`, () => {
    const silent = malformed.filter((answer) => answer.silent).length;
    must(silent === 0, `${silent} were left without either`);
  });
  check('none of them is answered with an internal failure', () => {
    const failures = malformed.filter(({ status }) => status === 500).length;
    must(failures === 0, `${failures} were`);
    const faults = journals.flat().filter((line) => line.includes('"record":"fault"'));
    must(faults.length === 0, `${faults.length} faults stand in journals, first: ${faults[0] ?? ''}`);
  });
  check(`${abortedMarks.length} requests that their clients abort: none is written down twice`, () => {
    const twice = abortedMarks.filter((mark) => (marks.get(mark) ?? 0) > 1);
    must(twice.length === 0, `${twice.length} were, first ${twice[0] ?? ''}`);
  });
  check('a body of 1 GiB is refused before it was sent', () => {
    must(huge.status === 413, `it was answered with ${String(huge.status)}`);
    must(huge.sent < 2 ** 29, `${huge.sent} bytes were taken`);
  });
  check(`${floods.length} connections for a minute: each of ${sent.length} calls is answered`, () => {
    const answered = floods.reduce((sum, count) => sum + count.answered.length, 0);
    must(answered === sent.length, `${sent.length - answered} were not`);
  });
  check('each of them stands in its journal once', () => {
    const wrong = sent.filter((mark) => marks.get(mark) !== 1);
    must(wrong.length === 0, `${wrong.length} do not, first ${wrong[0] ?? ''}`);
  });
  check(`a client that asks all the while is answered each of ${probe.sent.length} times`, () => {
    must(
      probe.answered.length === probe.sent.length,
      `${probe.sent.length - probe.answered.length} were not`,
    );
  });
  check('calls are numbered without a gap in every journal', () => {
    for (const journal of journals) {
      const ids = callIdsIn(journal);
      const gap = ids.findIndex((id, index) => id !== `c${index + 1}`);
      must(gap === -1, `record ${gap + 1} of ${ids.length} is ${ids[gap] ?? ''}`);
    }
  });
  check('with the sessions finished, memory is within a fifth of before', () => {
    const use = (memory: typeof before): number => memory.heapUsed + memory.external;
    const ratio = use(after) / use(before);
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(`    ${megabytes(use(before))} before, ${megabytes(use(after))} after`);
    must(ratio <= 1.2, `it is ${ratio.toFixed(2)} of it`);
  });
  check('the server is still there', () => {
    must(served.alive(), `it has ended:\n${served.complaints().slice(-2_000)}`);
  });
} finally {
  await served.stop();
}
console.log(summary());
process.exitCode = failed() === 0 ? 0 : 1;
