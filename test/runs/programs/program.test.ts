/** A program at work: how it ends, by itself, by its time limit, by a person or by force; and that nothing of it stays. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { BlastpitError } from '../../../harness/contract/blastpit-error.js';
import { makeFreshHome, type FreshHome } from '../../../harness/runs/programs/fresh-home.js';
import { listProcesses, processesOfPs } from '../../../harness/runs/programs/process-list.js';
import { wallSeconds } from '../../../harness/runs/outer-edge.js';
import { startProgram, type Program, type ProgramPlan } from '../../../harness/runs/programs/program.js';

describe('a program', () => {
  let place: string;
  let home: FreshHome;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'program-'));
    home = makeFreshHome('http://127.0.0.1:1');
  });
  afterEach(() => {
    home.remove();
    rmSync(place, { recursive: true });
  });

  const start = (script: string, over: Partial<ProgramPlan> = {}): Promise<Program> =>
    startProgram({
      command: 'sh',
      words: ['-c', script],
      environment: { PATH: process.env['PATH'], HOME: home.path, PLACE: place },
      home: home.path,
      streams: 'ignore',
      mostSeconds: 20,
      graceSeconds: 0.3,
      ...over,
    });
  /** Ids that the script wrote down, one a line, once there are so many. */
  const noted = async (count: number): Promise<readonly number[]> => {
    for (let look = 0; look < 400; look += 1) {
      await pause(10);
      let text = '';
      try {
        text = readFileSync(join(place, 'ids'), 'utf8');
      } catch {
        // It is not there yet.
      }
      const ids = text.split('\n').filter((line) => line !== '');
      if (ids.length >= count) return ids.map(Number);
    }
    throw new Error(`there were no ${count} processes`);
  };
  const alive = (ids: readonly number[]): readonly number[] =>
    listProcesses().flatMap(({ id }) => (ids.includes(id) ? [id] : []));

  it('that ends by itself gives its exit status', async () => {
    const { ended } = await start('exit 3');
    expect(await ended).to.deep.equal({ exitStatus: 3, signal: null, told: null, leftBehind: 0 });
  });

  it('that a signal ends has none', async () => {
    const { ended } = await start('kill -SEGV $$');
    expect(await ended).to.include({ exitStatus: null, signal: 'SIGSEGV', told: null });
  });

  it('that hangs is told to end when its time is over', async () => {
    const { ended } = await start('trap "exit 7" TERM; sleep 60 & wait', { mostSeconds: 0.2 });
    expect(await ended).to.deep.equal({ exitStatus: 7, signal: null, told: 'time', leftBehind: 0 });
  });

  it('that does not listen is ended by force, with children that do not listen either', async () => {
    const deaf = 'trap "" TERM INT HUP; echo $$ >>"$PLACE/ids"; while :; do sleep 1; done';
    const { ended } = await start(`sh -c '${deaf}' & ${deaf}`, { mostSeconds: 0.5 });
    const ids = await noted(2);
    const began = wallSeconds();
    expect(await ended).to.deep.equal({ exitStatus: null, signal: 'SIGKILL', told: 'time', leftBehind: 0 });
    expect(wallSeconds() - began).to.be.lessThan(3);
    expect(alive(ids)).to.deep.equal([]);
  });

  it('that is suspended is ended by force', async () => {
    const { ended } = await start('kill -STOP $$', { mostSeconds: 0.2 });
    expect(await ended).to.include({ signal: 'SIGKILL', told: 'time' });
  });

  it('takes with it what it left running in the background', async () => {
    const { ended } = await start('sleep 60 & echo $! >>"$PLACE/ids"; exit 0');
    expect(await ended).to.include({ exitStatus: 0, told: null, leftBehind: 0 });
    expect(alive(await noted(1))).to.deep.equal([]);
  });

  it('takes with it a daemon that left its session and lost its parent', async function () {
    // Elsewhere nothing tells of whom such a process was begun.
    if (process.platform !== 'linux') this.skip();
    const daemon = 'trap "" TERM HUP; echo $$ >>"$PLACE/ids"; while :; do sleep 1; done';
    const { ended } = await start(
      `(setsid sh -c '${daemon}' &) ; while ! test -s "$PLACE/ids"; do sleep 0.02; done`,
    );
    expect(await ended).to.include({ exitStatus: 0, leftBehind: 0 });
    expect(alive(await noted(1))).to.deep.equal([]);
  });

  it('is not waited for where a child holds its pipes open', async () => {
    const { ended } = await start('sleep 60 & exit 0', { streams: 'pipe' });
    const began = wallSeconds();
    await ended;
    expect(wallSeconds() - began).to.be.lessThan(3);
  });

  it('reads what it is given, and finds the end of it', async () => {
    const { ended } = await start('read line; test -z "$line" && exit 5');
    expect(await ended).to.include({ exitStatus: 5 });
  });

  it("is handed a person's Ctrl-C, and may end as it likes", async () => {
    const { ended, interrupt } = await start('trap "exit 9" INT; echo $$ >>"$PLACE/ids"; sleep 60 & wait');
    await noted(1);
    interrupt('SIGINT');
    expect(await ended).to.include({ exitStatus: 9, told: 'person', leftBehind: 0 });
  });

  it('goes on where it does not heed a Ctrl-C, and is ended by the second', async () => {
    const { ended, interrupt } = await start(
      'trap "" INT; echo $$ >>"$PLACE/ids"; while :; do sleep 1; done',
    );
    const ids = await noted(1);
    interrupt('SIGINT');
    await pause(500);
    expect(alive(ids)).to.deep.equal(ids);
    interrupt('SIGINT');
    expect(await ended).to.include({ signal: 'SIGKILL', told: 'person' });
  });

  it('is given its grace where blastpit is told to end, and no more', async () => {
    const { ended, interrupt } = await start(
      'trap "" TERM; echo $$ >>"$PLACE/ids"; while :; do sleep 1; done',
    );
    await noted(1);
    interrupt('SIGTERM');
    expect(await ended).to.include({ signal: 'SIGKILL', told: 'person' });
  });

  it('that there is not is told as such', async () => {
    const refused = await start('', { command: join(place, 'nothing') }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(BlastpitError).and.include({ code: 'command-not-started' });
    expect(String(refused)).to.contain('(ENOENT)');
  });
});

describe('the list of processes', () => {
  it('is the same by /proc and by ps', () => {
    const of = (list: ReturnType<typeof listProcesses>) => list.find(({ id }) => id === process.pid);
    expect(of(listProcesses())).to.deep.equal(of(processesOfPs()));
    expect(of(listProcesses())?.parent).to.equal(process.ppid);
  });
});
