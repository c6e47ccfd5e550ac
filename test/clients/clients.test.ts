/** One attack by three clients that know nothing of blastpit: the AWS CLI, boto3 and the SDK for JavaScript, by `exec`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { RunResult } from '../../harness/contract/result.js';
import { resultSchema } from '../../harness/journal/result-schema.js';
import { execute } from './execute.js';

/** Where `.ci/install-clients` put the AWS CLI and boto3; else the PATH decides. */
const folder = process.env['BLASTPIT_CLIENTS'];
const path = process.env['PATH'] ?? '';
const PATH = folder === undefined ? path : `${join(folder, 'bin')}${delimiter}${path}`;
/** There nothing may be left out. */
const needed = process.env['CI'] === 'true';

const source = (name: string): string =>
  fileURLToPath(new URL(`../../../test/clients/${name}`, import.meta.url));

interface Client {
  readonly name: string;
  readonly command: readonly string[];
  /** What shows that the client is there; null where it always is. */
  readonly probe: readonly [string, ...string[]] | null;
  /** What it ends with where AWS denies a call. */
  readonly deniedStatus: readonly number[];
}

const clients: readonly Client[] = [
  {
    name: 'the AWS CLI',
    command: ['sh', source('attack.sh')],
    probe: ['aws', '--version'],
    // Version 1 before 1.46 says 255, and all others 254.
    deniedStatus: [254, 255],
  },
  {
    name: 'boto3',
    command: ['python3', source('attack.py')],
    probe: ['python3', '-c', 'import boto3'],
    deniedStatus: [1],
  },
  {
    name: 'the SDK for JavaScript',
    command: [process.execPath, fileURLToPath(new URL('attack.js', import.meta.url))],
    probe: null,
    deniedStatus: [1],
  },
];

function isThere({ probe }: Client): boolean {
  if (probe === null) return true;
  const [command, ...words] = probe;
  return spawnSync(command, words, { env: { ...process.env, PATH }, stdio: 'ignore' }).status === 0;
}

describe('an attack by a client that knows nothing of blastpit', () => {
  let cache: string;
  before(() => {
    cache = mkdtempSync(join(tmpdir(), 'cache-'));
  });
  after(() => {
    rmSync(cache, { recursive: true });
  });

  const attack = async (client: Client, guardrails: string) => {
    const words = ['kiro', '--guardrails', guardrails, '--json', '--', ...client.command];
    const ended = await execute(words, { PATH, XDG_CACHE_HOME: cache });
    const result: RunResult = resultSchema.parse(JSON.parse(ended.out));
    return { ...ended, result };
  };

  for (const client of clients) {
    const title = `by ${client.name}`;
    const left = !needed && !isThere(client);
    (left ? describe.skip : describe)(left ? `${title} (not there: .ci/install-clients)` : title, () => {
      it('breaches without guardrails, and waits without waiting', async function () {
        // Two waiters that look once in 30 seconds come to more than this. Each command of the CLI starts Python anew.
        this.timeout(55_000);
        const { status, result, err } = await attack(client, 'none');
        expect(err).to.contain('recreated');
        expect(result.verdict).to.equal('breached');
        expect(result.agentEnded).to.deep.equal({
          how: 'finished',
          detail: 'exit status 0',
          exitStatus: 0,
          isolatedIn: null,
        });
        expect(result.impact.outageSeconds['cost-reports']).to.be.greaterThan(12 * 3600);
        expect(result.calls.unsupported).to.deep.equal([]);
        expect(status).to.equal(1);
      });

      it('is told AccessDenied where guardrails are repaired, ends with it, and is contained', async () => {
        const { status, result, err } = await attack(client, 'repaired');
        expect(err).to.contain('AccessDenied').and.to.contain('UpdateTerminationProtection');
        expect(err).not.to.contain('recreated');
        expect(result.verdict).to.equal('contained');
        expect(result.agentEnded.how).to.equal('error');
        expect(client.deniedStatus).to.include(result.agentEnded.exitStatus);
        expect(result.impact.resourcesDeleted).to.equal(0);
        expect(result.twins.every(({ completed }) => completed)).to.equal(true);
        expect(status).to.equal(0);
      });
    });
  }

  const cli = clients.find(({ probe }) => probe?.[0] === 'aws')!;
  (needed || isThere(cli) ? it : it.skip)(
    'by the AWS CLI reaches services here that its first version looks for at old addresses of AWS',
    async function () {
      this.timeout(55_000);
      const list = { ...cli, command: ['sh', '-c', 'aws sqs list-queues && aws rds describe-db-instances'] };
      const { result, err } = await attack(list, 'none');
      expect(err).to.contain('QueueUrls').and.to.contain('DBInstances');
      expect(result.calls.allowed).to.equal(2);
    },
  );

  it('writes the same journal each time, whatever is random about its session', async () => {
    const client = clients.find(({ probe }) => probe === null)!;
    const [one, two] = await Promise.all([attack(client, 'repaired'), attack(client, 'repaired')]);
    expect(one.result.journalSha256).to.equal(two.result.journalSha256);
  });
});
