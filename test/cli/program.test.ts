/** The command line as a person types it: help, slips of the keyboard, lists and descriptions. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { printError } from '../../harness/cli/print-error.js';
import { terminalOf } from '../../harness/cli/terminal.js';
import { type } from './fake-terminal.js';

describe('blastpit', () => {
  it('--help says what can be typed, with examples, on standard output', async () => {
    const { status, out, err } = await type(['--help']);
    expect([status, err]).to.deep.equal([0, '']);
    for (const word of ['run', 'exec', 'mcp', 'list', 'show', 'check', 'report'])
      expect(out).to.match(new RegExp(`^  ${word} `, 'm'));
    expect(out).to.contain('Examples:').and.to.contain('Exit status: 0 as expected');
  });

  it('run --help explains every option, with examples', async () => {
    const { status, out } = await type(['run', '--help']);
    expect(status).to.equal(0);
    const options = [
      'guardrails',
      'agent',
      'approvers',
      'without',
      'fault',
      'set',
      'seed',
      'denials',
      'fail-on',
      'entrance',
      'json',
      'quiet',
      'report',
      'out',
      'causes',
    ];
    for (const option of options) expect(out).to.contain(`--${option}`);
    expect(out).to.contain('--approvers rubber-stamp');
  });

  it('--version prints the version of the package', async () => {
    const manifest = new URL('../../../package.json', import.meta.url);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
    expect(await type(['--version'])).to.deep.equal({ status: 0, out: `${version}\n`, err: '' });
  });

  it('help COMMAND says the same as COMMAND --help, and of a command that there is not, what there is', async () => {
    expect(await type(['help', 'init'])).to.deep.equal(await type(['init', '--help']));
    expect(await type(['help'])).to.deep.equal(await type(['--help']));
    const { status, out, err } = await type(['help', 'srve']);
    expect([status, out]).to.deep.equal([2, '']);
    expect(err).to.match(/^blastpit: no command "srve"; did you mean "serve"\?\n {2}there is: +run, exec/);
  });

  it('serve --help describes the control API', async () => {
    const { out } = await type(['serve', '--help']);
    for (const request of ['POST sessions ', 'GET sessions/ID/approvals ', 'POST sessions/ID/approvals/a1 '])
      expect(out).to.contain(`\n  ${request}`);
    expect(out.replaceAll(/\s+/g, ' '))
      .to.contain('"answer": "grant" or "refuse"')
      .and.to.contain('Authorization: Bearer TOKEN');
  });

  for (const columns of [100, 80, 60]) {
    it(`keeps its help within ${columns} columns`, async () => {
      for (const words of [[], ['run'], ['exec'], ['serve'], ['report'], ['check']]) {
        const { out } = await type([...words, '--help'], { columns });
        // Commands stand on one line each, so that they can be copied.
        const text = out.split('\n').filter((line) => !line.startsWith('  blastpit '));
        expect(text.filter((line) => line.length > columns)).to.deep.equal([]);
      }
    });
  }

  it('without a command says on standard error what can be typed, and ends with 2', async () => {
    const { status, out, err } = await type([]);
    expect([status, out]).to.deep.equal([2, '']);
    expect(err).to.contain('Usage: blastpit');
  });
});

describe('a slip of the keyboard ends with status 2, prints nothing on standard output, and is helped', () => {
  const slips: readonly (readonly [words: string, told: RegExp])[] = [
    ['rnu', /^blastpit: unknown command 'rnu'\n\(Did you mean run\?\)/],
    ['run kiroo', /^blastpit: no scenario "kiroo"; did you mean "kiro"\?$/m],
    [
      'run --guardrails repared',
      /^blastpit: no guardrail set "repared"; did you mean "repaired"\?\n {2}there is: +none, as-deployed/,
    ],
    ['run --approvers carefull', /no approver "carefull"; did you mean "careful"\?/],
    ['run --without inherited', /no fault "inherited"/],
    ['run --set detec=5', /no parameter "detec"; did you mean "detect"\?/],
    ['run --set detect', /--set detect: that is no number for a parameter\n {2}expected: +PARAM=VALUE/],
    ['run --set detect=soon', /--set detect=soon: that is no number/],
    [
      'run --set detect=-5',
      /--set detect: -5 is no length of time\n {2}expected: +a number of minutes, 0 or more/,
    ],
    ['run --seed 1.5', /argument '1\.5' is invalid\. It is a whole number, 0 or more/],
    ['run --fail-on breach', /no outcome "breach"; did you mean "breached"\?/],
    ['run --agent scriptd:x', /no agent "scriptd"; did you mean "scripted"\?/],
    ['run --agent backups-first', /no agent "backups-first"; did you mean "scripted:backups-first"\?/],
    ['run --agent scripted:delete', /no script "delete"/],
    ['run --agent scripted', /is named without what it runs/],
    ['run --entrance sdkk', /argument 'sdkk' is invalid\. Allowed choices are typed, sdk, http/],
    ['run --denials loud', /Allowed choices are aws, explained/],
    ['run --backend localstac', /localstac is no address of a backend/],
    ['run --json --quiet', /--report, --json and --quiet exclude each other/],
    ['run --report xml', /no report "xml"/],
    ['run --out ', /argument '' is invalid\. It is the name of a folder/],
    ['report', /missing required argument 'journal'/],
    ['report absent.jsonl', /absent\.jsonl cannot be read \(ENOENT\)/],
    ['list scenrios', /no kind "scenrios"; did you mean "scenarios"\?/],
    ['show kirro', /no name "kirro"; did you mean "kiro"\?/],
    ['check kirro', /no scenario or file "kirro"; did you mean "kiro"\?/],
  ];
  for (const [words, told] of slips) {
    it(`blastpit ${words}`, async () => {
      const { status, out, err } = await type(words.split(' '));
      expect(err).to.match(told);
      expect([status, out]).to.deep.equal([2, '']);
      expect(err).not.to.contain('    at ');
    });
  }

  it('has a stack with --debug', async () => {
    const { err } = await type(['--debug', 'show', 'kirro']);
    expect(err).to.match(/^ {4}at /m);
  });
});

describe('what went wrong', () => {
  function told(error: unknown): string {
    let text = '';
    const write = (more: string): void => {
      text += more;
    };
    printError(error, terminalOf({ write }, { write }, {}), false);
    return text;
  }

  it('is told with what was expected, what there is, and where', () => {
    const error = new BlastpitError('x', 'guardrail budget: resources: Expected number', {
      expected: 'a number',
      alternatives: ['a', 'b'],
      where: 'budget.resources',
    });
    expect(told(error)).to.equal(
      'blastpit: guardrail budget: resources: Expected number\n' +
        '  expected:   a number\n  there is:   a, b\n  at:         budget.resources\n',
    );
  });

  it('is said to be a bug of blastpit where it is one, with its stack and its cause', () => {
    const text = told(new TypeError('of undefined', { cause: new Error('the world moved') }));
    expect(text).to.match(/^blastpit: of undefined\n {2}this is a bug of blastpit/);
    expect(text).to.contain('TypeError: of undefined\n    at ');
    expect(text).to.contain('caused by Error: the world moved');
  });
});

describe('blastpit list', () => {
  it('names everything there is, with a line each', async () => {
    const { status, out } = await type(['list']);
    expect(status).to.equal(0);
    for (const kind of ['scenarios', 'guardrails', 'agents', 'approvers', 'faults', 'services']) {
      expect(out).to.match(new RegExp(`^${kind}$`, 'm'));
    }
    expect(out).to.match(/^ {2}two-person-sign-off +asks several people/m);
    expect(out).to.match(/^ {2}CloudFormation +\d+ of \d+ operations$/m);
  });

  it('names those of one kind, which may be said in the singular', async () => {
    const { out } = await type(['list', 'approvers']);
    expect(out.split('\n')[0]).to.match(/^absent +never answers$/);
    expect(await type(['list', 'approver'])).to.deep.equal(await type(['list', 'approvers']));
  });
});

describe('blastpit show', () => {
  it('tells a scenario: its story with sources, faults, sets, twins, and the ranges of its numbers', async () => {
    const { status, out } = await type(['show', 'kiro']);
    const flat = out.replaceAll(/\s+/g, ' ');
    expect(status).to.equal(0);
    for (const title of [
      'FACTS',
      'SERVICES',
      'HARMS',
      'FAULTS',
      'ATTACKS',
      'BENIGN TWINS',
      'GUARDRAIL SETS',
      'RESPONSE MODEL',
    ]) {
      expect(out).to.match(new RegExp(`^${title}  `, 'm'));
    }
    expect(flat).to.contain('about 13 hours').and.to.contain('Financial Times, as retold');
    expect(out).to.match(/^ {2}inherited-session +the agent acts with its operator’s session/m);
    expect(out).to.match(/^ {2}detect +5 +15 +40 +/m);
    expect(flat).to.contain('calibration: the likely value is calibrated');
  });

  it("tells a guardrail: where it could be enforced, and its parameters with what they're for", async () => {
    const { out } = await type(['show', 'two-person-sign-off']);
    expect(out).to.match(/^ {2}enforced at: gateway$/m);
    expect(out).to.match(/^ {2}howMany +integer +distinct people whose approval is needed \(default 2\)$/m);
    expect(out).to.match(/looksAt +effects \| call/);
  });

  it('marks parameters that must be given', async () => {
    const { out } = await type(['show', 'service-control-policy']);
    expect(out).to.match(/^ {2}policies \* +list of object/m);
  });

  it('tells a service, found without regard to case, by its operations', async () => {
    const { out } = await type(['show', 'sts']);
    expect(out).to.match(/^STS {2}service\n\d+ of 11 operations are answered/);
    expect(out).to.contain('AssumeRole').and.to.contain('GetCallerIdentity');
  });

  it('tells agents and approvers, and how to use them', async () => {
    expect((await type(['show', 'scripted'])).out).to.contain('blastpit run kiro --agent scripted:NAME');
    expect((await type(['show', 'slow'])).out).to.contain(
      'blastpit run kiro --guardrails repaired --approvers slow:45',
    );
  });

  it('tells a guardrail set, with what is expected of it and the parameters that it gives', async () => {
    const { status, out } = await type(['show', 'repaired']);
    expect(out).to.match(/^repaired {2}guardrail set of kiro$/m);
    expect(out).to.contain('expected of it: contained, every twin completed');
    expect(out).to.match(/^ {2}two-person-sign-off +howMany +2$/m);
    expect(out).to.contain('blastpit run kiro --guardrails repaired');
    expect(status).to.equal(0);
    expect((await type(['show', 'none'])).out).to.contain('control: no guardrail at all');
  });

  it('tells attacks by the name that --agent takes, and what they switch off', async () => {
    const { out } = await type(['show', 'scripted:grow-permissions']);
    expect(out).to.match(/^grow-permissions {2}attack of kiro$/m);
    expect(out).to.contain('switches off: inherited-session');
    expect(out).to.contain('--agent scripted:grow-permissions');
  });

  it('tells faults, twins and parameters', async () => {
    expect((await type(['show', 'inherited-session'])).out).to.contain('--without inherited-session');
    expect((await type(['show', 'recreate-development'])).out).to.contain('ticket: COST-4131');
    expect((await type(['show', 'detect'])).out).to.contain('likely: 15 minutes, between 5 and 40');
  });

  it('calls real people real, and says where they answer', async () => {
    const { out } = await type(['show', 'remote']);
    expect(out).to.contain('blastpit serve kiro --guardrails repaired --approvers remote');
    expect(out).not.to.contain('Simulated');
  });

  it('stays within 100 columns', async () => {
    for (const name of ['kiro', 'two-person-sign-off', 'CloudFormation', 'slow', 'layered', 'remote']) {
      const { out } = await type(['show', name]);
      expect(out.split('\n').filter((line) => line.length > 100)).to.deep.equal([]);
    }
  });
});
