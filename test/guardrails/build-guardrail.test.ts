/** What a person is told of wrong guardrail parameters. */
import { expect } from 'chai';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import { buildGuardrailSet } from '../../harness/guardrails/loading/build-guardrail.js';
import { loadGuardrail } from '../../harness/guardrails/loading/guardrail-folder.js';
import { build } from './build.js';
import { environment } from './attempt-builder.js';

async function refusal(built: Promise<unknown>): Promise<BlastpitError> {
  try {
    await built;
  } catch (error) {
    expect(error).to.be.instanceOf(BlastpitError);
    return error as BlastpitError;
  }
  throw new Error('it was built');
}

describe('guardrail parameters', () => {
  it('may be left out where all have defaults', async () => {
    expect((await build('deletion-budget', undefined)).name).to.equal('deletion-budget');
  });

  it('are refused by field, with what is wrong', async () => {
    const error = await refusal(build('deletion-budget', { shareOfType: 7 }));
    expect(error.code).to.equal('guardrail-parameters');
    expect(error.message).to.match(/^guardrail deletion-budget: shareOfType: .*<=1/);
    expect(error.details.where).to.equal('deletion-budget.shareOfType');
  });

  it('are refused by field where a name is a slip, with what was meant and what there is', async () => {
    const error = await refusal(build('kill-switch', { inTotl: 3 }));
    expect(error.message).to.equal(
      'guardrail kill-switch: inTotl: there is no such parameter; did you mean "inTotal"?',
    );
    expect(error.details.alternatives).to.deep.equal(['inTotal', 'inOneMinute']);
  });

  it('are refused by the path to a field inside', async () => {
    const effects = [{ stack: 'x', kind: 'delete' }];
    expect((await refusal(build('two-person-sign-off', { effects }))).message).to.equal(
      'guardrail two-person-sign-off: effects.0.kind: there is no such parameter',
    );
  });

  it('are refused where more people must approve than there are', async () => {
    const who = ['zhang.min', 'Zhang.Min'];
    expect((await refusal(build('two-person-sign-off', { who }))).message).to.equal(
      'guardrail two-person-sign-off: howMany: 2 of 1 people cannot approve',
    );
  });

  for (const [what, document, field, message] of [
    ['no statement', { Version: '2012-10-17' }, 'Statement', 'has a Statement'],
    ['another version', { Version: '2020', Statement: [] }, 'Version', '2012-10-17'],
    [
      'an effect that there is not',
      { Statement: [{ Effect: 'Refuse', Action: '*', Resource: '*' }] },
      'Statement.0.Effect',
      'Allow or Deny',
    ],
    [
      'no action',
      { Statement: { Effect: 'Deny', Resource: '*' } },
      'Statement.Action',
      'Action or NotAction',
    ],
    [
      'a principal',
      { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Principal: '*' }] },
      'Statement.0.Principal',
      'names no principal',
    ],
    ['a statement that is text', { Statement: ['Deny'] }, 'Statement.0', 'is an object'],
  ] as const) {
    it(`are refused where a policy document has ${what}`, async () => {
      const error = await refusal(build('service-control-policy', { policies: [{ name: 'p', document }] }));
      expect(error.message)
        .to.match(/^guardrail service-control-policy: /)
        .and.contain(message);
      expect(error.details.where).to.equal(`service-control-policy.policies.0.document.${field}`);
    });
  }
});

describe('a guardrail set', () => {
  it('is built in its order, and numbers a guardrail that it has twice', async () => {
    const set = await buildGuardrailSet(
      [
        { guardrail: 'two-person-sign-off' },
        { guardrail: 'deny-all' },
        { guardrail: 'two-person-sign-off', parameters: { looksAt: 'call' } },
      ],
      environment,
      loadGuardrail,
    );
    expect(set.map(({ name }) => name)).to.deep.equal([
      'two-person-sign-off',
      'deny-all',
      'two-person-sign-off-2',
    ]);
    expect(set.map(({ enforcedAt }) => enforcedAt)).to.deep.equal(['gateway', 'gateway', 'pipeline']);
  });

  it('is refused for a guardrail that there is not', async () => {
    const error = await refusal(buildGuardrailSet([{ guardrail: 'deny-al' }], environment, loadGuardrail));
    expect(error.message).to.equal('no guardrail "deny-al"; did you mean "deny-all"?');
  });
});
