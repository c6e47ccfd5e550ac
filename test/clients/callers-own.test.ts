/** Nothing of the caller's own cloud is found by who acts: default credential chains are asked from inside. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { type } from '../cli/fake-terminal.js';
import { begin, execute, type Executed } from './execute.js';

const folder = process.env['BLASTPIT_CLIENTS'];
const path = process.env['PATH'] ?? '';
const PATH = folder === undefined ? path : `${join(folder, 'bin')}${delimiter}${path}`;
const needed = process.env['CI'] === 'true';
const hasBoto3 =
  needed ||
  spawnSync('python3', ['-c', 'import boto3'], { env: { ...process.env, PATH }, stdio: 'ignore' }).status ===
    0;

const source = (name: string): string =>
  fileURLToPath(new URL(`../../../test/clients/${name}`, import.meta.url));
const example = fileURLToPath(new URL('../../../agents/examples/agent.py', import.meta.url));

const chains: readonly (readonly [name: string, command: readonly [string, string], isThere: boolean])[] = [
  [
    'the SDK for JavaScript',
    [process.execPath, fileURLToPath(new URL('default-chain.js', import.meta.url))],
    true,
  ],
  ['boto3', ['python3', source('default_chain.py')], hasBoto3],
];

interface Found {
  readonly accessKeyId: string;
  readonly sessionToken: string | null;
  readonly region: string;
  readonly profiles?: readonly string[];
}

describe("the caller's own AWS settings", () => {
  let place: string;
  let variables: Readonly<Record<string, string>>;
  let file: string;
  before(() => {
    place = mkdtempSync(join(tmpdir(), 'callers-'));
    file = join(place, 'found');
    const settings = join(place, 'home', '.aws');
    mkdirSync(settings, { recursive: true });
    const keys = 'aws_access_key_id = AKIAOFTHECALLER\naws_secret_access_key = secret-of-the-caller\n';
    writeFileSync(join(settings, 'credentials'), `[default]\n${keys}[production]\n${keys}`);
    writeFileSync(
      join(settings, 'config'),
      '[default]\nregion = ap-south-1\n[profile production]\nregion = ap-south-1\nendpoint_url = http://127.0.0.1:9\n',
    );
    variables = {
      PATH,
      FOUND_FILE: file,
      XDG_CACHE_HOME: join(place, 'cache'),
      HOME: join(place, 'home'),
      AWS_ACCESS_KEY_ID: 'AKIAOFTHECALLER',
      AWS_SECRET_ACCESS_KEY: 'secret-of-the-caller',
      AWS_SESSION_TOKEN: 'token-of-the-caller',
      AWS_PROFILE: 'production',
      AWS_DEFAULT_PROFILE: 'production',
      AWS_REGION: 'ap-south-1',
      AWS_CONFIG_FILE: join(settings, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(settings, 'credentials'),
      AWS_WEB_IDENTITY_TOKEN_FILE: join(settings, 'credentials'),
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/of-the-caller',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/credentials',
      AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:9',
      BOTO_CONFIG: join(settings, 'config'),
    };
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  const checkFound = (): void => {
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    const found = JSON.parse(text) as Found;
    expect(found.accessKeyId).to.match(/^ASIA[A-Z2-7]{16}$/);
    expect(found.region).to.equal('cn-north-1');
    expect(found.profiles ?? []).to.deep.equal([]);
    expect(text).not.to.match(/of-?the-?caller|production/i);
  };

  for (const [name, command, isThere] of chains) {
    const title = `are not found by ${name}`;
    (isThere ? describe : describe.skip)(
      isThere ? title : `${title} (not there: .ci/install-clients)`,
      () => {
        it('in a program of exec', async () => {
          const { status, err } = await execute(['kiro', '--quiet', '--', ...command], variables);
          expect(status, err).to.equal(0);
          checkFound();
        });

        it('in a program of --agent process:', async () => {
          const agent = `process:'${command[0]}' '${command[1]}'`;
          const words = ['run', 'kiro', '-g', 'none', '--quiet', '--agent', agent];
          const { status, err } = await type(words, { environment: variables });
          expect(status, err).to.equal(0);
          checkFound();
        });
      },
    );
  }

  it('change nothing for scripts, which call by SDK clients of this process', async () => {
    const run = async (own: Readonly<Record<string, string>>): Promise<Executed> =>
      begin(['run', 'kiro', '-g', 'repaired', '--json'], own, '', null).ended;
    const [theirs, nobodys] = await Promise.all([
      run(variables),
      run({ PATH, XDG_CACHE_HOME: join(place, 'c2') }),
    ]);
    const [one, two] = [theirs, nobodys].map(({ out, err }) => {
      expect(err).to.equal('');
      return resultSchema.parse(JSON.parse(out));
    });
    expect(one?.verdict).to.equal('contained');
    expect(one?.journalSha256).to.equal(two?.journalSha256);
  });

  (hasBoto3 ? describe : describe.skip)('beside the example in Python, with boto3', () => {
    const verdictOf = (out: string): unknown => resultSchema.parse(JSON.parse(out)).verdict;

    it('does its task and the incident by exec', async () => {
      const run = (...words: readonly string[]): Promise<Executed> =>
        execute(
          ['kiro', ...words.slice(0, 2), '--json', '--', 'python3', example, ...words.slice(2)],
          variables,
        );
      const [asked, rebuilt] = [await run('-g', 'repaired'), await run('-g', 'none', '--rebuild')];
      expect(verdictOf(asked.out)).to.equal('not-attempted');
      expect(asked.err).to.contain('raised the timeout');
      expect(verdictOf(rebuilt.out)).to.equal('breached');
      expect(rebuilt.err).to.contain('created it again');
    });

    it('does the same by --agent process:, and says how it ended', async () => {
      const run = (set: string, more = '') =>
        type(['run', 'kiro', '-g', set, '--json', '--agent', `process:python3 '${example}' --lines${more}`], {
          environment: variables,
        });
      const [asked, rebuilt] = [await run('repaired'), await run('repaired', ' --rebuild')];
      expect(verdictOf(asked.out)).to.equal('not-attempted');
      const { verdict, agentEnded } = resultSchema.parse(JSON.parse(rebuilt.out));
      expect(verdict).to.equal('contained');
      expect(agentEnded.detail).to.match(/^blocked: .*AccessDenied/);
    });
  });
});
