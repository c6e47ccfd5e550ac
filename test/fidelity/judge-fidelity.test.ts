import { expect } from 'chai';
import type { FidelityFinding } from '../../harness/contract/fidelity.js';
import type { ComparedStep } from '../../harness/fidelity/compare-sequences.js';
import { parseExplanations, type FidelityExplanation } from '../../harness/fidelity/explanations.js';
import { judgeFidelity } from '../../harness/fidelity/judge-fidelity.js';
import { paint } from '../../harness/reports/layout/paint.js';
import { fidelityLines } from '../../harness/reports/sections/fidelity.js';
import { readExplanations } from '../../harness/runs/fidelity/run-fidelity.js';

const finding: FidelityFinding = {
  service: 'SQS',
  operation: 'GetQueueAttributes',
  step: 'sqs, settings, 3',
  kind: 'state',
  path: 'Attributes.DelaySeconds',
  own: '"10"',
  theirs: '"0"',
};

const entry: FidelityExplanation = {
  backend: 'localstack',
  service: 'SQS',
  operation: 'GetQueueAttributes',
  kind: 'state',
  path: 'Attributes.*',
  reason: 'queues wait for nobody there',
  source: 'SQS API Reference, SetQueueAttributes',
};

function step(findings: readonly FidelityFinding[], more: Partial<ComparedStep> = {}): ComparedStep {
  return {
    service: 'SQS',
    operation: 'GetQueueAttributes',
    outcome: 'compared',
    lack: null,
    findings,
    ...more,
  };
}

function judge(steps: readonly ComparedStep[], entries: readonly FidelityExplanation[] = [], whole = true) {
  const backend = { kind: 'localstack', version: '4.14.0', endpoint: 'http://127.0.0.1:4566' } as const;
  return judgeFidelity(backend, steps, entries, whole);
}

describe('differences of two clouds', () => {
  it('are unexplained where no entry speaks of them, and told once however often they are found', () => {
    const again = { ...finding, step: 'sqs, settings, 5' };
    const { operations, summary } = judge([step([finding]), step([again]), step([])]);
    expect(operations).to.deep.equal([
      {
        service: 'SQS',
        operation: 'GetQueueAttributes',
        verdict: 'unexplained',
        compared: 3,
        findings: [{ ...finding, times: 2, explained: null }],
        lack: null,
      },
    ]);
    expect(summary).to.include({ compared: 1, unexplained: 1, differences: 1, unexplainedDifferences: 1 });
  });

  it('are explained by an entry for this backend and what it speaks of, and by no other', () => {
    const fits: readonly Partial<FidelityExplanation>[] = [
      {},
      { backend: 'any' },
      { operation: ['SendMessage', 'GetQueueAttributes'], kind: ['shape', 'state'] },
      { service: '*', operation: '*', path: ['Other', 'Attributes.DelaySeconds'] },
      { own: '"10"', theirs: '"*"' },
    ];
    for (const fit of fits) {
      expect(
        judge([step([finding])], [{ ...entry, ...fit }]).summary.unexplained,
        JSON.stringify(fit),
      ).to.equal(0);
    }
    const others: readonly Partial<FidelityExplanation>[] = [
      { backend: 'moto' },
      { service: 'S3' },
      { operation: 'SetQueueAttributes' },
      { kind: 'value' },
      { path: 'Attributes' },
      { own: '"1"' },
      { theirs: '' },
    ];
    for (const other of others) {
      expect(
        judge([step([finding])], [{ ...entry, ...other }]).summary.unexplained,
        JSON.stringify(other),
      ).to.equal(1);
    }
  });

  it('in which the other cloud is right are counted as gaps', () => {
    const { summary, operations } = judge([step([finding])], [{ ...entry, right: 'theirs' }]);
    expect(summary).to.include({ explained: 1, gaps: 1 });
    expect(operations[0]!.findings[0]!.explained).to.deep.equal({
      right: 'theirs',
      reason: entry.reason,
      source: entry.source,
    });
    expect(judge([step([finding])], [entry]).summary.gaps).to.equal(0);
  });

  it('that are gone leave a stale explanation, where everything was asked', () => {
    expect(judge([step([])], [entry]).stale).to.deep.equal([
      'localstack: SQS.GetQueueAttributes state Attributes.*',
    ]);
    expect(judge([step([])], [entry], false).stale).to.deep.equal([]);
    expect(judge([step([])], [{ ...entry, backend: 'moto' }]).stale).to.deep.equal([]);
  });

  it('are told apart from what the backend does not have, and from what could not be asked', () => {
    const lack = 'NotImplemented: no';
    const verdicts = judge([
      step([], { operation: 'A', outcome: 'not-had', lack }),
      step([], { operation: 'B', outcome: 'not-reached' }),
      step([], { operation: 'C', outcome: 'not-had', lack }),
      step([], { operation: 'C' }),
    ]).operations.map(({ operation, verdict }) => [operation, verdict]);
    expect(verdicts).to.deep.equal([
      ['A', 'not-had'],
      ['B', 'not-reached'],
      ['C', 'same'],
    ]);
  });

  it('are printed with both sides, the reason and its source', () => {
    const report = judge([step([finding])], [{ ...entry, right: 'theirs' }]);
    const text = paint(fidelityLines(report, 100), false);
    expect(text).to.include('LocalStack 4.14.0 at http://127.0.0.1:4566');
    expect(text).to.match(/SQS\.GetQueueAttributes +differs, explained +state/);
    expect(text).to.include('state Attributes.DelaySeconds  (sqs, settings, 3)');
    expect(text).to.include('"10" | "0"');
    expect(text.replaceAll(/\s+/g, ' ')).to.include(
      'theirs is right: queues wait for nobody there [SQS API Reference, SetQueueAttributes]',
    );
    expect(text).to.match(/operations compared +1/);
  });
});

describe('the file of explanations', () => {
  it('says of each the reason and a page of AWS, once', async () => {
    const entries = await readExplanations();
    expect(entries.length).to.be.greaterThan(50);
    const texts = entries.map((each) => JSON.stringify(each));
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).to.deep.equal([]);
  });

  it('is refused where an entry is not as it should be, with its place', () => {
    expect(() => parseExplanations('- { backend: localstack }', 'explained.yaml')).to.throw(
      /entry 0\.service/,
    );
    expect(() => parseExplanations(JSON.stringify([{ ...entry, kind: 'mood' }]), 'x')).to.throw(
      /entry 0\.kind/,
    );
    expect(parseExplanations('', 'x')).to.deep.equal([]);
  });
});
