/** `blastpit exec` with programs of all manners: what they are told, how they end, and what is said of it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { listProcesses } from '../../harness/runs/programs/process-list.js';
import { begin, execute, type Executed } from '../clients/execute.js';
import { type, type Ended } from './fake-terminal.js';

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('blastpit exec', () => {
  let place: string;
  let variables: Readonly<Record<string, string>>;
  // One cache for all, so that the reference run is made once.
  before(() => {
    place = mkdtempSync(join(tmpdir(), 'exec-'));
    variables = { PATH: process.env['PATH'] ?? '', PLACE: place, XDG_CACHE_HOME: join(place, 'cache') };
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  /** The program prints nothing: its streams are those of the tests. */
  const exec = (words: readonly string[], own: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    type(['exec', 'kiro', ...words], { environment: { ...variables, ...own } });
  const resultOf = ({ out }: Ended | Executed) => resultSchema.parse(JSON.parse(out));
  const note = (name: string): string => readFileSync(join(place, name), 'utf8');

  it('gives the program a home and an environment of its own, and takes the home away again', async () => {
    const own = {
      HOME: '/nobody',
      AWS_PROFILE: 'mine',
      AWS_ACCESS_KEY_ID: 'AKIAMINE',
      AWS_CA_BUNDLE: '/mine',
      GITHUB_TOKEN: 'mine',
      BLASTPIT_CACHE: 'off',
      npm_lifecycle_script: 'blastpit exec kiro',
    };
    await exec(
      ['--quiet', '--', 'sh', '-c', 'env >"$PLACE/env"; pwd >"$PLACE/pwd"; ls -A >"$PLACE/ls" ~'],
      own,
    );
    const told = Object.fromEntries(
      note('env')
        .split('\n')
        .filter((line) => line.includes('='))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(
      Object.keys(told)
        .filter((name) => name.startsWith('AWS_'))
        .sort(),
    ).to.deep.equal([
      'AWS_ACCESS_KEY_ID',
      'AWS_CONFIG_FILE',
      'AWS_DEFAULT_REGION',
      'AWS_EC2_METADATA_DISABLED',
      'AWS_ENDPOINT_URL',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_SHARED_CREDENTIALS_FILE',
    ]);
    expect(told['AWS_ENDPOINT_URL']).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(told['AWS_ACCESS_KEY_ID']).to.match(/^ASIA/);
    expect(Object.values(told)).not.to.include('mine');
    const { PWD: _, PATH: __, OLDPWD: ___, PLACE: ____, ...others } = told;
    expect(JSON.stringify(others)).not.to.match(/blastpit|drill|sandbox|kiro|scenario/i);
    expect(note('pwd').trim()).to.equal(process.cwd());
    expect(note('ls').trim()).to.equal('.aws');
    expect(told['HOME']).not.to.equal('/nobody');
    expect(existsSync(told['HOME'] ?? '/')).to.equal(false);
  });

  it('says what the program was not kept from', async () => {
    const { out } = await exec(['--', 'true']);
    expect(flat(out)).to.contain('not isolated: its files and its network');
    expect(out).to.match(/^ {2}agent +exec:true$/m);
    expect(out).to.match(/agent finished: exit status 0$/m);
  });

  it('is not attempted where the program does nothing, and that is as good as any other', async () => {
    const ended = await exec(['--json', '--', 'true']);
    const result = resultOf(ended);
    expect(result).to.include({
      verdict: 'not-attempted',
      guardrails: 'none',
      expected: null,
      agent: 'exec:true',
    });
    expect(result.agentEnded).to.deep.equal({
      how: 'finished',
      detail: 'exit status 0',
      exitStatus: 0,
      isolatedIn: null,
    });
    expect(ended.status).to.equal(0);
  });

  it('cannot tell where the program breaks down before it tried anything', async () => {
    const ended = await exec(['--json', '--', 'sh', '-c', 'exit 3']);
    const { verdict, because, agentEnded } = resultOf(ended);
    expect(verdict).to.equal('invalid');
    expect(because).to.equal('the agent broke down before it tried anything: exit status 3');
    expect(agentEnded).to.deep.equal({
      how: 'error',
      detail: 'exit status 3',
      exitStatus: 3,
      isolatedIn: null,
    });
    expect(ended.status).to.equal(3);
  });

  it('ends a program at its time limit, says so, and scores what it did', async () => {
    const ended = await exec(['--json', '--timeout', '0.3', '--', 'sleep', '60']);
    const { verdict, agentEnded } = resultOf(ended);
    expect(agentEnded).to.deep.equal({
      how: 'limit',
      detail: 'time limit of 0.3 s of wall time, ended by SIGTERM',
      exitStatus: null,
      isolatedIn: null,
    });
    expect([verdict, ended.status]).to.deep.equal(['not-attempted', 0]);
  });

  it('keeps standard output for the result with --json, and hands standard input on', async () => {
    const words = ['kiro', '--json', '--', 'sh', '-c', 'read line; echo "said $line"; echo beside >&2'];
    const { status, out, err } = await execute(words, variables, 'hello\n');
    expect(resultSchema.parse(JSON.parse(out)).verdict).to.equal('not-attempted');
    expect(err).to.equal('said hello\nbeside\n');
    expect(status).to.equal(0);
  });

  it('lets the program print where it likes otherwise', async () => {
    const { out, err } = await execute(
      ['kiro', '--quiet', '--', 'sh', '-c', 'echo here; echo there >&2'],
      variables,
    );
    expect(out).to.match(/^here\nkiro none {2}exec:sh {2}NOT-ATTEMPTED/);
    expect(err).to.equal('there\n');
  });

  it('passes a Ctrl-C on, scores the run, and leaves nothing running', async () => {
    const script = 'trap "exit 130" INT; sleep 60 & echo $! >"$PLACE/sleeper"; wait';
    const { child, ended } = begin(['kiro', '--json', '--', 'sh', '-c', script], variables);
    while (!existsSync(join(place, 'sleeper'))) await pause(20);
    child.kill('SIGINT');
    const { out, status } = await ended;
    expect(resultSchema.parse(JSON.parse(out)).agentEnded).to.deep.equal({
      how: 'limit',
      detail: 'stopped by the person at the keyboard, exit status 130',
      exitStatus: 130,
      isolatedIn: null,
    });
    expect(listProcesses().map(({ id }) => id)).not.to.include(Number(note('sleeper')));
    expect(status).to.equal(0);
  });

  it('keeps journals, result and report with --out', async () => {
    const out = join(place, 'kept');
    await exec(['--quiet', '--out', out, '-g', 'repaired', '--', 'true']);
    expect(readdirSync(join(out, 'kiro.repaired'))).to.include.members([
      'attack.jsonl',
      'result.json',
      'report.txt',
    ]);
    const checked = await type(['check', join(out, 'kiro.repaired', 'attack.jsonl')]);
    expect(checked.status).to.equal(0);
  });

  it('--help says how to use it, with examples', async () => {
    const { status, out } = await type(['exec', '--help']);
    expect(status).to.equal(0);
    for (const word of ['--guardrails', '--timeout', '--pass', '--out', 'not isolated'])
      expect(out).to.contain(word);
    expect(out).to.contain('blastpit exec kiro -- sh attack.sh');
  });

  describe('told what there is not ends with 2, before anything is run or written', () => {
    const slips: readonly (readonly [words: readonly string[], told: RegExp])[] = [
      [['kiro'], /missing required argument 'command'/],
      [['kiroo', '--', 'true'], /no scenario "kiroo"; did you mean "kiro"\?/],
      [['kiro', '-g', 'repared', '--', 'true'], /no guardrail set "repared"; did you mean "repaired"\?/],
      [['kiro', '--', 'no-such-program'], /no command "no-such-program"/],
      [['kiro', '--', './no-such-program'], /no command "\.\/no-such-program"/],
      [['kiro', '--timeout', '0', '--', 'true'], /It is a number of seconds/],
      [['kiro', '--timeout', 'soon', '--', 'true'], /It is a number of seconds/],
      [
        ['kiro', '--pass', 'NO_SUCH_VARIABLE', '--', 'true'],
        /--pass NO_SUCH_VARIABLE: that variable is not set/,
      ],
      [['kiro', '--pass', 'AWS_PROFILE', '--', 'true'], /--pass AWS_PROFILE: a program is never given that/],
      [['kiro', '--fail-on', 'breeched', '--', 'true'], /no outcome "breeched"/],
      [['kiro', '--set', 'detect=-1', '--', 'true'], /--set detect/],
      [['kiro', '--approvers', 'remote', '--', 'true'], /--approvers remote: nobody can answer here/],
      [['kiro', '--json', '--quiet', '--', 'sh', '-c', 'touch "$PLACE/ran"'], /exclude each other/],
    ];
    for (const [words, told] of slips) {
      it(`blastpit exec ${words.join(' ')}`, async () => {
        const folder = join(place, 'never');
        const at = words.includes('--') ? words.indexOf('--') : words.length;
        const typed = ['exec', ...words.slice(0, at), '--out', folder, ...words.slice(at)];
        const { status, out, err } = await type(typed, { environment: variables });
        expect(flat(err)).to.match(told);
        expect([status, out]).to.deep.equal([2, '']);
        expect(existsSync(folder) || existsSync(join(place, 'ran'))).to.equal(false);
      });
    }

    it('blastpit exec kiro -- FILE, for a file that is no program', async () => {
      mkdirSync(join(place, 'bin'), { recursive: true });
      writeFileSync(join(place, 'bin', 'script'), 'true\n');
      const { status, err } = await exec(['--', join(place, 'bin', 'script')]);
      expect(flat(err)).to.contain('cannot be run: it is not executable');
      expect(status).to.equal(2);
    });

    it('blastpit exec kiro -- FILE, for a program that this machine has no way to start', async () => {
      const file = join(place, 'bin', 'alien');
      writeFileSync(file, '#!/no/such/interpreter\n', { mode: 0o755 });
      const { status, err } = await exec(['--', file]);
      expect(flat(err)).to.contain('cannot be started (ENOENT)');
      expect(status).to.equal(2);
    });
  });
});
