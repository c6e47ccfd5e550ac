/** `blastpit serve` as a person at a terminal, and a pipeline, meet it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunResult } from '../../harness/contract/result.js';
import { openClients } from '../../harness/runs/entrances/sdk.js';
import { runReference } from '../runs/serving-under-test.js';
import { type } from './fake-terminal.js';
import { exported, startServing } from './served-process.js';

async function attackWith(variables: Readonly<Record<string, string>>): Promise<void> {
  const region = variables['AWS_REGION'] ?? '';
  const credentials = {
    accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: variables['AWS_SESSION_TOKEN'] ?? '',
  };
  await runReference(openClients(variables['AWS_ENDPOINT_URL'] ?? '', credentials, region), {
    region,
    task: '',
  });
}

describe('blastpit serve', function serving() {
  this.timeout(30_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'serve-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('prints variables to export and nothing else, and at Ctrl-C what came of the session, kept with --out', async () => {
    const served = startServing(['kiro', '--out', folder, '--verbose']);
    await served.says(/finish$/m);
    const variables = exported(served.out());
    expect(Object.keys(variables)).to.deep.equal([
      'AWS_ENDPOINT_URL',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
    ]);
    expect(served.out().trimEnd().split('\n')).to.have.length(6);
    const [, token = ''] = /token:\s+(\S+)/.exec(served.err()) ?? [];
    expect(token).to.have.length(43);
    await attackWith(variables);
    expect(await served.end('SIGINT'), served.err()).to.equal(1);
    expect(served.out()).to.match(/^kiro none {2}outside {2}BREACHED/m);
    expect(served.err()).to.match(/c\d+ CloudFormation\.DeleteStack ok/);
    const [run = ''] = readdirSync(folder);
    expect(run).to.match(/^kiro\.none\.[0-9a-f]{16}$/);
    const result = JSON.parse(readFileSync(join(folder, run, 'result.json'), 'utf8')) as RunResult;
    const journal = readFileSync(join(folder, run, 'attack.jsonl'));
    expect(result.journal).to.equal(join(folder, run, 'attack.jsonl'));
    expect(createHash('sha256').update(journal).digest('hex')).to.equal(result.journalSha256);
    for (const secret of [token, variables['AWS_SECRET_ACCESS_KEY'] ?? '']) {
      expect(journal.includes(secret)).to.equal(false);
    }
  });

  it('prints one JSON object with --json, and ends with 0 where nothing was harmed', async () => {
    const served = startServing(['kiro', '--guardrails', 'repaired', '--json']);
    await served.says(/\n/);
    const told = JSON.parse(served.out()) as {
      readonly endpoint: string;
      readonly token: string;
      readonly session: { readonly id: string; readonly environment: Readonly<Record<string, string>> };
    };
    expect(told.session.environment['AWS_ENDPOINT_URL']).to.equal(told.endpoint);
    const state = await fetch(`${told.endpoint}/_blastpit/sessions/${told.session.id}`, {
      headers: { authorization: `Bearer ${told.token}` },
    });
    expect(await state.json()).to.include({ state: 'open', guardrails: 'repaired', calls: 0 });
    expect(await served.end('SIGTERM')).to.equal(0);
    expect(() => JSON.parse(served.out()) as unknown).to.not.throw();
    expect(served.err()).to.contain('NOT-ATTEMPTED');
  });

  it('tells what people are asked, with a command that answers', async () => {
    const served = startServing(['kiro', '--guardrails', 'repaired', '--approvers', 'remote']);
    await served.says(/finish$/m);
    const [, token = ''] = /token:\s+(\S+)/.exec(served.err()) ?? [];
    const attacked = attackWith(exported(served.out()));
    await served.says(/approvals\/a1$/m);
    expect(served.err())
      .to.contain('a1  CloudFormation.UpdateTerminationProtection waits for people')
      .and.to.contain('2 of chen.yu, zhao.min and sun.hao, by two-person-sign-off')
      .and.to.contain('COST-4127');
    const [, body = '', url = ''] = /-d '([^']+)' (\S+)$/m.exec(served.err()) ?? [];
    const answered = await fetch(url, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answered.status, await answered.json()]).to.deep.equal([200, { id: 'a1', state: 'open' }]);
    expect(await served.end('SIGINT')).to.equal(0);
    await attacked.catch(() => undefined);
  });

  it('says of a template that nothing is scored', async () => {
    const file = join(folder, 'queue.yaml');
    writeFileSync(file, 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n');
    const served = startServing(['--template', file]);
    await served.says(/finish$/m);
    expect(served.err()).to.contain('no scenario: nothing is scored');
    expect(await served.end('SIGINT')).to.equal(0);
    expect(served.out()).to.contain('no scenario: nothing is scored; 0 calls');
  });

  describe('with wrong input ends with 2, an error that says what would be right, and nothing left behind:', () => {
    let taken: Server;
    let port = 0;
    before(async () => {
      taken = createServer();
      await new Promise<void>((resolve) => {
        taken.listen(0, '127.0.0.1', resolve);
      });
      ({ port } = taken.address() as AddressInfo);
    });
    after(() => {
      taken.close();
    });

    const wrong: readonly (readonly [string, () => readonly string[], RegExp])[] = [
      ['a port in use', () => ['kiro', '--port', String(port)], /port \d+ of 127\.0\.0\.1 is in use/],
      ['a port that is none', () => ['kiro', '--port', '70000'], /0 to 65535/],
      ['an address that others reach', () => ['--host', '0.0.0.0'], /a loopback address/],
      ['an unknown scenario', () => ['kiroo'], /did you mean "kiro"/],
      ['an unknown guardrail set', () => ['kiro', '--guardrails', 'repared'], /did you mean "repaired"/],
      ['a scenario that is open', () => ['kiro', '--open'], /exclude each other/],
      ['a scenario and a template', () => ['kiro', '--template', 'x.yaml'], /exclude each other/],
      ['parameters for nothing', () => ['kiro', '--parameters', 'Stage=a'], /is for a template/],
      ['a parameter without a value', () => ['--template', 'x', '--parameters', 'Stage'], /KEY=VALUE/],
      ['a template that is not there', () => ['--template', 'nowhere.yaml'], /cannot be read \(ENOENT\)/],
      ['a folder that cannot be', () => ['kiro', '--out', '/dev/null/x'], /cannot be written/],
    ];
    for (const [what, words, said] of wrong) {
      it(what, async () => {
        const { status, out, err } = await type(['serve', ...words()]);
        expect([status, out]).to.deep.equal([2, '']);
        expect(err.replaceAll(/\s+/g, ' ')).to.match(said);
      });
    }
  });
});
