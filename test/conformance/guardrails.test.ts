/** One suite over every guardrail in the folder: a new one is held to it the day it exists. */
import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { BlastpitError } from '../../harness/contract/blastpit-error.js';
import type { Guardrail } from '../../harness/contract/guardrail.js';
import { enforcementPoints } from '../../harness/contract/guardrail.js';
import { judgeAttempt } from '../../harness/contract/judge-attempt.js';
import { buildGuardrail } from '../../harness/guardrails/loading/build-guardrail.js';
import { guardrailNames, loadGuardrail } from '../../harness/guardrails/loading/guardrail-folder.js';
import { arbitraryAttempt, arbitraryJournal } from '../guardrails/arbitrary-attempt.js';
import { environment, frozen, inventoryOf } from '../guardrails/attempt-builder.js';

const kinds = await Promise.all(guardrailNames().map(loadGuardrail));
const repeatable = { seed: 20251215, numRuns: 60 };

describe(`conformance: guardrails (${guardrailNames().join(', ')})`, () => {
  it(`is found by its file: ${guardrailNames().join(', ')}`, () => {
    expect(kinds.map(({ name }) => name)).to.deep.equal(guardrailNames());
    expect(kinds).to.have.length.of.at.least(7);
  });

  for (const kind of kinds) {
    describe(kind.name, () => {
      const example = (): Guardrail => buildGuardrail(kind, kind.example(frozen(environment)), environment);

      it('says in one line what it does, where it could be enforced and what it needs to see', () => {
        expect(kind.summary).to.match(/^\S.{10,98}\S$/);
        expect(kind.enforcedAt).to.be.oneOf([...enforcementPoints]);
        expect(kind.needs).to.be.oneOf(['call', 'effects']);
      });

      it('describes every parameter', () => {
        expect(undescribed(z.toJSONSchema(kind.parameters, { io: 'input' }))).to.deep.equal([]);
      });

      it('is built from its example, under its name', () => {
        const guardrail = example();
        expect(guardrail.name).to.equal(kind.name);
        expect(guardrail.enforcedAt).to.equal(kind.enforcedAt);
        expect(guardrail.needs).to.equal(kind.needs);
        expect(guardrail.judge ?? guardrail.policies ?? guardrail.hardening).not.to.equal(undefined);
        if (guardrail.failsOpen === true) expect(guardrail.name).to.contain('open');
      });

      if (example().policies !== undefined) {
        it('gives policies that are IAM policy documents', () => {
          const { serviceControl = [], boundaries = [] } = example().policies ?? {};
          expect([...serviceControl, ...boundaries]).not.to.be.empty;
          for (const { name, document } of [...serviceControl, ...boundaries]) {
            expect(name).not.to.equal('');
            const parsed = JSON.parse(JSON.stringify(document)) as { Version: string; Statement: unknown[] };
            expect(parsed.Version).to.equal('2012-10-17');
            expect(parsed.Statement).to.be.an('array').that.is.not.empty;
            expect(parsed).to.deep.equal(document);
          }
        });
      }

      it('refuses a parameter that there is not, by its name', () => {
        const parameters = { ...(kind.example(environment) as object), nonsense: 1 };
        expect(() => buildGuardrail(kind, parameters, environment))
          .to.throw(BlastpitError, `guardrail ${kind.name}: nonsense`)
          .with.property('code', 'guardrail-parameters');
      });

      for (const field of fieldsOf(kind.parameters)) {
        it(`refuses a wrong ${field}, by its name`, () => {
          const wrong = { ...(kind.example(environment) as object), [field]: { not: 'this' } };
          expect(() => buildGuardrail(kind, wrong, environment))
            .to.throw(BlastpitError, new RegExp(`^guardrail ${kind.name}: ${field}\\b`))
            .with.nested.property('details.where')
            .that.satisfies((where: string) => where.startsWith(`${kind.name}.${field}`));
        });
      }

      if (example().judge === undefined) {
        it('leaves the judging to IAM', () => {
          expect(example().needs).to.equal('call');
        });
        return;
      }

      it('judges any attempt without fault, and with a reason unless it allows', () => {
        fc.assert(
          fc.property(arbitraryAttempt, arbitraryJournal, (attempt, journal) => {
            const [entry] = judgeAttempt([example()], attempt, journal);
            expect(entry?.fault).to.equal(null);
            if (entry!.judgement.answer !== 'allow') expect(entry!.judgement.reason).to.match(/^.{5,400}$/s);
          }),
          repeatable,
        );
      });

      it('judges the same attempt and journal alike, whatever it judged before, and changes neither', () => {
        const used = example();
        fc.assert(
          fc.property(arbitraryAttempt, arbitraryJournal, (attempt, journal) => {
            frozen(attempt);
            frozen(journal);
            const first = used.judge!(attempt, journal);
            expect(used.judge!(attempt, journal)).to.deep.equal(first);
            expect(example().judge!(attempt, journal)).to.deep.equal(first);
          }),
          repeatable,
        );
      });

      if (example().needs === 'call') {
        it('judges alike when effects and inventory are hidden, since it says it needs only the call', () => {
          const guardrail = example();
          const hidden = { effects: [], inventory: inventoryOf([]) };
          fc.assert(
            fc.property(arbitraryAttempt, arbitraryJournal, (attempt, journal) => {
              const seen = guardrail.judge!(attempt, journal);
              expect(guardrail.judge!({ ...attempt, ...hidden }, journal)).to.deep.equal(seen);
            }),
            repeatable,
          );
        });
      } else {
        it('lets a call without effects be', () => {
          const guardrail = example();
          fc.assert(
            fc.property(arbitraryAttempt, arbitraryJournal, (attempt, journal) => {
              const judgement = guardrail.judge!({ ...attempt, effects: [] }, journal);
              expect(judgement.answer).to.be.oneOf(['allow', 'abstain']);
            }),
            repeatable,
          );
        });
      }
    });
  }
});

function fieldsOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Paths of properties without a description. Policy documents are AWS's to describe, and not entered. */
function undescribed(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, ...rest } = schema as { properties?: Record<string, object> };
  const own = Object.entries(properties).flatMap(([name, property]) => {
    const here = `${path}.${name}`;
    return [...('description' in property ? [] : [here]), ...undescribed(property, here)];
  });
  return [...own, ...Object.values(rest).flatMap((inner) => undescribed(inner, path))];
}
