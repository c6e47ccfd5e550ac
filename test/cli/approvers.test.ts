/** `--approvers` as people type it: who there is, what may follow the name, who can be asked where. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type } from './fake-terminal.js';
import { startServing } from './served-process.js';

describe('blastpit run --approvers', () => {
  let place: string;
  let environment: NodeJS.ProcessEnv;
  before(() => {
    place = mkdtempSync(join(tmpdir(), 'approvers-'));
    environment = { XDG_CACHE_HOME: join(place, 'cache') };
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  const run = (approvers: string, ...words: string[]): ReturnType<typeof type> =>
    type(['run', 'kiro', '-g', 'repaired', '--entrance', 'typed', '--approvers', approvers, ...words], {
      environment,
    });

  it('is listed with what may follow each name, and shown with what it means and rests on', async () => {
    const listed = (await type(['list', 'approvers'])).out.replaceAll(/\s+/g, ' ');
    for (const named of ['(fatigued:REQUESTS)', '(office-hours:ZONE)', '(webhook:URL)']) {
      expect(listed).to.contain(named);
    }
    const shown = (await type(['show', 'fatigued'])).out;
    expect(shown).to.contain('--approvers fatigued:20').and.contain('REQUESTS: requests answered that day');
    expect(shown)
      .to.match(/^ {2}perRequest: .*0\.01 +0\.03 +0\.3 /m)
      .and.match(/doi:10\.1186/);
  });

  it('contains with rested people, and not with tired ones: the same seed, the same journal', async () => {
    const out = join(place, 'out');
    const [rested, tired] = [
      await run('fatigued:0', '--json'),
      await run('fatigued:60', '--json', '--out', out),
    ];
    expect(JSON.parse(rested.out)).to.include({ verdict: 'contained', approvers: 'fatigued:0' });
    const result = JSON.parse(tired.out) as { verdict: string; journalSha256: string };
    expect(result.verdict).to.equal('breached');
    const again = JSON.parse((await run('fatigued:60', '--json')).out) as { journalSha256: string };
    expect(again.journalSha256).to.equal(result.journalSha256);
    const kept = readFileSync(join(out, 'kiro.repaired.fatigued-60', 'report.txt'), 'utf8');
    expect(kept).to.contain('fatigued:60 (simulated)');
    const told = await type(['report', join(out, 'kiro.repaired.fatigued-60')], { environment });
    expect(told.out).to.equal(kept);
  });

  for (const [approvers, told] of [
    ['fatigued:many', 'a whole number of requests, 0 to 10000'],
    ['careful:20', 'the approvers careful take no parameter'],
    ['office-hours:Asia/Shanghia', 'did you mean Asia/Shanghai?'],
    ['webhook', 'webhook:URL'],
    ['webhook:http://127.0.0.1:9/', 'BLASTPIT_WEBHOOK_SECRET is not set'],
    ['terminal', 'nobody sits at a terminal here'],
    ['remote', 'nobody can answer here'],
    ['fatiged:20', 'did you mean "fatigued"?'],
  ] as const) {
    it(`${approvers} ends with status 2 before anything runs, and says what is right`, async () => {
      const { status, out, err } = await run(approvers);
      expect([status, out]).to.deep.equal([2, '']);
      expect(err.replaceAll(/\s+/g, ' ')).to.contain(told);
    });
  }
});

describe('blastpit run, whose people have not answered yet', function () {
  this.timeout(20_000);

  for (const [what, words, signal, ending] of [
    ['a single run', [], 'SIGINT', { status: null, signalCode: 'SIGINT', told: '' }],
    [
      'epochs',
      ['--epochs', '3'],
      'SIGTERM',
      { status: 143, signalCode: null, told: 'stopped by SIGTERM: what was done until then is told' },
    ],
  ] as const) {
    it(`ends at the first ${signal} with ${what}, and withdraws what it asked`, async () => {
      const line = ['kiro', '-g', 'two-person-sign-off', '--approvers', 'web', ...words];
      const asking = startServing(line, {}, 'run');
      await asking.says(/Approve or deny at .*\n/);
      const page = /Approve or deny at (\S+)/.exec(asking.err())?.[1] ?? '';
      const isAsked = async (): Promise<boolean> =>
        (await (await fetch(`${page}questions`)).text()).includes('"state":"open"');
      while (!(await isAsked())) await pause(50);
      const status = await asking.end(signal);
      const { signalCode } = asking.child;
      expect({ status, signalCode }).to.deep.equal({ status: ending.status, signalCode: ending.signalCode });
      expect(asking.out()).to.equal('');
      expect(asking.err().split('\n').slice(1).join(' ')).to.include(ending.told);
    });
  }
});
