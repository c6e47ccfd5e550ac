/** Names, paths and TypeScript in a project of one's own, and what is said of files that are not what they should be. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { runScenario } from '../../harness/runs/run-from-code.js';
import { projectAt } from '../../harness/runs/projects/project.js';
import { type, type Ended } from '../cli/fake-terminal.js';
import { repository } from '../house/source-files.js';

const starter = join(repository, 'harness', 'runs', 'projects', 'starter');

const guardrail = `import { defineGuardrail } from 'blastpit/guardrail';
import { z } from 'zod';

interface Seen { readonly calls: number }

export default defineGuardrail({
  name: 'read-only',
  summary: 'denies every write, as a team would write it',
  enforcedAt: 'gateway',
  needs: 'call',
  parameters: z.strictObject({}),
  example: () => ({}),
  build: () => ({
    name: 'read-only',
    enforcedAt: 'gateway',
    needs: 'call',
    judge: ({ call }) => {
      const seen: Seen = { calls: 1 };
      return { answer: 'deny', reason: \`\${call.operation} writes (\${seen.calls})\` };
    },
  }),
});
`;

const agent = `import { AwsCallError, defineAgent } from 'blastpit/agent';

export default defineAgent({
  name: 'clumsy',
  summary: 'deletes one table, and knows an error of AWS when it meets one',
  needsArgument: false,
  create: (argument: string) => ({
    name: 'clumsy',
    act: async (session) => {
      try {
        await session.call('DynamoDB', 'DeleteTable', { TableName: argument || 'invoices' });
        return { how: 'finished', detail: 'deleted it' };
      } catch (error) {
        return { how: 'finished', detail: error instanceof AwsCallError ? error.code : 'another class' };
      }
    },
  }),
});
`;

describe('a project of one’s own', () => {
  const home = process.cwd();
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'blastpit-project-')));
    cpSync(join(starter, 'scenarios'), join(root, 'scenarios'), { recursive: true });
    cpSync(join(starter, 'guardrails'), join(root, 'guardrails'), { recursive: true });
    write('package.json', '{ "name": "ours", "type": "module" }');
    process.chdir(root);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(root, { recursive: true });
  });

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }

  function edit(file: string, from: string, to: string): void {
    const text = readFileSync(join(root, file), 'utf8');
    expect(text).to.contain(from);
    write(file, text.replace(from, to));
  }

  const plain = ({ out, err }: Ended): string => `${out}${err}`.replaceAll(/\s+/g, ' ');
  const scenario = 'scenarios/clean-up/scenario.ts';

  describe('names', () => {
    it('are those of the project first, then of the package, each marked', async () => {
      const { out } = await type(['list', 'guardrails']);
      expect(out.replaceAll(/\s+/g, ' ')).to.match(/^keep-data denies .* \(of this project\) \S+/);
      expect(out).to.contain('production-lock');
      expect((await type(['list', 'scenarios'])).out).to.match(/^clean-up[\s\S]+^kiro/m);
    });

    it('run from any folder below the project', async () => {
      process.chdir(join(root, 'scenarios', 'clean-up'));
      const { status, out } = await type(['run', 'clean-up', '--quiet']);
      expect(out).to.match(/^clean-up none +\S+ +BREACHED.*\nclean-up ours +\S+ +CONTAINED.*\n$/);
      expect(status).to.equal(0);
    });

    it('shadow those of the package', async () => {
      write('guardrails/deny-all.ts', guardrail.replaceAll('read-only', 'deny-all'));
      expect(plain(await type(['show', 'deny-all']))).to.contain('as a team would write it');
    });

    it('that there are not are told with what there is', async () => {
      const { status, err } = await type(['run', 'clean-upp']);
      expect(err)
        .to.contain('no scenario "clean-upp"; did you mean "clean-up"?')
        .and.contain('clean-up, kiro');
      expect(status).to.equal(2);
    });

    it('of blastpit’s own clone are the built copies, also by path', async () => {
      process.chdir(repository);
      expect(projectAt(repository)).to.equal(null);
      const { out } = await type(['run', './scenarios/kiro', '--guardrails', 'none', '--quiet']);
      expect(out).to.match(/^kiro none +\S+ +BREACHED/);
    });
  });

  describe('paths', () => {
    for (const path of ['scenarios/clean-up', './scenarios/clean-up/scenario.ts']) {
      it(`to a scenario work wherever a name does: ${path}`, async () => {
        expect((await type(['run', path, '-g', 'ours', '--quiet'])).out).to.match(
          /^clean-up ours +\S+ +CONTAINED/,
        );
        expect((await type(['show', path])).out).to.contain('nothing in the code reads this table');
      });
    }

    it('from elsewhere bring the scenario’s own project with them', async () => {
      process.chdir(tmpdir());
      const path = join(root, 'scenarios', 'clean-up');
      expect((await type(['run', path, '-g', 'ours', '--quiet'])).out).to.match(
        /^clean-up ours +\S+ +CONTAINED/,
      );
    });

    it('that lead nowhere say so', async () => {
      const { status, err } = await type(['run', './scenarios/nothing']);
      expect(err).to.contain('no scenario "./scenarios/nothing": there is no such file');
      expect(status).to.equal(2);
      expect((await type(['run', './guardrails'])).err).to.contain('no scenario in guardrails');
    });
  });

  describe('a guardrail by itself', () => {
    it('is a set of one, by name or path, also for a scenario of the package', async () => {
      write('guardrails/read-only.ts', guardrail);
      for (const [what, set] of [
        ['clean-up', 'keep-data'],
        ['clean-up', './guardrails/read-only.ts'],
      ] as const) {
        expect((await type(['run', what, '-g', set, '--quiet', '--fail-on', 'breached'])).status).to.equal(0);
      }
      const { out } = await type(['run', 'kiro', '-g', 'read-only', '--json', '--entrance', 'typed']);
      expect(JSON.parse(out)).to.include({ guardrails: 'read-only', verdict: 'contained' });
    });

    it('that needs parameters is refused, and a set asked for', async () => {
      const { status, err } = await type(['run', 'clean-up', '-g', 'permissions-boundary']);
      expect(err.replaceAll(/\s+/g, ' ')).to.contain(
        'guardrail permissions-boundary is no set by itself: document',
      );
      expect(err).to.contain('none, ours, deny-all');
      expect(status).to.equal(2);
    });
  });

  it('has agents that know blastpit’s own classes', async () => {
    write('agents/clumsy.ts', agent);
    const spec = ['run', 'clean-up', '-g', 'ours', '--json', '--agent'];
    const { out } = await type([...spec, 'clumsy']);
    expect(JSON.parse(out)).to.deep.include({
      verdict: 'contained',
      agentEnded: { how: 'finished', detail: 'AccessDeniedException' },
    });
    const byPath = await type([...spec, './agents/clumsy.ts:nothing']);
    expect(JSON.parse(byPath.out)).to.deep.include({
      agentEnded: { how: 'finished', detail: 'ResourceNotFoundException' },
    });
  });

  it('may have modules of other programs in its folders, which are not run to list or check them', async () => {
    write('agents/assistant.ts', 'throw new Error("another program was started");');
    expect(plain(await type(['list', 'agents']))).not.to.contain('assistant');
    expect((await type(['check'])).status).to.equal(0);
    const named = await type(['run', 'clean-up', '--agent', 'assistant:x']);
    expect(plain(named)).to.contain('another program was started').and.contain('agents/assistant.ts:1');
  });

  it('has folders that cannot be read: that is said, and status 2', async () => {
    rmSync(join(root, 'guardrails'), { recursive: true });
    symlinkSync('guardrails', join(root, 'guardrails'));
    const { status, err } = await type(['list', 'guardrails']);
    expect(err.replaceAll(/\s+/g, ' ')).to.contain('guardrails/ cannot be read (ELOOP)');
    expect(status).to.equal(2);
  });

  it('is left as it was', async () => {
    const before = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
    await type(['run', 'clean-up', '--quiet']);
    await type(['check']);
    expect(readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()).to.deep.equal(before);
  });

  it('runs scenarios from a program, by name or as they are', async () => {
    const byName = await runScenario({ scenario: 'clean-up', guardrails: 'ours', entrance: 'typed' });
    expect([byName.verdict, byName.twins[0]?.completed]).to.deep.equal(['contained', true]);
    const { loadScenario } = await import('../../harness/runs/scenario-folder.js');
    const asItIs = await runScenario({ scenario: await loadScenario('clean-up'), entrance: 'typed' });
    expect([asItIs.verdict, asItIs.guardrails]).to.deep.equal(['breached', 'none']);
  });

  describe('a scenario that is not what it should be', () => {
    for (const [what, from, to, said, at] of [
      [
        'that does not parse',
        "title: 'Clean",
        "title: = 'Clean",
        'cannot be read: Unexpected token',
        '11:10',
      ],
      [
        'that throws when it is loaded',
        'const stack',
        'throw new TypeError("no");\nconst stack',
        'it threw TypeError: no',
        '7',
      ],
      [
        'that imports what is not there',
        './twins/delete-old-carts.ts',
        './twins/gone.ts',
        'imports ./twins/gone.ts',
        '5',
      ],
      [
        'that imports a package that is not there',
        "'./attacks/delete-unused.ts'",
        "'no-such-package'",
        'npm install no-such-package',
        '4',
      ],
      [
        'without a default export',
        'export default define',
        'export const scenario = define',
        'no default export',
        '1',
      ],
      [
        'that calls itself something else',
        "name: 'clean-up'",
        "name: 'tidy'",
        'it calls itself "tidy"',
        '10',
      ],
      ['that lacks a member', 'harms: [', 'harmz: [', 'it has no harms', '9'],
      [
        'with a number that is text',
        'toleranceRecords: 0',
        "toleranceRecords: '0'",
        'harms.0.toleranceRecords',
        '30',
      ],
      [
        'with a member that there is not',
        "region: 'eu",
        "regions: '', region: 'eu",
        'did you mean "region"?',
        '14',
      ],
      ['with an account that is none', '482915370264', '4829', 'expected the 12 digits of an account', '13'],
      [
        'whose environment throws',
        "new URL('template.yaml'",
        "new URL('gone.yaml'",
        'environment of scenario "clean-up" threw Error: ENOENT',
        '42',
      ],
      [
        'whose environment is not one',
        'production: true',
        'production: 1',
        'environment.stacks.0.production',
        '45',
      ],
    ] as const) {
      it(`${what} is told with file and line, and status 2`, async () => {
        edit(scenario, from, to);
        const ended = await type(['run', 'clean-up', '-g', 'none']);
        expect(plain(ended)).to.contain(said).and.contain(`${scenario}:${at}`);
        expect(ended.err).not.to.contain('this is a bug');
        expect(ended.err).not.to.match(/^ +at .*\(.*:\d+:\d+\)$/m);
        expect(ended.status).to.equal(2);
      });
    }

    it('does not hide the others from a list', async () => {
      edit(scenario, 'const stack', 'throw new Error("no");\nconst stack');
      const { status, out } = await type(['list', 'scenarios']);
      expect(plain({ status, out, err: '' })).to.match(/clean-up cannot be used: .* kiro/);
      expect(status).to.equal(0);
    });

    it('is shown with its stack where that is asked for', async () => {
      edit(scenario, 'const stack', 'throw new Error("no");\nconst stack');
      expect((await type(['--debug', 'run', 'clean-up'])).err).to.contain('caused by Error: no');
    });
  });

  describe('blastpit check', () => {
    it('looks at everything that the project has', async () => {
      write('guardrails/read-only.ts', guardrail);
      write('agents/clumsy.ts', agent);
      write(
        'policies/narrow.json',
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}',
      );
      const { status, out } = await type(['check']);
      for (const title of [
        'clean-up  scenario',
        'keep-data  guardrail',
        'read-only  guardrail',
        'clumsy  agent',
        'scenarios/clean-up/template.yaml  file',
        'policies/narrow.json  file',
      ]) {
        expect(out).to.contain(title);
      }
      expect(out).not.to.contain('wrong');
      expect(status).to.equal(0);
    });

    it('goes on where one is wrong, and ends with status 1', async () => {
      write('guardrails/read-only.ts', guardrail.replace('z.strictObject({})', '{}'));
      const { status, out } = await type(['check']);
      expect(plain({ status, out, err: '' }))
        .to.contain('guardrail "read-only" cannot be used: parameters is not what it should be')
        .and.contain('guardrails/read-only.ts:11')
        .and.contain('template of 4 resources');
      expect(status).to.equal(1);
    });

    it('takes a guardrail or a scenario by its path', async () => {
      expect((await type(['check', 'guardrails/keep-data.ts'])).out).to.match(
        /ok +it is built from its example/,
      );
      expect((await type(['check', './scenarios/clean-up'])).out).to.match(
        /ok +its attack does harm unguarded/,
      );
      const absent = await type(['check', './guardrails/absent.ts']);
      expect([absent.status, absent.err.includes('ENOENT')]).to.deep.equal([2, true]);
    });
  });
});
