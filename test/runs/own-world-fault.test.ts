/** A fault of the world that a team writes for itself, in its own project. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { type } from '../cli/fake-terminal.js';
import { repository } from '../house/source-files.js';

const starter = join(repository, 'harness', 'runs', 'projects', 'starter');

const fault = `import { defineWorldFault } from 'blastpit/fault';

export default defineWorldFault({
  name: 'outage',
  summary: 'one operation of AWS is out, and answers nothing else',
  parameter: { placeholder: 'OPERATION', summary: 'which', example: 'ListTables', otherwise: 'DeleteTable' },
  source: 'modeled',
  begin: (operation: string) => ({
    fault: 'outage',
    name: \`outage=\${operation}\`,
    does: \`\${operation} is out\`,
    turnsAway: ({ request }) =>
      request.operation === operation
        ? { code: 'ServiceUnavailable', message: 'Try later.', status: 503, origin: 'world-fault' }
        : null,
  }),
});
`;

describe('a fault of the world of one’s own', () => {
  const home = process.cwd();
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'blastpit-fault-')));
    cpSync(join(starter, 'scenarios'), join(root, 'scenarios'), { recursive: true });
    cpSync(join(starter, 'guardrails'), join(root, 'guardrails'), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{ "name": "ours", "type": "module" }');
    mkdirSync(join(root, 'faults'));
    writeFileSync(join(root, 'faults', 'outage.ts'), fault);
    process.chdir(root);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(root, { recursive: true });
  });

  for (const named of ['outage', './faults/outage.ts=DeleteTable']) {
    it(`works by name or path: --fault ${named}`, async () => {
      const { out } = await type(['run', 'clean-up', '-g', 'none', '--json', '--fault', named]);
      expect(JSON.parse(out)).to.deep.include({
        verdict: 'failed',
        because: 'outage stopped DeleteTable; no guardrail had to decide',
        worldFaults: [{ name: 'outage=DeleteTable', does: 'DeleteTable is out' }],
      });
    });
  }

  it('is listed before those of the package, and checked', async () => {
    const { out } = await type(['list', 'faults']);
    expect(out).to.match(/^outage +one operation .*\(of this project\)\s+^expired-/ms);
    expect((await type(['check', 'outage'])).out).to.contain('it loads');
  });

  it('that is none says which line of it is wrong', async () => {
    writeFileSync(
      join(root, 'faults', 'outage.ts'),
      "// for blastpit\nexport default { name: 'outage', summary: 's', parameter: {}, source: 'modeled', begin: 1 };\n",
    );
    const { status, err } = await type(['run', 'clean-up', '--fault', 'outage']);
    expect(err.replaceAll(/\s+/g, ' ')).to.contain(
      'fault of the world "outage" cannot be used: begin is not what it should be',
    );
    expect(status).to.equal(2);
  });
});
