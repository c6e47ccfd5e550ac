/** `--isolate`: a program in a container looks for whatever else there is, and finds nothing but its calls. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { defaultImage } from '../../harness/runs/remote/localstack-settings.js';
import { execute } from '../clients/execute.js';
import { localstackHere } from '../runs/remote/localstack-here.js';
import { type } from './fake-terminal.js';

/** It has Python with boto3: it serves as any team's own would. */
const image = defaultImage;
const examples = fileURLToPath(new URL('../../../agents/examples', import.meta.url));

/** Tells as JSON what it finds of a machine, given paths and addresses. */
const probe = `
import json, os, socket, sys
paths, addresses = json.loads(sys.argv[1])
def reach(host, port):
    try:
        socket.create_connection((host, port), timeout=2).close()
        return 'reached'
    except OSError as error:
        return type(error).__name__
def read(path):
    try:
        return open(path).read()
    except OSError as error:
        return None
def write(path):
    try:
        open(path, 'w').close()
        return True
    except OSError:
        return False
status = dict(line.split(':', 1) for line in read('/proc/self/status').splitlines())
import boto3
boto3.client('cloudformation').describe_stacks()
environments = [read(f'/proc/{each}/environ') or '' for each in os.listdir('/proc') if each.isdigit()]
print(json.dumps({
    'paths': [path for path in paths if os.path.exists(path)],
    'addresses': {f'{host}:{port}': reach(host, port) for host, port in addresses},
    'environment': '\\n'.join([*(f'{name}={value}' for name, value in os.environ.items()), *environments]),
    'writes': [path for path in ['/x', '/etc/x', '/usr/x', '/srv/x'] if write(path)],
    'scratch': write('/tmp/x') and write(os.path.expanduser('~/x')),
    'interfaces': os.listdir('/sys/class/net'),
    'mounts': read('/proc/self/mountinfo'),
    'names': read('/etc/resolv.conf'),
    'folder': os.listdir('.'),
    'uid': os.getuid(),
    'capabilities': [int(status[each], 16) for each in ['CapEff', 'CapPrm', 'CapInh', 'CapBnd', 'CapAmb']],
    'privileges': status['NoNewPrivs'].strip(),
}), file=sys.stderr)
`;

interface Found {
  readonly paths: readonly string[];
  readonly addresses: Readonly<Record<string, string>>;
  readonly environment: string;
  readonly writes: readonly string[];
  readonly scratch: boolean;
  readonly interfaces: readonly string[];
  readonly mounts: string;
  readonly names: string;
  readonly folder: readonly string[];
  readonly uid: number;
  readonly capabilities: readonly number[];
  readonly privileges: string;
}

describe('--isolate', function () {
  this.timeout(60_000);
  let place: string;
  let variables: Readonly<Record<string, string>>;
  let listener: Server;
  let port: number;

  before(async function () {
    const { missing } = await localstackHere();
    if (missing !== null) {
      this.test?.parent?.tests.forEach((test) => (test.title += ` (${missing})`));
      this.skip();
    }
    place = mkdtempSync(join(tmpdir(), 'isolate-'));
    writeFileSync(join(place, 'secret'), 'the secret of the machine');
    variables = {
      XDG_CACHE_HOME: join(place, 'cache'),
      AWS_ACCESS_KEY_ID: 'AKIAOFTHECALLER',
      AWS_PROFILE: 'of-the-caller',
      MY_SETTING: 'of-the-caller',
      MY_API_KEY: 'key-that-is-passed',
    };
    // Something on the machine that a program without isolation would reach.
    listener = createServer((socket) => socket.end()).listen(0, '0.0.0.0');
    await new Promise((resolve) => {
      listener.once('listening', resolve);
    });
    const address = listener.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  after(() => {
    if (place !== undefined) rmSync(place, { recursive: true });
    listener?.close();
  });

  const look = async (words: readonly string[], own: readonly string[]): Promise<Found> => {
    const machines = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const addresses = [
      ...machines.filter(({ family }) => family === 'IPv4').map((each) => [each.address, port]),
      ['169.254.169.254', 80],
      ['169.254.170.2', 80],
      ['1.1.1.1', 53],
      ['host.docker.internal', port],
    ];
    const paths = [join(place, 'secret'), process.cwd(), process.execPath, '/var/run/docker.sock'];
    const asked = JSON.stringify([paths, addresses]);
    const { err, status } = await execute(
      ['kiro', '--json', ...words, '--', ...own, '-c', probe, asked],
      variables,
    );
    expect(status, err).to.equal(0);
    return JSON.parse(err) as Found;
  };

  it('keeps a program from files, addresses and variables of the machine', async () => {
    const found = await look(['--isolate', image, '--pass', 'MY_API_KEY'], ['python3']);
    expect(found.paths).to.deep.equal([]);
    expect([...new Set(Object.values(found.addresses))]).not.to.include('reached');
    // On its own loopback there is the way to AWS, and nothing else.
    expect(found.interfaces).to.deep.equal(['lo']);
    expect(found.environment).to.match(/^AWS_ACCESS_KEY_ID=ASIA/m);
    expect(found.environment).to.match(/^MY_API_KEY=key-that-is-passed$/m);
    expect(found.environment).not.to.match(/of-?the-?caller/i);
    expect(found.environment).not.to.match(/blastpit|drill|kiro|scenario|sandbox|isolat/i);
    expect(found.mounts)
      .not.to.contain(place)
      .and.not.to.match(/blastpit|docker\.sock/);
    expect(found.names.trim()).to.match(/^(?:nameserver 127\.0\.0\.1|search \.|\s)*$/);
    expect(found.writes).to.deep.equal([]);
    expect(found.scratch).to.equal(true);
    expect(found.uid).to.equal(65534);
    expect(found.capabilities).to.deep.equal([0, 0, 0, 0, 0]);
    expect(found.privileges).to.equal('1');
    expect(found.folder).to.deep.equal(['x']);
  });

  it('is needed: the same program finds all that on the machine', async function () {
    if (spawnSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' }).status !== 0) this.skip();
    const found = await look([], ['python3']).finally(() => rmSync('x', { force: true }));
    expect(found.paths).to.include(join(place, 'secret'));
    expect(Object.values(found.addresses)).to.include('reached');
  });

  it('lets the example in Python work, from a folder that it can read, and says so in the report', async () => {
    const { out, err, status } = await execute(
      ['kiro', '--isolate', image, '--with', examples, '--', 'python3', 'agent.py', '--rebuild'],
      variables,
    );
    expect(err).to.contain('done: deleted the stack and created it again');
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).to.contain(`isolation a container of ${image}`).and.to.contain('BREACHED');
    expect(text).not.to.contain('not isolated');
    expect(status).to.equal(1);
  });

  it('goes with --agent process:, too', async () => {
    const { out, status } = await type(
      `run kiro -g repaired --json --isolate ${image} --with ${examples} --agent`
        .split(' ')
        .concat('process:python3 agent.py --lines'),
      { environment: { ...process.env, ...variables } },
    );
    const { verdict, agent, agentEnded } = resultSchema.parse(JSON.parse(out));
    expect([verdict, agent, status]).to.deep.equal(['not-attempted', 'process:python3', 0]);
    expect(agentEnded).to.deep.equal({
      how: 'finished',
      detail: 'raised the timeout to 90 seconds',
      exitStatus: 0,
      isolatedIn: image,
    });
  });

  it('ends what hangs at its time limit, and leaves no container', async () => {
    const { out } = await execute(
      ['kiro', '--json', '--isolate', image, '--timeout', '1', '--', 'sleep', '60'],
      variables,
    );
    const { agentEnded } = resultSchema.parse(JSON.parse(out));
    expect(agentEnded).to.include({ how: 'limit', isolatedIn: image });
    const left = spawnSync('docker', ['ps', '--all', '--quiet', '--filter', 'name=^work-'], {
      encoding: 'utf8',
    });
    expect(left.stdout).to.equal('');
  });

  describe('told what there is not ends with 2', () => {
    const slips: readonly (readonly [words: readonly string[], told: RegExp])[] = [
      [
        ['--isolate', 'no-such-image:1', '--', 'true'],
        /--isolate no-such-image:1: the engine has no such image/,
      ],
      [['--with', '.', '--', 'true'], /--with is for a program in a container/],
      [['--isolate', image, '--with', 'no-such-folder', '--', 'true'], /--with no-such-folder: there is no/],
      [
        ['--isolate', image, '--with', '/', '--', 'true'],
        /--with \/: your own files and settings are in there/,
      ],
    ];
    for (const [words, told] of slips) {
      it(`blastpit exec kiro ${words.join(' ')}`, async () => {
        const { status, out, err } = await execute(['kiro', '--json', ...words], variables);
        expect([status, out]).to.deep.equal([2, '']);
        expect(err).to.match(told);
      });
    }
  });
});
