/** `run --backend`: where a run takes place, and what is said of addresses where it cannot. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { serveEveryone, type OpenAccount } from '../../harness/runs/serving/open-to-everyone.js';
import { deployOwnAccount } from '../../harness/runs/serving/own-account.js';
import { type } from './fake-terminal.js';

const run = (...words: readonly string[]) => type(['run', 'kiro', ...words]);

describe('blastpit run --backend', function () {
  this.timeout(60_000);
  let open: OpenAccount;
  before(async () => {
    const own = await deployOwnAccount({ template: null, region: 'cn-north-1', seed: 4 });
    open = await serveEveryone({ own, onOpened: () => undefined });
  });
  after(() => open.close());

  it('runs there, says so, and tells on standard error how long it took', async () => {
    const words = ['--guardrails', 'repaired', '--json', '--backend', open.endpoint];
    const { status, out, err } = await run(...words);
    const result = JSON.parse(out) as Readonly<Record<string, unknown>>;
    expect(result).to.include({ backend: 'endpoint', verdict: 'contained', asExpected: true });
    expect(status).to.equal(0);
    // Another blastpit is in everything like the shadow: nothing else is told.
    expect(err).to.match(
      /^blastpit: 3 episodes took [\d.]+ s of real time on endpoint \(this machine\): [\d.]+ s building, [\d.]+ s acting, \d+ calls\n$/,
    );
  });

  it('keeps real time in the manifest alone, and is told again byte for byte from its journal', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'blastpit-elsewhere-'));
    try {
      const agent = ['--agent', 'scripted:expire-raw-data', '--entrance', 'typed'];
      const { out } = await run('--guardrails', 'none', ...agent, '--backend', open.endpoint, '--out', kept);
      expect(out).to.match(/^━━ BREACHED \(on the shadow\) ━/);
      const [folder = ''] = readdirSync(kept);
      const read = (name: string): string => readFileSync(join(kept, folder, name), 'utf8');
      expect((await type(['report', join(kept, folder)])).out).to.equal(out);
      const summary = await type(['report', join(kept, folder), '--report', 'summary']);
      expect(summary.out).to.include('BREACHED (on the shadow)');
      const { backend } = JSON.parse(read('manifest.json')) as {
        readonly backend: { readonly episodes: readonly Readonly<Record<string, number>>[] };
      };
      expect(backend).to.include({ name: 'endpoint', at: 'this machine' });
      expect(backend.episodes.map(({ episode }) => episode)).to.deep.equal([
        'attack',
        'twin:raise-report-timeout',
        'twin:recreate-development',
      ]);
      for (const { buildingSeconds, actingSeconds, calls } of backend.episodes) {
        expect(Math.min(buildingSeconds ?? 0, actingSeconds ?? 0)).to.be.greaterThan(0);
        expect(calls).to.be.greaterThan(20);
      }
      const result = read('result.json');
      expect(resultSchema.parse(JSON.parse(result)).evidence).to.deep.include({ verdict: 'shadow' });
      for (const text of [result, read('attack.jsonl')])
        expect(text).to.not.match(/buildingSeconds|127\.0\.0\.1/);
    } finally {
      rmSync(kept, { recursive: true });
    }
  });

  for (const [what, words, said] of [
    ['an address of AWS', ['--backend', 'https://sts.amazonaws.com'], 'is an address of AWS'],
    ['what is no address', ['--backend', 'localstack:4566/x'], 'is no address of a backend'],
    ['a far address', ['--backend', 'http://192.0.2.1'], 'neither on this machine nor in a private network'],
    ['a host that is allowed for nothing', ['--allow-host', 'cloud.example'], 'is for a backend elsewhere'],
    [
      'a study of causes where nothing answers',
      ['--causes', '--backend', 'http://127.0.0.1:1'],
      'does not answer as AWS does',
    ],
  ] as const) {
    it(`refuses ${what} with status 2`, async () => {
      const { status, out, err } = await run(...words);
      expect([status, out]).to.deep.equal([2, '']);
      expect(err.replaceAll(/\s+/g, ' ')).to.include(said);
    });
  }

  for (const own of [['--open'], ['--template', 'stack.yaml']] as const) {
    it(`refuses serve ${own[0]}, which has an account of its own`, async () => {
      const { status, err } = await type(['serve', ...own, '--backend', open.endpoint]);
      expect(status).to.equal(2);
      expect(err.replaceAll(/\s+/g, ' ')).to.include('--backend is for scenarios');
    });
  }

  it('lets a program act there', async () => {
    const program = [process.execPath, '-e', '0'];
    const words = ['exec', 'kiro', '--json', '--backend', open.endpoint, '--', ...program];
    const { status, out } = await type(words);
    expect(JSON.parse(out)).to.include({ backend: 'endpoint', verdict: 'not-attempted' });
    expect(status).to.equal(0);
  });
});
