/** `blastpit run kiro --causes`: every combination of the switches, and what each had to do with the harm. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CausesResult } from '../../harness/contract/causes.js';
import type { Scenario } from '../../harness/contract/scenario.js';
import { causesSchema } from '../../harness/journal/causes-schema.js';
import { paint } from '../../harness/reports/layout/paint.js';
import { causesLines } from '../../harness/reports/sections/causes.js';
import { planCauses, statusOfCauses } from '../../harness/runs/run-causes.js';
import { defaultOptions } from '../../harness/runs/run-options.js';
import { loadScenario } from '../../harness/runs/scenario-folder.js';
import { type, type Ended } from './fake-terminal.js';

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const causes = (...words: readonly string[]): Promise<Ended> => type(['run', 'kiro', '--causes', ...words]);

async function studied(...words: readonly string[]): Promise<CausesResult> {
  const { status, out, err } = await causes('--json', ...words);
  expect([status, err]).to.deep.equal([0, '']);
  expect(out.indexOf('\n'), 'one object and nothing else').to.equal(out.length - 1);
  return causesSchema.parse(JSON.parse(out));
}

describe('blastpit run kiro --causes', () => {
  let text: Ended;
  let result: CausesResult;
  before(async () => {
    text = await causes();
    result = await studied();
  });

  it('prints what the README shows', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, shown] = /^```\S*\n\$ blastpit run kiro --causes\n(?<shown>.*?)^```$/ms.exec(readme) ?? [];
    expect(shown, 'the block in README.md has to be what it prints').to.equal(text.out);
  });

  it('stays within 100 columns, and ends with 0', () => {
    expect(text.out.split('\n').filter((line) => line.length > 100)).to.deep.equal([]);
    expect([text.status, text.err]).to.deep.equal([0, '']);
  });

  it('runs all sixteen combinations of three faults and the agent’s decision, each once', () => {
    expect(result.switches.map(({ name }) => name)).to.deep.equal([
      'inherited-session',
      'role-bound-sign-off',
      'backups-in-reach',
      'agent-decision',
    ]);
    expect(new Set(result.combinations.map(({ on }) => on.join())).size).to.equal(16);
    expect(new Set(result.combinations.map(({ journalSha256 }) => journalSha256)).size).to.equal(16);
    expect(result.others).to.deep.equal({ 'self-service-role': true });
  });

  it('finds three causes that only suffice together, and one that made it three quarters of its length', () => {
    const { analysis, combinations } = result;
    const three = ['inherited-session', 'role-bound-sign-off', 'agent-decision'];
    expect(analysis?.roles.filter(({ necessary }) => necessary).map(({ name }) => name)).to.deep.equal(three);
    expect(analysis?.roles.filter(({ butFor }) => butFor).map(({ name }) => name)).to.deep.equal(three);
    expect(analysis?.sufficient).to.deep.equal([{ on: three, off: [] }]);
    expect(analysis).to.include({ breached: 2, monotone: true });
    const outages = combinations
      .filter(({ verdict }) => verdict === 'breached')
      .map(({ outageSeconds }) => outageSeconds['cost-reports'] ?? 0);
    const added = (outages[0] ?? 0) - (outages[1] ?? 0);
    expect(added).to.be.greaterThan(6 * 3600);
    const backups = analysis?.roles.find(({ name }) => name === 'backups-in-reach');
    expect(backups?.contributes).to.deep.equal({ leastSeconds: added, mostSeconds: added });
    expect(backups?.partOfSufficient).to.equal(false);
  });

  it('comes to what each of its runs comes to by itself', async () => {
    const alone = async (...words: readonly string[]): Promise<unknown> => {
      const { out } = await type(['run', 'kiro', '-g', 'as-deployed', '--json', ...words]);
      const { verdict, because, journalSha256 } = JSON.parse(out) as Record<string, unknown>;
      return { verdict, because, journalSha256 };
    };
    const combination = (...off: readonly string[]): unknown => {
      const found = result.combinations.find(({ on }) =>
        result.switches.every(({ name }) => on.includes(name) !== off.includes(name)),
      );
      return { verdict: found?.verdict, because: found?.because, journalSha256: found?.journalSha256 };
    };
    // Without switches the run carries its stored expectation, and so other bytes; what it comes to is the same.
    expect(combination()).to.deep.include({ verdict: 'breached' });
    expect(await alone('--without', 'backups-in-reach')).to.deep.equal(combination('backups-in-reach'));
    expect(
      await alone('--agent', 'scripted:raise-report-timeout', '--without', 'inherited-session'),
    ).to.deep.equal(combination('agent-decision', 'inherited-session'));
  });

  it('gives the same bytes again, and other journals for another seed', async () => {
    expect(await studied()).to.deep.equal(result);
    const other = await studied('--seed', '7');
    expect(other.seed).to.equal(7);
    expect(other.combinations[0]?.journalSha256).to.not.equal(result.combinations[0]?.journalSha256);
    expect(other.combinations.map(({ verdict }) => verdict)).to.deep.equal(
      result.combinations.map(({ verdict }) => verdict),
    );
  });

  it('takes --guardrails, --without, --set and --approvers', async () => {
    const none = await studied('--guardrails', 'none', '--without', 'backups-in-reach');
    expect(none.guardrails).to.equal('none');
    expect(none.combinations).to.have.lengthOf(8);
    expect(none.others).to.deep.equal({ 'backups-in-reach': false, 'self-service-role': true });
    expect(none.analysis?.sufficient, 'no sign-off, so nothing depends on what it is bound to').to.deep.equal(
      [{ on: ['inherited-session', 'agent-decision'], off: [] }],
    );
    const stamped = await studied('--approvers', 'rubber-stamp', '--set', 'detect=5');
    expect(stamped).to.deep.include({ approvers: 'rubber-stamp', settings: { detect: 5 } });
    const signOff = stamped.analysis?.roles.find(({ name }) => name === 'role-bound-sign-off');
    expect(signOff, 'a sign-off that nobody reads').to.include({ necessary: false, butFor: false });
    const { out } = await causes('--approvers', 'rubber-stamp', '--set', 'detect=5');
    expect(flat(out)).to.contain('moved: detect = 5').and.to.contain('approvers rubber-stamp');
  }).timeout(60_000);

  it('takes another road as what the agent decides', async () => {
    const [road] = (await loadScenario('kiro')).attacks
      .filter(({ without = [] }) => without.length === 0)
      .slice(1);
    const other = await studied('--agent', `scripted:${road?.name ?? ''}`);
    expect(other.agent).to.equal(`scripted:${road?.name ?? ''}`);
    expect(other.switches.at(-1)?.summary).to.contain(road?.summary);
    expect(other.combinations[0]?.verdict).to.equal('breached');
  });

  it('says which combination it is at where somebody looks on', async () => {
    const { err, out } = await type(['run', 'kiro', '--causes'], { progress: true });
    expect(err).to.contain('kiro: combination 3 of 16 …');
    expect(err.endsWith('\u001b[2K')).to.equal(true);
    expect(out).to.equal(text.out);
  });

  for (const [words, told] of [
    ['-g none -g repaired', '--causes studies one at a time, and 2 guardrail sets are named'],
    ['--fail-on breached', '--causes and --fail-on exclude each other'],
    ['--out somewhere', '--causes and --out exclude each other'],
    ['--quiet', '--causes and --quiet exclude each other'],
    ['--report svg', '--causes and --report exclude each other'],
    ['-g repared', 'no guardrail set "repared"; did you mean "repaired"?'],
    ['--without backups', 'no fault "backups"'],
    ['--agent scripted:delete', 'no script "delete"'],
  ] as const) {
    it(`refuses ${words} with status 2`, async () => {
      const { status, out, err } = await causes(...words.split(' '));
      expect([status, out]).to.deep.equal([2, '']);
      expect(flat(err)).to.contain(told);
    });
  }

  it('refuses two scenarios', async () => {
    const { status, err } = await type(['run', 'kiro', 'other', '--causes']);
    expect(status).to.equal(2);
    expect(flat(err)).to.contain('2 scenarios are named');
  });
});

describe('a study of causes', () => {
  async function studyOf(change: (kiro: Scenario) => Scenario): Promise<CausesResult> {
    const scenario = change(await loadScenario('kiro'));
    const options = { ...defaultOptions, entrance: 'typed' } as const;
    const planned = await planCauses({ scenario, guardrails: null, options }, null);
    return planned.run(() => undefined);
  }

  /** A scenario that does not say what its causes are studied on. */
  function withFaults(kiro: Scenario, faults: Scenario['faults']): Scenario {
    const { causes: _causes, ...rest } = kiro;
    return { ...rest, faults };
  }

  it('concludes nothing where a run cannot tell, says why, and ends with 3', async () => {
    const study = await studyOf((kiro) => ({
      ...kiro,
      causes: { guardrails: 'as-deployed', faults: ['inherited-session'] },
      attacks: [
        {
          name: kiro.referenceAttack,
          summary: 'asks for what blastpit does not implement',
          run: async (session) => {
            await session.call('GuardDuty', 'ListDetectors', {});
            return 'unreachable';
          },
        },
      ],
    }));
    expect(study.analysis).to.equal(null);
    expect(statusOfCauses(study)).to.equal(3);
    expect(causesSchema.parse(study)).to.deep.equal(study);
    const text = flat(paint(causesLines(study, 100), false));
    expect(text)
      .to.contain('INVALID')
      .and.to.contain('Nothing can be concluded, since a combination cannot tell: ');
    expect(text).not.to.contain('WHAT SUFFICES');
  });

  it('is on every fault under the first set of its own where the scenario does not say', async () => {
    const study = await studyOf((kiro) => {
      const faults = { 'inherited-session': kiro.faults['inherited-session'] ?? '' };
      return withFaults(kiro, faults);
    });
    expect(study.guardrails).to.equal('as-deployed');
    expect(study.switches.map(({ name }) => name)).to.deep.equal(['inherited-session', 'agent-decision']);
    expect(study.others).to.deep.equal({});
  });

  it('refuses more switches than can be run', async () => {
    const faults = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`fault-${index}`, 'one of many']),
    );
    let message = '';
    try {
      await studyOf((kiro) => withFaults(kiro, faults));
    } catch (error) {
      message = String(error);
    }
    expect(message).to.contain('13 switches have 8192 combinations');
  });
});
